"""A tab at the page of the first steps: what is entered there, and what it says."""

from collections.abc import Awaitable, Callable
from typing import Any

from bookings_app.domain.access import Role
from bookings_app.ui.first_steps.state import FirstStepsState
from tests.ui.seat import Seat, seated

HOURS = {"start": "09:00", "end": "17:00", "break_start": "12:00", "break_end": "13:00"}
WEEKDAYS = dict.fromkeys([f"on-{day}" for day in range(5)], "on")


class Desk(Seat):
    """A tab at the page of the first steps."""

    async def arrive(self) -> None:
        """Open the page."""
        await self.send(FirstStepsState.load)

    async def fill_in(self, step: str, **form: Any) -> None:
        """The button of a step's form."""
        await self.call(FirstStepsState, "save", {"form": {"step": step} | form})

    async def choose(self, step: str, *chosen: str, **form: str) -> None:
        """The same with ticks at check boxes."""
        await self.fill_in(step, **dict.fromkeys(chosen, "on"), **form)

    async def type_hours(self, typing_in: str = "", **form: str) -> None:
        """The hours of weekdays as they stand in the form, before its button."""
        typed = {"step": "hours"} | HOURS | WEEKDAYS | form
        await self.call(FirstStepsState, "draft_hours", {"form": typed, "typing_in": typing_in})

    @property
    def open_step(self) -> str:
        """The step whose form is open."""
        return str(self.shows(FirstStepsState, "current"))

    @property
    def made(self) -> list[str]:
        """What each step says was made."""
        return [line.made for line in self.shows(FirstStepsState, "lines")]

    @property
    def errors(self) -> dict[str, str]:
        """What is said beside the fields."""
        found: dict[str, str] = self.shows(FirstStepsState, "errors")
        return found

    @property
    def remarks(self) -> dict[str, str]:
        """What is said below fields that can be taken."""
        found: dict[str, str] = self.shows(FirstStepsState, "remarks")
        return found

    @property
    def missing(self) -> list[tuple[str, str, str]]:
        """What is said to be missing although all steps are done."""
        lines = self.shows(FirstStepsState, "missing")
        return [(line.sentence, line.mend, line.page) for line in lines]

    @property
    def is_ready(self) -> bool:
        """Whether the first booking is offered."""
        return bool(self.shows(FirstStepsState, "is_ready"))


def desk(visit: Callable[[Desk], Awaitable[None]], role: Role = Role.ADMIN) -> Desk:
    """Sit down at the page."""

    async def arrive_and_visit(seat: Desk) -> None:
        await seat.arrive()
        await visit(seat)

    return seated(Desk, arrive_and_visit, role)

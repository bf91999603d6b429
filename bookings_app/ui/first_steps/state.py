"""FirstStepsState: how far a team has come, and the form of the step that is open."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import reflex as rx

from bookings_app.domain.access import Role
from bookings_app.domain.errors import Invalid
from bookings_app.domain.first_steps import Step
from bookings_app.ui.errors import show_error
from bookings_app.ui.first_steps.entries import entered_hours, in_form, remarks_on_hours, text
from bookings_app.ui.first_steps.making import make
from bookings_app.ui.first_steps.words import Missing, StepLine, missing, step_lines
from bookings_app.ui.new_booking.state import NewBookingState
from bookings_app.ui.providers.hours_lines import clock_text
from bookings_app.ui.session import SessionState, current_actor, signed_in
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases.account import own_account, take_bookings_as
from bookings_app.usecases.first_steps import Progress, progress
from bookings_app.usecases.workspace import workspace

# What the hours begin with, in minutes after midnight.
_USUAL = {"start": 9 * 60, "end": 17 * 60, "break_start": 12 * 60, "break_end": 13 * 60}

_DONE_MEANWHILE = "Somebody else has taken this step meanwhile."


class FirstStepsState(rx.State):
    """The four steps as they are in the data; what is typed stays in the browser.

    `moved` once a step was taken here: only then the next form takes the focus. `said` is
    what was made last, for whoever does not see it ticked. `answers` grows with every
    refusal; `remarks` are on what is taken and may not be meant, by the field above them.
    """

    known: bool = False
    lines: list[StepLine] = [StepLine() for _ in Step]
    current: str = ""
    missing: list[Missing] = []
    is_ready: bool = False
    zone: str = ""
    locations: list[dict[str, str]] = []
    services: list[dict[str, str]] = []
    providers: list[dict[str, str]] = []
    usual: dict[str, str] = {}
    myself: bool = False
    my_name: str = ""
    my_email: str = ""
    errors: dict[str, str] = {}
    remarks: dict[str, str] = {}
    answers: int = 0
    is_saving: bool = False
    moved: bool = False
    said: str = ""
    _found: Progress | None = None
    _tried: bool = False

    @rx.event
    @signed_in(Role.ADMIN, Role.MANAGER)
    async def load(self) -> None:
        """The page opens."""
        ours = await asyncio.to_thread(workspace)
        account = await asyncio.to_thread(own_account, by=current_actor())
        self.zone = ours.time_zone
        self.my_name, self.my_email = current_actor().name, account.email
        self.moved = False
        self.usual = {field: clock_text(minute) for field, minute in _USUAL.items()}
        self.said = ""
        self._show(await asyncio.to_thread(progress, now=datetime.now(UTC)))

    @rx.event
    @signed_in(Role.ADMIN, Role.MANAGER)
    async def look_again(self) -> Any:
        """Somebody else may have gone on meanwhile; what is typed stays while its step is open."""
        before = self.current
        found = await asyncio.to_thread(progress, now=datetime.now(UTC))
        if not self.known or self.is_saving or found == self._found:
            return None
        said = self.errors, self.remarks, self._tried
        self._show(found)
        if self.current == before:
            self.errors, self.remarks, self._tried = said
            return None
        self.moved = False
        return Toasts.show(_DONE_MEANWHILE)

    @rx.event
    @signed_in(Role.ADMIN, Role.MANAGER)
    async def take_bookings_myself(self, myself: bool) -> None:
        """The provider is whoever sits here, or somebody else."""
        self.myself = myself is True

    @rx.event
    @signed_in(Role.ADMIN, Role.MANAGER)
    async def draft_hours(self, form: dict[str, Any], typing_in: str) -> None:
        """Hours were typed: say what is wrong, but of no field in the middle of a word."""
        if self.current != Step.HOURS or text(form, "step") != self.current:
            return
        self.remarks, wrong = remarks_on_hours(form), {}
        try:
            entered_hours(form)
        except Invalid as refusal:
            wrong = _by_field(refusal)
        if not self._tried:
            wrong.pop(typing_in, None)
        self.errors = wrong

    @rx.event
    @signed_in(Role.ADMIN, Role.MANAGER)
    async def save(self, form: dict[str, Any]) -> AsyncIterator[Any]:
        """The button of the form that is open."""
        if self.is_saving or not self.current or text(form, "step") != self.current:
            return
        self.is_saving, self.errors = True, {}
        yield
        try:
            said = await self._save(Step(self.current), form)
        except Invalid as refusal:
            self.errors, said = _by_field(refusal), None
            self._tried, self.answers = True, self.answers + 1
        except Exception as failure:  # whatever it was, the spinner must go
            said = show_error(failure)
        self.is_saving = False
        if said is not None:
            yield said

    @rx.event
    @signed_in(Role.ADMIN, Role.MANAGER)
    async def make_first_booking(self) -> Any:
        """The button at the end: the wizard, over the calendar in which the booking will be."""
        return [rx.redirect("/bookings"), NewBookingState.open]

    async def _save(self, step: Step, form: dict[str, Any]) -> Any:
        now = datetime.now(UTC)
        found = await asyncio.to_thread(progress, now=now)
        if step in found.done:
            self._show(found)
            return Toasts.show(_DONE_MEANWHILE)
        self.said = await asyncio.to_thread(make, step, form, found, by=current_actor(), now=now)
        self.moved = True
        after = await asyncio.to_thread(progress, now=now)
        if step is Step.PROVIDER and self.myself:
            before = {each.id for each in found.providers}
            for provider in after.providers:
                if provider.id not in before:
                    await asyncio.to_thread(take_bookings_as, provider.id, by=current_actor())
        self._show(after)
        return SessionState.enter

    def _show(self, found: Progress) -> None:
        self._found, step = found, found.next_step
        self.lines, self.missing = step_lines(found), missing(found)
        self.current = "" if step is None else step.value
        self.is_ready, self.known = found.can_be_booked, True
        self.errors, self.remarks, self._tried = {}, {}, False
        self.myself = self.myself and step is Step.PROVIDER
        self.locations = [{"id": each.id, "name": each.name} for each in found.locations]
        self.services = [{"id": each.id, "name": each.name} for each in found.services]
        self.providers = [{"id": each.id, "name": each.name} for each in found.providers]


def _by_field(refusal: Invalid) -> dict[str, str]:
    """The first thing that is wrong with each field."""
    return {in_form(field): message for field, message in reversed(refusal.errors)}

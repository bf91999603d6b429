"""A seat at one tab without a browser: what is sent from it, and what it shows by now."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import reflex as rx

from bookings_app.domain.access import Role
from bookings_app.ui.toasts import Toasts
from tests.members import given_member
from tests.members import signed_in as signed_in_as
from tests.ui.tab import Answer, Tab, tabs


class Seat:
    """One tab, and what it shows by now."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab
        self._shown: dict[tuple[str, str], Any] = {}
        self.toasts: list[str] = []

    async def send(self, spec: Any) -> None:
        """Cause an event, as a click does."""
        self._take(await self.tab.send(spec))

    async def call(self, state: type[rx.State], handler: str, payload: dict[str, Any]) -> None:
        """Cause an event with any arguments."""
        self._take(await self.tab.call(f"{state.get_full_name()}.{handler}", payload))

    def shows(self, state: type[rx.State], name: str) -> Any:
        """What a var shows."""
        return self._shown.get((state.get_full_name(), f"{name}_rx_state_"))

    def everything_shown(self) -> str:
        """All that has been sent to the tab and not been replaced since, as one text."""
        return repr(self._shown)

    def _take(self, answer: Answer) -> None:
        for state, changes in answer.vars.items():
            self._shown |= {(state, name): value for name, value in changes.items()}
        if (waiting := answer.var(Toasts, "waiting")) is not None:
            self.toasts = [toast.text for toast in waiting]


SeatType = TypeVar("SeatType", bound=Seat)


def seated(
    kind: type[SeatType],
    visit: Callable[[SeatType], Awaitable[None]],
    role: Role = Role.ADMIN,
    provider_id: str | None = None,
) -> SeatType:
    """Sit down at a fresh tab as a fresh member, and do that."""
    given_member(role=role, provider_id=provider_id)
    token = signed_in_as(now=datetime.now(UTC))

    async def sit_down() -> SeatType:
        async with tabs() as open_tabs:
            seat = kind(open_tabs.tab(token))
            await visit(seat)
            return seat

    return asyncio.run(sit_down())

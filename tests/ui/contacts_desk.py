"""The address book without a browser: a seat at one tab, and what it shows by now."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import reflex as rx

from bookings_app.domain.access import Role
from bookings_app.ui.contacts.form_state import ContactFormState
from bookings_app.ui.contacts.state import ContactsState
from bookings_app.ui.session import SessionState
from bookings_app.ui.toasts import Toasts
from tests.members import given_member
from tests.members import signed_in as signed_in_as
from tests.ui.tab import Answer, Tab, tabs


class Desk:
    """The page in one tab, and what it shows by now."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab
        self._shown: dict[tuple[str, str], Any] = {}
        self.toasts: list[str] = []

    async def arrive(self, query: str = "") -> None:
        """Open the page at that address."""
        self._take(await self.tab.send(SessionState.enter))
        self._take(await self.tab.send(ContactsState.arrive("nonce", query)))

    async def send(self, spec: Any) -> None:
        """Cause an event, as a click does."""
        self._take(await self.tab.send(spec))

    async def save(self, **fields: str) -> None:
        """Press the form's button, with these fields as they were typed."""
        form = {"name": "", "phone": "", "email": "", "notes": ""} | fields
        await self.send(ContactFormState.save(form))

    def shows(self, state: type[rx.State], name: str) -> Any:
        """What a var shows."""
        return self._shown.get((state.get_full_name(), f"{name}_rx_state_"))

    @property
    def names(self) -> list[str]:
        """Who is listed."""
        return [line.name for line in self.shows(ContactsState, "lines")]

    @property
    def person(self) -> Any:
        """Who is open."""
        return self.shows(ContactsState, "person")

    @property
    def query(self) -> str:
        """What stands in the address."""
        return self.shows(ContactsState, "query")

    def _take(self, answer: Answer) -> None:
        for state, changes in answer.vars.items():
            self._shown |= {(state, name): value for name, value in changes.items()}
        if (waiting := answer.var(Toasts, "waiting")) is not None:
            self.toasts = [toast.text for toast in waiting]


def desk(
    visit: Callable[[Desk], Awaitable[None]],
    role: Role = Role.ADMIN,
    provider_id: str | None = None,
) -> Desk:
    """Sit down at a fresh tab as a fresh member, and do that."""
    given_member(role=role, provider_id=provider_id, time_zone="Europe/Madrid")
    token = signed_in_as(now=datetime.now(UTC))

    async def sit_down() -> Desk:
        async with tabs() as open_pages:
            seat = Desk(open_pages.tab(token, path="/contacts"))
            await visit(seat)
            return seat

    return asyncio.run(sit_down())

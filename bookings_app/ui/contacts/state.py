"""ContactsState: who is listed and who is open. It is emptied when the page is left."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode
from zoneinfo import ZoneInfo

import reflex as rx

from bookings_app.domain.checks import LONGEST_ID
from bookings_app.domain.contact import LONGEST_SEARCH
from bookings_app.domain.errors import NotFound
from bookings_app.ui.contacts.words import (
    ContactLine,
    ShownContact,
    contact_in_words,
    contact_line,
    found_words,
)
from bookings_app.ui.live import LiveState
from bookings_app.ui.new_booking.state import NewBookingState
from bookings_app.ui.session import SessionState, current_actor, signed_in
from bookings_app.usecases.contact_pages import contact_page, list_contacts

PAGE_LENGTH = 50
# What the live hub calls this page by.
HEARD_AS = "contact"
_NONCE_LIMIT = 40


class ContactsState(rx.State):
    """The list as far as it is shown, and the contact that is open.

    `arrived` is what the page called itself when it said what its address is: what the
    address says is Python's from then on. `missing` says that there is no such contact.
    """

    arrived: str = ""
    search: str = ""
    lines: list[ContactLine] = []
    total: int = 0
    next_cursor: str = ""
    contact_id: str = ""
    person: ShownContact = ShownContact()
    missing: bool = False
    # By which exact phone or e-mail the open contact was found.
    _found_by: str = ""
    _past_limit: int = PAGE_LENGTH

    @rx.event
    @signed_in
    async def arrive(self, nonce: str, query: str) -> None:
        """The page is there and says where: show what its address says."""
        await self._read(str(query))
        self.arrived = str(nonce)[:_NONCE_LIMIT]

    @rx.event
    @signed_in
    async def load(self) -> None:
        """The page opens, or its connection is back: what it shows may be old."""
        if self.arrived:
            await self._list()
            await self._show(self.contact_id)

    @rx.event
    @signed_in
    async def go_back(self, query: str) -> None:
        """The browser went back or on: show what the address says now."""
        await self._read(str(query))

    @rx.event
    @signed_in
    async def search_for(self, text: str) -> None:
        """Something was typed above the list."""
        self.search = _text(text, LONGEST_SEARCH)
        self.lines = []
        await self._list()

    @rx.event
    @signed_in
    async def show_more(self) -> None:
        """The button below the list."""
        if self.next_cursor:
            found = await asyncio.to_thread(
                list_contacts, self.search, seen_by=current_actor(), cursor=self.next_cursor
            )
            self.lines = [*self.lines, *map(contact_line, found.items)]
            self.next_cursor = found.next_cursor or ""

    @rx.event
    @signed_in
    async def open(self, contact_id: str) -> None:
        """Somebody was picked from the list."""
        await self._open(_text(contact_id, LONGEST_ID))

    @rx.event
    @signed_in
    async def close(self) -> None:
        """Back to the list, which covers the person on a phone."""
        await self._open("")

    @rx.event
    @signed_in
    async def show_earlier(self) -> None:
        """The button below the last of the past bookings."""
        self._past_limit += PAGE_LENGTH
        await self._show(self.contact_id)

    @rx.event
    @signed_in
    async def refresh(self) -> None:
        """Something happened to a booking of the contact that is open."""
        await self._show(self.contact_id)

    @rx.event
    @signed_in
    async def book(self) -> Any:
        """New Booking, for whom is open."""
        if not self.person.id:
            return None
        return NewBookingState.open_for(self.person.id, self._found_by)

    @rx.event
    @signed_in
    async def leave(self) -> None:
        """The page is left: nobody stays in its state."""
        (await self.get_state(LiveState))._stop_listening(HEARD_AS)
        self.reset()

    @rx.var
    def query(self) -> str:
        """What is shown as the query of an address."""
        said = {"q": self.search, "contact": self.contact_id}
        return urlencode({name: value for name, value in said.items() if value})

    @rx.var
    def found(self) -> str:
        """How many there are, in words."""
        return found_words(self.total, self.search)

    async def _read(self, query: str) -> None:
        said = {name: values[-1] for name, values in parse_qs(query.lstrip("?")).items()}
        search = _text(said.get("q", ""), LONGEST_SEARCH)
        contact_id = _text(said.get("contact", ""), LONGEST_ID)
        if search != self.search or not self.arrived:
            self.search, self.lines = search, []
            await self._list()
        if contact_id != self.contact_id or not self.arrived:
            await self._open(contact_id)

    async def _list(self) -> None:
        """List anew who answers to the search, as far down as they are shown."""
        found = await asyncio.to_thread(
            list_contacts,
            self.search,
            seen_by=current_actor(),
            limit=max(PAGE_LENGTH, len(self.lines)),
        )
        self.lines = [contact_line(each) for each in found.items]
        self.total, self.next_cursor = found.total, found.next_cursor or ""

    async def _open(self, contact_id: str) -> None:
        self._past_limit, self._found_by = PAGE_LENGTH, self.search
        await self._show(contact_id)

    async def _show(self, contact_id: str) -> None:
        """Show the contact as they are now; listen first, or miss what comes between."""
        self.contact_id = contact_id
        live = await self.get_state(LiveState)
        if not contact_id:
            live._stop_listening(HEARD_AS)
            self.person, self.missing = ShownContact(), False
            return
        live._listen(HEARD_AS, lambda entry: entry.contact_id == contact_id)
        now = datetime.now(UTC)
        try:
            page = await asyncio.to_thread(
                contact_page,
                contact_id,
                seen_by=current_actor(),
                now=now,
                found_by=self._found_by,
                past_limit=self._past_limit,
            )
        except NotFound:
            self.person, self.missing = ShownContact(), True
            return
        session = await self.get_state(SessionState)
        zone = ZoneInfo(session.time_zone or "UTC")
        self.person = contact_in_words(page, viewer_zone=zone, now=now)
        self.missing = False

    async def _show_saved(self, contact_id: str, *, search: str | None) -> None:
        """A contact was made or changed: show them, listed by another search if there is one."""
        if search is not None and search != self.search:
            self.search, self.lines = search, []
        await self._list()
        if contact_id != self.contact_id:
            await self._open(contact_id)
        else:
            await self._show(contact_id)


def _text(value: Any, limit: int) -> str:
    """What a browser sent, as text that can be stored and put into an address."""
    if not isinstance(value, str):
        return ""
    return value.encode(errors="replace").decode().strip()[:limit]

"""NotificationState: how many are unread, and while the bell is open, what they say."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from bookings_app.ui.booking_details.state import SelectedBookingState
from bookings_app.ui.notifications.words import Entry, entry_of
from bookings_app.ui.session import SessionState, current_actor, signed_in
from bookings_app.usecases.notifications import list_notifications, mark_read, unread_counts

_LONGEST_ID = 100


class NotificationState(rx.State):
    """Customers' names are here only while the bell is open."""

    unread: int = 0
    is_open: bool = False
    entries: list[Entry] = []

    @rx.event
    @signed_in
    async def load(self) -> None:
        """A page opens."""
        member_id = current_actor().id
        self.unread = (await asyncio.to_thread(unread_counts, [member_id])).get(member_id, 0)

    @rx.event
    @signed_in
    async def use_popover(self, is_open: bool) -> None:
        """The bell was clicked, or left."""
        self.is_open, self.entries = is_open is True, []
        if self.is_open:
            await self._show()

    @rx.event
    @signed_in
    async def look_again(self) -> None:
        """Words of the workspace have changed, or what may be seen."""
        if self.is_open:
            await self._show()

    @rx.event
    @signed_in
    async def open(self, booking_id: str) -> Any:
        """A row was clicked: it is read, and its booking opens."""
        asked = str(booking_id)[:_LONGEST_ID]
        self.unread = await asyncio.to_thread(
            mark_read, by=current_actor(), now=datetime.now(UTC), booking_id=asked
        )
        self.is_open, self.entries = False, []
        return SelectedBookingState.open(asked)

    @rx.event
    @signed_in
    async def read_all(self) -> None:
        """Mark all as read: all that was on the screen, not what came since."""
        newest = max((entry.number for entry in self.entries), default=0)
        self.unread = await asyncio.to_thread(
            mark_read, by=current_actor(), now=datetime.now(UTC), up_to=newest
        )
        await self._show()

    async def _show(self) -> None:
        found = await asyncio.to_thread(list_notifications, by=current_actor())
        session, now = await self.get_state(SessionState), datetime.now(UTC)
        zone = ZoneInfo(session.time_zone or "UTC")
        self.unread = found.unread
        self.entries = [entry_of(group, zone=zone, now=now) for group in found.groups]

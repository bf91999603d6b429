"""CalendarsState: how everybody is connected with Google, and what could not be written there."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import reflex as rx

from bookings_app.domain.access import Role
from bookings_app.ui.calendars.words import ConnectionLine, LookLine, connection_line, look_line
from bookings_app.ui.session import current_actor, signed_in, zone_of
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases import google_overview
from bookings_app.usecases.outbox import nobody_is_at_it

_LONGEST_ID = 100


class CalendarsState(rx.State):
    """`unconnected` is who could connect; `asks` the booking whose look may be discarded."""

    connections: list[ConnectionLine] = []
    unconnected: str = ""
    looks: list[LookLine] = []
    many_given_up: bool = False
    loaded: bool = False
    nobody_writes: bool = False
    asks: str = ""

    @rx.event
    @signed_in(Role.ADMIN, Role.MANAGER, quietly=True)
    async def load(self) -> None:
        """The page opens, or time has passed."""
        await self._read()

    @rx.event
    @signed_in(Role.ADMIN, Role.MANAGER)
    async def leave(self) -> None:
        """Another page is gone to."""
        self.connections, self.unconnected, self.looks = [], "", []
        self.loaded, self.many_given_up, self.asks = False, False, ""

    @rx.event
    @signed_in(Role.ADMIN, Role.MANAGER)
    async def retry(self, booking_id: str) -> Any:
        """Try again what failed."""
        await asyncio.to_thread(
            google_overview.retry_look, _id(booking_id), by=current_actor(), now=datetime.now(UTC)
        )
        await self._read()
        return Toasts.show("It is tried again now.")

    @rx.event
    @signed_in(Role.ADMIN, Role.MANAGER)
    async def retry_all(self) -> Any:
        """Try again all that was given up, whosever it is."""
        for each in await asyncio.to_thread(google_overview.calendar_troubles):
            await asyncio.to_thread(
                google_overview.retry_given_up,
                each.provider_id,
                by=current_actor(),
                now=datetime.now(UTC),
            )
        await self._read()
        return Toasts.show("All of it is tried again now.")

    @rx.event
    @signed_in(Role.ADMIN, Role.MANAGER)
    async def ask(self, booking_id: str) -> None:
        """Discard: the event may stay wrong."""
        self.asks = _id(booking_id)

    @rx.event
    @signed_in(Role.ADMIN, Role.MANAGER)
    async def keep(self, is_open: bool) -> None:
        """Do not discard it."""
        if is_open is not True:
            self.asks = ""

    @rx.event
    @signed_in(Role.ADMIN, Role.MANAGER)
    async def discard(self) -> Any:
        """Leave the event in Google as it is."""
        booking_id, self.asks = self.asks, ""
        await asyncio.to_thread(google_overview.discard_look, booking_id, by=current_actor())
        await self._read()
        return Toasts.show("The event in Google stays as it is.")

    async def _read(self) -> None:
        found = await asyncio.to_thread(google_overview.calendar_overview, by=current_actor())
        zone, now = await zone_of(self), datetime.now(UTC)
        self.connections = [
            connection_line(each, zone, now=now) for each in found.connections if each.status
        ]
        self.unconnected = ", ".join(
            each.provider_name for each in found.connections if not each.status
        )
        self.looks = [look_line(each, zone, now=now) for each in found.failed]
        self.many_given_up = sum(each.failed for each in found.connections) > 1
        self.nobody_writes = await asyncio.to_thread(nobody_is_at_it, google_overview.KIND, now=now)
        self.loaded = True


def _id(sent: Any) -> str:
    return str(sent)[:_LONGEST_ID]

"""CalendarFeedState: the secret address of one calendar, as long as it is on screen."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from bookings_app.config import settings
from bookings_app.ui import format as words
from bookings_app.ui.calendar.filters import FilterState
from bookings_app.ui.session import SessionState, current_actor, signed_in
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases import calendar_feed
from bookings_app.usecases.calendar_feed import FeedAddress
from bookings_app.usecases.provider_calendar import calendar_shown
from bookings_app.usecases.session_cookie import is_loopback, public_host

_QUESTIONS = {"renew", "revoke"}


class CalendarFeedState(rx.State):
    """`address` is "" while there is none, or when it can be shown no more though there is one.

    `subscribe` is the same for programs that the browser knows; `asks` is the question
    that is open.
    """

    has_calendar: bool = False
    is_made: bool = False
    address: str = ""
    subscribe: str = ""
    made: str = ""
    is_only_here: bool = False
    asks: str = ""
    is_open: bool = False
    _provider_id: str = ""

    @rx.event
    @signed_in
    async def look(self) -> None:
        """Account opens: one's own calendar, for whoever has one."""
        await self._turn_to(current_actor().provider_id)

    @rx.event
    @signed_in
    async def open(self) -> None:
        """The button beside a provider's calendar."""
        filters = await self.get_state(FilterState)
        shown = calendar_shown(filters.provider_id, seen_by=current_actor())
        await self._turn_to(shown)
        self.is_open = self.has_calendar

    @rx.event
    @signed_in
    async def use_dialog(self, is_open: bool) -> None:
        """Esc and the way out."""
        if is_open is not True:
            self._forget()

    @rx.event
    @signed_in
    async def leave(self) -> None:
        """The page is left: a secret stays nowhere longer than it is looked at."""
        self._forget()

    @rx.event
    @signed_in
    async def make(self) -> Any:
        """A first address, or another in the place of the one before."""
        renews, self.asks = self.is_made, ""
        made = await asyncio.to_thread(
            calendar_feed.make_feed_address,
            self._provider_id,
            by=current_actor(),
            now=datetime.now(UTC),
        )
        await self._show(made)
        return Toasts.show("The address before works no more.") if renews else None

    @rx.event
    @signed_in
    async def ask(self, what: str) -> None:
        """New address, and Revoke: what reads the calendar now will not any more."""
        self.asks = what if what in _QUESTIONS else ""

    @rx.event
    @signed_in
    async def keep(self, is_open: bool) -> None:
        """Leave it as it is."""
        if is_open is not True:
            self.asks = ""

    @rx.event
    @signed_in
    async def revoke(self) -> Any:
        """Have the address work no more."""
        self.asks = ""
        await asyncio.to_thread(
            calendar_feed.revoke_feed_address, self._provider_id, by=current_actor()
        )
        await self._show(None)
        return Toasts.show("The address works no more.")

    async def _turn_to(self, provider_id: str | None) -> None:
        self._forget()
        if provider_id is None:
            return
        found = await asyncio.to_thread(calendar_feed.feed_address, provider_id, by=current_actor())
        self._provider_id, self.has_calendar = provider_id, True
        await self._show(found)

    async def _show(self, found: FeedAddress | None) -> None:
        ours = settings().public_url
        zone = ZoneInfo((await self.get_state(SessionState)).time_zone or "UTC")
        self.is_made = found is not None
        self.is_only_here = is_loopback(public_host(ours))
        self.address = f"{ours}{found.path}" if found and found.path else ""
        self.subscribe = f"webcal{self.address.removeprefix(ours.partition(':')[0])}"
        self.made = words.short_moment(found.made_at, zone, now=datetime.now(UTC)) if found else ""

    def _forget(self) -> None:
        self.has_calendar = self.is_made = self.is_open = False
        self.address = self.subscribe = self.made = self.asks = self._provider_id = ""

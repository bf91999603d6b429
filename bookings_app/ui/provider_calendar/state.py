"""ProviderCalendarState: whose calendar it is; the events themselves are never here."""

from typing import Any

import reflex as rx

from bookings_app.domain.booking import WITH_EVENT
from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.ui.booking_details.state import SelectedBookingState
from bookings_app.ui.calendar.filters import FilterState
from bookings_app.ui.calendar.period import View
from bookings_app.ui.calendar.report import Report, read_report
from bookings_app.ui.calendar.state import CalendarState, first_view
from bookings_app.ui.live import LiveState
from bookings_app.ui.session import current_actor, signed_in
from bookings_app.usecases.provider_calendar import (
    calendar_shown,
    event_block,
    event_of,
    is_closed_block,
)
from bookings_app.usecases.views import CalendarEntry


class ProviderCalendarState(rx.State):
    """What surrounds the calendar. View, date and provider are the calendar page's own."""

    needs_choice: bool = False
    is_empty: bool = False

    @rx.event
    @signed_in
    async def arrive(self, screen: str, browser_zone: str, query: str) -> None:
        """The calendar is there and says where: turn it to what the address says."""
        calendar = await self.get_state(CalendarState)
        await calendar._arrive(screen, browser_zone, query, first_view(screen))
        await self._see_whose()

    @rx.event
    @signed_in
    async def loaded(self, report: dict[str, Any]) -> None:
        """The range is on screen; from now on its changes are pushed."""
        read = read_report(report)
        if read is None:
            return
        calendar = await self.get_state(CalendarState)
        calendar.error = ""
        await self._take(read)
        shown = await self._see_whose()
        if shown is None:
            return
        wanted = BookingFilter(
            starts_before=read.end,
            ends_after=read.start,
            provider_ids=frozenset({shown}),
            statuses=WITH_EVENT,
        )
        live = await self.get_state(LiveState)
        await live._watch(wanted, since=read.change, draw=_drawn)

    @rx.event
    @signed_in
    async def changed(self, report: dict[str, Any]) -> None:
        """An event on screen changed, came or went."""
        read = read_report(report)
        if read is not None:
            (await self.get_state(LiveState))._has_applied(read.seen)
            await self._take(read)

    @rx.event
    @signed_in
    async def select(self, block_id: str) -> Any:
        """An event opens its booking; time off and busy times have none."""
        if is_closed_block(str(block_id)):
            return None
        return SelectedBookingState.open(block_id)

    @rx.event
    @signed_in
    async def look_again(self) -> None:
        """Time has passed: nobody announces new time off, or busy times."""
        calendar = await self.get_state(CalendarState)
        calendar.version += 1

    async def _take(self, read: Report) -> None:
        calendar, filters = await self.get_state(CalendarState), await self.get_state(FilterState)
        calendar._take(read, filters)
        self.is_empty = read.total == 0 and filters.view in {View.LIST, View.AHEAD}

    async def _see_whose(self) -> str | None:
        filters = await self.get_state(FilterState)
        actor = current_actor()
        shown = calendar_shown(filters.provider_id, seen_by=actor)
        self.needs_choice = shown is None and not filters.provider_id
        return shown


def _drawn(booking: CalendarEntry) -> dict[str, Any]:
    return event_block(event_of(booking))

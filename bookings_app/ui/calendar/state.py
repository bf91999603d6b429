"""CalendarState: what the page around the calendar shows of it."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from bookings_app.domain.access import Role
from bookings_app.ui import format as words
from bookings_app.ui.calendar.filters import FilterState
from bookings_app.ui.calendar.hours import by_clock_of, shown_hours
from bookings_app.ui.calendar.nothing import Chosen, next_match, no_match
from bookings_app.ui.calendar.period import View
from bookings_app.ui.calendar.report import Report, is_zone, read_report
from bookings_app.ui.calendar.zones import calendar_zone, zone_note
from bookings_app.ui.live import LiveState
from bookings_app.ui.new_booking.state import NewBookingState
from bookings_app.ui.session import current_actor, current_sign_in, signed_in
from bookings_app.ui.theme import STATUS_LOOKS
from bookings_app.usecases.catalog import list_locations
from bookings_app.usecases.first_steps import progress
from bookings_app.usecases.listing import list_bookings, opening_hours
from bookings_app.usecases.views import OpeningHours, Workspace
from bookings_app.usecases.workspace import workspace

_LOOK_AHEAD = timedelta(days=90)
_SUNDAY = 6
# As much of an address as the browser compares with it.
_LONGEST_ADDRESS = 2_000
_UNKNOWN_HOURS = OpeningHours(days=frozenset(), earliest_minute=0, latest_minute=1_440)


class CalendarState(rx.State):
    """Zone, hours and counts of what is on screen; the bookings themselves are never here.

    `arrived_at` is the address that was answered last: before its own is, no page has its
    address changed by what another one showed.
    """

    zone: str = ""
    zone_note: str = ""
    first_hour: str = "00:00:00"
    last_hour: str = "24:00:00"
    scroll_to: str = "08:00:00"
    hidden_days: list[int] = []
    counts: dict[str, int] = {}
    arrived_at: str = ""
    known: bool = False
    error: str = ""
    nothing: str = ""
    waits_for_first_steps: bool = False
    next_on: str = ""
    next_label: str = ""
    version: int = 0
    _connection: str = ""
    _browser_zone: str = ""
    _viewer_zone: str = "UTC"
    _location_zones: dict[str, str] = {}
    _zones: frozenset[str] = frozenset()
    _zones_of: str = ""
    _opening: OpeningHours = _UNKNOWN_HOURS

    @rx.event
    @signed_in
    async def arrive(self, screen: str, browser_zone: str, query: str) -> None:
        """The calendar is there and says where: turn it to what the address says."""
        view = first_view(screen, current_sign_in().actor.role)
        await self._arrive(screen, browser_zone, query, view)

    @rx.event
    @signed_in
    async def look_again(self) -> None:
        """The workspace has changed, or what may be seen: the range itself is loaded again."""
        filters = await self.get_state(FilterState)
        if filters.view:
            await self._use_rules(filters, await asyncio.to_thread(workspace))
            self._use_zone(filters)

    async def _arrive(self, screen: str, browser_zone: str, query: str, default_view: View) -> None:
        self._browser_zone = str(browser_zone) if is_zone(str(browser_zone)) else ""
        ours = await asyncio.to_thread(workspace)
        filters = await self.get_state(FilterState)
        await self._use_rules(filters, ours)
        filters._read(str(query), default_view=default_view)
        self.arrived_at = str(query)[:_LONGEST_ADDRESS]
        if (screen == "phone") != (filters.view == View.AHEAD):
            filters._show(default_view)
        self.known = False
        self._zones = frozenset()
        self._use_zone(filters)
        self._use_hours(None, filters)

    async def _use_rules(self, filters: FilterState, ours: Workspace) -> None:
        """Whose clock it is, when weeks begin, when one works, and what can be chosen."""
        found = current_sign_in()
        self._opening = await asyncio.to_thread(opening_hours)
        places = await asyncio.to_thread(list_locations, include_archived=True)
        self._location_zones = {place.id: place.time_zone for place in places}
        self._viewer_zone = found.time_zone or self._browser_zone or ours.time_zone
        filters._zone, filters.week_starts_on = self._viewer_zone, ours.week_starts_on
        await filters._load_choices(found.actor)

    @rx.event
    @signed_in
    async def refresh(self) -> None:
        """The page was opened. Over a new connection: load the range again."""
        connection = self.router.session.session_id
        if connection != self._connection:
            self._connection = connection
            self.version += 1

    @rx.event
    @signed_in
    async def loaded(self, report: dict[str, Any]) -> None:
        """The range is on screen; from now on its changes are pushed."""
        read = read_report(report)
        if read is None:
            return
        self.error = ""
        filters = await self.get_state(FilterState)
        self._take(read, filters)
        await self._explain(read, filters)
        live = await self.get_state(LiveState)
        await live._watch(filters._filter(read.start, read.end), since=read.change)

    @rx.event
    @signed_in
    async def changed(self, report: dict[str, Any]) -> None:
        """A booking on screen changed, came or went."""
        read = read_report(report)
        if read is not None:
            (await self.get_state(LiveState))._has_applied(read.seen)
            filters = await self.get_state(FilterState)
            self._take(read, filters)
            await self._explain(read, filters)

    @rx.event
    @signed_in
    async def failed(self, status: int) -> Any:
        """The range could not be loaded."""
        if status == 401:
            return rx.redirect("/login")
        at = words.clock(datetime.now(UTC), ZoneInfo(self._viewer_zone))
        self.error = f"Error {status} at {at}" if status else f"No answer at {at}"
        return None

    @rx.event
    @signed_in
    async def try_again(self) -> None:
        """The button of the error."""
        self.error = ""
        self.version += 1

    @rx.event
    @signed_in
    async def show_next(self) -> None:
        """The button that leads to the next booking that matches."""
        if self.next_on:
            (await self.get_state(FilterState)).on = self.next_on

    @rx.event
    @signed_in
    async def go_back(self, query: str) -> None:
        """The browser went back or on: show what the address says now."""
        filters = await self.get_state(FilterState)
        before = View(filters.view) if filters.view else View.WEEK
        filters._read(str(query), default_view=before)

    @rx.event
    @signed_in
    async def press(self, action: str) -> Any:
        """A key was pressed that stands for a button."""
        filters = await self.get_state(FilterState)
        if action == "new":
            return NewBookingState.open
        if action == "today":
            filters._show_today()
        elif action in {"earlier", "later"}:
            filters._move(1 if action == "later" else -1)
        else:
            filters._show(action)
        return None

    def _take(self, read: Report, filters: FilterState) -> None:
        """What is on screen: its counts, its clock, its hours."""
        self.counts = dict(read.counts)
        # A zone once seen in a period stays, or the calendar could change its clock to and fro.
        self._zones = read.zones | (self._zones if self._zones_of == filters.query else frozenset())
        self._zones_of = filters.query
        self.known = True
        self._use_zone(filters)
        self._use_hours(read, filters)

    async def _explain(self, read: Report, filters: FilterState) -> None:
        """When nothing is on screen: what the filters hide, and where there is something."""
        self.nothing = self.next_on = self.next_label = ""
        self.waits_for_first_steps = False
        if read.total == 0 and not filters.set_filters:
            found = await asyncio.to_thread(progress, now=datetime.now(UTC))
            self.waits_for_first_steps = not found.can_be_booked
        if read.total == 0 and (filters.set_filters or filters.view in {View.LIST, View.AHEAD}):
            await self._explain_nothing(read, filters)

    async def _explain_nothing(self, read: Report, filters: FilterState) -> None:
        actor, view_end = current_actor(), read.end
        zone = ZoneInfo(self.zone)
        period = filters._period()
        first = datetime.combine(period.first, datetime.min.time(), zone).astimezone(UTC)
        last = datetime.combine(
            period.last + timedelta(days=1), datetime.min.time(), zone
        ).astimezone(UTC)
        around = filters._filter(first, last, all_bookings=True)
        everything = await asyncio.to_thread(list_bookings, around, seen_by=actor)
        chosen = Chosen(
            filters.service_name,
            filters.location_name,
            filters.provider_name,
            tuple(STATUS_LOOKS[each].label for each in STATUS_LOOKS if each in filters.statuses),
        )
        self.nothing = no_match(period, chosen, without_filters=len(everything))
        coming = filters._filter(last, view_end + _LOOK_AHEAD)
        following = await asyncio.to_thread(list_bookings, coming, seen_by=actor)
        if following:
            on = following[0].starts_at.astimezone(zone).date()
            self.next_on, self.next_label = (
                on.isoformat(),
                next_match(on, today=filters._today()),
            )

    def _use_hours(self, read: Report | None, filters: FilterState) -> None:
        opening = by_clock_of(
            self.zone,
            self._opening,
            location_zones=set(self._location_zones.values()),
            on=filters._period().first,
        )
        shown = shown_hours(
            opening,
            earliest=read.earliest if read and read.total else "",
            latest=read.latest if read and read.total else "",
            weekdays=read.weekdays if read else frozenset(),
        )
        self.first_hour, self.last_hour = shown.first, shown.last
        self.scroll_to = shown.scroll_to
        one_by_one = filters.view in {View.DAY, View.AHEAD}
        hidden = frozenset() if one_by_one else shown.hidden_weekdays
        # The calendar counts weekdays from Sunday.
        self.hidden_days = sorted((day + 1) % (_SUNDAY + 1) for day in hidden)

    def _use_zone(self, filters: FilterState) -> None:
        zones = self._zones if self._zones_of == filters.query else frozenset()
        self.zone = calendar_zone(
            filtered_location=filters.location_id,
            location_zones=self._location_zones,
            zones_on_screen=zones,
            viewer_zone=self._viewer_zone,
        )
        self.zone_note = zone_note(self.zone, viewer_zone=self._viewer_zone, zones_on_screen=zones)


def first_view(screen: str, role: Role | None = None) -> View:
    """What opens when the address does not say: providers land on today's list."""
    if screen == "phone":
        return View.AHEAD
    if role is Role.PROVIDER:
        return View.LIST
    return View.DAY if screen == "tablet" else View.WEEK

"""HoursState: a provider's weekly hours while they are typed, and the week they come to."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from bookings_app.domain.checks import FIRST_DATE, LAST_DATE
from bookings_app.domain.errors import Invalid, VersionConflict
from bookings_app.domain.schedule import HoursWindow, hours_remarks
from bookings_app.ui import format as words
from bookings_app.ui.errors import show_error
from bookings_app.ui.outside_hours.state import HitState
from bookings_app.ui.providers.hours_lines import Line, by_key, clock_text, lines_of, windows_in
from bookings_app.ui.providers.week_words import ShownWeek, shown_week
from bookings_app.ui.session import SessionState, current_actor, signed_in
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases.catalog import list_locations
from bookings_app.usecases.resulting_week import DAYS, resulting_week
from bookings_app.usecases.schedules import get_schedule, set_working_hours
from bookings_app.usecases.workspace import workspace

_A_WEEK, _A_MINUTE, _NO_TIME = timedelta(days=DAYS), timedelta(minutes=1), timedelta()
# What the first hours of a day begin with.
_NINE, _FIVE = 9 * 60, 17 * 60


class HoursState(rx.State):
    """What is typed stays in the browser; here is what it begins with and comes to.

    `turn` grows whenever the browser is to forget what was typed, `answers` with every refusal.
    `wrong` and `remarks` are sentences by what the browser calls their field.
    """

    provider_id: str = ""
    turn: int = 0
    lines: list[Line] = []
    weekdays: list[dict[str, Any]] = []
    usual: dict[str, str] = {}
    places: list[dict[str, str]] = []
    wrong: dict[str, str] = {}
    remarks: dict[str, str] = {}
    answers: int = 0
    changed: bool = False
    is_saving: bool = False
    conflict: bool = False
    week: ShownWeek = ShownWeek()
    _first_on: str = ""
    _stored: list[HoursWindow] = []
    _draft: list[HoursWindow] | None = None
    _sent: Any = None
    _zones: dict[str, str] = {}

    @rx.event
    @signed_in
    async def draft(self, provider_id: str, lines: list[Any]) -> None:
        """Something was typed: say what is wrong with it, and what it comes to."""
        if not self.provider_id or provider_id != self.provider_id:
            return
        windows, keys = windows_in(lines)
        self.remarks = by_key(hours_remarks(windows, ahead=self._ahead()), keys)
        try:
            await self._draw(windows)
        except Invalid as refusal:
            self.wrong = by_key(refusal.errors, keys)
            return
        self._draft, self.wrong = windows, {}

    @rx.event
    @signed_in
    async def note_change(self, changed: bool) -> None:
        """What is typed differs now from what is saved, or no longer does."""
        self.changed = changed is True
        if not self.changed:
            self._draft, self.wrong, self.conflict = None, {}, False
            await self._draw(None)

    @rx.event
    @signed_in
    async def save(self, provider_id: str, lines: list[Any]) -> AsyncIterator[Any]:
        """Save hours."""
        if self.is_saving or not self.provider_id or provider_id != self.provider_id:
            return
        self.is_saving, self.conflict, self._sent = True, False, lines
        yield
        try:
            said = await self._save(lines, instead_of=self._stored)
        except Exception as failure:  # whatever it was, the spinner must go
            said = show_error(failure)
        self.is_saving = False
        if said is not None:
            yield said

    @rx.event
    @signed_in
    async def save_anyway(self) -> Any:
        """Somebody else saved other hours meanwhile: these count."""
        return await self._save(self._sent, instead_of=None) if self.conflict else None

    @rx.event
    @signed_in
    async def discard(self) -> None:
        """Show again what is saved."""
        await self._discard()

    @rx.event
    @signed_in
    async def step(self, weeks: int) -> None:
        """The arrows over the resulting week; 0 is this week."""
        if not self.provider_id or weeks not in {-1, 0, 1}:
            return
        first = date.fromisoformat(self._first_on) + weeks * _A_WEEK
        if weeks == 0 or not FIRST_DATE <= first <= LAST_DATE - _A_WEEK:
            first = await self._this_week()
        self._first_on = first.isoformat()
        await self._draw(self._draft)

    async def _discard(self) -> None:
        if self.provider_id:
            await self._show(self.provider_id)
            self.turn += 1

    async def _redraw(self) -> None:
        """An exception has changed; what is typed stays."""
        if self.provider_id:
            await self._draw(self._draft)

    async def _show(self, provider_id: str) -> None:
        """Show what is saved; a browser that has typed on top of just this goes on."""
        actor = current_actor()
        schedule = await asyncio.to_thread(get_schedule, provider_id, seen_by=actor)
        locations = await asyncio.to_thread(list_locations, include_archived=True)
        used = {window.location_id for window in schedule.weekly}
        if provider_id != self.provider_id:
            self._first_on = (await self._this_week()).isoformat()
        ours = await asyncio.to_thread(workspace)
        self.weekdays = _week_from(ours.week_starts_on)
        self.provider_id = provider_id
        self._stored, self._draft = list(schedule.weekly), None
        self.lines = lines_of(schedule.weekly)
        self.usual = {"start": clock_text(_NINE), "end": clock_text(_FIVE)}
        self.places = [
            {
                "id": each.id,
                "name": f"{each.name} (archived)" if each.archived_at else each.name,
            }
            for each in locations
            if each.archived_at is None or each.id in used
        ]
        self._zones = {each.id: each.time_zone for each in locations}
        self.wrong, self.remarks, self.conflict, self.changed = {}, {}, False, False
        await self._draw(None)

    def _ahead(self) -> dict[str, int]:
        """How many minutes the clock of each location is ahead of UTC in the week shown."""
        noon = datetime.combine(date.fromisoformat(self._first_on), time(12), tzinfo=UTC)
        return {
            place: (noon.astimezone(ZoneInfo(zone)).utcoffset() or _NO_TIME) // _A_MINUTE
            for place, zone in self._zones.items()
        }

    async def _draw(self, windows: Sequence[HoursWindow] | None) -> None:
        """The week as it results from `windows`, or from what is saved."""
        first = date.fromisoformat(self._first_on)
        places = await asyncio.to_thread(
            resulting_week, self.provider_id, first, draft=windows, seen_by=current_actor()
        )
        dates = [first + timedelta(days=number) for number in range(DAYS)]
        self.week = shown_week(places, dates, await self._today())

    async def _save(self, lines: Any, *, instead_of: list[HoursWindow] | None) -> Any:
        windows, keys = windows_in(lines)
        actor, now = current_actor(), datetime.now(UTC)
        try:
            hit = await asyncio.to_thread(
                set_working_hours,
                self.provider_id,
                windows,
                instead_of=instead_of,
                by=actor,
                now=now,
            )
        except Invalid as refusal:
            self.wrong = by_key(refusal.errors, keys)
            self.remarks = by_key(hours_remarks(windows, ahead=self._ahead()), keys)
            self.answers += 1
            return None
        except VersionConflict:
            self.conflict = True
            return None
        await self._show(self.provider_id)
        self.turn += 1
        await (await self.get_state(HitState))._list_of(self.provider_id)
        return Toasts.show(saved_words("The hours are saved.", len(hit)))

    async def _this_week(self) -> date:
        ours, today = await asyncio.to_thread(workspace), await self._today()
        return today - timedelta(days=(today.weekday() - ours.week_starts_on) % DAYS)

    async def _today(self) -> date:
        session = await self.get_state(SessionState)
        return datetime.now(ZoneInfo(session.time_zone or "UTC")).date()

    def _forget(self) -> None:
        turn = self.turn
        self.reset()
        self.turn = turn


def _week_from(first: int) -> list[dict[str, Any]]:
    """The days of a week in the workspace's order."""
    days = [(first + number) % DAYS for number in range(DAYS)]
    return [{"number": day, "name": words.weekday_name(day)} for day in days]


def saved_words(saved: str, hit: int) -> str:
    """What is said of something saved that may have hit bookings."""
    if not hit:
        return saved
    lie = "1 booking lies" if hit == 1 else f"{hit} bookings lie"
    return f"{saved} {lie} outside working hours since; see the list below."

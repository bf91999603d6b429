"""ExceptionFormState: a time off, or other hours on one date, while it is entered."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from bookings_app.domain.errors import Invalid
from bookings_app.domain.schedule import time_off_by_clock
from bookings_app.ui import format as words
from bookings_app.ui.errors import show_error
from bookings_app.ui.outside_hours.state import HitState
from bookings_app.ui.providers.exception_reading import (
    away_in,
    date_in,
    said_of,
    text_in,
    windows_in,
)
from bookings_app.ui.providers.exceptions_state import ExceptionsState
from bookings_app.ui.providers.exceptions_words import (
    OVERRIDE,
    TIME_OFF,
    override_id,
    whole_days,
)
from bookings_app.ui.providers.hours_lines import clock_text
from bookings_app.ui.providers.hours_state import HoursState, saved_words
from bookings_app.ui.session import current_actor, signed_in
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases import schedules
from bookings_app.usecases.schedule_views import OverrideView, TimeOffView

_MOST_WINDOWS = 24
_STARTS = ("from", "to", "start", "end", "reason", "zone", "date", "place")


class ExceptionFormState(rx.State):
    """What the fields begin with, and what is wrong with what was sent.

    What is typed stays in the browser. `opened` is the id of what is changed, "" for
    something new; `windows` are the numbers of the lines of other hours.
    """

    is_open: bool = False
    kind: str = TIME_OFF
    opened: str = ""
    title: str = ""
    start: dict[str, str] = {}
    whole_days: bool = True
    works: bool = True
    windows: list[int] = [0]
    zones: list[str] = []
    errors: dict[str, str] = {}
    is_saving: bool = False
    changed: bool = False
    asks_to_discard: bool = False
    turn: int = 0
    answers: int = 0

    @rx.var
    def many_zones(self) -> bool:
        """Whether it must be said which clock is meant."""
        return len(self.zones) > 1

    @rx.var
    def many_windows(self) -> bool:
        """Whether one of the lines can go."""
        return len(self.windows) > 1

    @rx.event
    @signed_in
    async def open_new(self) -> None:
        """Add."""
        listed = await self.get_state(ExceptionsState)
        if listed._provider_id:
            today = listed._today().isoformat()
            start = {"from": today, "to": today, "date": today, "zone": listed.zones[0]}
            self._begin(TIME_OFF, "", "New exception", start, listed.zones)

    @rx.event
    @signed_in
    async def open_line(self, kind: str, line_id: str) -> None:
        """A line was clicked."""
        listed = await self.get_state(ExceptionsState)
        if kind == TIME_OFF:
            for away in listed._time_off:
                if away.id == line_id:
                    self._open_time_off(away, listed.zones)
        elif kind == OVERRIDE:
            for other in listed._overrides:
                if override_id(other) == line_id:
                    self._open_override(other)

    @rx.event
    @signed_in
    async def pick_kind(self, kind: str | list[str]) -> None:
        """Time off, or other hours."""
        if not self.opened and isinstance(kind, str) and kind in {TIME_OFF, OVERRIDE}:
            self.kind, self.errors = kind, {}

    @rx.event
    @signed_in
    async def use_whole_days(self, on: bool) -> None:
        """Whole days, or from a time to a time."""
        self.whole_days, self.changed = on is True, True

    @rx.event
    @signed_in
    async def use_work(self, on: bool) -> None:
        """Works other hours that day, or not at all."""
        self.works, self.changed = on is True, True

    @rx.event
    @signed_in
    async def add_window(self) -> None:
        """Another stretch of that date."""
        if len(self.windows) < _MOST_WINDOWS:
            self.windows = [*self.windows, max(self.windows, default=-1) + 1]
            self.changed = True

    @rx.event
    @signed_in
    async def remove_window(self, number: int) -> None:
        """One stretch less."""
        self.windows = [each for each in self.windows if each != number]
        self.changed = True

    @rx.event
    @signed_in
    async def touch(self) -> None:
        """Something was typed and not yet saved."""
        self.changed = True

    @rx.event
    @signed_in
    async def save(self, form: dict[str, Any]) -> AsyncIterator[Any]:
        """Save."""
        if not self.is_open or self.is_saving:
            return
        self.is_saving, self.errors = True, {}
        yield
        said = await self._do(lambda provider_id: self._store(provider_id, form))
        self.is_saving = False
        if said is not None:
            yield said

    @rx.event
    @signed_in
    async def remove(self) -> Any:
        """Remove what is open: the weekly hours count again."""
        if not self.opened or self.is_saving:
            return None
        return await self._do(self._remove)

    @rx.event
    @signed_in
    async def use_dialog(self, is_open: bool) -> None:
        """Esc and the ×: ask first if something was typed."""
        if is_open is True or self.is_saving:
            return
        if self.changed:
            self.asks_to_discard = True
        else:
            self._end()

    @rx.event
    @signed_in
    async def keep(self) -> None:
        """Do not discard it."""
        self.asks_to_discard = False

    @rx.event
    @signed_in
    async def discard(self) -> None:
        """Discard it."""
        self._end()

    async def _do(self, act: Callable[[str], Awaitable[str]]) -> Any:
        """Store it and show what comes of it, or what keeps it from being stored."""
        listed = await self.get_state(ExceptionsState)
        provider_id = listed._provider_id
        try:
            said = await act(provider_id)
        except Invalid as refusal:
            self.errors = said_of(refusal.errors, self.windows)
            self.answers += 1
            return None
        except Exception as failure:  # whatever it was, the spinner must go
            return show_error(failure)
        self._end()
        await listed._show(provider_id)
        await (await self.get_state(HoursState))._redraw()
        await (await self.get_state(HitState))._list_of(provider_id)
        return Toasts.show(said)

    async def _store(self, provider_id: str, form: dict[str, Any]) -> str:
        actor, now = current_actor(), datetime.now(UTC)
        if self.kind == OVERRIDE:
            on = self.start["date"] if self.opened else text_in(form, "date")
            place = self.start["place"] if self.opened else text_in(form, "place")
            hit = await asyncio.to_thread(
                schedules.set_override,
                provider_id,
                date_in(on, "date"),
                windows_in(form, self.windows if self.works else []),
                location_id=place or None,
                by=actor,
                now=now,
            )
            return saved_words("The date is saved.", len(hit))
        away = time_off_by_clock(away_in(form, whole_days=self.whole_days, zone=self._zone(form)))
        if self.opened:
            saved = await asyncio.to_thread(
                schedules.change_time_off, provider_id, self.opened, away, by=actor, now=now
            )
        else:
            saved = await asyncio.to_thread(
                schedules.add_time_off, provider_id, away, by=actor, now=now
            )
        return saved_words("The time off is saved.", len(saved.hit))

    async def _remove(self, provider_id: str) -> str:
        actor, now = current_actor(), datetime.now(UTC)
        if self.kind == TIME_OFF:
            await asyncio.to_thread(
                schedules.remove_time_off, provider_id, self.opened, by=actor, now=now
            )
            return "The time off is removed."
        hit = await asyncio.to_thread(
            schedules.remove_override,
            provider_id,
            date.fromisoformat(self.start["date"]),
            location_id=self.start["place"] or None,
            by=actor,
            now=now,
        )
        return saved_words("The weekly hours count again on that date.", len(hit))

    def _zone(self, form: dict[str, Any]) -> ZoneInfo:
        chosen = text_in(form, "zone")
        return ZoneInfo(chosen if chosen in self.zones else self.start["zone"])

    def _open_time_off(self, away: TimeOffView, zones: list[str]) -> None:
        zone = ZoneInfo(zones[0])
        start, end = words.local(away.starts_at, zone), words.local(away.ends_at, zone)
        days = whole_days(away, zone)
        first, last = days or (start.date(), end.date())
        self._begin(
            TIME_OFF,
            away.id,
            "Time off",
            {
                "from": first.isoformat(),
                "to": last.isoformat(),
                "start": words.time_of_day(start.time()),
                "end": words.time_of_day(end.time()),
                "reason": away.reason,
                "zone": zones[0],
            },
            zones,
        )
        self.whole_days = days is not None

    def _open_override(self, other: OverrideView) -> None:
        start = {"date": other.on.isoformat(), "place": other.location_id or ""}
        for number, (first, last) in enumerate(other.windows):
            start |= {f"start-{number}": clock_text(first), f"end-{number}": clock_text(last)}
        self._begin(OVERRIDE, override_id(other), words.long_day(other.on), start)
        self.works = bool(other.windows)
        self.windows = list(range(len(other.windows))) or [0]

    def _begin(
        self,
        kind: str,
        opened: str,
        title: str,
        start: dict[str, str],
        zones: Sequence[str] = (),
    ) -> None:
        self._end()
        self.zones = list(zones)
        self.is_open, self.kind, self.opened, self.title = True, kind, opened, title
        self.start = dict.fromkeys(_STARTS, "") | start

    def _end(self) -> None:
        turn, answers = self.turn + 1, self.answers
        self.reset()
        self.turn, self.answers = turn, answers

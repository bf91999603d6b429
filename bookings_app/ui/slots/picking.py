"""SlotPicking: a month of days and the starts of one of them, for whatever asks for a time."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from bookings_app.ui import format as words
from bookings_app.ui.session import current_actor, signed_in
from bookings_app.ui.slots import words as said
from bookings_app.ui.slots.team import who_offer_it
from bookings_app.ui.slots.words import Line, SlotGroup, SlotLine
from bookings_app.usecases import availability, one_start
from bookings_app.usecases.availability import SlotQuestion
from bookings_app.usecases.day_explanation import explain_day
from bookings_app.usecases.views import LocationView, SlotView
from bookings_app.usecases.workspace import workspace

_YEARS = range(2000, 2100)


class SlotPicking(rx.State, mixin=True):
    """Days and starts on the location's clock. Dates are ISO dates, starts are instants.

    What differs from dialog to dialog are the methods at the end.
    """

    week_starts_on: int = 0
    today: str = ""
    month: str = ""
    marks: dict[str, str] = {}
    on: str = ""
    title: str = ""
    short_title: str = ""
    clock_name: str = ""
    clock_zone: str = ""
    groups: list[SlotGroup] = []
    starts_at: str = ""
    next_on: str = ""
    next_label: str = ""
    reasons: list[Line] = []
    event: str = ""
    advice: str = ""
    is_loading: bool = False
    _service_id: str = ""
    _location_id: str = ""
    _zone: str = "UTC"
    _slots: list[SlotView] = []
    _gone: SlotView | None = None
    _nearest: list[SlotView] = []

    @rx.event
    @signed_in
    async def show_month(self, month: str) -> None:
        """Another month was turned to."""
        first = read_day(f"{month}-01")
        if first is not None and self._location_id:
            await self._look_at_month(first)

    @rx.event
    @signed_in
    async def pick_day(self, on: str) -> AsyncIterator[None]:
        """A day of the month was picked."""
        day = read_day(on)
        if day is None or not self._location_id:
            return
        self.is_loading, self.on = True, day.isoformat()
        yield
        await self._look_at_day(day)

    @rx.event
    @signed_in
    async def show_next_free(self) -> None:
        """The button that leads to the next day with a free start."""
        day = read_day(self.next_on)
        if day is not None:
            await self._look_at_month(day)
            await self._look_at_day(day)

    @rx.event
    @signed_in
    async def ask_why(self) -> None:
        """The button that says why nobody is free on the day."""
        day = read_day(self.on)
        if day is not None and self._location_id:
            verdicts = await asyncio.to_thread(
                explain_day,
                self._service_id,
                self._location_id,
                day,
                by=current_actor(),
                now=datetime.now(UTC),
                exclude_booking_id=self._moved_id(),
            )
            known = await who_offer_it(verdicts, self._service_id, self._location_id)
            self.reasons = said.reason_lines(known)

    @rx.event
    @signed_in
    async def pick_slot(self, starts_at: str) -> None:
        """One of the starts on the screen."""
        self._pick(starts_at)

    def _pick(self, starts_at: Any) -> bool:
        """Pick one of the starts on the screen; False when it is none."""
        shown = {each.starts_at.isoformat() for each in [*self._slots, *self._nearest]}
        if str(starts_at) not in shown:
            return False
        self.starts_at = str(starts_at)
        return True

    async def _turn_to(self, service_id: str, location: LocationView) -> None:
        """Show what is free for the service there; a picked start stays if it still is."""
        self._service_id, self._location_id = service_id, location.id
        self._zone = location.time_zone
        zone = ZoneInfo(location.time_zone)
        self.clock_name, self.clock_zone = said.zone_words(location.name, zone)
        today = datetime.now(UTC).astimezone(zone).date()
        self.today = today.isoformat()
        self.week_starts_on = (await asyncio.to_thread(workspace)).week_starts_on
        picked = self._picked()
        day = picked.astimezone(zone).date() if picked else read_day(self.on)
        if day is None or day < today:
            day = await self._next_free(today) or today
        await self._look_at_month(day)
        await self._look_at_day(day)

    async def _look_at_month(self, day: date) -> None:
        first = day.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        today = date.fromisoformat(self.today)
        self.month, self.marks = f"{first:%Y-%m}", {}
        if last >= today:
            found = await asyncio.to_thread(
                availability.days,
                self._question(max(first, today), last),
                by=current_actor(),
                now=datetime.now(UTC),
            )
            self.marks = said.day_marks(found.free, found.open)

    async def _look_at_day(self, day: date) -> None:
        """Show the starts of `day`; one that is picked stays if it is among them."""
        found = await asyncio.to_thread(
            availability.find_slots,
            self._question(day, day),
            by=current_actor(),
            now=datetime.now(UTC),
        )
        self._slots, self.is_loading, self.reasons = found.slots, False, []
        if self.starts_at not in {each.starts_at.isoformat() for each in found.slots}:
            self.starts_at = ""
        today = date.fromisoformat(self.today)
        self.on = day.isoformat()
        self.title = words.long_day(day, today=today).removeprefix("Today, ")
        self.short_title = (
            f"{words.weekday_name(day.weekday())[:3]} {day.day} {words.month_name(day)}"
        )
        self._show_slots()
        self.next_on = self.next_label = ""
        if not found.slots:
            await self._find_next(day, today)

    async def _find_next(self, day: date, today: date) -> None:
        following = await self._next_free(day + timedelta(days=1))
        if following is not None:
            self.next_on = following.isoformat()
            self.next_label = f"Next free: {words.day(following, today=today)}"

    async def _next_free(self, day: date) -> date | None:
        return await asyncio.to_thread(
            availability.next_free,
            self._question(day, day),
            by=current_actor(),
            now=datetime.now(UTC),
        )

    async def _slot_went(self, lost: datetime, provider_name: str, *, is_taken: bool) -> None:
        """Show the day afresh without the start that is gone, and mark the nearest ones."""
        zone = ZoneInfo(self._zone)
        before = {each.starts_at: each for each in self._slots}
        nearest = await asyncio.to_thread(
            one_start.alternatives,
            self._service_id,
            self._location_id,
            lost,
            by=current_actor(),
            now=datetime.now(UTC),
            exclude_booking_id=self._moved_id(),
        )
        self._gone = before.get(lost)
        self._nearest = sorted(nearest, key=lambda each: each.starts_at)
        self.starts_at = ""
        await self._look_at_month(lost.astimezone(zone).date())
        await self._look_at_day(lost.astimezone(zone).date())
        self.event, self.advice = said.taken_words(
            lost,
            provider_name,
            zone=zone,
            is_taken=is_taken,
            nearest=len(nearest),
            kept=self._kept(),
        )

    def _forget_loss(self) -> None:
        self.event = self.advice = ""
        self._gone, self._nearest = None, []

    def _show_slots(self) -> None:
        self.groups = said.slot_groups(
            self._slots,
            on=date.fromisoformat(self.on),
            zone=ZoneInfo(self._zone),
            line=self._line(),
            taken=self._gone,
            nearest=self._nearest,
        )

    async def _word_again(self) -> None:
        """Say what is on the screen by the clock and the week of the workspace as it is now."""
        self.week_starts_on = (await asyncio.to_thread(workspace)).week_starts_on
        if self.on:
            self._show_slots()

    def _picked(self) -> datetime | None:
        return datetime.fromisoformat(self.starts_at) if self.starts_at else None

    def _picked_in_words(self) -> str:
        """The start that is picked: "Thu 19 Nov, 11:30"."""
        picked = self._picked()
        if picked is None:
            return ""
        today = date.fromisoformat(self.today)
        return words.day_and_time(picked, ZoneInfo(self._zone), today=today)

    def _picked_at_length(self) -> str:
        """The start that is picked: "Thursday 19 November, 11:30 – 12:15"."""
        slot, zone = self._picked_slot(), ZoneInfo(self._zone)
        if slot is None:
            return ""
        day = words.long_day(slot.starts_at.astimezone(zone).date())
        return f"{day}, {words.clock_range(slot.starts_at, slot.ends_at, zone)}"

    def _picked_slot(self) -> SlotView | None:
        """The start that is picked, if it is on the screen."""
        picked, shown = self._picked(), [*self._slots, *self._nearest]
        return next((each for each in shown if each.starts_at == picked), None)

    def _question(self, first: date, last: date) -> SlotQuestion:
        return SlotQuestion(
            service_id=self._service_id,
            location_id=self._location_id,
            first_on=first,
            last_on=last,
            exclude_booking_id=self._moved_id(),
        )

    def _line(self) -> SlotLine:
        """What stands below a start."""
        return said.how_many_are_free

    def _kept(self) -> str:
        """What did not happen when a start went."""
        return "Everything you entered is kept."

    def _moved_id(self) -> str | None:
        """The booking that is to move: it stands in nobody's way."""
        return None


def read_day(sent: Any) -> date | None:
    """A date in ISO 8601 that somebody could book, or None."""
    try:
        day = date.fromisoformat(sent) if isinstance(sent, str) else None
    except ValueError:
        return None
    return day if day is not None and day.year in _YEARS else None

"""HitState: the bookings outside working hours that a page lists."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import reflex as rx

from bookings_app.ui import format as words
from bookings_app.ui.live import LiveState
from bookings_app.ui.session import current_actor, signed_in
from bookings_app.usecases.outside_hours import bookings_outside_hours
from bookings_app.usecases.views import CalendarEntry

# What the live hub calls this list by.
HEARD_AS = "outside-hours"
_REASONS = {
    "closed": "Closed",
    "break": "In a break",
    "time_off": "Time off",
    "outside_hours": "Not working then",
}


@dataclass(frozen=True)
class HitLine:
    """A booking by its location's clocks, and why it lies outside."""

    id: str
    when: str
    customer: str
    service: str
    provider: str
    location: str
    why: str


class HitState(rx.State):
    """They stay booked until somebody moves or cancels them, and then leave the list.

    Listed are those of a provider, or those that something new has hit: then in a dialog,
    which `is_open` until somebody closes it.
    """

    is_open: bool = False
    lines: list[HitLine] = []
    _provider_id: str = ""
    _ids: tuple[str, ...] = ()

    @rx.var
    def count(self) -> int:
        """How many there are."""
        return len(self.lines)

    @rx.event
    @signed_in
    async def refresh(self) -> None:
        """Something happened to one of them."""
        if self._provider_id:
            await self._list_of(self._provider_id)
        elif self.is_open:
            self._put(each for each in await _found(None) if each.id in self._ids)

    @rx.event
    @signed_in
    async def use_dialog(self, is_open: bool) -> None:
        """Esc, the × and Done."""
        if is_open is not True:
            await self._forget()

    async def _list_of(self, provider_id: str) -> None:
        """Those of a provider, whatever hit them."""
        await self._listen(lambda entry: entry.provider_id == provider_id)
        self.is_open, self._provider_id, self._ids = False, provider_id, ()
        self._put(await _found(provider_id))

    async def _show(self, hit: Sequence[CalendarEntry]) -> None:
        """Those that were hit just now."""
        ids = tuple(each.id for each in hit)
        await self._listen(lambda entry: entry.id in ids)
        self.is_open, self._provider_id, self._ids = True, "", ids
        self._put(hit)

    async def _forget(self) -> None:
        (await self.get_state(LiveState))._stop_listening(HEARD_AS)
        self.reset()

    async def _listen(self, concerns: Callable[[CalendarEntry], bool]) -> None:
        (await self.get_state(LiveState))._listen(HEARD_AS, concerns)

    def _put(self, entries: Iterable[CalendarEntry]) -> None:
        now = datetime.now(UTC)
        self.lines = [_line(each, now) for each in entries]


async def _found(provider_id: str | None) -> list[CalendarEntry]:
    return await asyncio.to_thread(
        bookings_outside_hours,
        provider_id=provider_id,
        seen_by=current_actor(),
        now=datetime.now(UTC),
    )


def _line(entry: CalendarEntry, now: datetime) -> HitLine:
    zone = ZoneInfo(entry.time_zone)
    return HitLine(
        id=entry.id,
        when=words.day_and_time(entry.starts_at, zone, today=now.astimezone(zone).date()),
        customer=entry.customer_name,
        service=entry.service_name,
        provider=entry.provider_name,
        location=entry.location_name,
        why=_REASONS.get(entry.outside_hours, "Outside working hours"),
    )

"""Times of a feed by the clocks of its locations, and what programs must know of these clocks.

RFC 5545, 3.6.5: each zone is described by the changes of its clock, read off the same data
that the screens use, from the first to the last event.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from bookings_app.api.published_fields import fill

_A_DAY = timedelta(days=1)
_A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class _Change:
    """From `at` on the clock is `to` ahead of UTC; before it was `before`."""

    at: datetime
    before: timedelta
    to: timedelta
    name: str
    is_summer: bool


def by_the_clock(instants: Iterable[datetime], zone: ZoneInfo) -> list[datetime]:
    """These by the clock of the zone; in UTC when one of them is in an hour that comes again.

    For a clock time that happens twice means its first time in a calendar.
    """
    local = [each.astimezone(zone) for each in instants]
    return [each.astimezone(UTC) for each in local] if any(each.fold for each in local) else local


def described(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """The zone for programs that do not know it, or know it otherwise, between two instants."""
    described = Timezone()
    fill(described, {"TZID": zone.key})
    for change in _changes(zone, first.astimezone(UTC) - _A_DAY, last.astimezone(UTC) + _A_DAY):
        part = TimezoneDaylight() if change.is_summer else TimezoneStandard()
        fill(
            part,
            {
                "DTSTART": (change.at + change.before).replace(tzinfo=None),
                "TZOFFSETFROM": change.before,
                "TZOFFSETTO": change.to,
                "TZNAME": change.name,
            },
        )
        described.add_component(part)
    return described


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> list[_Change]:
    """How the clock goes at first, and each time that it is changed until `last`."""
    found = [_change(zone, first, before=_offset(zone, first))]
    while first < last:
        then = first + _A_DAY
        if _offset(zone, then) != _offset(zone, first):
            at = _when(zone, first, then)
            found.append(_change(zone, at, before=_offset(zone, first)))
        first = then
    return found


def _when(zone: ZoneInfo, earlier: datetime, later: datetime) -> datetime:
    """The first second with the later offset."""
    before = _offset(zone, earlier)
    while later - earlier > _A_SECOND:
        middle = (earlier + (later - earlier) / 2).replace(microsecond=0)
        if _offset(zone, middle) == before:
            earlier = middle
        else:
            later = middle
    return later


def _change(zone: ZoneInfo, at: datetime, *, before: timedelta) -> _Change:
    local = at.astimezone(zone)
    return _Change(at, before, _offset(zone, at), local.tzname() or zone.key, bool(local.dst()))


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()

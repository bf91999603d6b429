"""Which days and hours the calendar shows: the workspace's, wider if a booking lies outside."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bookings_app.usecases.views import OpeningHours

_HOUR = 60
_DAY = 24 * _HOUR
_EVERY_DAY = frozenset(range(7))
_FITS_ON_SCREEN = 12 * _HOUR
# Whoever works around the clock still begins to look here.
_SCROLL_TO = 7 * _HOUR + 30


@dataclass(frozen=True, slots=True)
class ShownHours:
    """Clock times such as "08:00:00"; weekdays 0 = Monday."""

    first: str
    last: str
    scroll_to: str
    hidden_weekdays: frozenset[int]


def by_clock_of(
    zone: str, opening: OpeningHours, *, location_zones: Iterable[str], on: date
) -> OpeningHours:
    """The opening hours of the locations, as clocks in `zone` show them around `on`."""
    noon = datetime.combine(on, time(12))
    shifts = [_offset(zone, noon) - _offset(each, noon) for each in location_zones] or [0]
    earliest = opening.earliest_minute + min(shifts)
    latest = opening.latest_minute + max(shifts)
    if earliest < 0 or latest > _DAY:
        earliest, latest = 0, _DAY
    return replace(opening, earliest_minute=earliest, latest_minute=latest)


def shown_hours(
    opening: OpeningHours, *, earliest: str, latest: str, weekdays: frozenset[int]
) -> ShownHours:
    """What to show when bookings reach from `earliest` to `latest` on `weekdays`."""
    starts = [opening.earliest_minute, *_minutes(earliest)]
    ends = [opening.latest_minute, *_minutes(latest)]
    first = min(starts) // _HOUR * _HOUR
    last = min(-(-max(ends) // _HOUR) * _HOUR, _DAY)
    if first >= last:
        first, last = 0, _DAY
    open_days = opening.days | weekdays if opening.days else _EVERY_DAY
    return ShownHours(
        first=_clock(first),
        last=_clock(last),
        scroll_to=_clock(max(first, _SCROLL_TO) if last - first > _FITS_ON_SCREEN else first),
        hidden_weekdays=_EVERY_DAY - open_days,
    )


def _offset(zone: str, noon: datetime) -> int:
    """Minutes ahead of UTC."""
    offset = noon.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    return 0 if offset is None else int(offset.total_seconds()) // 60


def _minutes(clock: str) -> list[int]:
    if not clock:
        return []
    hour, minute = clock.split(":")
    return [int(hour) * _HOUR + int(minute)]


def _clock(minute: int) -> str:
    return f"{minute // _HOUR:02}:{minute % _HOUR:02}:00"

"""Slots once more, minute by minute, to hold the fast computation against.

Slow and plain on purpose: it looks at every minute by itself and shares nothing with
`availability` but the values. Everything must lie on whole minutes, except `now`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bookings_app.domain.interval import Interval
from bookings_app.domain.slots import ProviderTime, SlotQuery
from bookings_app.domain.working_time import WallSpan

MINUTE = timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAYS_BEFORE, DAYS_AFTER = 12, 7

# Start, whether it is short notice, and the providers in their order.
Offer = tuple[datetime, bool, tuple[str, ...]]


class Walls:
    """What the clock on the wall shows at every minute around some date."""

    def __init__(self, zone: ZoneInfo, around: date) -> None:
        first = datetime.combine(around - timedelta(days=DAYS_BEFORE), time(), UTC)
        self.first = minutes(first)
        count = (DAYS_BEFORE + DAYS_AFTER) * 1440
        local = ((first + MINUTE * index).astimezone(zone) for index in range(count))
        self.shown = [each.replace(tzinfo=None) for each in local]
        self.first_time: dict[datetime, int] = {}
        for index, wall in enumerate(self.shown):
            self.first_time.setdefault(wall, index)

    def __len__(self) -> int:
        return len(self.shown)

    def index_of(self, wall: datetime) -> int:
        """The minute at which the clock first shows `wall`.

        If it never does, as many minutes after the gap as `wall` lies within it.
        """
        if wall in self.first_time:
            return self.first_time[wall]
        for index in range(len(self.shown) - 1):
            if self.shown[index] < wall < self.shown[index + 1]:
                return index + (wall - self.shown[index]) // MINUTE
        message = f"{wall} is too far away"
        raise ValueError(message)


@lru_cache(maxsize=16)
def walls_around(zone: str, around: date) -> Walls:
    return Walls(ZoneInfo(zone), around)


def minutes(instant: datetime) -> int:
    return (instant - EPOCH) // MINUTE


@dataclass(slots=True)
class Minutes:
    """What is true of each minute for one provider."""

    working: list[bool]
    open: list[bool]
    resting: list[bool]
    away: list[bool]
    taken: list[bool]


def offers(
    query: SlotQuery, providers: Sequence[ProviderTime], days: Sequence[date]
) -> list[Offer]:
    """What `find_slots` should offer on those days, the first to the last."""
    walls = walls_around(query.zone.key, days[0])
    found: dict[int, list[str]] = {}
    for provider in providers:
        if provider.archived or query.service.archived or not provider.does_service:
            continue
        truth = minutes_of(walls, query, provider)
        for index in grid_indexes(walls, query, truth, days):
            if is_free(query, truth, index) and is_in_time(query, walls, index):
                found.setdefault(index, []).append(provider.id)
    return [
        (instant(walls, index), is_short_notice(query, walls, index), tuple(found[index]))
        for index in sorted(found)
    ]


def grid(query: SlotQuery, provider: ProviderTime, days: Sequence[date]) -> list[datetime]:
    """What `grid_starts` should give."""
    walls = walls_around(query.zone.key, days[0])
    truth = minutes_of(walls, query, provider)
    return [instant(walls, index) for index in grid_indexes(walls, query, truth, days)]


def instant(walls: Walls, index: int) -> datetime:
    return EPOCH + MINUTE * (walls.first + index)


def minutes_of(walls: Walls, query: SlotQuery, provider: ProviderTime) -> Minutes:
    truth = Minutes(*([False] * len(walls) for _ in range(5)))
    for day in sorted({wall.date() for wall in walls.shown})[1:-2]:
        add_shifts(truth, walls, query, provider, day)
    for absence in provider.time_off:
        mark(truth.away, *bounds(walls, absence))
    for block in (*provider.holds, *provider.busy):
        mark(truth.taken, *bounds(walls, block))
    return truth


def bounds(walls: Walls, interval: Interval) -> tuple[int, int]:
    return minutes(interval.starts_at) - walls.first, minutes(interval.ends_at) - walls.first


def mark(flags: list[bool], start: int, end: int) -> None:
    for index in range(max(start, 0), min(end, len(flags))):
        flags[index] = True


def add_shifts(
    truth: Minutes, walls: Walls, query: SlotQuery, provider: ProviderTime, day: date
) -> None:
    midnight = datetime.combine(day, time())
    shut = any(
        closure.location_id in (None, query.location_id)
        and closure.first_on <= day <= closure.last_on
        for closure in query.closures
    )

    def edge(minute: int) -> int:
        return walls.index_of(midnight + MINUTE * minute)

    for span, breaks in shifts_of(provider, query.location_id, day):
        end = span.end if span.end > span.start else span.end + 1440
        mark(truth.working, edge(span.start), edge(end))
        if not shut:
            mark(truth.open, edge(span.start), edge(end))
        for pause in breaks:
            begin, finish = pause.start, pause.end or 1440
            if span.end <= span.start:
                begin += 1440 if begin < span.start else 0
                finish += 1440 if finish < span.start else 0
            begin, finish = max(begin, span.start), min(finish, end)
            if begin < finish:
                mark(truth.resting, edge(begin), edge(finish))


def shifts_of(
    provider: ProviderTime, location_id: str, day: date
) -> Iterator[tuple[WallSpan, tuple[WallSpan, ...]]]:
    weekly = [window for window in provider.weekly if window.location_id == location_id]
    overrides = [
        override
        for override in provider.overrides
        if override.on == day
        and (override.location_id == location_id or (override.location_id is None and weekly))
    ]
    if overrides:
        for override in overrides:
            for span in override.windows:
                yield span, ()
        return
    for window in weekly:
        if window.weekday == day.weekday():
            yield window.span, window.breaks


def grid_indexes(
    walls: Walls, query: SlotQuery, truth: Minutes, days: Sequence[date]
) -> Iterator[int]:
    step = (query.service.slot_step or query.service.duration) // MINUTE
    began = 0
    newest = date.min
    midnight = week_ago = 0
    for index, wall in enumerate(walls.shown):
        if wall.date() > newest:
            # A clock put back over midnight does not make it yesterday's grid again.
            newest = wall.date()
            if newest >= days[0]:
                midnight = walls.index_of(datetime.combine(newest, time()))
                week_ago = walls.index_of(datetime.combine(newest - timedelta(days=7), time()))
        if truth.working[index] and not truth.working[index - 1]:
            began = index
        anchor = midnight if began < week_ago else began
        if truth.working[index] and wall.date() in days and (index - anchor) % step == 0:
            yield index


def is_free(query: SlotQuery, truth: Minutes, index: int) -> bool:
    service = query.service
    end = index + service.duration // MINUTE
    own = range(index, end)
    blocked = range(index - service.buffer_before // MINUTE, end + service.buffer_after // MINUTE)
    return all(
        truth.open[at] and not truth.resting[at] and not truth.away[at] for at in own
    ) and not any(truth.taken[at] for at in blocked)


def is_in_time(query: SlotQuery, walls: Walls, index: int) -> bool:
    service, on = query.service, walls.shown[index].date()
    if instant(walls, index) < query.now:
        return False
    if service.available_from is not None and on < service.available_from:
        return False
    if service.available_to is not None and on > service.available_to:
        return False
    return not query.keeps_notice or not is_beyond_notice(query, walls, index)


def is_short_notice(query: SlotQuery, walls: Walls, index: int) -> bool:
    return not query.keeps_notice and is_beyond_notice(query, walls, index)


def is_beyond_notice(query: SlotQuery, walls: Walls, index: int) -> bool:
    service = query.service
    if instant(walls, index) - query.now < service.min_notice:
        return True
    today = query.now.astimezone(query.zone).date()
    ahead = (walls.shown[index].date() - today).days
    return service.booking_window_days is not None and ahead > service.booking_window_days

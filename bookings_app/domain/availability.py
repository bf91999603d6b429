"""Rules: which slots are offered, and why another time is not. One computation for both."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import partial
from zoneinfo import ZoneInfo

from bookings_app.domain.interval import Interval, as_utc
from bookings_app.domain.local_time import LocalClock
from bookings_app.domain.spans import (
    DAY,
    EVER,
    Span,
    instant_at,
    seconds,
    seconds_at,
    seconds_from,
    spans_of,
    united,
    within,
    without,
)
from bookings_app.domain.working_time import (
    LONGEST_LOOK_BACK_DAYS,
    Closure,
    DateOverride,
    GridPart,
    WallSpan,
    WeeklyWindow,
    checked_weekly,
    checked_windows,
    grid_parts,
    working_time,
)

__all__ = [
    "Closure",
    "DateOverride",
    "ProviderTime",
    "Reason",
    "ServiceTerms",
    "Slot",
    "SlotQuery",
    "Verdict",
    "WallSpan",
    "WeeklyWindow",
    "blocked_time",
    "checked_weekly",
    "checked_windows",
    "explain",
    "find_slots",
    "grid_starts",
    "nearest",
]

# Outside these years nobody works: every zone's rules can be asked between them.
_FIRST_DAY = date(1901, 12, 1).toordinal()
_LAST_DAY = date(2401, 1, 31).toordinal()


@dataclass(frozen=True, slots=True)
class ServiceTerms:
    """What a service says about time; without `slot_step` its duration is the step."""

    id: str
    duration: timedelta
    buffer_before: timedelta
    buffer_after: timedelta
    slot_step: timedelta | None
    min_notice: timedelta
    booking_window_days: int | None
    available_from: date | None
    available_to: date | None
    archived: bool = False


@dataclass(frozen=True, slots=True)
class ProviderTime:
    """Everything that decides when one provider is free.

    `holds` are the blocked times of their bookings, at any location and with the
    buffers of those bookings; `busy` is what their own calendar says.
    """

    id: str
    name: str
    does_service: bool = True
    archived: bool = False
    weekly: tuple[WeeklyWindow, ...] = ()
    overrides: tuple[DateOverride, ...] = ()
    time_off: tuple[Interval, ...] = ()
    holds: tuple[Interval, ...] = ()
    busy: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class SlotQuery:
    """What is asked for: a service at a location, as seen at `now`.

    Who `keeps_notice` is bound by minimum notice and booking window; the others
    are offered such slots too, marked.
    """

    service: ServiceTerms
    location_id: str
    zone: ZoneInfo
    closures: tuple[Closure, ...]
    now: datetime
    keeps_notice: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that can be booked, in UTC, and with whom.

    `short_notice` marks what only those may book who are not bound by minimum
    notice and booking window.
    """

    starts_at: datetime
    ends_at: datetime
    provider_ids: tuple[str, ...]
    short_notice: bool


class Reason(StrEnum):
    """Why a time is not offered."""

    PAST = "past"
    NOTICE = "notice"
    WINDOW = "window"
    DATES = "dates"
    OFF_GRID = "off_grid"
    CLOSED = "closed"
    OUTSIDE_HOURS = "outside_hours"
    BREAK = "break"
    TIME_OFF = "time_off"
    BOOKED = "booked"
    BUSY = "busy"
    NOT_ASSIGNED = "not_assigned"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a provider is free at a time, and what stands against it."""

    provider_id: str
    name: str
    free: bool
    reason: Reason | None


def find_slots(
    query: SlotQuery,
    providers: Sequence[ProviderTime],
    *,
    first_on: date,
    last_on: date,
) -> list[Slot]:
    """The slots that start on these local dates, both included, ascending.

    A slot names its providers in the order in which they were given. README,
    "Slots".
    """
    asked = _Asked.of(query, first_on=first_on, last_on=last_on)
    wanted = asked.clock.dates(first_on, last_on)
    offered: defaultdict[int, list[str]] = defaultdict(list)
    for provider in providers:
        for starts in _offered(asked, provider, wanted):
            for start in starts:
                offered[start].append(provider.id)
    return [
        Slot(
            instant_at(start),
            instant_at(start + asked.duration),
            tuple(offered[start]),
            within(start, asked.marked),
        )
        for start in sorted(offered)
    ]


def explain(
    query: SlotQuery, providers: Sequence[ProviderTime], *, starts_at: datetime
) -> list[Verdict]:
    """Say of each provider whether `starts_at` is offered, and if not, the first reason.

    Free is exactly what `find_slots` offers. What holds for any time of the day
    comes before what happens to be taken.
    """
    start = seconds_at(starts_at)
    on = as_utc(starts_at).date()
    asked = _Asked.of(query, first_on=on, last_on=on)
    whole = start == seconds_from(starts_at)
    verdicts: list[Verdict] = []
    for provider in providers:
        reason = _first_reason(
            _reckon(asked, provider), start, step=asked.step if whole else 0
        )
        verdicts.append(Verdict(provider.id, provider.name, reason is None, reason))
    return verdicts


def blocked_time(service: ServiceTerms, starts_at: datetime) -> Interval:
    """The provider's time that a booking takes: the service and its buffers."""
    return Interval(
        starts_at - service.buffer_before,
        starts_at + service.duration + service.buffer_after,
    )


def grid_starts(
    query: SlotQuery, provider: ProviderTime, *, first_on: date, last_on: date
) -> list[datetime]:
    """Every start the working stretches give on these dates, offered or not, ascending."""
    asked = _Asked.of(query, first_on=first_on, last_on=last_on)
    parts = _reckon(asked, provider).grid
    wanted = asked.clock.dates(first_on, last_on)
    return [
        instant_at(start)
        for starts in _starts(parts, wanted, step=asked.step)
        for start in starts
    ]


def nearest(slots: Sequence[Slot], to: datetime, count: int = 3) -> list[Slot]:
    """The `count` slots that start closest to `to`, closest first; of two, the earlier."""
    return sorted(slots, key=lambda slot: (abs(slot.starts_at - to), slot.starts_at))[
        :count
    ]


_Rule = tuple[Reason, Sequence[Span]]


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """One provider's answer: the grid, and the starts that each reason forbids.

    `standing` holds however free the provider is; `taken` is what stands in the way.
    """

    grid: list[GridPart]
    standing: list[_Rule]
    taken: list[_Rule]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query in whole seconds, reckoned once for all providers."""

    query: SlotQuery
    clock: LocalClock
    days: range
    near: Interval
    duration: int
    step: int
    common: list[_Rule]
    marked: list[Span]

    @classmethod
    def of(cls, query: SlotQuery, *, first_on: date, last_on: date) -> "_Asked":
        """Look at these dates, in whatever zone they are meant.

        The shifts around them are looked at too: those that reach into them, and
        as far back as a stretch may have begun.
        """
        service = query.service
        clock = LocalClock(query.zone)
        duration = seconds(service.duration)
        notice = _beyond_notice(query, clock)
        bound = notice if query.keeps_notice else []
        marked = (
            []
            if query.keeps_notice
            else [span for _, spans in notice for span in spans]
        )
        past: _Rule = (Reason.PAST, [(EVER[0], seconds_from(query.now))])
        return cls(
            query=query,
            clock=clock,
            days=range(
                max(first_on.toordinal() - LONGEST_LOOK_BACK_DAYS - 3, _FIRST_DAY),
                min(last_on.toordinal() + duration // DAY + 4, _LAST_DAY),
            ),
            near=_around(service, first_on=first_on, last_on=last_on),
            duration=duration,
            step=seconds(service.slot_step or service.duration),
            common=[past, *bound, (Reason.DATES, _off_season(service, clock))],
            marked=marked,
        )


def _around(service: ServiceTerms, *, first_on: date, last_on: date) -> Interval:
    """Everything that a booking on those dates could touch, in any zone."""
    first = datetime.combine(first_on, time(), UTC)
    last = datetime.combine(max(first_on, last_on), time(), UTC)
    return Interval(
        first - timedelta(days=2) - service.buffer_before,
        last + timedelta(days=3) + service.duration + service.buffer_after,
    )


def _beyond_notice(query: SlotQuery, clock: LocalClock) -> list[_Rule]:
    """The starts that come too soon, and those that are too far away still."""
    service = query.service
    soonest = seconds_from(query.now + service.min_notice)
    rules: list[_Rule] = [(Reason.NOTICE, [(EVER[0], soonest)])]
    if service.booking_window_days is not None:
        today = clock.date_at(seconds_at(query.now)).toordinal()
        open_until = clock.before(today + service.booking_window_days + 1)
        rules.append((Reason.WINDOW, without([EVER], open_until)))
    return rules


def _off_season(service: ServiceTerms, clock: LocalClock) -> list[Span]:
    """The starts on dates before the service is offered or after it has been."""
    spans: list[Span] = []
    if service.available_from is not None:
        spans += clock.before(service.available_from.toordinal())
    if service.available_to is not None:
        spans += without([EVER], clock.before(service.available_to.toordinal() + 1))
    return united(spans)


def _reckon(asked: _Asked, provider: ProviderTime) -> _Reckoned:
    """Everything that `find_slots` and `explain` know about one provider."""
    query, duration = asked.query, asked.duration
    work = working_time(
        provider.weekly,
        provider.overrides,
        query.closures,
        location_id=query.location_id,
        clock=asked.clock,
        days=asked.days,
    )
    fitting = [(start, end - duration + 1) for start, end in work.stretches]
    blocks = partial(spans_of, near=asked.near)
    before, after = (
        seconds(query.service.buffer_before),
        seconds(query.service.buffer_after),
    )
    touching = partial(_starts_touching, before=0, after=duration)
    blocking = partial(_starts_touching, before=before, after=duration + after)
    return _Reckoned(
        grid=list(grid_parts(work.stretches, clock=asked.clock)),
        standing=[
            *_never(query.service, provider),
            *asked.common,
            (Reason.CLOSED, touching(work.closed)),
            (Reason.OUTSIDE_HOURS, without([EVER], united(fitting))),
        ],
        taken=[
            (Reason.BREAK, touching(work.breaks)),
            (Reason.TIME_OFF, touching(blocks(provider.time_off))),
            (Reason.BOOKED, blocking(blocks(provider.holds))),
            (Reason.BUSY, blocking(blocks(provider.busy))),
        ],
    )


def _never(service: ServiceTerms, provider: ProviderTime) -> list[_Rule]:
    """What forbids every time of this provider."""
    rules: list[_Rule] = []
    if service.archived or provider.archived:
        rules.append((Reason.ARCHIVED, [EVER]))
    if not provider.does_service:
        rules.append((Reason.NOT_ASSIGNED, [EVER]))
    return rules


def _starts_touching(spans: Sequence[Span], *, before: int, after: int) -> list[Span]:
    """The starts whose time, from `before` them until `after` them, meets one of `spans`."""
    return [(start - after + 1, end + before) for start, end in spans]


def _offered(
    asked: _Asked, provider: ProviderTime, wanted: Sequence[Span]
) -> Iterator[range]:
    """The starts within `wanted` that nothing forbids."""
    if _never(asked.query.service, provider):
        return
    reckoned = _reckon(asked, provider)
    forbidden = [
        span for _, spans in (*reckoned.standing, *reckoned.taken) for span in spans
    ]
    yield from _starts(
        reckoned.grid, without(wanted, united(forbidden)), step=asked.step
    )


def _starts(
    grid: Sequence[GridPart], allowed: Sequence[Span], *, step: int
) -> Iterator[range]:
    """The starts of `grid` that lie in `allowed`; both ascending."""
    at = 0
    for part in grid:
        while at < len(allowed) and allowed[at][1] <= part.starts:
            at += 1
        look = at
        while look < len(allowed) and allowed[look][0] < part.ends:
            first = max(allowed[look][0], part.starts)
            steps = -((part.anchor - first) // step)
            yield range(
                part.anchor + steps * step, min(allowed[look][1], part.ends), step
            )
            look += 1


def _first_reason(reckoned: _Reckoned, start: int, *, step: int) -> Reason | None:
    """What forbids `start`; a `step` of 0 is a start between two seconds, on no grid."""
    for reason, spans in reckoned.standing:
        if within(start, spans):
            return reason
    on_grid = step > 0 and any(
        part.starts <= start < part.ends and (start - part.anchor) % step == 0
        for part in reckoned.grid
    )
    if not on_grid:
        return Reason.OFF_GRID
    return next(
        (reason for reason, spans in reckoned.taken if within(start, spans)), None
    )

"""Rules: which slots are offered, and why another time is not. One computation for both."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from bookings_app.domain.interval import Interval, as_utc
from bookings_app.domain.reckoning import Asked, Reckoned, never, reckon
from bookings_app.domain.slots import (
    ProviderTime,
    Reason,
    ServiceTerms,
    Slot,
    SlotQuery,
    Verdict,
)
from bookings_app.domain.spans import (
    Span,
    instant_at,
    seconds_at,
    seconds_from,
    united,
    within,
    without,
)
from bookings_app.domain.working_time import (
    Closure,
    DateOverride,
    GridPart,
    WallSpan,
    WeeklyWindow,
    checked_weekly,
    checked_windows,
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
    asked = Asked.of(query, first_on=first_on, last_on=last_on)
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
    asked = Asked.of(query, first_on=on, last_on=on)
    whole = start == seconds_from(starts_at)
    verdicts: list[Verdict] = []
    for provider in providers:
        reason = _first_reason(reckon(asked, provider), start, step=asked.step if whole else 0)
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
    asked = Asked.of(query, first_on=first_on, last_on=last_on)
    parts = reckon(asked, provider).grid
    wanted = asked.clock.dates(first_on, last_on)
    return [
        instant_at(start) for starts in _starts(parts, wanted, step=asked.step) for start in starts
    ]


def nearest(slots: Sequence[Slot], to: datetime, count: int = 3) -> list[Slot]:
    """The `count` slots that start closest to `to`, closest first; of two, the earlier."""
    return sorted(slots, key=lambda slot: (abs(slot.starts_at - to), slot.starts_at))[:count]


def _offered(asked: Asked, provider: ProviderTime, wanted: Sequence[Span]) -> Iterator[range]:
    """The starts within `wanted` that nothing forbids."""
    if never(asked.query.service, provider):
        return
    reckoned = reckon(asked, provider)
    forbidden = [span for _, spans in (*reckoned.standing, *reckoned.taken) for span in spans]
    yield from _starts(reckoned.grid, without(wanted, united(forbidden)), step=asked.step)


def _starts(grid: Sequence[GridPart], allowed: Sequence[Span], *, step: int) -> Iterator[range]:
    """The starts of `grid` that lie in `allowed`; both ascending."""
    at = 0
    for part in grid:
        while at < len(allowed) and allowed[at][1] <= part.starts:
            at += 1
        look = at
        while look < len(allowed) and allowed[look][0] < part.ends:
            first = max(allowed[look][0], part.starts)
            steps = -((part.anchor - first) // step)
            yield range(part.anchor + steps * step, min(allowed[look][1], part.ends), step)
            look += 1


def _first_reason(reckoned: Reckoned, start: int, *, step: int) -> Reason | None:
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
    return next((reason for reason, spans in reckoned.taken if within(start, spans)), None)

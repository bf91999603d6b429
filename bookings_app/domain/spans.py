"""Rules: many stretches of time at once, as whole seconds since 1970, half-open."""

import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from bookings_app.domain.interval import Interval, as_utc

Span: TypeAlias = tuple[int, int]

DAY = 86_400
_FAR = 1 << 60

EVER: Span = (-_FAR, _FAR)


def seconds(length: timedelta) -> int:
    """`length` in whole seconds."""
    return length // timedelta(seconds=1)


def seconds_at(instant: datetime) -> int:
    """The second that holds `instant`."""
    return math.floor(as_utc(instant).timestamp())


def seconds_from(instant: datetime) -> int:
    """The first whole second that is not before `instant`."""
    return math.ceil(as_utc(instant).timestamp())


def instant_at(second: int) -> datetime:
    """That second in UTC."""
    return datetime.fromtimestamp(second, UTC)


def spans_of(intervals: Iterable[Interval], *, near: Interval) -> list[Span]:
    """Those of `intervals` that reach into `near`, rounded outwards; empty ones are left out."""
    first, last = near.starts_at, near.ends_at
    return [
        (math.floor(each.starts_at.timestamp()), math.ceil(each.ends_at.timestamp()))
        for each in intervals
        if each.starts_at < last and each.ends_at > first and each.starts_at < each.ends_at
    ]


def united(spans: Iterable[Span]) -> list[Span]:
    """The same seconds as the fewest spans, ascending; empty ones vanish."""
    result: list[Span] = []
    end = -_FAR - 1
    start = end
    for first, last in sorted(spans):
        if last <= first:
            continue
        if first <= end:
            end = max(end, last)
            continue
        if start < end:
            result.append((start, end))
        start, end = first, last
    if start < end:
        result.append((start, end))
    return result


def without(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """What is left of `spans` once `taken` is gone; both as `united` gives them."""
    result: list[Span] = []
    at = 0
    for start, end in spans:
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        look = at
        rest = start
        while look < len(taken) and taken[look][0] < end:
            if taken[look][0] > rest:
                result.append((rest, taken[look][0]))
            rest = max(rest, taken[look][1])
            look += 1
        if rest < end:
            result.append((rest, end))
    return result


def within(second: int, spans: Iterable[Span]) -> bool:
    """Whether one of `spans` holds `second`."""
    return any(start <= second < end for start, end in spans)

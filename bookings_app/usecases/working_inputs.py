"""The verbs: fetching what decides about working time, as the rules want it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from bookings_app.db import slots as rows
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.interval import Interval
from bookings_app.domain.working_time import (
    LONGEST_LOOK_BACK_DAYS,
    Closure,
    DateOverride,
    WallSpan,
    WeeklyWindow,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WorkingInputs:
    """What some providers work at a location, by provider, and when it is closed."""

    weekly: Mapping[str, tuple[WeeklyWindow, ...]]
    overrides: Mapping[str, tuple[DateOverride, ...]]
    time_off: Mapping[str, tuple[Interval, ...]]
    closures: tuple[Closure, ...]


def working_inputs(
    work: UnitOfWork,
    location_id: str,
    provider_ids: Collection[str],
    *,
    first_on: date,
    last_on: date,
    reach: Interval,
) -> WorkingInputs:
    """Fetch what decides about these local dates, both included; `reach` is all they touch."""
    # Shifts of the days before reach into the first date.
    first = first_on - timedelta(days=LONGEST_LOOK_BACK_DAYS + 1)
    last = last_on + timedelta(days=1)
    return WorkingInputs(
        weekly=_weekly(location_id, rows.weekly_hours(work, location_id, provider_ids)),
        overrides=_overrides(
            rows.overrides(work, location_id, provider_ids, first_on=first, last_on=last)
        ),
        time_off=intervals(
            rows.time_off(work, provider_ids, after=reach.starts_at, before=reach.ends_at)
        ),
        closures=tuple(
            Closure(closed_location, first_closed, last_closed)
            for closed_location, first_closed, last_closed in rows.closures(
                work, location_id, first_on=first, last_on=last
            )
        ),
    )


def intervals(
    found: Iterable[tuple[str, datetime, datetime]],
) -> Mapping[str, tuple[Interval, ...]]:
    """Stretches of time by whose they are."""
    return _by_provider(
        (provider_id, Interval(starts_at, ends_at)) for provider_id, starts_at, ends_at in found
    )


def window(
    location_id: str, weekday: int, start: int, end: int, breaks: Sequence[Sequence[int]]
) -> WeeklyWindow:
    """A weekly window as the rules want it."""
    return WeeklyWindow(
        location_id=location_id,
        weekday=weekday,
        span=WallSpan(start, end),
        breaks=tuple(WallSpan(*pause) for pause in breaks),
    )


def _weekly(
    location_id: str, found: Iterable[tuple[str, int, int, int, list[list[int]]]]
) -> Mapping[str, tuple[WeeklyWindow, ...]]:
    return _by_provider(
        (provider_id, window(location_id, weekday, start, end, breaks))
        for provider_id, weekday, start, end, breaks in found
    )


def _overrides(
    found: Iterable[tuple[str, date, str | None, list[list[int]]]],
) -> Mapping[str, tuple[DateOverride, ...]]:
    return _by_provider(
        (
            provider_id,
            DateOverride(
                on=on,
                location_id=location_id,
                windows=tuple(WallSpan(*span) for span in windows),
            ),
        )
        for provider_id, on, location_id, windows in found
    )


def _by_provider(pairs: Iterable[tuple[str, T]]) -> Mapping[str, tuple[T, ...]]:
    groups: defaultdict[str, list[T]] = defaultdict(list)
    for provider_id, value in pairs:
        groups[provider_id].append(value)
    return {provider_id: tuple(values) for provider_id, values in groups.items()}

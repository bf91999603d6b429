"""Rules: what weekly hours come to on given dates, and what was taken out of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bookings_app.domain.interval import Interval
from bookings_app.domain.local_time import LocalClock
from bookings_app.domain.outside_hours import Place
from bookings_app.domain.slots import ProviderTime, Reason
from bookings_app.domain.spans import Span, spans_of, united, without
from bookings_app.domain.working_time import working_time


@dataclass(frozen=True, slots=True)
class Stretch:
    """Seconds of the hours that are worked, or that `reason` takes out."""

    span: Span
    reason: Reason | None


def resulting_days(
    provider: ProviderTime, place: Place, *, first_on: date, count: int
) -> list[list[Stretch]]:
    """For each of `count` local dates what the provider works there, ascending.

    The same working time that slots are cut from; a night shift is cut at midnight.
    """
    clock = LocalClock(place.zone)
    first = first_on.toordinal()
    # Nobody's shift lasts longer than a day and a night.
    days = range(first - 2, first + count)
    stretches = sorted(_stretches(provider, place, clock, days), key=lambda each: each.span)
    return [
        [
            Stretch(span, stretch.reason)
            for stretch in stretches
            for span in _common([stretch.span], clock.dates(on, on))
        ]
        for on in (first_on + timedelta(days=number) for number in range(count))
    ]


def differs(provider: ProviderTime, place: Place, *, on: date) -> bool:
    """Whether an override replaces the weekly hours of that date there."""
    works_here = any(window.location_id == place.location_id for window in provider.weekly)
    return any(
        override.on == on
        and (
            override.location_id == place.location_id
            or (override.location_id is None and works_here)
        )
        for override in provider.overrides
    )


def _stretches(
    provider: ProviderTime, place: Place, clock: LocalClock, days: range
) -> Iterator[Stretch]:
    hours = working_time(
        provider.weekly,
        provider.overrides,
        place.closures,
        location_id=place.location_id,
        clock=clock,
        days=days,
    )
    rest = hours.stretches
    for reason, taken in (
        (Reason.CLOSED, hours.closed),
        (Reason.BREAK, hours.breaks),
        (Reason.TIME_OFF, united(spans_of(provider.time_off, near=_around(days)))),
    ):
        yield from (Stretch(span, reason) for span in _common(rest, taken))
        rest = without(rest, taken)
    yield from (Stretch(span, None) for span in rest)


def _around(days: range) -> Interval:
    """All that those dates could be, in any zone."""
    return Interval(
        datetime.fromordinal(days.start - 1).replace(tzinfo=UTC),
        datetime.fromordinal(days.stop + 3).replace(tzinfo=UTC),
    )


def _common(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """The seconds in both; both as `united` gives them."""
    return without(spans, without(spans, others))

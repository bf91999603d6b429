"""Rules: for each reason, the starts that it forbids a provider.

Reckoned in whole seconds: a month of a whole team is thousands of starts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

from bookings_app.domain.interval import Interval
from bookings_app.domain.local_time import LocalClock
from bookings_app.domain.slots import ProviderTime, Reason, ServiceTerms, SlotQuery
from bookings_app.domain.spans import (
    DAY,
    EVER,
    Span,
    seconds,
    seconds_at,
    seconds_from,
    spans_of,
    united,
    without,
)
from bookings_app.domain.working_time import (
    LONGEST_LOOK_BACK_DAYS,
    GridPart,
    WorkingTime,
    grid_parts,
    working_time,
)

# Looks further away than this are taken for looks at these days: nobody works there.
_FIRST_DAY = date(1901, 12, 1).toordinal()
_LAST_DAY = date(2401, 1, 31).toordinal()


Rule = tuple[Reason, Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One provider's answer: the grid, and the starts that each reason forbids.

    `standing` holds however free the provider is; `taken` is what stands in the way.
    """

    grid: list[GridPart]
    standing: list[Rule]
    taken: list[Rule]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query in whole seconds, reckoned once for all providers."""

    query: SlotQuery
    clock: LocalClock
    days: range
    near: Interval
    duration: int
    step: int
    common: list[Rule]
    marked: list[Span]

    @classmethod
    def of(cls, query: SlotQuery, *, first_on: date, last_on: date) -> "Asked":
        """Look at these dates, in whatever zone they are meant.

        The shifts around them are looked at too: those that reach into them, and
        as far back as a stretch may have begun.
        """
        service = query.service
        first = min(max(first_on.toordinal(), _FIRST_DAY), _LAST_DAY)
        last = min(max(last_on.toordinal(), first), _LAST_DAY)
        clock = LocalClock(query.zone)
        duration = seconds(service.duration)
        notice = _beyond_notice(query, clock)
        bound = notice if query.keeps_notice else []
        marked = [] if query.keeps_notice else [span for _, spans in notice for span in spans]
        past: Rule = (Reason.PAST, [(EVER[0], seconds_from(query.now))])
        return cls(
            query=query,
            clock=clock,
            days=range(first, last + 1),
            near=_around(service, first=first, last=last),
            duration=duration,
            step=seconds(service.slot_step or service.duration),
            common=[past, *bound, (Reason.DATES, _off_season(service, clock))],
            marked=marked,
        )


def _around(service: ServiceTerms, *, first: int, last: int) -> Interval:
    """Everything that a booking on those days could touch, in any zone."""
    return Interval(
        datetime.fromordinal(first - 2).replace(tzinfo=UTC) - service.buffer_before,
        datetime.fromordinal(last + 3).replace(tzinfo=UTC)
        + service.duration
        + service.buffer_after,
    )


def _beyond_notice(query: SlotQuery, clock: LocalClock) -> list[Rule]:
    """The starts that come too soon, and those that are too far away still."""
    service = query.service
    soonest = seconds_from(query.now + service.min_notice)
    rules: list[Rule] = [(Reason.NOTICE, [(EVER[0], soonest)])]
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


def reckon(asked: Asked, provider: ProviderTime) -> Reckoned:
    """Everything that `find_slots` and `explain` know about one provider."""
    query, duration = asked.query, asked.duration
    work = _worked(asked, provider)
    fitting = [(start, end - duration + 1) for start, end in work.stretches]
    blocks = partial(spans_of, near=asked.near)
    before, after = (
        seconds(query.service.buffer_before),
        seconds(query.service.buffer_after),
    )
    touching = partial(_starts_touching, before=0, after=duration)
    blocking = partial(_starts_touching, before=before, after=duration + after)
    return Reckoned(
        grid=list(grid_parts(work.stretches, clock=asked.clock)),
        standing=[
            *never(query.service, provider),
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


def _worked(asked: Asked, provider: ProviderTime) -> WorkingTime:
    """The shifts around the days asked for, back to where their stretches began.

    Few stretches reach back beyond a day; only for those is a week looked at.
    """
    days, clock = asked.days, asked.clock
    near = range(days.start - 4, days.stop + asked.duration // DAY + 3)
    work = _shifts(asked, provider, near)
    known_from, asked_from = clock.at(days.start - 2, 0), clock.at(days.start - 1, 0)
    if all(start >= known_from or end < asked_from for start, end in work.stretches):
        return work
    return _shifts(asked, provider, range(near.start - LONGEST_LOOK_BACK_DAYS, near.stop))


def _shifts(asked: Asked, provider: ProviderTime, days: range) -> WorkingTime:
    return working_time(
        provider.weekly,
        provider.overrides,
        asked.query.closures,
        location_id=asked.query.location_id,
        clock=asked.clock,
        days=days,
    )


def never(service: ServiceTerms, provider: ProviderTime) -> list[Rule]:
    """What forbids every time of this provider."""
    rules: list[Rule] = []
    if service.archived or provider.archived:
        rules.append((Reason.ARCHIVED, [EVER]))
    if not provider.does_service:
        rules.append((Reason.NOT_ASSIGNED, [EVER]))
    return rules


def _starts_touching(spans: Sequence[Span], *, before: int, after: int) -> list[Span]:
    """The starts whose time, from `before` them until `after` them, meets one of `spans`."""
    return [(start - after + 1, end + before) for start, end in spans]

"""Rules: whether what was booked still lies within working time, and if not, why.

The same reckoning that offers slots, for times that were agreed before hours changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bookings_app.domain.interval import Interval
from bookings_app.domain.reckoning import Asked, Rule, reckon
from bookings_app.domain.slots import ProviderTime, Reason, ServiceTerms, SlotQuery
from bookings_app.domain.spans import seconds_at, within
from bookings_app.domain.working_time import Closure

# The reasons that are about when somebody works, rather than about who has the time.
OUTSIDE = frozenset({Reason.CLOSED, Reason.OUTSIDE_HOURS, Reason.BREAK, Reason.TIME_OFF})


@dataclass(frozen=True, slots=True)
class Place:
    """Where bookings are: its clock, and when it is closed."""

    location_id: str
    zone: ZoneInfo
    closures: tuple[Closure, ...]


def reasons_outside(
    times: Iterable[Interval], provider: ProviderTime, place: Place
) -> dict[Interval, Reason]:
    """Those of `times` that the provider does not work at that place, and the first reason.

    A time keeps its own length, whatever its service takes by now. Who else is booked,
    and what is still offered, does not matter.
    """
    return {
        time: reason
        for asked, group in _asked(times, place)
        for time, reason in _outside(group, _rules(asked, provider))
    }


def _asked(times: Iterable[Interval], place: Place) -> Iterator[tuple[Asked, list[Interval]]]:
    """What is to be reckoned once: times of one length in one month."""
    groups: defaultdict[tuple[timedelta, int, int], list[Interval]] = defaultdict(list)
    for time in times:
        groups[time.duration, time.starts_at.year, time.starts_at.month].append(time)
    for (duration, *_), group in groups.items():
        dates = [time.starts_at.date() for time in group]
        query = _query(duration, place, now=group[0].starts_at)
        yield Asked.of(query, first_on=min(dates), last_on=max(dates)), group


def _query(duration: timedelta, place: Place, *, now: datetime) -> SlotQuery:
    nothing = timedelta(0)
    return SlotQuery(
        service=ServiceTerms(
            id="",
            duration=duration,
            buffer_before=nothing,
            buffer_after=nothing,
            slot_step=None,
            min_notice=nothing,
            booking_window_days=None,
            available_from=None,
            available_to=None,
        ),
        location_id=place.location_id,
        zone=place.zone,
        closures=place.closures,
        now=now,
        keeps_notice=False,
    )


def _rules(asked: Asked, provider: ProviderTime) -> list[Rule]:
    reckoned = reckon(asked, provider)
    return [rule for rule in (*reckoned.standing, *reckoned.taken) if rule[0] in OUTSIDE]


def _outside(times: Iterable[Interval], rules: Sequence[Rule]) -> Iterator[tuple[Interval, Reason]]:
    for time in times:
        start = seconds_at(time.starts_at)
        reason = next((reason for reason, spans in rules if within(start, spans)), None)
        if reason is not None:
            yield time, reason

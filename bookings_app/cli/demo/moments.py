"""The demo team: when people do things. Every choice comes from the Random that is passed."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from bookings_app.domain.access import ActorKind

_LONGEST_LEAD = timedelta(days=45)
# Desks are open from 8 to 18; whoever writes or clicks does so until late.
_HOURS = {
    ActorKind.MEMBER: (8, 18),
    ActorKind.API_KEY: (6, 23),
    ActorKind.AI_AGENT: (7, 22),
}


def midnight(on: date) -> datetime:
    """The first instant of that date in UTC."""
    return datetime.combine(on, time(), tzinfo=UTC)


def booked_at(
    random: Random, starts_at: datetime, *, notice: timedelta, door: ActorKind, today: date
) -> datetime:
    """A plausible moment to book that start: by today, at least `notice` ahead."""
    lead = timedelta(days=random.expovariate(1 / 7)) + timedelta(minutes=random.randint(20, 400))
    latest = starts_at - notice - timedelta(minutes=10)
    wanted = min(starts_at - min(lead, _LONGEST_LEAD), latest)
    if wanted >= midnight(today):
        days_ago = int(random.expovariate(1 / 11))
        wanted = min(wanted, midnight(today - timedelta(days=days_ago)))
    at = _awake(random, wanted, door)
    return at if at <= latest else at - timedelta(days=1)


def some_days_before(random: Random, at: datetime, *, door: ActorKind) -> datetime:
    """An earlier day, at an hour at which people use that door."""
    return _awake(random, at - timedelta(days=random.randint(1, 9)), door)


def between(random: Random, first: datetime, last: datetime) -> datetime:
    """Any whole minute from `first` to `last`; `first` when there is none."""
    minutes = int((last - first).total_seconds() // 60)
    return first + timedelta(minutes=random.randint(0, max(minutes, 0)))


def some_time_after(random: Random, at: datetime, *, hours: float) -> datetime:
    """Mostly within so many hours, at a time when desks are open."""
    later = at + timedelta(minutes=5 + random.expovariate(1 / (hours * 60)))
    if _HOURS[ActorKind.MEMBER][0] <= later.hour < _HOURS[ActorKind.MEMBER][1]:
        return later
    return max(at, _awake(random, later + timedelta(hours=8), ActorKind.MEMBER))


def _awake(random: Random, at: datetime, door: ActorKind) -> datetime:
    """The same day, at an hour at which people use that door."""
    first, last = _HOURS[door]
    return at.replace(
        hour=random.randrange(first, last),
        minute=random.randrange(60),
        second=random.randrange(60),
        microsecond=0,
    )

"""Rules: where a booking stands in the day of whoever carries it out."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bookings_app.domain.booking import BookingStatus

# However far ahead of or behind UTC: a local day around an instant ends within this.
LONGEST_DAY = timedelta(hours=26)

_INSTANT = timedelta(microseconds=1)


class Part(StrEnum):
    """What is asked of somebody: an answer, to be there now, to be there later, nothing."""

    UNANSWERED = "unanswered"
    NOW = "now"
    COMING = "coming"
    OVER = "over"


def part_of(
    status: BookingStatus, *, starts_at: datetime, ends_at: datetime, now: datetime
) -> Part:
    """Where a booking stands at `now`.

    A confirmed one asks for an answer once it has ended (did they come?), a pending
    one once it has begun. What was given back stays in sight until its time would have come.
    """
    if now < starts_at:
        return Part.COMING
    if status is BookingStatus.PENDING:
        return Part.UNANSWERED
    if status is BookingStatus.CONFIRMED:
        return Part.NOW if now < ends_at else Part.UNANSWERED
    return Part.OVER


def is_today(*, starts_at: datetime, ends_at: datetime, zone: ZoneInfo, now: datetime) -> bool:
    """Whether a booking touches the date that the clocks of `zone` show at `now`."""
    first, last = _date(starts_at, zone), _date(ends_at - _INSTANT, zone)
    return first <= _date(now, zone) <= last


def _date(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()

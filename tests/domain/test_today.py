"""Where a booking stands in the day: what asks for an answer, what is now, comes and is over."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.today import Part, is_today, part_of

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

BEFORE, DURING, AFTER = NOON - HOUR, NOON + HOUR / 4, NOON + HOUR / 2


@pytest.mark.parametrize(
    ("status", "before", "during", "after"),
    [
        (BookingStatus.PENDING, Part.COMING, Part.UNANSWERED, Part.UNANSWERED),
        (BookingStatus.CONFIRMED, Part.COMING, Part.NOW, Part.UNANSWERED),
        (BookingStatus.COMPLETED, Part.COMING, Part.OVER, Part.OVER),
        (BookingStatus.CANCELLED, Part.COMING, Part.OVER, Part.OVER),
        (BookingStatus.NO_SHOW, Part.COMING, Part.OVER, Part.OVER),
        (BookingStatus.RESCHEDULED, Part.COMING, Part.OVER, Part.OVER),
    ],
)
def test_a_half_hour_at_noon(
    status: BookingStatus, before: Part, during: Part, after: Part
) -> None:
    def at(now: datetime) -> Part:
        return part_of(status, starts_at=NOON, ends_at=AFTER, now=now)

    assert [at(BEFORE), at(NOON), at(DURING), at(AFTER)] == [before, during, during, after]


@pytest.mark.parametrize(
    ("zone", "starts_at", "hours", "today"),
    [
        ("Europe/London", "2026-11-18T00:00", 1, True),
        ("Europe/London", "2026-11-18T23:00", 1, True),
        ("Europe/London", "2026-11-17T23:00", 1, False),  # ends as the day begins
        ("Europe/London", "2026-11-17T23:00", 2, True),  # runs into it
        ("Europe/London", "2026-11-19T00:00", 1, False),
        ("Pacific/Auckland", "2026-11-18T12:00", 1, True),  # the 19th there, as now is
        ("Pacific/Auckland", "2026-11-18T10:00", 1, False),
        ("Pacific/Pago_Pago", "2026-11-19T10:00", 1, True),  # still the 18th there
        ("Pacific/Pago_Pago", "2026-11-18T10:00", 1, False),
    ],
)
def test_today_is_the_date_on_the_clock_of_the_location(
    zone: str, starts_at: str, hours: int, today: bool
) -> None:
    start = datetime.fromisoformat(starts_at).replace(tzinfo=UTC)

    assert (
        is_today(starts_at=start, ends_at=start + hours * HOUR, zone=ZoneInfo(zone), now=NOON)
        is today
    )

"""What a booking says of its event in Google: a table of cases."""

import pytest

from bookings_app.domain.calendar_badge import CalendarBadge, calendar_badge

USUAL = {
    "is_to_come": True,
    "has_event": True,
    "is_connected": True,
    "is_written": True,
    "is_flagged": False,
    "promised": None,
}


@pytest.mark.parametrize(
    ("but", "badge"),
    [
        ({}, CalendarBadge.SYNCED),
        ({"promised": "ready"}, CalendarBadge.WAITING),
        ({"is_written": False, "promised": "ready"}, CalendarBadge.WAITING),
        ({"promised": "parked"}, CalendarBadge.ATTENTION),
        ({"promised": "dead"}, CalendarBadge.ATTENTION),
        ({"is_flagged": True}, CalendarBadge.ATTENTION),
        ({"is_flagged": True, "promised": "ready"}, CalendarBadge.ATTENTION),
        ({"is_written": False}, CalendarBadge.ATTENTION),
        ({"has_event": False, "promised": "ready"}, CalendarBadge.WAITING),
        ({"has_event": False, "is_written": False}, CalendarBadge.NOTHING),
        ({"is_to_come": False, "is_written": False}, CalendarBadge.NOTHING),
        ({"is_to_come": False}, CalendarBadge.SYNCED),
        ({"is_connected": False}, CalendarBadge.NOT_CONNECTED),
        ({"is_connected": False, "promised": "ready"}, CalendarBadge.NOT_CONNECTED),
        ({"is_connected": False, "has_event": False}, CalendarBadge.NOTHING),
        ({"is_connected": False, "is_to_come": False}, CalendarBadge.NOTHING),
    ],
)
def test_the_badge_is(but: dict[str, object], badge: CalendarBadge) -> None:
    assert calendar_badge(**{**USUAL, **but}) is badge  # pyright: ignore[reportArgumentType] - a table

"""What the bell and messages say once a change of hours left bookings outside."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings_app.domain.booking import BookingSource, BookingStatus
from bookings_app.domain.news import is_news
from bookings_app.domain.slots import Reason
from bookings_app.ui.live.words import words_for
from bookings_app.ui.notifications.words import entry_of
from bookings_app.usecases.calendar_blocks import OUTSIDE_LABELS
from bookings_app.usecases.notifications import Notification
from bookings_app.usecases.views import CalendarEntry, ChangeView

MADRID = ZoneInfo("Europe/Madrid")
TEN = datetime(2026, 3, 9, 9, tzinfo=UTC)

NEWS = Notification(
    change_number=7,
    booking_id="b-1",
    what="flagged",
    by_id="m-1",
    by_name="Marco",
    at=TEN,
    reason="",
    status_after="",
    service_name="Haircut",
    customer_name="Ana Ruiz",
    provider_name="Ben",
    starts_at=TEN,
    time_zone="Europe/Madrid",
    moved_to_at=None,
    moved_to_provider="",
    is_read=False,
    outside_hours="closed",
)


@pytest.mark.parametrize(
    ("reason", "rest"),
    [
        ("outside_hours", "is outside working hours now"),
        ("break", "is during a break now"),
        ("closed", "is on a closed date now"),
        ("time_off", "is during time off now"),
    ],
)
def test_one_booking_is_named_with_the_reason(reason: str, rest: str) -> None:
    entry = entry_of([replace(NEWS, outside_hours=reason)], zone=MADRID, now=TEN)

    assert entry.told.sentence() == f"Marco changed working time: Ana Ruiz {rest}"
    assert entry.told.line.endswith("with Ben")
    assert Reason(reason).value in OUTSIDE_LABELS


def test_many_are_counted() -> None:
    group = [replace(NEWS, booking_id=f"b-{number}") for number in range(4)]

    entry = entry_of(group, zone=MADRID, now=TEN)

    assert entry.told.sentence() == "Marco changed working time: 4 bookings are outside it now"


def test_a_message_says_the_same() -> None:
    change = ChangeView(
        7, "b-1", "flagged", "member", "m-1", "Marco", TEN, {}, {"outside_hours": "break"}, ""
    )
    booking = CalendarEntry(
        id="b-1",
        reference="BK-1",
        service_id="s",
        service_name="Haircut",
        location_id="l",
        location_name="Old Town",
        provider_id="p",
        provider_name="Ben",
        contact_id=None,
        customer_name="Ana Ruiz",
        starts_at=TEN,
        ends_at=TEN + timedelta(hours=1),
        time_zone="Europe/Madrid",
        status=BookingStatus.CONFIRMED,
        source=BookingSource.MANUAL,
    )

    sentence = words_for(change, booking, {}).sentence()

    assert sentence == "Marco changed working time: Ana Ruiz is during a break now"


@pytest.mark.parametrize(
    ("what", "after", "told"),
    [
        ("flagged", {"outside_hours": "closed"}, True),
        ("flagged", {"outside_hours": ""}, False),
        ("flagged", {"event": "moved"}, True),
        ("created", {"status": "confirmed"}, True),
        ("created", {"status": "confirmed", "imported": True}, False),
        ("created", {"status": "confirmed", "rescheduled_from": "b-0"}, False),
        ("edited", {"notes": ""}, True),
    ],
)
def test_what_is_told(what: str, after: dict[str, object], told: bool) -> None:
    assert is_news(what, after) is told

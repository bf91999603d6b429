"""What the details dialog says of a booking."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bookings_app.domain.booking import BookingSource, BookingStatus
from bookings_app.ui.booking_details.words import (
    HistoryLine,
    email_link,
    in_words,
    phone_link,
)
from bookings_app.usecases.views import BookingDetails, ChangeView

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
STARTS = datetime(2026, 11, 18, 10, tzinfo=UTC)
MADRID = ZoneInfo("Europe/Madrid")


def change(number: int, what: str, **details: Any) -> ChangeView:
    return ChangeView(
        number=number,
        booking_id="b",
        what=what,
        by_kind="member",
        by_id="m",
        by_name="Mara Cole",
        at=NOW - timedelta(minutes=30),
        before={},
        after=details.get("after", {}),
        reason=details.get("reason", ""),
    )


BOOKING = BookingDetails(
    id="b",
    reference="BK-7K2M4A",
    service_id="s",
    service_name="Follow-up session",
    location_id="l",
    location_name="Old Town",
    location_address="Calle Mayor 12",
    provider_id="p",
    provider_name="Petra",
    contact_id="c",
    contact_name="Ana Ruiz",
    conversation_id="v",
    conversation_channel="whatsapp",
    conversation_external_id="+34600111222",
    conversation_last_message_at=NOW - timedelta(minutes=8),
    customer_name="Ana Ruiz",
    customer_phone="+34 600 111 222",
    customer_email="ana@example.com",
    notes="Left knee",
    starts_at=STARTS,
    ends_at=STARTS + timedelta(minutes=45),
    blocks_from=STARTS,
    blocks_to=STARTS + timedelta(minutes=45),
    time_zone="Europe/Madrid",
    status=BookingStatus.CONFIRMED,
    source=BookingSource.MANUAL,
    cancellation_reason="",
    rescheduled_from=None,
    rescheduled_to=None,
    created_by_kind="member",
    created_by_id="m",
    created_by_name="Mara Cole",
    created_at=datetime(2026, 11, 12, 9, 14, tzinfo=UTC),
    updated_at=NOW,
    version=1,
    history=(
        change(1, "created", after={"status": "confirmed"}),
        change(2, "edited", after={"notes": "Left knee", "customer_phone": "+34 600 111 222"}),
    ),
    allowed_actions=(),
)


def test_says_when_by_the_clock_of_the_location() -> None:
    shown = in_words(BOOKING, viewer_zone=MADRID, now=NOW)

    assert (shown.day, shown.clock) == ("Today, Wednesday 18 November", "11:00 – 11:45")
    assert shown.other_zone == ""
    assert shown.created == "by Mara Cole, 12 November, 10:14"
    assert shown.location == "Old Town, Calle Mayor 12"


def test_names_the_zone_to_whoever_sits_in_another() -> None:
    shown = in_words(BOOKING, viewer_zone=ZoneInfo("America/New_York"), now=NOW)

    assert (shown.day, shown.clock) == ("Today, Wednesday 18 November", "11:00 – 11:45")
    assert shown.other_zone == "Europe/Madrid time. For you: Wed 18 Nov, 05:00"


def test_tells_the_history_newest_first() -> None:
    shown = in_words(BOOKING, viewer_zone=MADRID, now=NOW)

    assert shown.history == [
        HistoryLine("edited", "Mara Cole", "changed the phone and notes", "Today, 09:30"),
        HistoryLine("confirmed", "Mara Cole", "created, confirmed at once", "Today, 09:30"),
    ]


def test_leads_to_the_conversation_where_it_has_an_address() -> None:
    shown = in_words(BOOKING, viewer_zone=MADRID, now=NOW)
    elsewhere = in_words(
        replace(BOOKING, conversation_channel="web", conversation_external_id="x-1"),
        viewer_zone=MADRID,
        now=NOW,
    )

    assert shown.conversation == "WhatsApp conversation"
    assert shown.conversation_line == "+34600111222 · last message 8 min ago"
    assert shown.conversation_link == "https://wa.me/34600111222"
    assert elsewhere.conversation_link == ""


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        ("+34 600 111 222", "tel:+34600111222"),
        ("(0117) 496-0123", "tel:01174960123"),
        ("", ""),
        ("javascript:alert(1)", ""),
        ("call me", ""),
    ],
)
def test_only_numbers_can_be_called(phone: str, link: str) -> None:
    assert phone_link(phone) == link


def test_an_address_cannot_smuggle_anything_into_a_letter() -> None:
    assert email_link("ana@example.com") == "mailto:ana@example.com"
    assert email_link("ana@example.com?bcc=x@y.z") == "mailto:ana@example.com%3Fbcc%3Dx@y.z"
    assert email_link("") == ""

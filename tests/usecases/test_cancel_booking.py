"""Giving a provider's time back."""

import pytest

from bookings_app.domain.access import Actor
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.errors import BookingNotFound, Forbidden, Invalid, TransitionNotAllowed
from bookings_app.usecases.bookings import create_booking
from bookings_app.usecases.status_changes import cancel_booking
from tests.bookings import (
    EVENING,
    HOUR,
    announcements,
    event_of,
    given_booking,
    history,
    nothing_happens,
    promised_looks,
    wanted,
)
from tests.factories import (
    ADMIN,
    MANAGER,
    NOON,
    ai_agent,
    api_key,
    given_contact,
    given_provider,
    given_team,
    provider_actor,
)

pytestmark = pytest.mark.usefixtures("database")

LATER = NOON + HOUR


def test_it_keeps_the_reason_takes_the_event_off_and_promises_to_look_at_the_calendar() -> None:
    booking_id = given_booking(given_team())

    with announcements() as heard:
        booking = cancel_booking(booking_id, by=MANAGER, reason=" Flu ", now=LATER)

    assert booking.status is BookingStatus.CANCELLED
    assert booking.cancellation_reason == "Flu"
    assert (booking.updated_at, booking.version) == (LATER, 2)
    line = booking.history[-1]
    assert (line.what, line.by_name, line.reason) == ("cancelled", "Marco", "Flu")
    assert (line.before, line.after) == ({"status": "confirmed"}, {"status": "cancelled"})
    assert event_of(booking_id) is None
    assert promised_looks() == [booking_id]
    assert heard == [2]


def test_a_pending_one_has_no_event_to_take_off() -> None:
    booking_id = given_booking()

    booking = cancel_booking(booking_id, by=ADMIN, reason="Flu", now=LATER)

    assert booking.status is BookingStatus.CANCELLED
    assert promised_looks() == []


def test_the_time_can_be_booked_at_once() -> None:
    team = given_team()
    cancel_booking(given_booking(team), by=ADMIN, reason="Flu", now=LATER)

    assert create_booking(wanted(team), by=ADMIN, now=LATER).status is BookingStatus.CONFIRMED


def test_cancelling_late_is_allowed() -> None:
    booking_id = given_booking(given_team())

    booking = cancel_booking(booking_id, by=ADMIN, reason="Was not there", now=EVENING)

    assert booking.status is BookingStatus.CANCELLED


def test_without_a_reason_that_can_be_read_it_is_refused() -> None:
    booking_id = given_booking(given_team())

    for reason in ("", "  \n\t", "\u200b", "x" * 1_001, "\x00", "\ud800", "\u202eulF", "a\x07"):
        with nothing_happens(), pytest.raises(Invalid) as refused:
            cancel_booking(booking_id, by=ADMIN, reason=reason, now=LATER)
        assert [field for field, _ in refused.value.errors] == ["reason"]


def test_a_reason_is_text() -> None:
    for reason in ("<b>Flu</b>", "'; DELETE FROM booking; --", "🤒", "Line\nnext", "x" * 1_000):
        booking_id = given_booking()

        booking = cancel_booking(booking_id, by=ADMIN, reason=reason, now=LATER)

        assert booking.cancellation_reason == reason
        assert booking.history[-1].reason == reason


@pytest.mark.parametrize(
    "status",
    [
        BookingStatus.CANCELLED,
        BookingStatus.COMPLETED,
        BookingStatus.NO_SHOW,
        BookingStatus.RESCHEDULED,
    ],
)
def test_a_refused_cancellation_changes_nothing_and_tells_nobody(status: BookingStatus) -> None:
    booking_id = given_booking(given_team(), status=status)

    with nothing_happens(), pytest.raises(TransitionNotAllowed) as refused:
        cancel_booking(booking_id, by=MANAGER, reason="Cold", now=EVENING)

    assert history(booking_id) == ["created", status.value]
    assert refused.value.changed_by == ("member", "Alba")


def test_somebody_elses_booking_answers_like_one_that_does_not_exist() -> None:
    contact_id = given_contact()
    team = given_team()
    colleague = given_provider(service_ids=[team.service_id], location_id=team.location_id)
    booking_id = given_booking(team, contact_id=contact_id)
    strangers: list[Actor] = [
        provider_actor(colleague),
        api_key("bookings:write"),
        ai_agent(),
        ai_agent("somebody else"),
    ]

    for by in strangers:
        with nothing_happens(), pytest.raises(BookingNotFound) as refused:
            cancel_booking(booking_id, by=by, reason="Flu", now=LATER)
        with pytest.raises(BookingNotFound) as unknown:
            cancel_booking("unknown", by=by, reason="Flu", now=LATER)
        assert str(refused.value) == str(unknown.value)


def test_a_key_that_only_reads_may_not_cancel() -> None:
    booking_id = given_booking(given_team())

    with nothing_happens(), pytest.raises(Forbidden, match="cancel this booking"):
        cancel_booking(booking_id, by=api_key("bookings:read"), reason="Flu", now=LATER)


def test_an_agent_cancels_for_the_contact_it_talks_with() -> None:
    contact_id = given_contact()
    booking_id = given_booking(given_team(), contact_id=contact_id)

    booking = cancel_booking(booking_id, by=ai_agent(contact_id), reason="Asked to", now=LATER)

    assert (booking.history[-1].by_kind, booking.history[-1].by_name) == ("ai_agent", "Assistant")

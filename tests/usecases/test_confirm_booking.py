"""Approving a pending booking."""

from datetime import timedelta

import pytest

from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.errors import BookingNotFound, Forbidden, TransitionNotAllowed
from bookings_app.usecases.status_changes import cancel_booking, confirm_booking
from tests.bookings import (
    EVENING,
    HALF_HOUR,
    HOUR,
    TEN,
    Event,
    announcements,
    event_of,
    given_booking,
    history,
    nothing_happens,
    promised_looks,
)
from tests.factories import ADMIN, MANAGER, NOON, api_key, given_team

pytestmark = pytest.mark.usefixtures("database")

LATER = NOON + HOUR


def test_it_becomes_confirmed_and_gets_its_event() -> None:
    team = given_team(requires_approval=True)
    booking_id = given_booking(team)

    with announcements() as heard:
        booking = confirm_booking(booking_id, by=MANAGER, now=LATER)

    assert booking.status is BookingStatus.CONFIRMED
    assert (booking.created_at, booking.updated_at, booking.version) == (NOON, LATER, 2)
    assert event_of(booking_id) == Event(
        team.provider_id, "Haircut - Ana Ruiz", TEN, TEN + HALF_HOUR
    )
    assert promised_looks() == [booking_id]
    assert heard == [2]


def test_the_history_says_who_confirmed_and_when() -> None:
    booking_id = given_booking()

    line = confirm_booking(booking_id, by=MANAGER, now=LATER).history[-1]

    assert (line.number, line.what, line.by_name, line.at) == (2, "confirmed", "Marco", LATER)
    assert (line.before, line.after) == ({"status": "pending"}, {"status": "confirmed"})


def test_it_may_be_confirmed_after_its_start_has_passed() -> None:
    booking_id = given_booking()

    assert confirm_booking(booking_id, by=ADMIN, now=EVENING).status is BookingStatus.CONFIRMED


def test_confirming_twice_changes_nothing_and_says_who_was_faster() -> None:
    booking_id = given_booking()
    confirm_booking(booking_id, by=MANAGER, now=LATER)

    with nothing_happens(), pytest.raises(TransitionNotAllowed) as refused:
        confirm_booking(booking_id, by=ADMIN, now=LATER + timedelta(seconds=1))

    assert (refused.value.before, refused.value.after) == ("confirmed", "confirmed")
    assert refused.value.changed_by == ("member", "Marco")
    assert refused.value.changed_at == LATER
    assert str(refused.value) == (
        "This booking is confirmed already: that was Marco."
        " It cannot become confirmed; nothing was changed."
    )


def test_one_that_was_confirmed_from_the_start_names_who_made_it() -> None:
    booking_id = given_booking(given_team())

    with nothing_happens(), pytest.raises(TransitionNotAllowed) as refused:
        confirm_booking(booking_id, by=MANAGER, now=LATER)

    assert refused.value.changed_by == ("member", "Alba")
    assert refused.value.changed_at == NOON


def test_a_cancelled_one_cannot_be_confirmed_any_more() -> None:
    booking_id = given_booking()
    cancel_booking(booking_id, by=MANAGER, reason="Flu", now=LATER)

    with nothing_happens(), pytest.raises(TransitionNotAllowed, match="cancelled already"):
        confirm_booking(booking_id, by=ADMIN, now=LATER)

    assert history(booking_id) == ["created", "cancelled"]
    assert event_of(booking_id) is None


def test_a_key_needs_the_scope_to_approve() -> None:
    booking_id = given_booking()

    with nothing_happens(), pytest.raises(Forbidden):
        confirm_booking(booking_id, by=api_key("bookings:read", "bookings:write"), now=LATER)
    by = api_key("bookings:read", "bookings:approve")
    assert confirm_booking(booking_id, by=by, now=LATER).history[-1].by_kind == "api"


def test_what_does_not_exist_cannot_be_confirmed() -> None:
    for booking_id in ("unknown", "", "\x00", "\ud800", "x" * 10_000):
        with nothing_happens(), pytest.raises(BookingNotFound):
            confirm_booking(booking_id, by=ADMIN, now=LATER)

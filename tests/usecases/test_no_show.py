"""Noting that a customer did not come."""

from datetime import timedelta

import pytest

from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.errors import TooEarly, TransitionNotAllowed
from bookings_app.usecases.bookings import create_booking
from bookings_app.usecases.status_changes import mark_no_show
from tests.bookings import (
    EVENING,
    TEN,
    announcements,
    event_of,
    given_booking,
    nothing_happens,
    promised_looks,
    wanted,
)
from tests.factories import ADMIN, MANAGER, given_team

pytestmark = pytest.mark.usefixtures("database")


def test_it_is_a_no_show_and_keeps_its_event() -> None:
    booking_id = given_booking(given_team())
    event = event_of(booking_id)

    with announcements() as heard:
        booking = mark_no_show(booking_id, by=MANAGER, now=EVENING)

    assert booking.status is BookingStatus.NO_SHOW
    assert (booking.updated_at, booking.version) == (EVENING, 2)
    line = booking.history[-1]
    assert (line.what, line.before, line.after) == (
        *("no_show", {"status": "confirmed"}, {"status": "no_show"}),
    )
    assert event is not None
    assert event_of(booking_id) == event
    assert promised_looks() == [booking_id]
    assert heard == [2]


def test_a_customer_who_comes_late_can_be_booked_again_at_once() -> None:
    team = given_team()
    mark_no_show(given_booking(team), by=ADMIN, now=TEN)

    booking = create_booking(wanted(team), by=ADMIN, now=TEN)

    assert (booking.starts_at, booking.status) == (TEN, BookingStatus.CONFIRMED)


def test_it_waits_until_the_booking_has_begun() -> None:
    booking_id = given_booking(given_team())

    with nothing_happens(), pytest.raises(TooEarly) as refused:
        mark_no_show(booking_id, by=ADMIN, now=TEN - timedelta(microseconds=1))

    assert str(refused.value) == "This booking has not begun yet. Try again once it has."
    assert mark_no_show(booking_id, by=ADMIN, now=TEN).status is BookingStatus.NO_SHOW


def test_twice_is_refused() -> None:
    booking_id = given_booking(given_team(), status=BookingStatus.NO_SHOW)

    with nothing_happens(), pytest.raises(TransitionNotAllowed, match="no-show already"):
        mark_no_show(booking_id, by=MANAGER, now=EVENING)

"""Noting that an appointment took place."""

from datetime import timedelta

import pytest

from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.errors import SlotTaken, TooEarly, TransitionNotAllowed
from bookings_app.usecases.bookings import create_booking
from bookings_app.usecases.status_changes import complete_booking, mark_no_show
from tests.bookings import (
    EVENING,
    TEN,
    announcements,
    event_of,
    given_booking,
    history,
    nothing_happens,
    promised_looks,
    wanted,
)
from tests.factories import ADMIN, MANAGER, NOON, given_team, provider_actor

pytestmark = pytest.mark.usefixtures("database")


def test_it_is_completed_and_keeps_its_event() -> None:
    booking_id = given_booking(given_team())
    event = event_of(booking_id)

    with announcements() as heard:
        booking = complete_booking(booking_id, by=MANAGER, now=EVENING)

    assert booking.status is BookingStatus.COMPLETED
    assert (booking.updated_at, booking.version) == (EVENING, 2)
    assert (booking.history[-1].what, booking.history[-1].by_name) == ("completed", "Marco")
    assert event is not None
    assert event_of(booking_id) == event
    assert promised_looks() == [booking_id]
    assert heard == [2]


def test_it_waits_until_the_booking_has_begun() -> None:
    booking_id = given_booking(given_team())

    with nothing_happens(), pytest.raises(TooEarly) as refused:
        complete_booking(booking_id, by=ADMIN, now=TEN - timedelta(microseconds=1))

    assert refused.value.starts_at == TEN
    booking = complete_booking(booking_id, by=ADMIN, now=TEN)
    assert booking.status is BookingStatus.COMPLETED


def test_a_pending_one_was_never_agreed_and_cannot_be_completed() -> None:
    booking_id = given_booking()

    with nothing_happens(), pytest.raises(TransitionNotAllowed) as refused:
        complete_booking(booking_id, by=ADMIN, now=EVENING)

    assert (refused.value.before, refused.value.after) == ("pending", "completed")
    assert str(refused.value) == (
        "A booking that is pending cannot become completed. Nothing was changed."
    )


def test_of_completing_and_no_show_the_first_stays() -> None:
    booking_id = given_booking(given_team())
    mark_no_show(booking_id, by=MANAGER, now=EVENING)

    with nothing_happens(), pytest.raises(TransitionNotAllowed, match="no-show already") as refused:
        complete_booking(booking_id, by=ADMIN, now=EVENING)

    assert refused.value.changed_by == ("member", "Marco")
    assert history(booking_id) == ["created", "no_show"]


def test_a_completed_booking_keeps_its_time() -> None:
    team = given_team()
    given_booking(team, status=BookingStatus.COMPLETED)

    with nothing_happens(), pytest.raises(SlotTaken):
        create_booking(wanted(team), by=ADMIN, now=NOON)


def test_providers_complete_their_own() -> None:
    team = given_team()
    booking_id = given_booking(team)

    booking = complete_booking(booking_id, by=provider_actor(team.provider_id), now=EVENING)

    assert booking.history[-1].by_name == "Petra"

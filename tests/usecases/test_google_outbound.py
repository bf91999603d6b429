"""A booking and its event in Google: the real client library, the stand-in, one worker."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.google_accounts import GoogleStatus
from bookings_app.domain.interval import Interval
from bookings_app.usecases.bookings import create_booking
from bookings_app.usecases.editing import CustomerChanges, edit_customer
from bookings_app.usecases.google_work import forget_looks_for_nobody
from bookings_app.usecases.rescheduling import reschedule_booking
from bookings_app.usecases.status_changes import cancel_booking, confirm_booking
from tests.bookings import DAY, EVENING, HALF_HOUR, TEN, given_booking, history, wanted
from tests.factories import ADMIN, NOON, Team, given_team
from tests.google_sync import (
    BEN,
    Desk,
    account_now,
    after,
    event_named,
    given_account,
    google_desk,
    link_of,
    look,
    promised,
    shown,
)

pytestmark = pytest.mark.usefixtures("database")

AT_TEN = Interval(TEN, TEN + HALF_HOUR)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with google_desk() as running:
        yield running


@pytest.fixture
def team() -> Team:
    return given_team()


def booked(team: Team) -> str:
    return create_booking(wanted(team), by=ADMIN, now=NOON).id


def test_a_booking_has_its_event_in_the_calendar_and_nobody_is_mailed(
    desk: Desk, team: Team
) -> None:
    given_account(desk, team.provider_id)
    booking_id = booked(team)

    look(desk)

    (event,) = desk.google.events(BEN)
    assert shown(desk) == [("Haircut - Ana Ruiz", AT_TEN)]
    assert event["id"] == event_named(booking_id)
    assert event["location"] == "Old Town"
    assert "600" not in event["description"]
    assert desk.google.mail == []
    assert promised() == []


def test_making_an_event_takes_one_request_and_changing_it_two(desk: Desk, team: Team) -> None:
    account_id = given_account(desk, team.provider_id)
    booking_id = booked(team)
    look(desk)
    edit_customer(booking_id, CustomerChanges(name="Eva"), by=ADMIN, now=NOON)
    look(desk)

    asked = [each["operation"] for each in desk.google.requests]
    assert asked == ["oauth.token", "events.insert", "events.get", "events.patch"]
    assert account_now(account_id).last_error == ""


def test_what_was_booked_before_connecting_is_written_and_what_is_over_is_not(
    desk: Desk, team: Team
) -> None:
    booked(team)
    given_account(desk, team.provider_id, now=EVENING)
    look(desk, now=EVENING)
    assert shown(desk) == []

    with_future = create_booking(wanted(team, TEN + 7 * DAY), by=ADMIN, now=NOON)
    look(desk, now=EVENING)

    assert [time for _, time in shown(desk)] == [
        Interval(with_future.starts_at, with_future.ends_at)
    ]


def test_without_an_account_nothing_is_promised_for_long(desk: Desk, team: Team) -> None:
    booked(team)
    assert len(promised()) == 1

    look(desk)

    forget_looks_for_nobody()
    assert promised() == []
    assert desk.google.requests == []


def test_the_title_follows_the_name(desk: Desk, team: Team) -> None:
    given_account(desk, team.provider_id)
    booking_id = booked(team)
    look(desk)

    edit_customer(booking_id, CustomerChanges(name="Ana María Ruiz"), by=ADMIN, now=NOON)
    look(desk)

    assert shown(desk) == [("Haircut - Ana María Ruiz", AT_TEN)]


def test_a_pending_booking_has_none_until_it_is_confirmed(desk: Desk) -> None:
    team = given_team(requires_approval=True)
    given_account(desk, team.provider_id)
    booking_id = booked(team)
    look(desk)
    assert shown(desk) == []

    confirm_booking(booking_id, by=ADMIN, now=NOON)
    look(desk)

    assert shown(desk) == [("Haircut - Ana Ruiz", AT_TEN)]


def test_a_cancelled_booking_has_none(desk: Desk, team: Team) -> None:
    given_account(desk, team.provider_id)
    booking_id = booked(team)
    look(desk)

    cancel_booking(booking_id, by=ADMIN, reason="Flu", now=NOON)
    look(desk)

    assert shown(desk) == []
    assert link_of(booking_id) is None


def test_a_booking_cancelled_before_anybody_looked_is_never_written(desk: Desk, team: Team) -> None:
    given_account(desk, team.provider_id)
    cancel_booking(booked(team), by=ADMIN, reason="Flu", now=NOON)

    look(desk)

    assert desk.google.requests == []
    assert promised() == []


def test_a_rescheduled_booking_has_one_event_at_its_new_time(desk: Desk, team: Team) -> None:
    given_account(desk, team.provider_id)
    booking_id = booked(team)
    look(desk)

    reschedule_booking(booking_id, TEN + DAY, by=ADMIN, now=NOON)
    look(desk)

    assert [time for _, time in shown(desk)] == [Interval(TEN + DAY, TEN + DAY + HALF_HOUR)]


def test_looking_twice_changes_nothing(desk: Desk, team: Team) -> None:
    given_account(desk, team.provider_id)
    booking_id = booked(team)
    look(desk)
    before = desk.google.events(BEN)

    edit_customer(booking_id, CustomerChanges(name="Eva"), by=ADMIN, now=NOON)
    edit_customer(booking_id, CustomerChanges(name="Ana Ruiz"), by=ADMIN, now=NOON)
    look(desk)

    assert desk.google.events(BEN) == before


@pytest.mark.parametrize("kind", ["drop_after", "garbage", "truncate"])
def test_an_event_whose_answer_was_lost_is_not_made_twice(
    desk: Desk, team: Team, kind: str
) -> None:
    given_account(desk, team.provider_id)
    desk.google.faults.add(kind=kind, operation="events.insert", times=1)
    booked(team)

    look(desk)
    look(desk, now=after(20))

    assert shown(desk) == [("Haircut - Ana Ruiz", AT_TEN)]
    assert promised() == []


def test_a_google_that_is_down_for_an_hour_loses_nothing(desk: Desk, team: Team) -> None:
    given_account(desk, team.provider_id)
    desk.google.faults.add(
        kind="error", operation="events.*", reason="serviceUnavailable", times=None
    )
    booked(team)
    for minutes in range(0, 60, 5):
        look(desk, now=after(minutes))
    (waiting,) = promised()
    assert (waiting.state, waiting.reason) == ("ready", "Google answered 503: Service Unavailable")

    desk.google.faults.clear()
    look(desk, now=after(80))

    assert shown(desk) == [("Haircut - Ana Ruiz", AT_TEN)]


def test_after_a_day_it_is_given_up_and_says_why(desk: Desk, team: Team) -> None:
    given_account(desk, team.provider_id)
    desk.google.faults.add(kind="error", operation="events.*", reason="backendError", times=None)
    booked(team)

    for quarters in range(4 * 25):
        look(desk, now=after(15 * quarters))

    (given_up,) = promised()
    assert (given_up.state, given_up.reason) == ("dead", "Google answered 500: Backend Error")


def test_a_calendar_that_takes_nothing_is_given_up_at_once(desk: Desk, team: Team) -> None:
    given_account(desk, team.provider_id)
    desk.google.faults.add(
        kind="error", operation="events.insert", reason="requiredAccessLevel", times=None
    )
    booked(team)

    look(desk)

    (given_up,) = promised()
    assert given_up.state == "dead"
    assert "writer access" in given_up.reason


def test_access_that_was_taken_back_parks_everything_until_the_owner_connects_again(
    desk: Desk, team: Team
) -> None:
    account_id = given_account(desk, team.provider_id)
    desk.google.revoke_account(BEN)
    booked(team)
    create_booking(wanted(team, TEN + HALF_HOUR), by=ADMIN, now=NOON)

    look(desk)
    create_booking(wanted(team, TEN + 2 * HALF_HOUR), by=ADMIN, now=NOON)
    look(desk)

    assert account_now(account_id).status == GoogleStatus.RECONNECT
    assert [row.state for row in promised()] == ["parked"] * 3
    assert {row.state for row in promised("calendar_poll")} == {"parked"}


class TestWhatAPersonDoes:
    """In Google, to an event of ours."""

    @pytest.fixture
    def booking_id(self, desk: Desk, team: Team) -> str:
        given_account(desk, team.provider_id)
        booking_id = booked(team)
        look(desk)
        return booking_id

    def test_moving_is_noted_and_never_undone_unasked(self, desk: Desk, booking_id: str) -> None:
        desk.google.person_moves(BEN, event_named(booking_id), timedelta(hours=1))

        edit_customer(booking_id, CustomerChanges(name="Eva"), by=ADMIN, now=NOON)
        look(desk)

        link = link_of(booking_id)
        assert link is not None
        assert (link.inbound, link.moved_starts_at) == ("moved", TEN + timedelta(hours=1))
        moved = Interval(TEN + timedelta(hours=1), TEN + timedelta(hours=1) + HALF_HOUR)
        assert shown(desk) == [("Haircut - Eva", moved)]
        assert history(booking_id) == ["created", "edited", "flagged"]

    def test_deleting_is_noted_and_never_undone_unasked(self, desk: Desk, booking_id: str) -> None:
        desk.google.person_deletes(BEN, event_named(booking_id))

        edit_customer(booking_id, CustomerChanges(name="Eva"), by=ADMIN, now=NOON)
        look(desk)

        link = link_of(booking_id)
        assert link is not None
        assert link.inbound == "deleted"
        assert shown(desk) == []

    def test_a_booking_cancelled_here_after_all_takes_the_moved_event_along(
        self, desk: Desk, booking_id: str
    ) -> None:
        desk.google.person_moves(BEN, event_named(booking_id), timedelta(hours=1))

        cancel_booking(booking_id, by=ADMIN, reason="Flu", now=NOON)
        look(desk)

        assert shown(desk) == []
        assert link_of(booking_id) is None


def test_a_completed_booking_keeps_its_event(desk: Desk) -> None:
    team = given_team()
    given_account(desk, team.provider_id)
    booking_id = given_booking(team, status=BookingStatus.COMPLETED)

    look(desk)

    assert [event["id"] for event in desk.google.events(BEN)] == [event_named(booking_id)]

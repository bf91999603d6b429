"""What a contact has at a time already, before they are booked once more."""

from datetime import timedelta

import pytest

from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.errors import NotFound
from bookings_app.usecases.contact_pages import overlapping_bookings_of
from tests.factories import (
    ADMIN,
    NOON,
    Team,
    given_contact,
    given_provider,
    given_team,
    provider_actor,
)
from tests.sql_counter import statements
from tests.stored_bookings import given_stored_booking

pytestmark = pytest.mark.usefixtures("database")

HALF_HOUR = timedelta(minutes=30)


@pytest.mark.parametrize(
    ("minutes_later", "overlaps"),
    [(-31, False), (-30, False), (-29, True), (0, True), (29, True), (30, False)],
)
def test_times_that_only_touch_do_not_overlap(minutes_later: int, overlaps: bool) -> None:
    team, ana = given_team(), given_contact()
    booking = given_stored_booking(team, NOON, contact_id=ana)
    start = NOON + timedelta(minutes=minutes_later)

    found = overlapping_bookings_of(ana, start, start + HALF_HOUR, seen_by=ADMIN)

    assert [entry.id for entry in found.entries] == ([booking] if overlaps else [])
    assert found.hidden == 0


@pytest.mark.parametrize("status", list(BookingStatus))
def test_only_what_still_holds_its_time_counts(status: BookingStatus) -> None:
    team, ana = given_team(), given_contact()
    given_stored_booking(team, NOON, contact_id=ana, status=status)

    found = overlapping_bookings_of(ana, NOON, NOON + HALF_HOUR, seen_by=ADMIN)

    holds = {BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.COMPLETED}
    assert bool(found.entries) == (status in holds)


def test_bookings_of_others_do_not_count() -> None:
    team, ana = given_team(), given_contact()
    given_stored_booking(team, NOON, contact_id=given_contact(name="Eva", phone=""))

    assert overlapping_bookings_of(ana, NOON, NOON + HALF_HOUR, seen_by=ADMIN).entries == []


def test_what_somebody_may_not_see_is_counted_and_not_told() -> None:
    team = given_team()
    colleague = Team(team.service_id, team.location_id, given_provider())
    ana = given_contact(phone="+34 600 111 222")
    mine = given_stored_booking(team, NOON, contact_id=ana)
    given_stored_booking(colleague, NOON, contact_id=ana)

    found = overlapping_bookings_of(
        ana, NOON, NOON + HALF_HOUR, seen_by=provider_actor(team.provider_id)
    )

    assert [entry.id for entry in found.entries] == [mine]
    assert found.hidden == 1


def test_nobody_asks_about_a_contact_they_do_not_see() -> None:
    ana = given_contact(phone="+34 600 111 222")
    actor = provider_actor(given_provider())

    with pytest.raises(NotFound):
        overlapping_bookings_of(ana, NOON, NOON + HALF_HOUR, seen_by=actor)
    found = overlapping_bookings_of(
        ana, NOON, NOON + HALF_HOUR, seen_by=actor, found_by="+34 600 111 222"
    )

    assert found.entries == []


def test_it_takes_two_statements() -> None:
    team, ana = given_team(), given_contact()
    given_stored_booking(team, NOON, contact_id=ana)

    with statements() as asked:
        overlapping_bookings_of(ana, NOON, NOON + HALF_HOUR, seen_by=ADMIN)

    assert len(asked) == 2

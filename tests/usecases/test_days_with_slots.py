"""Which dates still have free slots."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bookings_app.domain.schedule import NewClosure
from bookings_app.usecases import closures
from bookings_app.usecases.availability import (
    SlotQuestion,
    days,
    days_with_slots,
    next_free,
)
from tests.factories import ADMIN, NOON, Team, given_provider, given_service, given_team
from tests.stored_bookings import given_stored_booking

pytestmark = pytest.mark.usefixtures("database")

MONDAY, TUESDAY, FRIDAY, SUNDAY = (date(2026, 3, day) for day in (9, 10, 13, 15))


def asked(team: Team, first_on: date = MONDAY, last_on: date = SUNDAY) -> SlotQuestion:
    """The days of that week."""
    return SlotQuestion(team.service_id, team.location_id, first_on, last_on)


def given_full_monday() -> Team:
    """A team with an hour a day, which is booked on Monday."""
    team = given_team(duration_minutes=30, hours=(9 * 60, 10 * 60))
    given_stored_booking(team, datetime(2026, 3, 9, 8, tzinfo=UTC), minutes=60)
    return team


def test_a_full_day_is_open_without_slots_and_a_closed_one_is_neither() -> None:
    team = given_full_monday()
    closures.add_closure(NewClosure(FRIDAY, FRIDAY), by=ADMIN, now=NOON)

    answer = days(asked(team), by=ADMIN, now=NOON)

    wednesday, thursday = date(2026, 3, 11), date(2026, 3, 12)
    assert answer.time_zone == "Europe/Madrid"
    assert answer.free == {TUESDAY: 2, wednesday: 2, thursday: 2}
    assert answer.open == {MONDAY, TUESDAY, wednesday, thursday}
    assert days_with_slots(asked(team), by=ADMIN, now=NOON) == answer.free


def test_a_late_slot_counts_on_its_date_at_the_location() -> None:
    team = given_team(duration_minutes=60, time_zone="Pacific/Auckland", hours=(9 * 60, 10 * 60))

    assert days_with_slots(asked(team, MONDAY, MONDAY), by=ADMIN, now=NOON) == {MONDAY: 1}


def test_the_next_free_date_is_found_within_sixty_days() -> None:
    team = given_full_monday()
    assert next_free(asked(team), by=ADMIN, now=NOON) == TUESDAY

    last_closed = MONDAY + timedelta(days=59)
    closures.add_closure(NewClosure(MONDAY, last_closed), by=ADMIN, now=NOON)
    assert next_free(asked(team), by=ADMIN, now=NOON) == MONDAY + timedelta(days=60)

    closures.add_closure(NewClosure(MONDAY, last_closed + timedelta(days=1)), by=ADMIN, now=NOON)
    assert next_free(asked(team), by=ADMIN, now=NOON) is None


def test_without_providers_no_date_is_free_or_open() -> None:
    team = given_team()
    nobody_does_it = given_service(location_ids=[team.location_id])
    given_provider(location_id=team.location_id)

    answer = days(asked(Team(nobody_does_it, team.location_id, "")), by=ADMIN, now=NOON)

    assert answer.free == {}
    assert answer.open == frozenset()

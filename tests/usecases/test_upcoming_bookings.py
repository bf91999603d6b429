"""How many bookings to come name what is about to be archived."""

from datetime import timedelta

import pytest

from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.errors import Forbidden
from bookings_app.usecases.catalog import upcoming_bookings_of
from bookings_app.usecases.views import UpcomingBookings
from tests.factories import ADMIN, MANAGER, NOON, Team, given_provider, given_team, provider_actor
from tests.stored_bookings import given_stored_booking

pytestmark = pytest.mark.usefixtures("database")

HOUR = timedelta(hours=1)


def test_those_count_that_hold_a_time_and_are_not_over() -> None:
    team = given_team()
    for number, status in enumerate(BookingStatus):
        given_stored_booking(team, NOON + number * HOUR, status=status)
    given_stored_booking(team, NOON - HOUR, minutes=60)
    given_stored_booking(team, NOON - 2 * HOUR, minutes=59)

    for which in ("service_id", "location_id", "provider_id"):
        named = {which: getattr(team, which)}
        assert upcoming_bookings_of(**named, seen_by=MANAGER, now=NOON).number == 3
        before = upcoming_bookings_of(**named, seen_by=MANAGER, now=NOON - HOUR / 3)
        assert before.number == 4


def test_only_what_names_all_of_it_counts() -> None:
    team = given_team()
    cleo = Team(team.service_id, team.location_id, given_provider(name="Cleo"))
    given_stored_booking(team, NOON)
    given_stored_booking(cleo, NOON)
    elsewhere = given_team()

    def count(**named: str) -> int:
        return upcoming_bookings_of(**named, seen_by=ADMIN, now=NOON).number

    assert count(service_id=team.service_id) == 2
    assert count(service_id=team.service_id, provider_id=cleo.provider_id) == 1
    assert count(location_id=elsewhere.location_id) == 0


def test_the_next_one_is_told_with_the_zone_of_its_location() -> None:
    team = given_team()
    assert upcoming_bookings_of(
        service_id=team.service_id, seen_by=ADMIN, now=NOON
    ) == UpcomingBookings(0, None)
    given_stored_booking(team, NOON + 2 * HOUR)
    given_stored_booking(team, NOON + HOUR)

    upcoming = upcoming_bookings_of(service_id=team.service_id, seen_by=ADMIN, now=NOON)

    assert upcoming == UpcomingBookings(2, NOON + HOUR, "Europe/Madrid")


def test_it_is_for_those_who_set_up() -> None:
    with pytest.raises(Forbidden):
        upcoming_bookings_of(provider_id="p", seen_by=provider_actor("p"), now=NOON)

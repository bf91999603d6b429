"""Working the weekly hours on a date again."""

from datetime import date

import pytest

from bookings_app.domain.errors import Forbidden, NotFound
from bookings_app.usecases import schedules
from tests.bookings import TEN, given_booking
from tests.factories import (
    ADMIN,
    NOON,
    api_key,
    given_location,
    given_provider,
    given_team,
    provider_actor,
)

pytestmark = pytest.mark.usefixtures("database")

MONDAY = date(2026, 3, 9)


def places(provider_id: str) -> list[str | None]:
    """Where something differs on that date or another."""
    schedule = schedules.get_schedule(provider_id, seen_by=ADMIN)
    return [each.location_id for each in schedule.overrides]


def test_one_is_removed_at_its_place_and_everywhere_is_a_place_of_its_own() -> None:
    here = given_location()
    ben = given_provider()
    for place in (None, here):
        schedules.set_override(ben, MONDAY, [], location_id=place, by=ADMIN, now=NOON)

    schedules.remove_override(ben, MONDAY, location_id=here, by=ADMIN, now=NOON)
    assert places(ben) == [None]

    schedules.remove_override(ben, MONDAY, by=ADMIN, now=NOON)
    assert places(ben) == []


def test_all_of_a_date_can_be_removed_and_other_dates_stay() -> None:
    here = given_location()
    ben = given_provider()
    for place in (None, here):
        schedules.set_override(ben, MONDAY, [], location_id=place, by=ADMIN, now=NOON)
    schedules.set_override(ben, date(2026, 3, 10), [], by=ADMIN, now=NOON)

    schedules.remove_overrides(ben, MONDAY, by=ADMIN, now=NOON)

    assert places(ben) == [None]


def test_it_answers_the_bookings_that_only_the_longer_day_covered() -> None:
    team = given_team(hours=(12 * 60, 17 * 60))
    schedules.set_override(team.provider_id, MONDAY, [(540, 1_020)], by=ADMIN, now=NOON)
    booking_id = given_booking(team, TEN)

    (hit,) = schedules.remove_override(team.provider_id, MONDAY, by=ADMIN, now=NOON)

    assert (hit.id, hit.outside_hours) == (booking_id, "outside_hours")


def test_only_what_differs_can_be_removed() -> None:
    ben = given_provider()
    schedules.set_override(ben, MONDAY, [], by=ADMIN, now=NOON)

    for location_id in ("elsewhere", "a\x00b"):
        with pytest.raises(NotFound):
            schedules.remove_override(ben, MONDAY, location_id=location_id, by=ADMIN, now=NOON)
    with pytest.raises(NotFound):
        schedules.remove_overrides(ben, date(2026, 3, 10), by=ADMIN, now=NOON)
    with pytest.raises(NotFound):
        schedules.remove_overrides("unknown", MONDAY, by=ADMIN, now=NOON)
    assert places(ben) == [None]


def test_providers_remove_their_own_and_nobody_elses() -> None:
    ben = given_provider()
    schedules.set_override(ben, MONDAY, [], by=ADMIN, now=NOON)

    for actor in (provider_actor("other"), api_key("setup:read")):
        with pytest.raises(Forbidden):
            schedules.remove_override(ben, MONDAY, by=actor, now=NOON)
    schedules.remove_override(ben, MONDAY, by=provider_actor(ben), now=NOON)

"""Why a whole date has no free start."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bookings_app.domain.errors import Invalid
from bookings_app.domain.schedule import NewClosure, NewTimeOff
from bookings_app.usecases import closures, schedules
from bookings_app.usecases.day_explanation import explain_day
from tests.factories import ADMIN, NOON, Team, given_provider, given_team, provider_actor
from tests.stored_bookings import given_stored_booking

pytestmark = pytest.mark.usefixtures("database")

# The Monday after NOON; 09:00 in Madrid.
MONDAY = date(2026, 3, 9)
NINE = datetime(2026, 3, 9, 8, tzinfo=UTC)
EIGHT_HOURS = 480


def reasons(team: Team, on: date = MONDAY) -> dict[str, str | None]:
    """The reason of each provider by name; None is free."""
    told = explain_day(team.service_id, team.location_id, on, by=ADMIN, now=NOON)
    return {each.name: each.reason for each in told}


def test_the_reason_met_most_often_stands_for_the_day() -> None:
    team = given_team()
    away = NewTimeOff(NINE, NINE + timedelta(hours=1))
    schedules.add_time_off(team.provider_id, away, by=ADMIN, now=NOON)
    given_stored_booking(team, NINE + timedelta(hours=1), minutes=EIGHT_HOURS - 60)
    cleo = given_provider(service_ids=[team.service_id], location_id=team.location_id, name="Cleo")
    cleo_away = NewTimeOff(NINE, NINE + timedelta(hours=8))
    schedules.add_time_off(cleo, cleo_away, by=ADMIN, now=NOON)

    assert reasons(team) == {"Ben": "booked", "Cleo": "time_off"}


def test_whoever_has_a_free_start_left_has_no_reason() -> None:
    team = given_team()
    given_stored_booking(team, NINE, minutes=EIGHT_HOURS - 30)

    assert reasons(team) == {"Ben": None}


def test_starts_of_others_do_not_count() -> None:
    team = given_team()
    given_stored_booking(team, NINE, minutes=EIGHT_HOURS)
    given_provider(
        service_ids=[team.service_id],
        location_id=team.location_id,
        name="Cleo",
        hours=(9 * 60 + 10, 9 * 60 + 40),
    )

    assert reasons(team)["Ben"] == "booked"


def test_a_day_on_which_nobody_works_has_a_reason_as_well() -> None:
    team = given_team()
    closures.add_closure(NewClosure(MONDAY, MONDAY, "Holiday"), by=ADMIN, now=NOON)

    assert reasons(team) == {"Ben": "closed"}
    assert reasons(team, MONDAY - timedelta(days=1)) == {"Ben": "outside_hours"}


def test_what_is_left_of_today_counts_more_than_what_has_passed() -> None:
    team = given_team()
    given_stored_booking(team, NINE, minutes=EIGHT_HOURS)
    afternoon = NINE + timedelta(hours=7)

    told = explain_day(team.service_id, team.location_id, MONDAY, by=ADMIN, now=afternoon)
    late = explain_day(
        team.service_id, team.location_id, MONDAY, by=ADMIN, now=afternoon + timedelta(hours=1)
    )

    assert [each.reason for each in told] == ["booked"]
    assert [each.reason for each in late] == ["past"]


def test_providers_only_hear_about_themselves() -> None:
    team = given_team()
    given_provider(service_ids=[team.service_id], location_id=team.location_id, name="Cleo")
    ben = provider_actor(team.provider_id)

    told = explain_day(team.service_id, team.location_id, MONDAY, by=ben, now=NOON)

    assert {each.id for each in told} <= {team.provider_id}


def test_a_date_nobody_can_look_at_is_refused() -> None:
    team = given_team()

    with pytest.raises(Invalid):
        reasons(team, date(9999, 12, 31))

"""Why a time is offered or not."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings_app.domain.schedule import NewTimeOff
from bookings_app.usecases import archiving, schedules
from bookings_app.usecases.one_start import explain_slot
from tests.factories import (
    ADMIN,
    NOON,
    Team,
    api_key,
    given_location,
    given_provider,
    given_team,
    provider_actor,
)
from tests.stored_bookings import given_stored_booking

pytestmark = pytest.mark.usefixtures("database")

# 10:00 in Madrid, on the Monday after NOON.
TEN = datetime(2026, 3, 9, 9, tzinfo=UTC)


def reasons(team: Team, starts_at: datetime = TEN) -> dict[str, str | None]:
    """The reason of each provider by name; None is free."""
    told = explain_slot(team.service_id, team.location_id, starts_at, by=ADMIN, now=NOON)
    return {each.name: each.reason for each in told.providers}


def test_each_provider_has_a_reason_of_their_own() -> None:
    team = given_team()
    for name in ("Away", "Booked"):
        provider_id = given_provider(
            name=name, service_ids=[team.service_id], location_id=team.location_id
        )
        if name == "Away":
            away = NewTimeOff(TEN, TEN + timedelta(hours=1))
            schedules.add_time_off(provider_id, away, by=ADMIN, now=NOON)
        else:
            given_stored_booking(Team(team.service_id, team.location_id, provider_id), TEN)
    given_provider(name="Colleague", location_id=team.location_id)
    given_provider(name="Elsewhere", location_id=given_location())

    told = explain_slot(team.service_id, team.location_id, TEN, by=ADMIN, now=NOON)

    assert told.offered
    assert {each.name: (each.free, each.reason) for each in told.providers} == {
        "Away": (False, "time_off"),
        "Ben": (True, None),
        "Booked": (False, "booked"),
        "Colleague": (False, "not_assigned"),
    }


def test_a_start_off_the_grid_or_outside_the_hours_or_past_is_no_slot() -> None:
    team = given_team()

    assert reasons(team, TEN + timedelta(minutes=5)) == {"Ben": "off_grid"}
    assert reasons(team, TEN - timedelta(hours=3)) == {"Ben": "outside_hours"}
    assert reasons(team, TEN - timedelta(days=14)) == {"Ben": "past"}


def test_notice_is_a_reason_for_programs_only() -> None:
    team = given_team(min_notice_minutes=60 * 24 * 30)

    told = explain_slot(team.service_id, team.location_id, TEN, by=api_key(), now=NOON)

    assert not told.offered
    assert [each.reason for each in told.providers] == ["notice"]
    assert reasons(team) == {"Ben": None}


def test_somebody_asked_for_is_explained_though_they_left() -> None:
    team = given_team()
    archiving.archive_provider(team.provider_id, by=ADMIN, now=NOON)

    told = explain_slot(
        team.service_id, team.location_id, TEN, provider_id=team.provider_id, by=ADMIN, now=NOON
    )

    assert [each.reason for each in told.providers] == ["archived"]
    assert reasons(team) == {}


def test_providers_are_told_about_themselves_only() -> None:
    team = given_team()
    given_provider(name="Cleo", service_ids=[team.service_id], location_id=team.location_id)

    told = explain_slot(
        team.service_id, team.location_id, TEN, by=provider_actor(team.provider_id), now=NOON
    )

    assert [each.id for each in told.providers] == [team.provider_id]

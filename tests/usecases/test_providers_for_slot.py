"""Who is free for a slot."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings_app.domain.booking import BookingStatus
from bookings_app.usecases.one_start import providers_for_slot
from tests.factories import ADMIN, NOON, Team, given_provider, given_team, provider_actor
from tests.sql_counter import statements
from tests.stored_bookings import given_stored_booking

pytestmark = pytest.mark.usefixtures("database")

TEN = datetime(2026, 3, 9, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_those_with_fewest_bookings_that_day_come_first_then_by_name() -> None:
    ben = given_team()
    eva, cleo, adam = (
        Team(
            ben.service_id,
            ben.location_id,
            given_provider(name=name, service_ids=[ben.service_id], location_id=ben.location_id),
        )
        for name in ("Eva", "Cleo", "Adam")
    )
    given_stored_booking(ben, TEN + HOUR)
    given_stored_booking(ben, TEN + 2 * HOUR)
    given_stored_booking(ben, TEN + 3 * HOUR, status=BookingStatus.CANCELLED)
    given_stored_booking(eva, TEN + HOUR)
    given_stored_booking(cleo, TEN + 24 * HOUR)
    given_stored_booking(adam, TEN)

    with statements() as sent:
        found = providers_for_slot(ben.service_id, ben.location_id, TEN, by=ADMIN, now=NOON)

    assert [(each.name, each.bookings_that_day) for each in found] == [
        ("Cleo", 0),
        ("Eva", 1),
        ("Ben", 2),
    ]
    assert len(sent) == 8


def test_that_day_is_the_date_at_the_location() -> None:
    team = given_team(time_zone="Pacific/Kiritimati")
    # 10:00 on Tuesday in Kiritimati, 14 hours ahead; Monday's last booking does not count.
    tuesday_ten = datetime(2026, 3, 9, 20, tzinfo=UTC)
    given_stored_booking(team, tuesday_ten - 12 * HOUR)
    given_stored_booking(team, tuesday_ten + HOUR)

    (ben,) = providers_for_slot(team.service_id, team.location_id, tuesday_ten, by=ADMIN, now=NOON)

    assert ben.bookings_that_day == 1


def test_a_booking_that_is_about_to_move_leaves_its_provider_free() -> None:
    team = given_team()
    booking_id = given_stored_booking(team, TEN)

    def found(exclude_booking_id: str | None) -> list[str]:
        choices = providers_for_slot(
            team.service_id,
            team.location_id,
            TEN,
            exclude_booking_id=exclude_booking_id,
            by=ADMIN,
            now=NOON,
        )
        return [each.id for each in choices]

    assert found(None) == []
    assert found(booking_id) == [team.provider_id]


def test_providers_choose_themselves_only() -> None:
    team = given_team()
    given_provider(name="Cleo", service_ids=[team.service_id], location_id=team.location_id)

    found = providers_for_slot(
        team.service_id, team.location_id, TEN, by=provider_actor(team.provider_id), now=NOON
    )

    assert [each.id for each in found] == [team.provider_id]

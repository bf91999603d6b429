"""Being there after all."""

from datetime import timedelta

import pytest

from bookings_app.domain.errors import Forbidden, NotFound
from bookings_app.domain.schedule import NewTimeOff
from bookings_app.usecases import schedules
from bookings_app.usecases.booking_details import get_booking
from tests.bookings import TEN, given_booking
from tests.factories import ADMIN, NOON, given_provider, given_team, provider_actor

pytestmark = pytest.mark.usefixtures("database")

AWAY = NewTimeOff(TEN, TEN + timedelta(hours=2))


def test_what_was_marked_lies_within_working_time_again() -> None:
    team = given_team()
    booking_id = given_booking(team, TEN)
    saved = schedules.add_time_off(team.provider_id, AWAY, by=ADMIN, now=NOON)
    assert [each.outside_hours for each in saved.hit] == ["time_off"]

    schedules.remove_time_off(team.provider_id, saved.id, by=ADMIN, now=NOON)

    assert schedules.get_schedule(team.provider_id, seen_by=ADMIN).time_off == ()
    assert get_booking(booking_id, seen_by=ADMIN, now=NOON).outside_hours == ""


def test_providers_remove_their_own_and_nobody_elses() -> None:
    ben, cleo = given_provider(), given_provider(name="Cleo")
    saved = schedules.add_time_off(ben, AWAY, by=ADMIN, now=NOON)

    with pytest.raises(Forbidden):
        schedules.remove_time_off(ben, saved.id, by=provider_actor(cleo), now=NOON)
    with pytest.raises(NotFound):
        schedules.remove_time_off(cleo, saved.id, by=provider_actor(cleo), now=NOON)
    schedules.remove_time_off(ben, saved.id, by=provider_actor(ben), now=NOON)


@pytest.mark.parametrize("time_off_id", ["unknown", "a\x00b"])
def test_only_what_exists_can_be_removed(time_off_id: str) -> None:
    ben = given_provider()

    with pytest.raises(NotFound, match="time off"):
        schedules.remove_time_off(ben, time_off_id, by=ADMIN, now=NOON)
    with pytest.raises(NotFound, match="provider"):
        schedules.remove_time_off("unknown", time_off_id, by=ADMIN, now=NOON)

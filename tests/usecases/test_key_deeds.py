"""What a key has done today, for administrators."""

import pytest

from bookings_app.domain.errors import Forbidden, NotFound
from bookings_app.usecases.bookings import create_booking
from bookings_app.usecases.key_deeds import key_deeds
from bookings_app.usecases.status_changes import cancel_booking
from tests.bookings import DAY, HALF_HOUR, TEN, given_booking, wanted
from tests.factories import ADMIN, MANAGER, NOON, api_key, given_team

pytestmark = pytest.mark.usefixtures("database")

PROGRAM = api_key("bookings:read", "bookings:write")


def test_its_own_deeds_since_then_newest_first() -> None:
    team = given_team()
    given_booking(team)
    create_booking(wanted(team, TEN + HALF_HOUR), by=PROGRAM, now=NOON - DAY)
    made = create_booking(wanted(team, TEN + 2 * HALF_HOUR), by=PROGRAM, now=NOON)
    cancel_booking(made.id, by=PROGRAM, reason="Flu", now=NOON + HALF_HOUR)

    cancelled, created = key_deeds(PROGRAM.id, by=ADMIN, since=NOON)

    assert (created.what, created.at, created.booking_id) == ("created", NOON, made.id)
    assert (cancelled.what, cancelled.reason) == ("cancelled", "Flu")
    assert (created.customer_name, created.service_name, created.provider_name) == (
        "Ana Ruiz",
        "Haircut",
        "Ben",
    )
    assert len(key_deeds(PROGRAM.id, by=ADMIN, since=NOON - DAY)) == 3


def test_a_key_that_did_nothing_and_one_that_cannot_be() -> None:
    assert key_deeds("unknown", by=ADMIN, since=NOON) == []
    with pytest.raises(NotFound):
        key_deeds("\x00", by=ADMIN, since=NOON)


def test_only_administrators_look() -> None:
    for actor in (MANAGER, PROGRAM):
        with pytest.raises(Forbidden):
            key_deeds("unknown", by=actor, since=NOON)

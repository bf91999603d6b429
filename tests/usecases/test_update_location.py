"""Changing a location."""

from dataclasses import replace

import pytest

from bookings_app.domain.catalog import NewLocation
from bookings_app.domain.errors import Forbidden, Invalid, NotFound
from bookings_app.domain.merging import ChangedMeanwhile, as_entered
from bookings_app.usecases import catalog, setup
from bookings_app.usecases.booking_details import get_booking
from tests.bookings import TEN, given_booking, history
from tests.factories import ADMIN, MANAGER, NOON, given_location, given_team, provider_actor

pytestmark = pytest.mark.usefixtures("database")

MARKET = NewLocation(name="Market", time_zone="Europe/Madrid", address="1 Square")


def test_every_field_is_replaced() -> None:
    location_id = given_location()
    changed = NewLocation(" Market ", "America/New_York", "1 Square\r\nSecond floor")

    setup.update_location(location_id, changed, by=MANAGER, now=NOON)

    stored = catalog.get_location(location_id)
    assert (stored.name, stored.time_zone) == ("Market", "America/New_York")
    assert stored.address == "1 Square\nSecond floor"


def test_in_another_zone_bookings_stay_at_their_instants_and_are_marked() -> None:
    team = given_team(hours=(9 * 60, 17 * 60))
    booking_id = given_booking(team, TEN)

    saved = setup.change_location(
        team.location_id, NewLocation("Old Town", "America/New_York"), by=ADMIN, now=NOON
    )

    assert saved.location.time_zone == "America/New_York"
    assert [each.id for each in saved.hit] == [booking_id]
    booking = get_booking(booking_id, seen_by=ADMIN, now=NOON)
    assert booking.starts_at == TEN
    assert booking.outside_hours == "outside_hours"
    assert history(booking_id) == ["created", "flagged"]

    setup.update_location(
        team.location_id, NewLocation("Old Town", "Europe/Madrid"), by=ADMIN, now=NOON
    )
    assert get_booking(booking_id, seen_by=ADMIN, now=NOON).outside_hours == ""


def test_a_new_name_marks_nothing() -> None:
    team = given_team()
    booking_id = given_booking(team)

    setup.update_location(team.location_id, MARKET, by=ADMIN, now=NOON)

    assert history(booking_id) == ["created"]
    assert get_booking(booking_id, seen_by=ADMIN, now=NOON).location_name == "Old Town"


def test_every_wrong_field_is_named_at_once() -> None:
    location_id = given_location()

    with pytest.raises(Invalid) as refused:
        setup.update_location(
            location_id, NewLocation("", "Madrid", "x" * 1_001), by=ADMIN, now=NOON
        )

    assert [field for field, _ in refused.value.errors] == ["name", "time_zone", "address"]


def test_only_what_exists_can_be_changed_and_only_by_those_who_set_up() -> None:
    with pytest.raises(NotFound):
        setup.update_location("unknown", MARKET, by=ADMIN, now=NOON)
    with pytest.raises(Forbidden):
        setup.update_location(given_location(), MARKET, by=provider_actor("p"), now=NOON)


def test_two_people_who_change_different_fields_both_have_their_way() -> None:
    location_id = given_location()
    read = as_entered(NewLocation, catalog.get_location(location_id))
    moved = replace(read, time_zone="Asia/Tokyo")
    setup.update_location(location_id, moved, by=MANAGER, now=NOON)

    named = replace(read, name="Market")
    setup.change_location(location_id, named, read=read, by=ADMIN, now=NOON)

    stored = catalog.get_location(location_id)
    assert (stored.name, stored.time_zone) == ("Market", "Asia/Tokyo")
    elsewhere = replace(read, time_zone="Europe/Rome")
    with pytest.raises(ChangedMeanwhile, match="Asia/Tokyo"):
        setup.change_location(location_id, elsewhere, read=read, by=ADMIN, now=NOON)

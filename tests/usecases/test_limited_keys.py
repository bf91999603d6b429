"""What lies beyond a key's limits does not exist for it, whatever it asks."""

from dataclasses import replace
from datetime import date

import pytest

from bookings_app.domain.access import Actor
from bookings_app.domain.actor import Limits
from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.domain.errors import BookingNotFound, Invalid, NotFound
from bookings_app.usecases import catalog
from bookings_app.usecases.availability import SlotQuestion, find_slots
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.bookings import create_booking
from bookings_app.usecases.listing import list_bookings
from bookings_app.usecases.one_start import alternatives, explain_slot, providers_for_slot
from bookings_app.usecases.rescheduling import reschedule_booking
from bookings_app.usecases.schedules import get_schedule
from bookings_app.usecases.status_changes import cancel_booking
from tests.bookings import DAY, TEN, given_booking, nothing_happens, wanted
from tests.factories import NOON, Team, api_key, given_location, given_provider, given_team

pytestmark = pytest.mark.usefixtures("database")

SCOPES = ("bookings:read", "bookings:write", "bookings:approve", "setup:read")


def limited(**ids: str) -> Actor:
    return replace(
        api_key(*SCOPES), limits=Limits(**{name: frozenset({one}) for name, one in ids.items()})
    )


def beyond(team: Team) -> list[Actor]:
    """Keys that are limited to something else, in each way."""
    other = given_team()
    return [
        limited(location_ids=other.location_id),
        limited(service_ids=other.service_id),
        limited(provider_ids=other.provider_id),
        limited(
            location_ids=team.location_id,
            service_ids=team.service_id,
            provider_ids=other.provider_id,
        ),
    ]


def question(team: Team, *, provider_id: str | None = None) -> SlotQuestion:
    on = date(2026, 3, 9)
    return SlotQuestion(team.service_id, team.location_id, on, on, provider_id)


def test_bookings_beyond_the_limits_are_neither_listed_nor_shown_nor_changed() -> None:
    team = given_team()
    booking_id = given_booking(team)
    everything = BookingFilter(starts_before=TEN + DAY, ends_after=TEN - DAY)

    for key in beyond(team):
        with nothing_happens():
            assert list_bookings(everything, seen_by=key) == []
            with pytest.raises(BookingNotFound):
                get_booking(booking_id, seen_by=key, now=NOON)
            with pytest.raises(BookingNotFound):
                cancel_booking(booking_id, by=key, reason="Flu", now=NOON)


def test_nothing_can_be_booked_beyond_the_limits() -> None:
    team = given_team()

    for key in beyond(team):
        with nothing_happens(), pytest.raises(Invalid, match="does not exist"):
            create_booking(wanted(team), by=key, now=NOON)


def test_a_booking_cannot_be_moved_beyond_the_limits() -> None:
    team = given_team()
    other = given_provider(service_ids=[team.service_id], location_id=team.location_id)
    key = limited(provider_ids=team.provider_id)
    booking_id = given_booking(team, by=key)

    with nothing_happens(), pytest.raises(Invalid, match="provider does not exist"):
        reschedule_booking(booking_id, TEN + DAY, provider_id=other, by=key, now=NOON)


def test_slots_are_those_of_the_providers_within_the_limits() -> None:
    team = given_team()
    other = given_provider(service_ids=[team.service_id], location_id=team.location_id)
    key = limited(provider_ids=team.provider_id)

    slots = find_slots(question(team), by=key, now=NOON).slots
    assert {each.id for slot in slots for each in slot.providers} == {team.provider_id}
    free = providers_for_slot(team.service_id, team.location_id, TEN, by=key, now=NOON)
    assert [each.id for each in free] == [team.provider_id]
    told = explain_slot(team.service_id, team.location_id, TEN, by=key, now=NOON)
    assert [each.id for each in told.providers] == [team.provider_id]
    near = alternatives(team.service_id, team.location_id, TEN, by=key, now=NOON)
    assert {each.id for slot in near for each in slot.providers} == {team.provider_id}
    with pytest.raises(Invalid):
        find_slots(question(team, provider_id=other), by=key, now=NOON)


def test_there_are_no_slots_at_a_location_or_for_a_service_beyond_the_limits() -> None:
    team = given_team()

    for key in beyond(team)[:2]:
        with pytest.raises(Invalid, match="does not exist"):
            find_slots(question(team), by=key, now=NOON)


def test_the_catalogue_ends_where_the_limits_are() -> None:
    team, beside = given_team(), given_team()
    elsewhere = given_location(name="Harbour")
    limits = limited(
        location_ids=team.location_id, service_ids=team.service_id, provider_ids=team.provider_id
    ).limits

    assert [each.id for each in catalog.list_services(limits=limits)] == [team.service_id]
    assert [each.id for each in catalog.list_locations(limits=limits)] == [team.location_id]
    assert [each.id for each in catalog.list_providers(limits=limits)] == [team.provider_id]
    assert catalog.get_service(team.service_id, limits=limits).id == team.service_id
    for look, hidden in (
        (catalog.get_service, beside.service_id),
        (catalog.get_location, elsewhere),
        (catalog.get_provider, beside.provider_id),
    ):
        with pytest.raises(NotFound):
            look(hidden, limits=limits)


def test_the_hours_of_providers_beyond_the_limits_are_hidden() -> None:
    team, beside = given_team(), given_team()
    key = limited(provider_ids=team.provider_id)

    assert get_schedule(team.provider_id, seen_by=key).weekly
    with pytest.raises(NotFound):
        get_schedule(beside.provider_id, seen_by=key)


def test_services_and_providers_of_which_nothing_is_within_the_limits_do_not_exist() -> None:
    team = given_team()
    for by in beyond(team):
        assert team.service_id not in {each.id for each in catalog.list_services(limits=by.limits)}
        assert team.provider_id not in {
            each.id for each in catalog.list_providers(limits=by.limits)
        }
        with pytest.raises(NotFound):
            catalog.get_service(team.service_id, limits=by.limits)
        with pytest.raises(NotFound):
            catalog.get_provider(team.provider_id, limits=by.limits)
    near = limited(location_ids=team.location_id)
    assert [each.id for each in catalog.list_services(limits=near.limits)] == [team.service_id]
    assert [each.id for each in catalog.list_providers(limits=near.limits)] == [team.provider_id]

"""Changing a service."""

from dataclasses import replace
from datetime import date

import pytest

from bookings_app.domain.catalog import Colour, NewService
from bookings_app.domain.errors import Forbidden, Invalid, NotFound
from bookings_app.domain.merging import ChangedMeanwhile, as_entered
from bookings_app.usecases import archiving, catalog, setup
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.views import ServiceView
from tests.bookings import HALF_HOUR, given_booking, history
from tests.factories import (
    ADMIN,
    MANAGER,
    NOON,
    given_location,
    given_provider,
    given_service,
    given_team,
    provider_actor,
)

pytestmark = pytest.mark.usefixtures("database")

SHAVE = NewService(name="Shave", duration_minutes=20)


def updated(service_id: str, changed: NewService) -> ServiceView:
    """The service as it is afterwards."""
    setup.update_service(service_id, changed, by=MANAGER, now=NOON)
    return catalog.get_service(service_id)


def test_every_field_is_replaced() -> None:
    old, new = given_location(), given_location()
    ben, cleo = given_provider(), given_provider(name="Cleo")
    service_id = given_service(location_ids=[old])
    changed = NewService(
        name=" Shave ",
        duration_minutes=20,
        description="Hot towel",
        buffer_before_minutes=1,
        buffer_after_minutes=2,
        slot_step_minutes=5,
        requires_approval=True,
        min_notice_minutes=60,
        booking_window_days=30,
        available_from=date(2026, 3, 1),
        available_to=date(2026, 3, 31),
        location_ids=(new,),
        colour=Colour.PLUM,
        provider_ids=(ben, cleo, ben),
    )

    stored = updated(service_id, changed)

    assert stored == ServiceView(
        id=service_id,
        name="Shave",
        description="Hot towel",
        duration_minutes=20,
        buffer_before_minutes=1,
        buffer_after_minutes=2,
        slot_step_minutes=5,
        requires_approval=True,
        min_notice_minutes=60,
        booking_window_days=30,
        available_from=date(2026, 3, 1),
        available_to=date(2026, 3, 31),
        location_ids=(new,),
        provider_ids=tuple(sorted([ben, cleo])),
        colour=Colour.PLUM,
        archived_at=None,
    )
    assert catalog.list_services() == [stored]
    assert catalog.get_provider(ben).service_ids == (service_id,)


def test_colour_and_providers_stay_where_they_are_not_named() -> None:
    service_id = given_service()
    ben = given_provider(service_ids=[service_id])
    before = updated(service_id, replace(SHAVE, colour=Colour.AMBER))

    after = updated(service_id, SHAVE)

    assert (
        (after.colour, after.provider_ids)
        == (Colour.AMBER, (ben,))
        == (
            before.colour,
            before.provider_ids,
        )
    )
    assert updated(service_id, replace(SHAVE, provider_ids=())).provider_ids == ()


def test_new_services_take_the_colours_in_turn() -> None:
    first, second = given_service(), given_service()
    updated(first, replace(SHAVE, colour=Colour.ORANGE))
    third = given_service()

    assert [catalog.get_service(each).colour for each in (first, second, third)] == [
        Colour.ORANGE,
        Colour.TEAL,
        Colour.INDIGO,
    ]


def test_a_booking_keeps_the_duration_it_was_made_with() -> None:
    team = given_team(duration_minutes=30)
    booking_id = given_booking(team)

    updated(team.service_id, replace(SHAVE, duration_minutes=90, location_ids=(team.location_id,)))

    booking = get_booking(booking_id, seen_by=ADMIN, now=NOON)
    assert booking.ends_at - booking.starts_at == HALF_HOUR
    assert booking.service_name == "Haircut"
    assert history(booking_id) == ["created"]


def test_ties_to_what_is_archived_come_back_with_it() -> None:
    market, ben = given_location(name="Market"), given_provider()
    service_id = given_service(location_ids=[market])
    updated(service_id, replace(SHAVE, location_ids=(market,), provider_ids=(ben,)))
    archiving.archive_location(market, by=ADMIN, now=NOON)
    archiving.archive_provider(ben, by=ADMIN, now=NOON)

    unnamed = updated(service_id, replace(SHAVE, provider_ids=()))
    named = updated(service_id, replace(SHAVE, location_ids=(market,), provider_ids=(ben,)))

    assert (unnamed.location_ids, unnamed.provider_ids) == ((market,), (ben,))
    assert (named.location_ids, named.provider_ids) == ((market,), (ben,))
    assert catalog.locations_offering(service_id) == []


def test_every_wrong_field_is_named_at_once_and_nothing_is_changed() -> None:
    service_id = given_service()
    before = catalog.get_service(service_id)
    wrong = replace(
        SHAVE,
        name="",
        duration_minutes=1_441,
        colour="puce",  # pyright: ignore[reportArgumentType] - what a door may hand on
        location_ids=("nowhere",),
        provider_ids=("nobody",),
    )

    with pytest.raises(Invalid) as refused:
        setup.update_service(service_id, wrong, by=ADMIN, now=NOON)

    fields = [field for field, _ in refused.value.errors]
    assert fields == ["name", "duration_minutes", "colour", "location_ids", "provider_ids"]
    assert catalog.get_service(service_id) == before


@pytest.mark.parametrize("service_id", ["unknown", "", "a\x00b", "x" * 300])
def test_only_what_exists_can_be_changed_or_looked_at(service_id: str) -> None:
    with pytest.raises(NotFound):
        setup.update_service(service_id, SHAVE, by=ADMIN, now=NOON)
    with pytest.raises(NotFound):
        catalog.get_service(service_id)


def test_providers_change_no_service() -> None:
    with pytest.raises(Forbidden):
        setup.update_service(given_service(), SHAVE, by=provider_actor("p"), now=NOON)


def test_two_people_who_change_different_fields_both_have_their_way() -> None:
    there, here, ben = given_location(), given_location(), given_provider()
    service_id = given_service(location_ids=[there])
    read = as_entered(NewService, catalog.get_service(service_id))
    updated(service_id, replace(read, duration_minutes=45, location_ids=(here,)))

    mine = replace(read, name="Shave", provider_ids=(ben,), location_ids=(there, here))
    setup.update_service(service_id, mine, read=read, by=ADMIN, now=NOON)

    stored = catalog.get_service(service_id)
    assert (stored.name, stored.duration_minutes) == ("Shave", 45)
    assert (stored.location_ids, stored.provider_ids) == ((here,), (ben,))


def test_two_people_who_change_the_same_field_are_told_and_nothing_is_lost() -> None:
    service_id = given_service()
    read = as_entered(NewService, catalog.get_service(service_id))
    updated(service_id, replace(read, duration_minutes=45))
    mine = replace(read, name="Shave", duration_minutes=60)

    with pytest.raises(ChangedMeanwhile) as refused:
        setup.update_service(service_id, mine, read=read, by=ADMIN, now=NOON)

    assert [field for field, _ in refused.value.errors] == ["duration_minutes"]
    assert catalog.get_service(service_id).name == "Haircut"
    told = replace(read, **refused.value.stored)
    setup.update_service(service_id, mine, read=told, by=ADMIN, now=NOON)
    assert catalog.get_service(service_id).duration_minutes == 60


def test_what_two_people_make_together_is_checked_too() -> None:
    service_id = given_service()
    read = as_entered(NewService, catalog.get_service(service_id))
    updated(service_id, replace(read, available_to=date(2026, 3, 1)))

    mine = replace(read, available_from=date(2026, 4, 1))
    with pytest.raises(Invalid) as refused:
        setup.update_service(service_id, mine, read=read, by=ADMIN, now=NOON)

    assert [field for field, _ in refused.value.errors] == ["available_to"]

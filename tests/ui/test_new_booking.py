"""Making a booking through the wizard, its handlers called as a browser calls them."""

import pytest

from bookings_app.domain.access import Role
from bookings_app.ui.new_booking.provider_state import ProviderState
from bookings_app.ui.new_booking.state import NewBookingState
from bookings_app.ui.new_booking.time_state import TimeState
from tests.factories import (
    given_location,
    given_provider,
    given_service,
    given_team,
)
from tests.ui.wizard import ANA, Wizard, booked, monday_at, next_monday, taken, wizard

pytestmark = pytest.mark.usefixtures("sqlite_database")


def test_four_steps_make_a_booking_and_say_so() -> None:
    team = given_team()

    async def visit(seat: Wizard) -> None:
        await seat.to_the_customer(team, monday_at(9))
        await seat.create(phone="+34 600 111 222", notes="First visit")

    seat = wizard(visit)

    (booking,) = booked()
    assert (booking.customer_name, booking.starts_at) == ("Ana Ruiz", monday_at(9))
    assert booking.source == "manual"
    on = next_monday()
    assert seat.toasts == [f"Booked: Ana Ruiz, {on:%a} {on.day} {on:%b}, 09:00."]
    assert seat.shows(NewBookingState, "is_open") is False


def test_a_service_that_needs_approval_is_announced_as_pending() -> None:
    team = given_team(requires_approval=True)

    async def visit(seat: Wizard) -> None:
        await seat.to_the_customer(team, monday_at(9))
        assert seat.shows(NewBookingState, "outcome") == "Pending until somebody approves it"
        await seat.create()

    seat = wizard(visit)

    assert booked()[0].status == "pending"
    assert seat.toasts == ["Pending: waits for approval."]


def test_only_locations_that_offer_the_service_are_shown_and_a_single_one_is_picked() -> None:
    team = given_team()
    given_location(name="Harbour")

    async def visit(seat: Wizard) -> None:
        await seat.send(NewBookingState.open)
        await seat.send(NewBookingState.pick_service(team.service_id))

    seat = wizard(visit)

    assert [card.name for card in seat.shows(NewBookingState, "locations")] == ["Old Town"]
    assert seat.shows(NewBookingState, "location_id") == team.location_id


def test_the_provider_with_the_emptiest_day_comes_first_and_is_picked() -> None:
    team = given_team()
    cleo = given_provider(service_ids=[team.service_id], location_id=team.location_id, name="Cleo")
    taken(team, monday_at(12))

    async def visit(seat: Wizard) -> None:
        await seat.choose_place(team)
        await seat.choose_start(monday_at(9))

    seat = wizard(visit)

    cards = seat.shows(ProviderState, "providers")
    assert [(card.name, card.line) for card in cards] == [
        ("Cleo", "No bookings that day"),
        ("Ben", "1 booking that day"),
    ]
    assert seat.shows(ProviderState, "provider_id") == cleo


def test_those_who_are_not_free_have_a_reason() -> None:
    team = given_team()
    given_provider(service_ids=[team.service_id], location_id=team.location_id, name="Cleo")
    taken(team, monday_at(9))

    async def visit(seat: Wizard) -> None:
        await seat.choose_place(team)
        await seat.choose_start(monday_at(9))

    seat = wizard(visit)

    assert seat.shows(ProviderState, "others_title") == "Why not Ben?"
    assert [(line.name, line.reason) for line in seat.shows(ProviderState, "others")] == [
        ("Ben", "Booked")
    ]


def test_back_keeps_what_was_picked() -> None:
    team = given_team()

    async def visit(seat: Wizard) -> None:
        await seat.to_the_customer(team, monday_at(9))
        await seat.send(NewBookingState.go_back(1))
        for step in (1, 2, 3):
            await seat.send(NewBookingState.go_on(step))
        assert seat.step == 4
        await seat.create()

    wizard(visit)

    assert booked()[0].starts_at == monday_at(9)


def test_another_service_clears_the_start_only_if_it_is_not_offered_then() -> None:
    team = given_team()
    longer = given_service(location_ids=[team.location_id], name="Colour", duration_minutes=60)
    given_provider(service_ids=[longer], location_id=team.location_id, name="Cleo")

    async def visit(seat: Wizard) -> None:
        await seat.choose_place(team)
        await seat.choose_start(monday_at(10))
        await seat.send(NewBookingState.go_back(1))
        await seat.send(NewBookingState.pick_service(longer))
        await seat.send(NewBookingState.go_on(1))
        assert seat.shows(TimeState, "starts_at") == monday_at(10).isoformat()
        await seat.send(NewBookingState.go_back(1))
        await seat.send(NewBookingState.pick_service(team.service_id))
        await seat.send(NewBookingState.go_on(1))
        await seat.send(TimeState.pick_slot(monday_at(10, 30).isoformat()))
        await seat.send(NewBookingState.go_back(1))
        await seat.send(NewBookingState.pick_service(longer))
        await seat.send(NewBookingState.go_on(1))

    seat = wizard(visit)

    assert seat.shows(TimeState, "starts_at") == ""
    assert seat.shows(TimeState, "on") == next_monday().isoformat()


def test_the_second_of_two_identical_submits_shows_the_booking_made() -> None:
    team = given_team()

    async def visit(seat: Wizard) -> None:
        await seat.to_the_customer(team, monday_at(9))
        submission = seat.shows(NewBookingState, "submission_id")
        for _ in range(2):
            await seat.send(NewBookingState.create({**ANA, "submission": submission}))

    seat = wizard(visit)

    assert len(booked()) == 1
    assert len(set(seat.toasts)) == 1
    assert "Booked: Ana Ruiz" in seat.toasts[-1]


def test_providers_are_offered_their_own_services_times_and_themselves() -> None:
    team = given_team()
    given_provider(service_ids=[team.service_id], location_id=team.location_id, name="Cleo")
    given_service(location_ids=[team.location_id], name="Colour")

    async def visit(seat: Wizard) -> None:
        await seat.send(NewBookingState.open)
        assert [card.name for card in seat.shows(NewBookingState, "services")] == ["Haircut"]
        assert seat.shows(NewBookingState, "service_id") == team.service_id
        await seat.send(NewBookingState.go_on(1))
        await seat.choose_start(monday_at(9))

    seat = wizard(visit, Role.PROVIDER, team.provider_id)

    assert [card.name for card in seat.shows(ProviderState, "providers")] == ["Ben"]

"""What browsers send by themselves: drafts, and whatever else."""

from typing import Any
from uuid import uuid4

import pytest
import reflex as rx

from bookings_app.ui.new_booking.customer_state import CustomerState
from bookings_app.ui.new_booking.provider_state import ProviderState
from bookings_app.ui.new_booking.state import NewBookingState
from bookings_app.ui.new_booking.time_state import TimeState
from tests.factories import (
    given_contact,
    given_team,
)
from tests.ui.wizard import Wizard, booked, monday_at, taken, wizard

pytestmark = pytest.mark.usefixtures("sqlite_database")


def test_a_draft_the_browser_kept_is_taken_up_at_its_step() -> None:
    team, ana = given_team(), given_contact()
    draft = {
        "submission": str(uuid4()),
        "step": 4,
        "service": team.service_id,
        "location": team.location_id,
        "slot": monday_at(9).isoformat(),
        "provider": team.provider_id,
        "contact": ana,
        "conversation": "",
        "found_by": "",
    }

    async def visit(seat: Wizard) -> None:
        await seat.send(NewBookingState.restore(draft))
        assert seat.step == 4
        assert seat.shows(CustomerState, "contact").name == "Ana Ruiz"
        assert seat.shows(CustomerState, "fill") in (None, {"turn": 0})  # what was typed wins
        await seat.create()

    wizard(visit)

    assert booked()[0].starts_at == monday_at(9)


def test_a_draft_stops_at_the_step_whose_choice_is_gone() -> None:
    team = given_team()
    taken(team, monday_at(9))
    draft = {
        "submission": str(uuid4()),
        "step": 4,
        "service": team.service_id,
        "location": team.location_id,
        "slot": monday_at(9).isoformat(),
    }

    async def visit(seat: Wizard) -> None:
        await seat.send(NewBookingState.restore(draft))

    seat = wizard(visit)

    assert seat.step == 2
    assert seat.shows(TimeState, "starts_at") == ""


STRANGE = [None, 7, -1, True, [], {}, "", "nobody", "2026-13-40", "9999-12-31", "\x00", "x" * 9_999]

HANDLERS: list[tuple[type[rx.State], str, str]] = [
    (NewBookingState, "pick_service", "service_id"),
    (NewBookingState, "pick_location", "location_id"),
    (NewBookingState, "go_on", "step"),
    (NewBookingState, "create", "form"),
    (NewBookingState, "restore", "draft"),
    (TimeState, "show_month", "month"),
    (TimeState, "pick_day", "on"),
    (TimeState, "pick_slot", "starts_at"),
    (ProviderState, "pick_provider", "provider_id"),
    (CustomerState, "pick_conversation", "conversation_id"),
    (CustomerState, "search", "text"),
]


@pytest.mark.parametrize("sent", STRANGE, ids=repr)
def test_whatever_a_browser_sends_changes_nothing_and_breaks_nothing(sent: Any) -> None:
    team = given_team()

    async def visit(seat: Wizard) -> None:
        await seat.to_the_customer(team, monday_at(9))
        for state, handler, argument in HANDLERS:
            await seat.call(state, handler, {argument: sent})
        await seat.create()

    seat = wizard(visit)

    assert len(booked()) == 1
    assert not any("went wrong" in toast for toast in seat.toasts)

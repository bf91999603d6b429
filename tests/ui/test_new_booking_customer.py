"""The last step: contacts, conversations, fields, and closing."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings_app.domain.contact import NewConversation
from bookings_app.ui.new_booking.customer_state import CustomerState
from bookings_app.ui.new_booking.state import NewBookingState
from bookings_app.usecases.contacts import add_conversation
from tests.factories import (
    ADMIN,
    given_contact,
    given_team,
)
from tests.ui.wizard import Wizard, booked, bookings_refused, monday_at, wizard

pytestmark = pytest.mark.usefixtures("sqlite_database")


def test_every_field_that_cannot_be_taken_is_named_at_once() -> None:
    team = given_team()

    async def visit(seat: Wizard) -> None:
        await seat.to_the_customer(team, monday_at(9))
        await seat.create(name=" ", phone="abc", email="ana", notes="x" * 5_001)

    seat = wizard(visit)

    errors = seat.shows(CustomerState, "errors")
    assert set(errors) == {"name", "phone", "email", "notes"}
    assert errors["name"] == "Enter a name."
    assert (seat.step, booked()) == (4, [])


def test_a_contact_fills_the_fields_and_their_newest_conversation_is_linked() -> None:
    team = given_team()
    ana = given_contact(email="ana@example.com")
    now = datetime.now(UTC)
    for external_id, days_ago in (("+34 600 000 001", 9), ("+34 600 000 002", 1)):
        add_conversation(
            ana,
            NewConversation("whatsapp", external_id, now - timedelta(days=days_ago)),
            by=ADMIN,
            now=now,
        )

    async def visit(seat: Wizard) -> None:
        await seat.to_the_customer(team, monday_at(9))
        await seat.send(CustomerState.search("rui"))
        assert [card.name for card in seat.shows(CustomerState, "found")] == ["Ana Ruiz"]
        await seat.send(CustomerState.pick_contact(ana))

    seat = wizard(visit)

    assert seat.shows(CustomerState, "fill") == {
        "name": "Ana Ruiz",
        "phone": "+34600111222",
        "email": "ana@example.com",
        "turn": 1,
    }
    cards = seat.shows(CustomerState, "conversations")
    assert [card.name for card in cards] == [
        "WhatsApp, +34 600 000 002",
        "WhatsApp, +34 600 000 001",
        "None",
    ]
    assert seat.shows(CustomerState, "conversation_id") == cards[0].id


def test_one_letter_searches_nothing() -> None:
    given_contact()

    async def visit(seat: Wizard) -> None:
        await seat.send(CustomerState.search("a"))

    assert wizard(visit).shows(CustomerState, "found") in (None, [])


@pytest.mark.parametrize(
    ("sought", "field"), [("ana", "name"), ("600 111", "phone"), ("ana@example.com", "email")]
)
def test_whoever_is_in_no_address_book_is_entered_as_they_were_searched_for(
    sought: str, field: str
) -> None:
    async def visit(seat: Wizard) -> None:
        await seat.send(CustomerState.name_customer(f" {sought} "))

    assert wizard(visit).shows(CustomerState, "fill") == {field: sought, "turn": 1}


def test_nothing_of_the_customer_stays_when_it_is_booked() -> None:
    team, ana = given_team(), given_contact()

    async def visit(seat: Wizard) -> None:
        await seat.to_the_customer(team, monday_at(9))
        await seat.send(CustomerState.pick_contact(ana))
        await seat.create()

    seat = wizard(visit)

    assert seat.shows(CustomerState, "contact").name == ""
    assert seat.shows(CustomerState, "fill") == {"turn": 0}
    assert booked()[0].customer_name == "Ana Ruiz"


def test_closing_asks_first_when_something_was_typed() -> None:
    team = given_team()

    async def visit(seat: Wizard) -> None:
        await seat.to_the_customer(team, monday_at(9))
        await seat.call(CustomerState, "note_text", {"has_text": True})
        await seat.call(NewBookingState, "use_dialog", {"is_open": False})
        assert seat.shows(NewBookingState, "asks_to_discard") is True
        assert seat.shows(NewBookingState, "is_open") is True
        await seat.send(NewBookingState.discard)

    seat = wizard(visit)

    assert seat.shows(NewBookingState, "is_open") is False
    assert booked() == []


def test_a_failure_leaves_everything_where_it_was_to_be_sent_again(sqlite_database: str) -> None:
    team = given_team()

    async def visit(seat: Wizard) -> None:
        await seat.to_the_customer(team, monday_at(9))
        with bookings_refused(sqlite_database):
            await seat.create()
        assert seat.shows(NewBookingState, "is_sending") is False
        assert seat.shows(NewBookingState, "answers") == 1
        assert seat.step == 4
        await seat.create()

    seat = wizard(visit)

    assert seat.toasts[0] == "Something went wrong. Nothing was changed; please try again."
    assert len(booked()) == 1

"""The last step: contacts, conversations, fields, and closing."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings_app.domain.access import Role
from bookings_app.domain.contact import NewConversation
from bookings_app.domain.errors import NotFound
from bookings_app.ui import format as words
from bookings_app.ui.new_booking.customer_state import CustomerState
from bookings_app.ui.new_booking.state import NewBookingState
from bookings_app.usecases.contacts import add_conversation
from tests.factories import (
    ADMIN,
    Team,
    given_contact,
    given_provider,
    given_team,
)
from tests.stored_bookings import given_stored_booking
from tests.ui.wizard import Wizard, booked, bookings_refused, monday_at, next_monday, wizard

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
        "phone": "+34 600 11 12 22",
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


def test_a_contact_who_is_booked_at_that_time_is_warned_of_and_let_through() -> None:
    team = given_team()
    colleague = Team(team.service_id, team.location_id, given_provider(name="Cleo"))
    ana = given_contact()
    given_stored_booking(colleague, monday_at(9, 15), contact_id=ana)

    async def visit(seat: Wizard) -> None:
        await seat.to_the_customer(team, monday_at(9))
        assert seat.shows(CustomerState, "overlap") in (None, "")
        await seat.send(CustomerState.pick_contact(ana))

    seat = wizard(visit)

    day = words.day(next_monday())
    assert seat.shows(CustomerState, "overlap") == (
        f"Ana Ruiz already has a booking at that time: {day}, 09:15 – 09:45, Haircut with Ben,"
        " Old Town. You can still book."
    )


def test_the_warning_goes_with_the_contact_and_with_the_time() -> None:
    team, ana = given_team(), given_contact()
    colleague = Team(team.service_id, team.location_id, given_provider(name="Cleo"))
    given_stored_booking(colleague, monday_at(9), contact_id=ana)

    async def visit(seat: Wizard) -> None:
        await seat.to_the_customer(team, monday_at(9))
        await seat.send(CustomerState.pick_contact(ana))
        await seat.send(CustomerState.change_contact)
        assert seat.shows(CustomerState, "overlap") == ""
        await seat.send(CustomerState.pick_contact(ana))
        assert "already has a booking" in seat.shows(CustomerState, "overlap")
        await seat.send(NewBookingState.go_back(2))
        await seat.choose_start(monday_at(9, 30))
        await seat.send(NewBookingState.go_on(3))
        assert seat.shows(CustomerState, "overlap") == ""
        await seat.create()

    wizard(visit)

    assert [entry.starts_at for entry in booked()] == [monday_at(9), monday_at(9, 30)]


def test_a_provider_is_not_told_what_the_other_booking_is() -> None:
    team = given_team()
    colleague = Team(team.service_id, team.location_id, given_provider(name="Cleo"))
    ana = given_contact()
    given_stored_booking(team, monday_at(14), contact_id=ana)
    given_stored_booking(colleague, monday_at(9), contact_id=ana)

    async def visit(seat: Wizard) -> None:
        await seat.to_the_customer(team, monday_at(9))
        await seat.send(CustomerState.search("ruiz"))
        await seat.send(CustomerState.pick_contact(ana))

    seat = wizard(visit, role=Role.PROVIDER, provider_id=team.provider_id)

    assert seat.shows(CustomerState, "overlap") == (
        "Ana Ruiz has another booking at that time. You can still book."
    )


def test_booking_for_a_contact_begins_with_the_contact_picked() -> None:
    team, ana = given_team(), given_contact(email="ana@example.com")

    async def visit(seat: Wizard) -> None:
        await seat.send(NewBookingState.open_for(ana))
        assert (seat.step, seat.shows(CustomerState, "contact").name) == (1, "Ana Ruiz")
        await seat.choose_place(team)
        await seat.choose_start(monday_at(9))
        await seat.send(NewBookingState.go_on(3))
        assert seat.shows(CustomerState, "fill")["email"] == "ana@example.com"
        await seat.create()

    wizard(visit)

    assert booked()[0].contact_id == ana


def test_booking_for_somebody_one_may_not_see_opens_nothing() -> None:
    ana = given_contact(phone="+34 600 111 222")

    async def visit(seat: Wizard) -> None:
        with pytest.raises(NotFound):
            await seat.send(NewBookingState.open_for(ana))
        assert not seat.shows(NewBookingState, "is_open")
        await seat.send(NewBookingState.open_for(ana, "+34 600 111 222"))

    seat = wizard(visit, role=Role.PROVIDER, provider_id=given_provider())

    assert seat.shows(NewBookingState, "is_open") is True

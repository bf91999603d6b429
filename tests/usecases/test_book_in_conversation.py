"""Booking for whoever writes in a conversation: contact, link and booking, or none of them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.tables import ContactRow, ConversationRow
from bookings_app.domain.booking import BookingSource, BookingStatus
from bookings_app.domain.contact import NewConversation
from bookings_app.domain.customer import CustomerDetails
from bookings_app.domain.errors import Invalid, SlotNotOffered, SlotTaken, SubmissionMismatch
from bookings_app.usecases.bookings import create_booking
from bookings_app.usecases.contacts import add_conversation
from bookings_app.usecases.conversations import (
    ConversationBooking,
    book_in_conversation,
    contact_in,
    talking_in,
)
from bookings_app.usecases.status_changes import cancel_booking
from tests.bookings import ANA, DAY, HALF_HOUR, TEN, history, insist_that_all_is_well, stored
from tests.bookings import wanted as by_hand
from tests.factories import ADMIN, NOON, Team, ai_agent, given_contact, given_team

pytestmark = pytest.mark.usefixtures("database")

WHATSAPP = NewConversation("whatsapp", "+34600111222")
ELSEWHERE = NewConversation("whatsapp", "+34600999888")


def wanted(
    team: Team,
    starts_at: datetime = TEN,
    *,
    conversation: NewConversation = WHATSAPP,
    customer: CustomerDetails = ANA,
    request_id: str | None = None,
) -> ConversationBooking:
    """What an agent asks for."""
    return ConversationBooking(
        conversation,
        team.service_id,
        team.location_id,
        team.provider_id,
        starts_at,
        customer,
        request_id,
    )


def test_somebody_new_becomes_a_contact_with_a_conversation_and_a_booking() -> None:
    made = book_in_conversation(wanted(given_team()), by=ai_agent(), now=NOON)

    (contact,) = stored(ContactRow)
    (conversation,) = stored(ConversationRow)
    assert (contact["name"], contact["phone"]) == ("Ana Ruiz", "+34600111222")
    assert conversation["contact_id"] == contact["id"]
    assert conversation["last_message_at"] == NOON
    assert not made.was_there
    booking = made.booking
    assert (booking.contact_id, booking.conversation_id) == (contact["id"], conversation["id"])
    assert booking.source is BookingSource.AI_AGENT
    assert booking.created_by_name == "Assistant"
    assert booking.status is BookingStatus.CONFIRMED
    assert history(booking.id) == ["created"]


def test_who_has_the_phone_is_the_contact_however_it_is_written() -> None:
    contact_id = given_contact(phone="+34 600 111 222")
    customer = replace(ANA, phone="0034 600-111-222")

    made = book_in_conversation(wanted(given_team(), customer=customer), by=ai_agent(), now=NOON)

    assert made.booking.contact_id == contact_id
    assert len(stored(ContactRow)) == 1


def test_in_a_known_conversation_nothing_need_be_said_of_the_customer() -> None:
    contact_id = given_contact(email="ana@example.com")
    known = add_conversation(contact_id, WHATSAPP, by=ADMIN, now=NOON)
    nobody = CustomerDetails("")

    made = book_in_conversation(wanted(given_team(), customer=nobody), by=ai_agent(), now=NOON)

    assert made.booking.conversation_id == known.id
    assert made.booking.customer_name == "Ana Ruiz"
    assert made.booking.customer_email == "ana@example.com"


def test_a_known_conversation_stays_its_contacts_whatever_phone_is_said() -> None:
    contact_id = given_contact()
    add_conversation(contact_id, WHATSAPP, by=ADMIN, now=NOON)
    given_contact(name="Otto Brandt", phone="+34 600 999 888")
    said = replace(ANA, phone="+34 600 999 888")

    made = book_in_conversation(wanted(given_team(), customer=said), by=ai_agent(), now=NOON)

    assert made.booking.contact_id == contact_id


@pytest.mark.parametrize(
    ("customer", "field"),
    [
        (replace(ANA, phone=""), "phone"),
        (replace(ANA, phone="12"), "phone"),
        (replace(ANA, name=" "), "name"),
        (replace(ANA, email="nowhere"), "email"),
        (replace(ANA, notes="\0"), "notes"),
    ],
)
def test_what_cannot_be_taken_is_named_and_nobody_is_added(
    customer: CustomerDetails, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        book_in_conversation(wanted(given_team(), customer=customer), by=ai_agent(), now=NOON)

    assert {name for name, _ in refusal.value.errors} == {field}
    assert stored(ContactRow) == stored(ConversationRow) == stored(BookingRow) == []


def test_a_slot_that_is_taken_leaves_no_contact_behind() -> None:
    team = given_team()
    create_booking(by_hand(team), by=ADMIN, now=NOON)

    with pytest.raises(SlotTaken):
        book_in_conversation(wanted(team), by=ai_agent(), now=NOON)

    assert stored(ContactRow) == stored(ConversationRow) == []


def test_notice_binds_agents() -> None:
    team = given_team(min_notice_minutes=60 * 24 * 30)

    with pytest.raises(SlotNotOffered):
        book_in_conversation(wanted(team), by=ai_agent(), now=NOON)


def test_who_lost_the_answer_and_asks_again_gets_the_same_booking() -> None:
    team = given_team()
    first = book_in_conversation(wanted(team), by=ai_agent(), now=NOON)

    again = book_in_conversation(wanted(team), by=ai_agent(), now=NOON + HALF_HOUR)

    assert again.was_there
    assert again.booking.id == first.booking.id
    assert len(stored(BookingRow)) == 1


def test_under_a_request_id_even_a_cancelled_booking_is_not_made_again() -> None:
    team = given_team()
    new = wanted(team, request_id="r1")
    first = book_in_conversation(new, by=ai_agent(), now=NOON)
    cancel_booking(first.booking.id, by=ADMIN, reason="Flu", now=NOON)

    again = book_in_conversation(new, by=ai_agent(), now=NOON + HALF_HOUR)

    assert (again.was_there, again.booking.id) == (True, first.booking.id)
    assert again.booking.status is BookingStatus.CANCELLED


def test_without_one_a_time_that_was_given_back_is_booked_anew() -> None:
    team = given_team()
    first = book_in_conversation(wanted(team), by=ai_agent(), now=NOON)
    cancel_booking(first.booking.id, by=ADMIN, reason="Flu", now=NOON)

    again = book_in_conversation(wanted(team), by=ai_agent(), now=NOON)

    assert not again.was_there
    assert again.booking.id != first.booking.id


def test_a_request_id_with_another_wish_is_refused() -> None:
    team = given_team()
    book_in_conversation(wanted(team, request_id="r1"), by=ai_agent(), now=NOON)

    with pytest.raises(SubmissionMismatch):
        book_in_conversation(wanted(team, TEN + DAY, request_id="r1"), by=ai_agent(), now=NOON)


def test_each_conversation_has_request_ids_of_its_own() -> None:
    team = given_team()
    book_in_conversation(wanted(team, request_id="1"), by=ai_agent(), now=NOON)
    otto = CustomerDetails("Otto Brandt", "+34 600 999 888")
    other = wanted(team, TEN + HALF_HOUR, conversation=ELSEWHERE, customer=otto, request_id="1")

    made = book_in_conversation(other, by=ai_agent(), now=NOON)

    assert not made.was_there
    assert made.booking.customer_name == "Otto Brandt"


@pytest.mark.parametrize("request_id", [None, "r1"])
def test_the_same_call_many_times_at_once_books_once_and_nobody_is_refused(
    database: str, request_id: str | None
) -> None:
    new = wanted(given_team(), request_id=request_id)

    with ThreadPoolExecutor(12) as callers:
        made = list(
            callers.map(lambda _: book_in_conversation(new, by=ai_agent(), now=NOON), range(12))
        )

    assert len({each.booking.id for each in made}) == 1
    assert [each.was_there for each in made].count(False) == 1
    assert len(stored(ContactRow)) == len(stored(ConversationRow)) == len(stored(BookingRow)) == 1
    insist_that_all_is_well(database)


def test_many_new_people_with_one_phone_are_one_contact(database: str) -> None:
    team = given_team()

    def book(number: int) -> str | None:
        conversation = NewConversation("web", f"visitor-{number}")
        start = TEN + number * timedelta(minutes=30)
        new = wanted(team, start, conversation=conversation)
        return book_in_conversation(new, by=ai_agent(), now=NOON).booking.contact_id

    with ThreadPoolExecutor(8) as callers:
        contacts = set(callers.map(book, range(8)))

    assert len(contacts) == 1
    assert len(stored(ConversationRow)) == 8
    insist_that_all_is_well(database)


def test_who_talks_in_a_conversation_is_its_contact() -> None:
    contact_id = given_contact()
    add_conversation(contact_id, WHATSAPP, by=ADMIN, now=NOON)

    found = contact_in(NewConversation("WhatsApp", " +34600111222 "))

    assert found is not None
    assert found.id == contact_id
    assert talking_in(WHATSAPP, by=ai_agent()).contact_id == contact_id
    assert talking_in(ELSEWHERE, by=ai_agent()).contact_id is None


def test_an_agent_of_another_call_is_nobody_in_this_one() -> None:
    given_contact()

    assert talking_in(ELSEWHERE, by=ai_agent("somebody")).contact_id is None

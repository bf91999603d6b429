"""Making a booking: what is stored, promised and announced."""

import secrets
from datetime import timedelta
from itertools import chain, repeat

import pytest

from bookings_app.domain.access import Actor, ProviderVisibility
from bookings_app.domain.booking import BookingSource, BookingStatus
from bookings_app.domain.contact import NewConversation
from bookings_app.domain.customer import CustomerDetails
from bookings_app.domain.errors import Forbidden, Invalid, SlotTaken
from bookings_app.usecases.bookings import create_booking
from bookings_app.usecases.contacts import add_conversation
from tests.bookings import (
    ANA,
    DAY,
    HALF_HOUR,
    TEN,
    Event,
    announcements,
    event_of,
    given_booking,
    nothing_happens,
    promised_looks,
    wanted,
)
from tests.factories import (
    ADMIN,
    MANAGER,
    NOON,
    Team,
    ai_agent,
    api_key,
    given_contact,
    given_provider,
    given_team,
    provider_actor,
)
from tests.sql_counter import statements
from tests.stored_bookings import given_stored_booking

pytestmark = pytest.mark.usefixtures("database")

WEBSITE = api_key("bookings:write", "contacts:read")


def test_a_booking_keeps_what_was_asked_for_and_what_was_booked() -> None:
    team = given_team(buffer_after_minutes=10)

    booking = create_booking(wanted(team), by=ADMIN, now=NOON)

    assert booking.status is BookingStatus.CONFIRMED
    assert booking.source is BookingSource.MANUAL
    assert (booking.service_name, booking.location_name, booking.provider_name) == (
        *("Haircut", "Old Town", "Ben"),
    )
    assert (booking.customer_name, booking.customer_phone, booking.customer_email) == (
        *("Ana Ruiz", "+34 600 111 222", "ana@example.com"),
    )
    assert booking.notes == "Window seat"
    assert (booking.starts_at, booking.ends_at) == (TEN, TEN + HALF_HOUR)
    assert (booking.blocks_from, booking.blocks_to) == (TEN, TEN + timedelta(minutes=40))
    assert booking.time_zone == "Europe/Madrid"
    assert (booking.created_by_id, booking.created_by_name) == ("member-admin", "Alba")
    assert (booking.created_at, booking.updated_at, booking.version) == (NOON, NOON, 1)
    assert (booking.contact_id, booking.conversation_id) == (None, None)


def test_a_confirmed_booking_has_an_event_a_promise_and_a_line_of_history() -> None:
    team = given_team()

    booking = create_booking(wanted(team), by=ADMIN, now=NOON)

    assert event_of(booking.id) == Event(
        team.provider_id, "Haircut - Ana Ruiz", TEN, TEN + HALF_HOUR
    )
    assert promised_looks() == [booking.id]
    (line,) = booking.history
    assert (line.number, line.what, line.at) == (1, "created", NOON)
    assert (line.by_kind, line.by_id, line.by_name) == ("member", "member-admin", "Alba")
    assert (line.before, line.after, line.reason) == ({}, {"status": "confirmed"}, "")


@pytest.mark.parametrize("by", [ADMIN, MANAGER, api_key("bookings:write", "bookings:approve")])
def test_where_approval_is_required_it_is_pending_whoever_books(by: Actor) -> None:
    team = given_team(requires_approval=True)

    booking = create_booking(wanted(team), by=by, now=NOON)

    assert booking.status is BookingStatus.PENDING
    assert booking.history[0].after == {"status": "pending"}
    assert event_of(booking.id) is None
    assert promised_looks() == []


def test_a_pending_booking_holds_the_time_too() -> None:
    team = given_team(requires_approval=True)
    given_booking(team)

    with pytest.raises(SlotTaken):
        create_booking(wanted(team), by=ADMIN, now=NOON)


def test_it_is_announced_once_it_can_be_read() -> None:
    team = given_team()

    with announcements() as heard:
        create_booking(wanted(team), by=ADMIN, now=NOON)

    assert heard == [1]


def test_the_door_decides_where_a_booking_comes_from() -> None:
    team = given_team()
    doors = {ADMIN: "manual", WEBSITE: "api", ai_agent(): "ai_agent"}

    sources = {
        by: create_booking(wanted(team, TEN + number * HALF_HOUR), by=by, now=NOON).source
        for number, by in enumerate(doors)
    }

    assert sources == doors


def test_a_start_may_be_given_with_any_offset() -> None:
    team = given_team()

    local = TEN.astimezone(tz=None)
    booking = create_booking(wanted(team, local), by=ADMIN, now=NOON)

    assert local.utcoffset() != timedelta(0)
    assert booking.starts_at == TEN
    assert booking.starts_at.utcoffset() == timedelta(0)


def test_a_contact_fills_in_what_is_missing() -> None:
    team = given_team()
    contact_id = given_contact(name="Berta Gil", phone="+34 600 333 444", email="berta@example.com")
    nothing_typed = CustomerDetails(" ", "\u200b", "", "Second floor")

    booking = create_booking(
        wanted(team, customer=nothing_typed, contact_id=contact_id), by=ADMIN, now=NOON
    )

    assert (booking.contact_id, booking.contact_name) == (contact_id, "Berta Gil")
    assert (booking.customer_name, booking.customer_phone, booking.customer_email) == (
        *("Berta Gil", "+34600333444", "berta@example.com"),
    )
    assert booking.notes == "Second floor"


def test_what_was_typed_wins_over_the_contact() -> None:
    team = given_team()
    contact_id = given_contact(name="Berta Gil", phone="+34 600 333 444", email="berta@example.com")

    booking = create_booking(wanted(team, contact_id=contact_id), by=ADMIN, now=NOON)

    assert (booking.customer_name, booking.customer_phone, booking.customer_email) == (
        *(ANA.name, ANA.phone, ANA.email),
    )
    assert booking.contact_name == "Berta Gil"


def test_a_conversation_is_kept_when_it_is_the_contacts() -> None:
    team, contact_id = given_team(), given_contact()
    conversation = add_conversation(
        contact_id, NewConversation("whatsapp", "34600111222", NOON), by=ADMIN, now=NOON
    )

    booking = create_booking(
        wanted(team, contact_id=contact_id, conversation_id=conversation.id), by=ADMIN, now=NOON
    )

    assert booking.conversation_id == conversation.id
    assert booking.conversation_channel == "whatsapp"
    assert booking.conversation_external_id == "34600111222"
    assert booking.conversation_last_message_at == NOON


def test_a_conversation_of_somebody_else_or_without_contact_is_refused() -> None:
    team, contact_id, other = (
        given_team(),
        given_contact(),
        given_contact(name="Berta Gil", phone=""),
    )
    conversation = add_conversation(
        other, NewConversation("whatsapp", "34600333444"), by=ADMIN, now=NOON
    )

    for contact in (contact_id, None):
        new = wanted(team, contact_id=contact, conversation_id=conversation.id)
        with nothing_happens(), pytest.raises(Invalid) as refused:
            create_booking(new, by=ADMIN, now=NOON)
        assert [field for field, _ in refused.value.errors] == ["conversation_id"]


def test_providers_book_for_themselves_only() -> None:
    team = given_team()
    colleague = given_provider(service_ids=[team.service_id], location_id=team.location_id)
    by = provider_actor(
        team.provider_id,
        visibility=ProviderVisibility.ASSIGNED_SERVICES,
        service_ids=[team.service_id],
    )

    assert create_booking(wanted(team), by=by, now=NOON).provider_id == team.provider_id
    with nothing_happens(), pytest.raises(Forbidden):
        create_booking(wanted(team, TEN + DAY, provider_id=colleague), by=by, now=NOON)
    with nothing_happens(), pytest.raises(Forbidden):
        create_booking(wanted(team, TEN + DAY, provider_id="unknown"), by=by, now=NOON)


def test_a_key_needs_its_scope() -> None:
    with nothing_happens(), pytest.raises(Forbidden):
        create_booking(wanted(given_team()), by=api_key("bookings:read"), now=NOON)


def test_a_provider_uses_contacts_they_had_or_know_the_exact_phone_or_e_mail_of() -> None:
    team = given_team()
    contact_id = given_contact(phone="+34 600 111 222", email="ana@example.com")
    by = provider_actor(team.provider_id)

    for known in ("", "600 111", "Ana Ruiz", "+34 600 111 223"):
        new = wanted(team, contact_id=contact_id, found_by=known)
        with nothing_happens(), pytest.raises(Invalid) as refused:
            create_booking(new, by=by, now=NOON)
        assert [field for field, _ in refused.value.errors] == ["contact_id"]

    by_phone = wanted(team, contact_id=contact_id, found_by="0034 600-111-222")
    assert create_booking(by_phone, by=by, now=NOON).contact_id == contact_id
    had_before = wanted(team, TEN + HALF_HOUR, contact_id=contact_id)
    assert create_booking(had_before, by=by, now=NOON).contact_id == contact_id


def test_an_agent_books_for_the_contact_it_talks_with() -> None:
    team, contact_id, other = (
        given_team(),
        given_contact(),
        given_contact(name="Berta Gil", phone=""),
    )

    booking = create_booking(wanted(team, contact_id=contact_id), by=ai_agent(contact_id), now=NOON)

    assert booking.contact_id == contact_id
    with nothing_happens(), pytest.raises(Invalid):
        create_booking(wanted(team, TEN + DAY, contact_id=other), by=ai_agent(contact_id), now=NOON)


def test_a_reference_that_is_used_already_is_not_used_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    team = given_team()
    letters = chain("A" * 24, repeat("B"))
    monkeypatch.setattr(secrets, "choice", lambda _: next(letters))

    references = [
        create_booking(wanted(team, starts_at), by=ADMIN, now=NOON).reference
        for starts_at in (TEN, TEN + HALF_HOUR)
    ]

    assert references == ["BK-AAAAAA", "BK-BBBBBB"]


def _asked_to_book(team: Team, number: int) -> int:
    with statements() as seen:
        create_booking(wanted(team, TEN + number * HALF_HOUR), by=ADMIN, now=NOON)
    return len(seen)


def test_a_booking_costs_the_same_few_statements_however_many_there_are() -> None:
    first = _asked_to_book(given_team(), 0)
    team = given_team()
    for number in range(100):
        given_stored_booking(team, TEN + HALF_HOUR + number * HALF_HOUR)

    assert _asked_to_book(team, 0) == first
    assert first <= 20

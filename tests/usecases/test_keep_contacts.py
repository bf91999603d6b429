"""Adding people to the address book, and where they write to us."""

from datetime import timedelta

import pytest

from bookings_app.domain.contact import NewContact, NewConversation
from bookings_app.domain.errors import Forbidden, Invalid, NotFound
from bookings_app.usecases.contacts import (
    ContactChanges,
    add_conversation,
    conversations_of,
    create_contact,
    edit_contact,
    get_contact,
    search_contacts,
)
from tests.factories import (
    ADMIN,
    NOON,
    ai_agent,
    api_key,
    given_contact,
    given_provider,
    given_team,
    provider_actor,
)
from tests.stored_bookings import given_stored_booking

pytestmark = pytest.mark.usefixtures("database")

WHATSAPP = NewConversation(channel="whatsapp", external_id="34600111222")


def test_every_wrong_field_is_named_at_once() -> None:
    new = NewContact(name="", phone="x", email="ana", notes="a\x00")

    with pytest.raises(Invalid) as refused:
        create_contact(new, by=ADMIN, now=NOON)

    assert [field for field, _ in refused.value.errors] == ["name", "phone", "email", "notes"]


def test_providers_and_keys_with_the_scope_add_contacts() -> None:
    ana = NewContact(name="Ana", email="ana@example.com")

    create_contact(ana, by=provider_actor(given_provider()), now=NOON)
    create_contact(ana, by=api_key("contacts:write"), now=NOON)
    create_contact(ana, by=ai_agent(), now=NOON)
    with pytest.raises(Forbidden):
        create_contact(ana, by=api_key("contacts:read"), now=NOON)


def test_a_contact_is_kept_as_entered_but_for_blanks_around() -> None:
    new = NewContact(
        name=" Ana Ruiz ", email="Ana@Example.com", notes="Left knee.\r\nGround floor."
    )

    contact = create_contact(new, by=ADMIN, now=NOON)

    assert get_contact(contact.id, seen_by=ADMIN) == contact
    assert (contact.name, contact.email) == ("Ana Ruiz", "Ana@Example.com")
    assert (contact.notes, contact.created_at) == ("Left knee.\nGround floor.", NOON)


def test_a_provider_leaves_a_way_to_find_the_contact_again() -> None:
    actor = provider_actor(given_provider())

    with pytest.raises(Invalid) as refused:
        create_contact(NewContact(name=" "), by=actor, now=NOON)
    assert [field for field, _ in refused.value.errors] == ["name", "phone"]

    ana = create_contact(NewContact(name="Ana", email="ana@example.com"), by=actor, now=NOON)
    assert get_contact(ana.id, seen_by=actor, found_by="ANA@example.com") == ana


def test_an_edit_changes_what_it_names_and_the_contact_is_found_by_it() -> None:
    contact_id = given_contact(name="Ana Ruiz", phone="+34 600 111 222", email="ana@example.com")

    edit_contact(contact_id, ContactChanges(name="Ana Ruiz Vega"), by=ADMIN, now=NOON)
    edit_contact(contact_id, ContactChanges(email="", notes="Left knee"), by=ADMIN, now=NOON)

    (ana,) = search_contacts("ruiz vega", seen_by=ADMIN)
    assert (ana.name, ana.phone) == ("Ana Ruiz Vega", "+34600111222")
    assert (ana.email, ana.notes) == ("", "Left knee")
    assert search_contacts("ana@example.com", seen_by=ADMIN) == []


def test_an_edit_that_cannot_be_taken_names_every_field_and_changes_nothing() -> None:
    contact_id = given_contact()
    wanted = ContactChanges(name=" ", phone="12", email="ana", notes="a\x00")

    with pytest.raises(Invalid) as refused:
        edit_contact(contact_id, wanted, by=ADMIN, now=NOON)

    assert [field for field, _ in refused.value.errors] == ["name", "phone", "email", "notes"]
    assert get_contact(contact_id, seen_by=ADMIN).name == "Ana Ruiz"


def test_providers_edit_whom_they_have_booked_and_nobody_else() -> None:
    team = given_team()
    actor = provider_actor(team.provider_id)
    mine = given_contact(name="Ana", phone="")
    theirs = given_contact(name="Eva", phone="")
    given_stored_booking(team, NOON, contact_id=mine)

    edit_contact(mine, ContactChanges(name="Ana Ruiz"), by=actor, now=NOON)
    with pytest.raises(NotFound):
        edit_contact(theirs, ContactChanges(name="Eva Ruiz"), by=actor, now=NOON)
    with pytest.raises(Forbidden):
        edit_contact(mine, ContactChanges(name="A"), by=api_key("contacts:read"), now=NOON)

    assert get_contact(mine, seen_by=ADMIN).name == "Ana Ruiz"


def test_conversations_come_with_the_latest_message_first() -> None:
    contact_id = given_contact()
    for external_id, minutes in (("old", 1), ("new", 2), ("never", None)):
        told = None if minutes is None else NOON + timedelta(minutes=minutes)
        new = NewConversation("WhatsApp", external_id, told)
        add_conversation(contact_id, new, by=ADMIN, now=NOON)

    found = conversations_of(contact_id, seen_by=ADMIN)

    assert [each.external_id for each in found] == ["new", "old", "never"]
    assert {each.channel for each in found} == {"whatsapp"}
    assert found[0].last_message_at == NOON + timedelta(minutes=2)


def test_the_same_conversation_again_only_gets_newer() -> None:
    contact_id = given_contact()
    later = NOON + timedelta(hours=1)
    for told in (NOON, later, None, NOON):
        new = NewConversation("whatsapp", "34600111222", told)
        add_conversation(contact_id, new, by=ADMIN, now=NOON)

    (conversation,) = conversations_of(contact_id, seen_by=ADMIN)

    assert conversation.last_message_at == later


def test_a_conversation_belongs_to_one_contact() -> None:
    add_conversation(given_contact(name="Ana"), WHATSAPP, by=ADMIN, now=NOON)

    with pytest.raises(Invalid) as refused:
        add_conversation(given_contact(name="Eva", phone=""), WHATSAPP, by=ADMIN, now=NOON)

    assert [field for field, _ in refused.value.errors] == ["external_id"]


def test_a_conversation_names_its_channel_and_its_id_there() -> None:
    with pytest.raises(Invalid) as refused:
        add_conversation(given_contact(), NewConversation(" ", ""), by=ADMIN, now=NOON)

    assert [field for field, _ in refused.value.errors] == ["channel", "external_id"]


def test_nobody_writes_into_a_contact_they_do_not_see() -> None:
    contact_id = given_contact()

    with pytest.raises(NotFound):
        add_conversation("unknown", WHATSAPP, by=ADMIN, now=NOON)
    with pytest.raises(NotFound):
        add_conversation(contact_id, WHATSAPP, by=provider_actor(given_provider()), now=NOON)
    with pytest.raises(NotFound):
        conversations_of(contact_id, seen_by=ai_agent("another"))

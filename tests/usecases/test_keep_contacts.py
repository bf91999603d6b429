"""Adding people to the address book, and where they write to us."""

from datetime import timedelta

import pytest

from bookings_app.domain.contact import NewContact, NewConversation
from bookings_app.domain.errors import Forbidden, Invalid, NotFound
from bookings_app.usecases.contacts import (
    add_conversation,
    conversations_of,
    create_contact,
    get_contact,
)
from tests.factories import (
    ADMIN,
    NOON,
    ai_agent,
    api_key,
    given_contact,
    given_provider,
    provider_actor,
)

pytestmark = pytest.mark.usefixtures("database")

WHATSAPP = NewConversation(channel="whatsapp", external_id="34600111222")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("+34 600 111-222", "+34600111222"),
        ("0034 (600) 111.222", "+34600111222"),
        ("(+34) 600/111222", "+34600111222"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_phone_is_kept_as_plus_and_digits(typed: str, stored: str) -> None:
    new = NewContact(name=" Ana Ruiz ", phone=typed, email="Ana@Example.com")

    contact = create_contact(new, by=ADMIN, now=NOON)

    assert get_contact(contact.id, seen_by=ADMIN) == contact
    assert (contact.name, contact.phone, contact.email) == ("Ana Ruiz", stored, "Ana@Example.com")


@pytest.mark.parametrize(
    "phone", ["600 111 222", "+34 600 x12", "+0 600 111", "+", "+1234567890123456", "call me"]
)
def test_a_phone_without_its_country_or_that_is_none_is_refused(phone: str) -> None:
    with pytest.raises(Invalid) as refused:
        create_contact(NewContact(name="Ana", phone=phone), by=ADMIN, now=NOON)

    assert [field for field, _ in refused.value.errors] == ["phone"]


def test_every_wrong_field_is_named_at_once() -> None:
    new = NewContact(name="", phone="x", email="ana", notes="a\x00")

    with pytest.raises(Invalid) as refused:
        create_contact(new, by=ADMIN, now=NOON)

    assert [field for field, _ in refused.value.errors] == ["name", "phone", "email", "notes"]


def test_providers_and_keys_with_the_scope_add_contacts() -> None:
    ana = NewContact(name="Ana")

    create_contact(ana, by=provider_actor(given_provider()), now=NOON)
    create_contact(ana, by=api_key("contacts:write"), now=NOON)
    create_contact(ana, by=ai_agent(), now=NOON)
    with pytest.raises(Forbidden):
        create_contact(ana, by=api_key("contacts:read"), now=NOON)


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
        add_conversation(given_contact(name="Eva"), WHATSAPP, by=ADMIN, now=NOON)

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

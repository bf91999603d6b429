"""Finding people in the address book."""

import pytest

from bookings_app.domain.access import Actor
from bookings_app.domain.errors import Forbidden, NotFound
from bookings_app.usecases.contacts import conversations_of, get_contact, search_contacts
from tests.address_book import given_country
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


def names(text: str, *, seen_by: Actor = ADMIN, limit: int = 8) -> list[str]:
    """The names of those found."""
    return [each.name for each in search_contacts(text, seen_by=seen_by, limit=limit)]


@pytest.mark.parametrize(
    "text",
    ["Ágnes", "ágnes", "ÁGNES", "agnes", "ÑANDÚ", "nandu", " ágnes ñ", "agnes@", "EXAMPLE.com"],
)
def test_somebody_is_found_by_a_part_of_name_or_email_whatever_the_case(text: str) -> None:
    given_contact(name="Ágnes Ñandú", email="Agnes@Example.com", phone="")
    given_contact(name="Somebody Else", email="")

    assert names(text) == ["Ágnes Ñandú"]


@pytest.mark.parametrize(
    "text", ["600 111", "600-111.222", "+34 (600) 111222", "0034600111222", "0600111222", "22"]
)
def test_somebody_is_found_by_the_digits_of_their_phone(text: str) -> None:
    given_contact(name="Ana Ruiz", phone="+34 600 111 222")
    given_contact(name="Somebody Else", phone="+49 30 9999")

    assert names(text) == ["Ana Ruiz"]


@pytest.mark.parametrize("text", ["Łukasz", "lukasz", "søren", "SOREN", "straße", "strasse"])
def test_letters_that_many_keyboards_lack_need_not_be_typed(text: str) -> None:
    given_contact(name="Łukasz Søren Straße")

    assert names(text) == ["Łukasz Søren Straße"]


@pytest.mark.parametrize("text", ["", "a", " a ", "a" * 201, "an\x00a", "an\ud800", "--", "00"])
def test_too_little_too_much_or_nothing_finds_nobody(text: str) -> None:
    given_contact(name="Ana Ruiz")

    assert names(text) == []


def test_percent_and_underscore_are_letters_like_others() -> None:
    given_contact(name="100%_sure", phone="")
    given_contact(name="Ana Ruiz")

    assert names("%_") == ["100%_sure"]
    assert names("a_a") == []
    assert names("__") == []
    assert names("\\%") == []


def test_names_that_begin_so_come_first_and_no_more_than_asked_for() -> None:
    for name in ("Joanna", "Zoe Anand", "Anton", "Anna"):
        given_contact(name=name, phone="")

    assert names("an") == ["Anna", "Anton", "Joanna", "Zoe Anand"]
    assert names("an", limit=2) == ["Anna", "Anton"]


def test_managers_and_keys_with_the_scope_see_the_whole_address_book() -> None:
    given_contact(name="Ana Ruiz")

    assert names("ana", seen_by=MANAGER) == ["Ana Ruiz"]
    assert names("ana", seen_by=api_key("contacts:read")) == ["Ana Ruiz"]
    with pytest.raises(Forbidden):
        names("ana", seen_by=api_key("contacts:write", "bookings:read"))


def test_providers_find_those_whom_they_have_booked() -> None:
    team = given_team()
    colleague = Team(team.service_id, team.location_id, given_provider())
    mine = given_contact(name="Ana Mine", phone="+34 600 111 222")
    theirs = given_contact(name="Ana Theirs", phone="+34 600 333 444")
    given_stored_booking(team, NOON, contact_id=mine)
    given_stored_booking(colleague, NOON, contact_id=theirs)

    assert names("ana", seen_by=provider_actor(team.provider_id)) == ["Ana Mine"]
    assert names("600", seen_by=provider_actor(team.provider_id)) == ["Ana Mine"]


@pytest.mark.parametrize("text", ["+34 600-333-444", "0034600333444", "Theirs@example.com"])
def test_providers_and_agents_find_others_by_exact_phone_or_email(text: str) -> None:
    provider_id = given_provider()
    given_contact(name="Ana Theirs", phone="+34 600 333 444", email="theirs@example.com")

    assert names(text, seen_by=provider_actor(provider_id)) == ["Ana Theirs"]
    assert names(text, seen_by=ai_agent()) == ["Ana Theirs"]


@pytest.mark.parametrize(
    "text", ["600 333 444", "+34 600 333 44", "heirs@example.com", "@example.com", "Ana"]
)
def test_a_part_of_phone_or_email_opens_nothing_to_them(text: str) -> None:
    provider_id = given_provider()
    given_contact(name="Ana Theirs", phone="+34 600 333 444", email="theirs@example.com")

    assert names(text, seen_by=provider_actor(provider_id)) == []
    assert names(text, seen_by=ai_agent()) == []


def test_an_agent_finds_the_contact_it_talks_with() -> None:
    contact_id = given_contact(name="Ana Ruiz")

    assert names("ana", seen_by=ai_agent(contact_id)) == ["Ana Ruiz"]


def test_a_provider_looks_at_a_contact_whose_phone_they_know() -> None:
    actor = provider_actor(given_provider())
    contact_id = given_contact(name="Ana Ruiz", phone="+34 600 111 222")

    with pytest.raises(NotFound):
        get_contact(contact_id, seen_by=actor)
    with pytest.raises(NotFound):
        conversations_of(contact_id, seen_by=actor, found_by="+34 600 111 223")
    assert get_contact(contact_id, seen_by=actor, found_by="+34 600111222").name == "Ana Ruiz"
    assert conversations_of(contact_id, seen_by=actor, found_by="+34 600111222") == []


def test_a_national_number_is_read_by_the_country_of_the_workspace() -> None:
    actor = provider_actor(given_provider())
    given_contact(name="Ana Theirs", phone="+34 600 333 444")
    assert names("600 333 444", seen_by=actor) == []

    given_country("ES")

    assert names("600-333-444", seen_by=actor) == ["Ana Theirs"]
    assert names("600 333 44", seen_by=actor) == []


def test_one_statement_finds_everybody() -> None:
    for number in range(10):
        given_contact(name=f"Ana {number}", phone="")

    with statements() as asked:
        assert len(names("ana")) == 8

    assert len(asked) == 1

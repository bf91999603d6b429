"""The address book as a list, a stretch at a time."""

import pytest

from bookings_app.domain.access import Actor
from bookings_app.domain.errors import Forbidden
from bookings_app.usecases.contact_pages import list_contacts
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


def given_contacts(*names: str) -> None:
    """Contacts with these names and nothing else."""
    for name in names:
        given_contact(name=name, phone="")


def pages(text: str = "", *, seen_by: Actor = ADMIN, limit: int = 50) -> list[list[str]]:
    """The names of each stretch until the end."""
    found: list[list[str]] = []
    cursor: str | None = None
    while True:
        stretch = list_contacts(text, seen_by=seen_by, limit=limit, cursor=cursor)
        found.append([each.name for each in stretch.items])
        cursor = stretch.next_cursor
        if cursor is None:
            return found


def test_everybody_is_listed_by_name_whatever_the_case_and_accents() -> None:
    given_contacts("Zoe", "ágnes", "Bea", "Ana")

    found = list_contacts(seen_by=ADMIN)

    assert [each.name for each in found.items] == ["ágnes", "Ana", "Bea", "Zoe"]
    assert (found.total, found.next_cursor) == (4, None)


def test_a_long_list_comes_in_stretches_without_gap_or_repetition() -> None:
    given_contacts("Eva", "Ana", "Dan", "Ana", "Bea", "Carl", "Ana")

    assert pages(limit=3) == [["Ana", "Ana", "Ana"], ["Bea", "Carl", "Dan"], ["Eva"]]
    assert pages(limit=7) == [["Ana", "Ana", "Ana", "Bea", "Carl", "Dan", "Eva"]]
    assert list_contacts(seen_by=ADMIN, limit=3).total == 7


def test_a_search_comes_in_stretches_too_those_who_begin_so_first() -> None:
    given_contacts("Joanna", "Zoe Anand", "Anton", "Bea", "Anna")

    assert pages("an", limit=2) == [["Anna", "Anton"], ["Joanna", "Zoe Anand"]]
    assert list_contacts("an", seen_by=ADMIN, limit=2).total == 4


def test_one_letter_narrows_the_list_already() -> None:
    given_contacts("Ana", "Bea")

    assert pages("b") == [["Bea"]]
    assert pages(" ") == [["Ana", "Bea"]]


@pytest.mark.parametrize("text", ["zz", "a" * 201, "an\x00a", "an\ud800", "%", "_"])
def test_what_nobody_answers_to_lists_nobody(text: str) -> None:
    given_contacts("Ana")

    assert pages(text) == [[]]


@pytest.mark.parametrize("cursor", ["", "unknown", "\x00", "\ud800"])
def test_a_cursor_of_no_contact_leads_to_the_end(cursor: str) -> None:
    given_contacts("Ana")

    assert list_contacts(seen_by=ADMIN, cursor=cursor).items == []


def test_providers_list_those_whom_they_have_booked_and_whose_phone_they_know() -> None:
    team = given_team()
    colleague = Team(team.service_id, team.location_id, given_provider())
    mine = given_contact(name="Ana Mine", phone="")
    theirs = given_contact(name="Ana Theirs", phone="+34 600 333 444")
    given_stored_booking(team, NOON, contact_id=mine)
    given_stored_booking(colleague, NOON, contact_id=theirs)
    actor = provider_actor(team.provider_id)

    assert pages(seen_by=actor) == [["Ana Mine"]]
    assert list_contacts(seen_by=actor).total == 1
    assert pages("+34 600-333-444", seen_by=actor) == [["Ana Theirs"]]
    assert pages("333", seen_by=actor) == [[]]


def test_managers_and_keys_with_the_scope_list_everybody_agents_their_own() -> None:
    given_contacts("Ana")
    eva = given_contact(name="Eva")

    assert pages(seen_by=MANAGER) == [["Ana", "Eva"]]
    assert pages(seen_by=api_key("contacts:read")) == [["Ana", "Eva"]]
    assert pages(seen_by=ai_agent(eva)) == [["Eva"]]
    assert pages(seen_by=ai_agent()) == [[]]
    with pytest.raises(Forbidden):
        list_contacts(seen_by=api_key("contacts:write"))


def test_a_stretch_takes_as_many_statements_however_long_it_is() -> None:
    given_contacts(*(f"Ana {number}" for number in range(12)))
    first = list_contacts(seen_by=ADMIN, limit=5)

    with statements() as asked:
        list_contacts("ana", seen_by=ADMIN, limit=10)
    with statements() as asked_for_more:
        list_contacts(seen_by=ADMIN, limit=5, cursor=first.next_cursor)

    assert (len(asked), len(asked_for_more)) == (2, 3)

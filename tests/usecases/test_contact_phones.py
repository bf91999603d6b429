"""The phone of a contact: one spelling for each number, and one contact for each phone."""

import threading

import pytest

from bookings_app.domain.contact import NewContact
from bookings_app.domain.errors import Invalid, PhoneTaken
from bookings_app.usecases.contacts import (
    ContactChanges,
    create_contact,
    edit_contact,
    get_contact,
    search_contacts,
)
from bookings_app.usecases.phones import readable
from tests.address_book import given_country
from tests.factories import ADMIN, NOON, ai_agent, api_key, given_contact

pytestmark = pytest.mark.usefixtures("database")


def stored(phone: str) -> str:
    """How the phone of a new contact is kept."""
    return create_contact(NewContact(name="Ana", phone=phone), by=ADMIN, now=NOON).phone


def refusal(phone: str) -> str:
    """The sentence beside the phone of a new contact."""
    with pytest.raises(Invalid) as refused:
        stored(phone)
    ((field, sentence),) = refused.value.errors
    assert field == "phone"
    return sentence


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+34 600 111-222", "+34600111222"),
        ("0034 (600) 111.222", "+34600111222"),
        ("(+34) 600/111222", "+34600111222"),
        ("+44 (0)7700 900142", "+447700900142"),
        ("+39 06 123 4567", "+39061234567"),
        ("+52 1 55 1234 5678", "+525512345678"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_an_international_number_needs_no_country_of_the_workspace(typed: str, kept: str) -> None:
    assert stored(typed) == kept


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("ES", "600 111 222", "+34600111222"),
        ("GB", "07700 900142", "+447700900142"),
        ("DE", "030 123456", "+4930123456"),
        ("IT", "06 123 4567", "+39061234567"),
        ("US", "(201) 555-0123", "+12015550123"),
        ("US", "011 34 600 111 222", "+34600111222"),
        ("US", "0034 600 111 222", "+34600111222"),
        ("ES", "+44 7700 900142", "+447700900142"),
    ],
)
def test_a_national_number_is_one_of_the_country_of_the_workspace(
    country: str, typed: str, kept: str
) -> None:
    given_country(country)

    assert stored(typed) == kept


def test_without_a_country_the_refusal_says_what_to_do() -> None:
    given_country("")

    assert refusal("600 111 222") == (
        "Enter the phone with its country, such as +34 600 111 222. Administrators can set"
        " the country of numbers without one under Settings."
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("+34 600", "This phone number is too short. Check that all of it is there."),
        ("+34 600 111 222 3", "This phone number is too long. Check it for a digit too many."),
        ("+1 555 0123", "Add the area code to this phone number."),
        ("+999 123 456", "No country has a phone code like this. Check the digits after the +."),
        (
            "+34 600 111 222 x12",
            "Leave the extension out of the phone number; it can go into the notes.",
        ),
    ],
)
def test_what_is_no_number_is_refused_with_what_is_wrong_with_it(typed: str, sentence: str) -> None:
    assert refusal(typed) == sentence


@pytest.mark.parametrize("typed", ["+", "+1234567890123456", "call me", "+0 600 111", "a\x00"])
def test_what_is_nothing_like_a_phone_is_refused(typed: str) -> None:
    assert refusal(typed)


def test_the_same_phone_in_two_spellings_is_one_contact() -> None:
    given_country("ES")
    ana = given_contact(name="Ana Ruiz", phone="+34 600 111 222")

    with pytest.raises(PhoneTaken) as refused:
        create_contact(NewContact(name="Anna", phone="600-111-222"), by=ADMIN, now=NOON)

    assert refused.value.errors == (("phone", "Ana Ruiz has this phone already."),)
    assert (refused.value.contact_id, refused.value.contact_name) == (ana, "Ana Ruiz")
    assert [each.name for each in search_contacts("600111222", seen_by=ADMIN)] == ["Ana Ruiz"]


def test_the_phone_of_another_contact_is_refused_along_with_what_else_is_wrong() -> None:
    given_contact(name="Ana Ruiz", phone="+34 600 111 222")

    with pytest.raises(PhoneTaken) as refused:
        create_contact(NewContact(name=" ", phone="0034600111222"), by=ADMIN, now=NOON)

    assert [field for field, _ in refused.value.errors] == ["name", "phone"]


def test_a_contact_keeps_its_own_phone_and_gets_nobody_elses() -> None:
    ana = given_contact(name="Ana Ruiz", phone="+34 600 111 222")
    eva = given_contact(name="Eva Sol", phone="+34 600 333 444")

    edit_contact(eva, ContactChanges(phone="0034 600 333 444"), by=ADMIN, now=NOON)
    with pytest.raises(PhoneTaken) as refused:
        edit_contact(eva, ContactChanges(phone="+34 600 111222"), by=ADMIN, now=NOON)

    assert refused.value.contact_id == ana
    assert get_contact(eva, seen_by=ADMIN).phone == "+34600333444"


def test_a_key_that_only_writes_is_not_told_whose_phone_it_is() -> None:
    given_contact(name="Ana Ruiz", phone="+34 600 111 222")
    anna = NewContact(name="Anna", phone="+34600111222")

    with pytest.raises(PhoneTaken) as refused:
        create_contact(anna, by=api_key("contacts:write"), now=NOON)
    assert str(refused.value) == "Another contact has this phone already."
    assert (refused.value.contact_id, refused.value.contact_name) == ("", "")

    with pytest.raises(PhoneTaken, match="Ana Ruiz"):
        create_contact(anna, by=ai_agent(), now=NOON)


def test_of_many_who_enter_one_phone_at_once_one_makes_the_contact() -> None:
    spellings = ["+34 600 111 222", "0034600111222", "(+34) 600-111-222", "+34.600.111.222"]
    together = threading.Barrier(len(spellings))
    answers: list[str] = []

    def enter(phone: str) -> None:
        together.wait()
        try:
            create_contact(NewContact(name="Ana", phone=phone), by=ADMIN, now=NOON)
            answers.append("made")
        except PhoneTaken as refused:
            answers.append(refused.contact_name)

    people = [threading.Thread(target=enter, args=[phone]) for phone in spellings]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert sorted(answers) == ["Ana", "Ana", "Ana", "made"]
    assert len(search_contacts("ana", seen_by=ADMIN)) == 1


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("+34600111222", "+34 600 11 12 22"),
        ("+447700900142", "+44 7700 900142"),
        ("", ""),
        ("+", "+"),
        ("600 111", "600 111"),
    ],
)
def test_a_number_is_shown_in_groups(phone: str, shown: str) -> None:
    assert readable(phone) == shown

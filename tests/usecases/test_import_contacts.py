"""Contacts from a file."""

from pathlib import Path

import pytest

from bookings_app.domain.access import Actor
from bookings_app.domain.errors import Forbidden, ImportRefused, Invalid
from bookings_app.usecases.contacts import conversations_of, search_contacts
from bookings_app.usecases.import_report import ImportReport, RefusedRow
from bookings_app.usecases.importing import ImportKind, import_file, look_at_file
from bookings_app.usecases.views import ContactView
from tests.factories import ADMIN, MANAGER, NOON, ai_agent, api_key, given_contact, provider_actor

pytestmark = pytest.mark.usefixtures("database")

FIRST = "Name,Phone,E-mail,Notes,WhatsApp number\n"
ANA = "Ana Ruiz,+34 600 111 222,ana@example.com,Window seat,+34 600 111 333\n"


def imported(*lines: str, by: Actor = ADMIN) -> ImportReport:
    return import_file((FIRST + "".join(lines)).encode(), by=by, now=NOON)


def everybody(typed: str = "ana") -> list[ContactView]:
    """Who is found in the address book."""
    return search_contacts(typed, seen_by=ADMIN, limit=100)


def test_a_row_is_a_contact_and_where_they_write_to_us() -> None:
    report = imported(ANA, by=MANAGER)

    (ana,) = everybody()
    assert (ana.name, ana.phone, ana.email, ana.notes, ana.created_at) == (
        "Ana Ruiz",
        "+34600111222",
        "ana@example.com",
        "Window seat",
        NOON,
    )
    (conversation,) = conversations_of(ana.id, seen_by=ADMIN)
    assert (conversation.channel, conversation.external_id) == ("whatsapp", "+34600111333")
    assert report == ImportReport(
        kind=ImportKind.CONTACTS,
        rows=1,
        new_contacts=1,
        known_contacts=0,
        bookings=0,
        outside_hours=0,
        notices=(),
        refused=(),
    )


def test_the_same_file_twice_is_once() -> None:
    lines = (ANA, "Ana Soler,,soler@example.com,Left,\n", "Ana Vidal,,,,\n")
    imported(*lines)
    before = everybody()

    report = imported(*lines)

    assert everybody() == before
    assert (report.new_contacts, report.known_contacts) == (0, 3)


def test_the_same_phone_is_the_same_contact_and_what_is_missing_is_filled_in() -> None:
    contact_id = given_contact(name="Ana Ruiz", phone="+34 600 111 222")

    report = imported(
        "Ana Ruiz,0034 600-111-222,ana@example.com,Window seat,\n",
        "ANA RUIZ,+34600111222,ANA@example.com,Likes tea,\n",
    )

    (ana,) = everybody()
    assert (ana.id, ana.name, ana.email) == (contact_id, "Ana Ruiz", "ana@example.com")
    assert ana.notes == "Window seat\nLikes tea"
    assert (report.rows, report.new_contacts, report.known_contacts) == (2, 0, 1)
    assert report.notices == ()


def test_nothing_that_is_known_is_overwritten_and_that_is_said() -> None:
    given_contact(name="Ana Ruiz", phone="+34 600 111 222", email="ana@example.com")

    report = imported("Luis Ruiz,+34 600 111 222,luis@example.com,,\n")

    (ana,) = everybody()
    assert (ana.name, ana.email) == ("Ana Ruiz", "ana@example.com")
    assert report.notices == (
        "Line 2: Luis Ruiz is Ana Ruiz in the address book, and stays so.",
        "Line 2: Ana Ruiz has another e-mail, which was kept.",
    )


def test_who_is_found_by_whatsapp_or_by_name_and_e_mail_is_known_too() -> None:
    imported("Ana Ruiz,,ana@example.com,,+34 600 111 333\n")

    report = imported(
        "Ana R.,,,,0034600111333\n",
        "Ana Ruiz,+34 600 111 222,Ana@Example.com,,\n",
    )

    (ana,) = everybody()
    assert ana.phone == "+34600111222"
    assert (report.new_contacts, report.known_contacts) == (0, 1)


def test_namesakes_with_something_to_tell_them_apart_stay_two() -> None:
    imported(
        "Ana Ruiz,+34 600 111 222,,,\n",
        "Ana Ruiz,+34 600 111 444,,,\n",
        "Ana Ruiz,,other@example.com,,\n",
        "Ana Ruiz,,,Afternoons only,\n",
    )

    assert len(everybody()) == 4


def test_a_whatsapp_number_of_somebody_else_is_refused() -> None:
    imported(ANA)

    with pytest.raises(ImportRefused) as refused:
        imported("Ben,+34 600 111 444,,,+34 600 111 333\n")

    assert refused.value.errors == (("2.whatsapp", "Line 2: This WhatsApp number is Ana Ruiz's."),)


def test_every_wrong_cell_of_every_row_is_named_and_nothing_is_stored() -> None:
    lines = (
        ANA,
        ",12,ana at example,,+34\n",
        "Ben\n",
        "Cleo\u202e,,,,\n",
        f"Dora,,,{'x' * 5_001},\n",
    )

    report = look_at_file((FIRST + "".join(lines)).encode(), by=ADMIN, now=NOON)
    with pytest.raises(ImportRefused) as refused:
        imported(*lines)

    assert [(each.line, each.column) for each in report.refused] == [
        (3, "name"),
        (3, "phone"),
        (3, "email"),
        (3, "whatsapp"),
        (4, ""),
        (5, "name"),
        (6, "notes"),
    ]
    assert report.refused[4] == RefusedRow(4, "", "This line has 1 of 5 columns.")
    assert str(refused.value) == "4 rows cannot be taken. Nothing was imported."
    assert len(refused.value.errors) == 7
    assert everybody() == []


def test_a_dry_run_says_what_would_be_done_and_does_nothing() -> None:
    given_contact(name="Ana Vidal", phone="+34 600 111 999")

    report = look_at_file(
        (FIRST + ANA + "Ana Vidal,+34600111999,v@example.com,,\n").encode(), by=MANAGER, now=NOON
    )

    assert (report.rows, report.new_contacts, report.known_contacts) == (2, 1, 1)
    assert [(each.name, each.email) for each in everybody()] == [("Ana Vidal", "")]


def test_a_file_that_cannot_be_read_is_refused_as_a_whole() -> None:
    for verb in (look_at_file, import_file):
        with pytest.raises(Invalid, match="never closed"):
            verb(FIRST.encode() + b'"Ana', by=ADMIN, now=NOON)
        with pytest.raises(Invalid, match="lacks these columns: name"):
            verb(b"Phone\n+34 600 111 222\n", kind=ImportKind.CONTACTS, by=ADMIN, now=NOON)


@pytest.mark.parametrize(
    "actor", [provider_actor("p"), api_key("contacts:write", "setup:write"), ai_agent()]
)
def test_only_administrators_and_managers_import(actor: Actor) -> None:
    for verb in (look_at_file, import_file):
        with pytest.raises(Forbidden):
            verb((FIRST + ANA).encode(), by=actor, now=NOON)
    assert everybody() == []


def test_our_own_file_of_five_thousand_comes_back(tmp_path: Path) -> None:
    lines = [f"Ana {number},+34 600 {number:06},,'=note {number},\n" for number in range(5_000)]
    path = tmp_path / "contacts.csv"
    path.write_text(FIRST + "".join(lines), encoding="utf-16")

    report = import_file(path.read_bytes(), by=ADMIN, now=NOON)

    assert report.new_contacts == 5_000
    (last,) = everybody("Ana 4999")
    assert (last.phone, last.notes) == ("+34600004999", "=note 4999")

"""Importing from our pages: whose file is read at all, and what is answered about it."""

import csv
import io
from collections.abc import Callable

import httpx
import pytest

from bookings_app.domain.access import Role
from bookings_app.domain.csv_file import MOST_BYTES
from bookings_app.usecases.contact_pages import list_contacts
from tests.api.browser import Browser, browser, signed_in_browser
from tests.factories import ADMIN, given_provider, given_team
from tests.members import given_member

pytestmark = pytest.mark.usefixtures("sqlite_database")

FIRST = "Name,Phone,E-mail\n"
LOOK, TAKE, REFUSALS = (f"/api/ui/import/{act}" for act in ("look", "take", "refusals"))


def desk(role: Role = Role.MANAGER) -> Browser:
    given_member(role=role, provider_id=given_provider() if role is Role.PROVIDER else None)
    return signed_in_browser()


def send(client: Browser, path: str, text: str | bytes) -> httpx.Response:
    return client.post(path, content=text.encode() if isinstance(text, str) else text)


def names() -> list[str]:
    return [found.name for found in list_contacts(seen_by=ADMIN).items]


@pytest.mark.parametrize("role", [Role.ADMIN, Role.MANAGER])
def test_a_look_says_what_would_be_made_and_makes_nothing(role: Role) -> None:
    answer = send(desk(role), LOOK, FIRST + "Ana,,\nBen,,ben@example.com\n")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    report = answer.json()
    assert report["summary"] == "2 rows would be imported: 2 new contacts, 0 known already."
    assert (report["done"], report["refused"], report["kind"]) == (False, [], "contacts")
    assert names() == []


def test_what_was_looked_at_is_taken_and_said() -> None:
    client = desk()

    answer = send(client, TAKE, FIRST + "Ana,,\n")

    assert answer.status_code == 200
    assert answer.json()["summary"] == "1 row imported: 1 new contact, 0 known already."
    assert answer.json()["done"] is True
    assert names() == ["Ana"]


def test_rows_that_cannot_be_taken_are_named_with_their_text_and_nothing_is_imported() -> None:
    answer = send(desk(), TAKE, FIRST + "Ana,,\n=SUM(1),12,ben at\n")

    assert answer.status_code == 422
    assert answer.json()["detail"] == "One row cannot be taken. Nothing was imported."
    refused = answer.json()["report"]["refused"]
    assert [(line, column, text) for line, column, _, text in refused] == [
        ("3", "Phone", "=SUM(1) | 12 | ben at"),
        ("3", "E-mail", "=SUM(1) | 12 | ben at"),
    ]
    assert names() == []


def test_of_thousands_of_refusals_the_first_are_answered_and_all_are_in_the_list() -> None:
    client = desk()
    text = FIRST + "".join(f"=A{number},,nowhere\n" for number in range(5_000))

    looked = send(client, LOOK, text)
    listed = send(client, REFUSALS, text)

    assert len(looked.json()["refused"]) == 200
    assert (looked.json()["refusals"], looked.json()["refused_rows"]) == (5_000, 5_000)
    assert len(looked.content) < 64 * 1024
    assert listed.headers["content-disposition"] == 'attachment; filename="refused-rows.csv"'
    rows = list(csv.reader(io.StringIO(listed.content.decode("utf-8-sig"))))
    assert rows[0] == ["Line", "Column", "Reason", "Row"]
    assert len(rows) == 5_001
    assert rows[1][0] == "2"
    assert rows[1][3] == "'=A0 |  | nowhere"


@pytest.mark.parametrize("kind", ["contacts", "bookings"])
def test_a_template_is_downloaded_and_its_example_is_not_imported(kind: str) -> None:
    client = desk()

    answer = client.get(f"/api/ui/import/template/{kind}")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="{kind}-template.csv"'
    sent = send(client, TAKE, answer.content)
    assert sent.status_code == 422
    assert sent.json()["errors"] == [
        {
            "field": "file",
            "message": "The file has only the example of the template: add your rows.",
        }
    ]
    assert client.get("/api/ui/import/template/people").status_code == 422


def test_the_example_is_left_out_beside_rows_of_ones_own() -> None:
    client = desk()
    text = client.get("/api/ui/import/template/contacts").text

    answer = send(client, TAKE, text + "Ana,,,,\n")

    assert answer.json()["notices"] == ["The example of the template was left out."]
    assert names() == ["Ana"]


def everybody_refused(answers: Callable[[str], int], expected: int) -> None:
    assert [answers(path) for path in (LOOK, TAKE, REFUSALS)] == [expected] * 3


def test_providers_are_refused_on_the_server() -> None:
    given_team()
    client = desk(Role.PROVIDER)

    everybody_refused(lambda path: send(client, path, FIRST + "Ana,,\n").status_code, 403)
    assert client.get("/api/ui/import/template/contacts").status_code == 403
    assert names() == []


def test_nobody_is_refused_before_their_file_is_read() -> None:
    large = b"x" * MOST_BYTES

    everybody_refused(lambda path: send(browser(), path, large).status_code, 401)
    assert browser().get("/api/ui/import/template/contacts").status_code == 401


def test_another_site_cannot_import_with_a_members_cookie() -> None:
    client = desk()
    client.headers["Origin"] = "https://elsewhere.example"

    everybody_refused(lambda path: send(client, path, FIRST + "Ana,,\n").status_code, 403)
    assert names() == []


def test_files_may_be_larger_than_anything_else_and_have_their_own_limit() -> None:
    client = desk()

    fits = send(client, LOOK, FIRST + "Ana,,\n" + "\n" * (MOST_BYTES - 100))
    larger = send(client, LOOK, b"x" * (MOST_BYTES + 1))
    elsewhere = send(client, "/api/ui/imported", b"x" * MOST_BYTES)

    assert fits.status_code == 200
    assert (larger.status_code, larger.json()["detail"]) == (413, "Send at most 2,048 KiB.")
    assert elsewhere.status_code == 413


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (FIRST.encode(), "The file has a first line and no rows."),
        (b"PK\x03\x04...", "This is a spreadsheet. Save it as CSV (UTF-8), then try again."),
        (FIRST.encode() + b'"Ana,,\n', "The quote that opens on line 2 is never closed"),
        (FIRST.encode() + b"A\0na,,\n", "The file is no text that can be read."),
        (b"Name,Name\nAna,Ana\n", "These columns say the same: Name, Name. Keep one of them."),
        (b"Colour,Shape\nred,round\n", "The first line must name the columns: name, phone"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    answer = send(desk(), LOOK, content)

    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["message"].startswith(sentence)

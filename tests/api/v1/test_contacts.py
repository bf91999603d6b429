"""The address book by REST."""

from typing import Any

import pytest

from tests.api.v1.program import Program, anybody, problem, program, wanted, wrong_fields
from tests.bookings import DAY, TEN
from tests.factories import given_contact, given_team

pytestmark = pytest.mark.usefixtures("database")


def names(website: Program, **asked: Any) -> list[str]:
    """Everybody in a list, however many pages that takes."""
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = website.get("/contacts", limit=2, **asked, **cursor).json()
        found += [each["name"] for each in page["items"]]
        if page["next_cursor"] is None:
            return found
        cursor = {"cursor": page["next_cursor"]}


def test_a_contact_is_made_read_changed_and_archived() -> None:
    website = anybody()

    made = website.post("/contacts", {"name": "Ana Ruiz", "phone": "+34 600 111 222"})
    contact = made.json()
    path = f"/contacts/{contact['id']}"
    assert made.status_code == 201
    assert (contact["phone"], contact["email"], contact["notes"]) == ("+34600111222", "", "")

    etag = website.get(path).headers["etag"]
    changed = website.patch(path, {"phone": None, "email": "ana@example.com"}, if_match=etag)
    assert changed.json() == {**contact, "phone": "", "email": "ana@example.com"}
    problem(website.patch(path, {"notes": "x"}, if_match=etag), 412, "version_conflict")

    assert website.delete(path).status_code == 204
    assert website.get(path).json()["archived_at"] == "2026-03-02T12:00:00Z"
    assert names(website) == []
    assert names(website, include_archived="true") == ["Ana Ruiz"]
    assert website.post("/contacts", {"name": "Eva", "phone": "+34600111222"}).status_code == 201


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": None}, "name"),
        ({"phone": "600 111 222"}, "phone"),
        ({"phone": "+34 600 999 888"}, "phone"),
        ({"email": "ana@"}, "email"),
        ({"notes": "x" * 5_001}, "notes"),
        ({"id": "mine"}, "id"),
    ],
)
def test_a_contact_that_cannot_be_taken_names_its_field(change: dict[str, Any], field: str) -> None:
    given_contact(name="Somebody else", phone="+34 600 999 888")
    website, contact_id = anybody(), given_contact()

    made = website.post("/contacts", {"name": "Ana", **change})
    changed = website.patch(f"/contacts/{contact_id}", change)

    assert wrong_fields(made) == wrong_fields(changed) == {field}


def test_contacts_are_found_by_a_part_and_listed_page_by_page() -> None:
    for number, name in enumerate(("Zoë", "ana", "Ángel", "Eva", "Berta")):
        given_contact(name=name, phone=f"+34 600 000 00{number}")
    website = anybody()

    assert names(website) == ["ana", "Ángel", "Berta", "Eva", "Zoë"]
    assert names(website, q="AN") == ["ana", "Ángel"]
    assert names(website, q="%") == []
    assert wrong_fields(website.get("/contacts", q="a\0")) == {"q"}
    assert wrong_fields(website.get("/contacts", q="x" * 201)) == {"q"}


def test_a_conversation_belongs_to_its_contact_and_can_be_booked_from() -> None:
    website, team = anybody(), given_team()
    contact_id, other = given_contact(), given_contact(name="Eva", phone="+34 600 999 888")
    thread = {"channel": "WhatsApp", "external_id": "34600111222"}

    added = website.post(f"/contacts/{contact_id}/conversations", thread)
    assert added.status_code == 201
    conversation = added.json()
    assert (conversation["channel"], conversation["last_message_at"]) == ("whatsapp", None)
    assert website.get(f"/contacts/{contact_id}/conversations").json()["items"] == [conversation]
    again = website.post(f"/contacts/{other}/conversations", thread)
    assert wrong_fields(again) == {"external_id"}

    linked = {"contact_id": contact_id, "conversation_id": conversation["id"]}
    made = website.post("/bookings", wanted(team, **linked)).json()
    assert made["conversation_id"] == conversation["id"]
    for wrong in ({**linked, "contact_id": other}, {"conversation_id": conversation["id"]}):
        answer = website.post("/bookings", wanted(team, TEN + DAY, **wrong))
        assert wrong_fields(answer) == {"conversation_id"}
    assert website.get(f"/contacts/{contact_id}/bookings").json()["items"] == [made]
    assert website.get(f"/contacts/{other}/bookings").json()["items"] == []


def test_scopes_decide_who_works_with_contacts() -> None:
    contact_id = given_contact()
    reader = program("contacts:read")

    for path in ("/contacts", f"/contacts/{contact_id}", f"/contacts/{contact_id}/conversations"):
        assert reader.get(path).status_code == 200
        problem(program("bookings:read", "contacts:write").get(path), 403, "forbidden")
    problem(reader.get(f"/contacts/{contact_id}/bookings"), 403, "forbidden")
    problem(reader.post("/contacts", {"name": "Eva"}), 403, "forbidden")
    problem(reader.delete(f"/contacts/{contact_id}"), 403, "forbidden")
    thread = {"channel": "sms", "external_id": "1"}
    problem(reader.post(f"/contacts/{contact_id}/conversations", thread), 403, "forbidden")

"""Bookings by REST: the shapes, and what each refusal says beside its code."""

from typing import Any

import pytest

from bookings_app.domain.booking import BookingStatus
from tests.api.v1.program import anybody, problem, program, wanted, wrong_fields
from tests.bookings import DAY, HALF_HOUR, TEN, given_booking, history, nothing_happens
from tests.factories import ADMIN, NOON, given_contact, given_provider, given_service, given_team

pytestmark = pytest.mark.usefixtures("database")


def given(**more: Any) -> tuple[Any, dict[str, Any]]:
    """A program, and a booking it has made."""
    website = anybody()
    answer = website.post("/bookings", wanted(given_team(), **more))
    assert answer.status_code == 201
    return website, answer.json()


def test_a_booking_is_made_and_answered_whole() -> None:
    team = given_team(buffer_after_minutes=10)
    customer = {"name": " Ana Ruiz ", "phone": "+34 600 111 222", "email": "ana@example.com"}

    answer = anybody().post("/bookings", wanted(team, customer=customer, notes="First visit"))

    said = answer.json()
    assert answer.status_code == 201
    created_by = said.pop("created_by")
    assert (created_by["kind"], created_by["name"]) == ("api", "Website")
    assert said.pop("reference").startswith("BK-")
    assert history(said.pop("id")) == ["created"]
    assert said == {
        "service": {"id": team.service_id, "name": "Haircut"},
        "location": {"id": team.location_id, "name": "Old Town", "time_zone": "Europe/Madrid"},
        "provider": {"id": team.provider_id, "name": "Ben"},
        "contact_id": None,
        "conversation_id": None,
        "customer": {
            "name": "Ana Ruiz",
            "phone": "+34 600 111 222",
            "email": "ana@example.com",
        },
        "notes": "First visit",
        "starts_at": "2026-03-09T10:00:00+01:00",
        "ends_at": "2026-03-09T10:30:00+01:00",
        "blocks_from": "2026-03-09T10:00:00+01:00",
        "blocks_to": "2026-03-09T10:40:00+01:00",
        "status": "confirmed",
        "source": "api",
        "cancellation_reason": "",
        "rescheduled_from": None,
        "rescheduled_to": None,
        "created_at": "2026-03-02T12:00:00Z",
        "updated_at": "2026-03-02T12:00:00Z",
        "version": 1,
        "allowed_actions": ["cancel", "reschedule", "edit"],
    }


def test_a_booking_is_read_as_it_was_made() -> None:
    website, made = given()

    answer = website.get(f"/bookings/{made['id']}")

    assert answer.json() == made
    assert answer.headers["etag"] == '"1"'


def test_a_service_that_asks_for_approval_makes_pending_bookings() -> None:
    website = anybody()
    made = website.post("/bookings", wanted(given_team(requires_approval=True))).json()

    assert (made["status"], made["allowed_actions"]) == ("pending", ["confirm", "cancel", "edit"])
    assert website.post(f"/bookings/{made['id']}/confirm").json()["status"] == "confirmed"


def test_a_contact_fills_in_what_is_missing() -> None:
    contact_id = given_contact(name="Eva Sol", phone="+34 600 999 888")

    made = anybody().post(
        "/bookings", wanted(given_team(), customer={"name": ""}, contact_id=contact_id)
    )

    assert made.json()["customer"] == {"name": "Eva Sol", "phone": "+34600999888", "email": ""}


def test_a_taken_slot_comes_with_the_three_nearest() -> None:
    team = given_team()
    given_booking(team)

    answer = anybody().post("/bookings", wanted(team))

    near = problem(answer, 409, "slot_taken")["alternatives"]
    assert [each["starts_at"] for each in near] == [
        "2026-03-09T09:30:00+01:00",
        "2026-03-09T10:30:00+01:00",
        "2026-03-09T09:00:00+01:00",
    ]
    assert near[0]["providers"] == [{"id": team.provider_id, "name": "Ben"}]
    assert near[0]["provider_count"] == 1


@pytest.mark.parametrize(
    ("starts_at", "reason"),
    [
        (NOON - DAY, "past"),
        (TEN + HALF_HOUR / 2, "off_grid"),
        (TEN + DAY * 5, "outside_hours"),
    ],
)
def test_a_slot_that_is_not_offered_says_why(starts_at: Any, reason: str) -> None:
    answer = anybody().post("/bookings", wanted(given_team(), starts_at))

    assert problem(answer, 409, "slot_not_offered")["reasons"] == [reason]


def test_a_provider_who_does_not_do_the_service_is_a_reason() -> None:
    team = given_team()
    other = given_provider(location_id=team.location_id)

    answer = anybody().post("/bookings", wanted(team, provider_id=other))

    assert problem(answer, 409, "slot_not_offered")["reasons"] == ["not_assigned"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"service_id": "nope"}, "service_id"),
        ({"location_id": "nope"}, "location_id"),
        ({"provider_id": "nope"}, "provider_id"),
        ({"contact_id": "nope"}, "contact_id"),
        ({"conversation_id": "nope"}, "conversation_id"),
        ({"service_id": "\0"}, "service_id"),
        ({"service_id": 7}, "service_id"),
        ({"service_id": None}, "service_id"),
        ({"service_id": "x" * 60_000}, "service_id"),
        ({"starts_at": "2026-03-09T10:00:00"}, "starts_at"),
        ({"starts_at": "2026-03-09"}, "starts_at"),
        ({"starts_at": "0001-01-01T00:00:00Z"}, "starts_at"),
        ({"starts_at": "9999-12-31T23:59:59Z"}, "starts_at"),
        ({"starts_at": "2026-02-30T10:00:00Z"}, "starts_at"),
        ({"starts_at": "2026-03-09T10:00:00+25:00"}, "starts_at"),
        ({"starts_at": 1_772_000_000}, "starts_at"),
        ({"starts_at": True}, "starts_at"),
        ({"starts_at": ["2026-03-09T10:00:00Z"]}, "starts_at"),
        ({"customer": {"name": "\u200b "}}, "customer.name"),
        ({"customer": {"name": "a\0b"}}, "customer.name"),
        ({"customer": {"name": "a\u202eb"}}, "customer.name"),
        ({"customer": {"name": "x" * 256}}, "customer.name"),
        ({"customer": {"name": 5}}, "customer.name"),
        ({"customer": {"name": "Ana", "phone": "call me"}}, "customer.phone"),
        ({"customer": {"name": "Ana", "email": "a@b"}}, "customer.email"),
        ({"customer": {"name": "Ana", "status": "vip"}}, "customer.status"),
        ({"customer": "Ana"}, "customer"),
        ({"customer": {}}, "customer.name"),
        ({"notes": "x" * 5_001}, "notes"),
        ({"notes": ["x"]}, "notes"),
        ({"source": "manual"}, "source"),
        ({"status": "confirmed"}, "status"),
        ({"created_by": {}}, "created_by"),
        ({"x" * 1_000: 1}, "x" * 200),
        ({"\ud800": 1}, "body"),
    ],
)
def test_what_cannot_be_taken_names_its_field(change: dict[str, Any], field: str) -> None:
    said = {**wanted(given_team()), **change}

    with nothing_happens():
        assert wrong_fields(anybody().post("/bookings", said)) == {field}


def test_lone_surrogates_are_refused() -> None:
    answer = anybody().post("/bookings", wanted(given_team(), customer={"name": "\ud83d"}))

    assert wrong_fields(answer) == {"customer.name"}


def test_everything_that_is_wrong_is_named_at_once() -> None:
    answer = anybody().post("/bookings", {"customer": {"phone": 5}, "vip": True})

    assert wrong_fields(answer) == {
        "service_id",
        "location_id",
        "provider_id",
        "starts_at",
        "customer.phone",
        "vip",
    }


def test_only_what_is_named_is_corrected_and_null_clears() -> None:
    customer = {"name": "Ana", "phone": "600 111 222", "email": "ana@example.com"}
    website, made = given(customer=customer, notes="Window")
    path = f"/bookings/{made['id']}"

    answer = website.patch(path, {"customer": {"phone": None, "name": "Ana Ruiz"}, "notes": ""})

    said = answer.json()
    assert said["customer"] == {"name": "Ana Ruiz", "phone": "", "email": "ana@example.com"}
    assert (said["notes"], said["version"], answer.headers["etag"]) == ("", 2, '"2"')
    assert website.patch(path, {}).json()["version"] == 2


@pytest.mark.parametrize("if_match", ['"1"', "*", '"7", "1"', None])
def test_a_version_that_is_there_may_be_corrected(if_match: str | None) -> None:
    website, made = given()

    answer = website.patch(f"/bookings/{made['id']}", {"notes": "Late"}, if_match=if_match)

    assert answer.status_code == 200


@pytest.mark.parametrize("if_match", ['"2"', '"0"', "1", 'W/"1"', "", '"1'])
def test_another_version_is_a_conflict(if_match: str) -> None:
    website, made = given()

    with nothing_happens():
        answer = website.patch(f"/bookings/{made['id']}", {"notes": "Late"}, if_match=if_match)

    problem(answer, 412, "version_conflict")


@pytest.mark.parametrize(
    "said",
    [
        {"status": "cancelled"},
        {"starts_at": "2026-03-09T11:00:00+01:00"},
        {"provider_id": "x"},
        {"customer": None},
        {"customer": {"name": ""}},
        {"customer": {"name": None}},
        {"notes": "a\0"},
    ],
)
def test_nothing_else_can_be_corrected(said: dict[str, Any]) -> None:
    website, made = given()

    with nothing_happens():
        assert wrong_fields(website.patch(f"/bookings/{made['id']}", said))


def test_a_booking_is_led_along_its_life() -> None:
    website, made = given()
    path = f"/bookings/{made['id']}"

    moved = website.post(f"{path}/reschedule", {"starts_at": "2026-03-10T10:00:00+01:00"})
    new = moved.json()
    assert (moved.status_code, new["rescheduled_from"]) == (201, made["id"])
    assert website.get(path).json()["rescheduled_to"] == new["id"]

    cancelled = website.post(f"/bookings/{new['id']}/cancel", {"reason": " Flu "})
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    assert cancelled.json()["cancellation_reason"] == "Flu"


@pytest.mark.parametrize("step", ["complete", "no-show"])
@pytest.mark.parametrize("body", [None, {}])
def test_nobody_can_say_before_the_start_how_it_went(step: str, body: Any) -> None:
    website, made = given()

    problem(website.post(f"/bookings/{made['id']}/{step}", body), 409, "too_early")


def test_a_step_that_is_not_allowed_says_who_was_faster() -> None:
    booking_id = given_booking(given_team(), status=BookingStatus.CANCELLED)

    said = problem(anybody().post(f"/bookings/{booking_id}/confirm"), 409, "transition_not_allowed")

    assert said["current_status"] == "cancelled"
    assert said["changed_at"] == "2026-03-02T12:00:00Z"
    assert said["changed_by"] == {"kind": "member", "name": ADMIN.name}


def test_moving_to_the_same_time_is_refused_and_a_taken_one_has_alternatives() -> None:
    website, made = given()
    path = f"/bookings/{made['id']}/reschedule"
    team_of = {key: made[key]["id"] for key in ("service", "location", "provider")}
    other = website.post(
        "/bookings",
        {
            **{f"{key}_id": value for key, value in team_of.items()},
            "starts_at": "2026-03-09T11:00:00+01:00",
            "customer": {"name": "Eva"},
        },
    ).json()

    problem(website.post(path, {"starts_at": made["starts_at"]}), 409, "same_time")
    taken = problem(website.post(path, {"starts_at": other["starts_at"]}), 409, "slot_taken")
    assert [each["starts_at"] for each in taken["alternatives"]] == [
        "2026-03-09T10:30:00+01:00",
        "2026-03-09T11:30:00+01:00",
        "2026-03-09T10:00:00+01:00",
    ]
    assert wrong_fields(website.post(path, {"starts_at": "x", "provider_id": "y"})) == {"starts_at"}
    answer = website.post(path, {"starts_at": "2026-03-09T12:00:00+01:00", "provider_id": "y"})
    assert wrong_fields(answer) == {"provider_id"}


@pytest.mark.parametrize("reason", ["", " \u200b", "x" * 1_001, "a\0", None, 5])
def test_cancelling_says_why(reason: Any) -> None:
    website, made = given()

    with nothing_happens():
        answer = website.post(f"/bookings/{made['id']}/cancel", {"reason": reason})

    assert wrong_fields(answer) == {"reason"}


@pytest.mark.parametrize(
    "booking_id", ["nope", "%00", "%FF", "%0A", "x" * 5_000, "..", "%F0%9F%92%A9"]
)
def test_what_is_no_booking_is_not_found(booking_id: str) -> None:
    website = anybody()

    problem(website.get(f"/bookings/{booking_id}"), 404, "not_found")
    problem(website.post(f"/bookings/{booking_id}/confirm"), 404, "not_found")
    problem(website.patch(f"/bookings/{booking_id}", {"notes": ""}), 404, "not_found")


def test_scopes_decide_what_a_key_may_do() -> None:
    booking_id = given_booking(given_team(requires_approval=True))
    reader = program("bookings:read")
    writer = program("bookings:read", "bookings:write")

    problem(reader.post(f"/bookings/{booking_id}/cancel", {"reason": "x"}), 403, "forbidden")
    problem(writer.post(f"/bookings/{booking_id}/confirm"), 403, "forbidden")
    assert reader.get(f"/bookings/{booking_id}").json()["allowed_actions"] == []
    assert "confirm" not in writer.get(f"/bookings/{booking_id}").json()["allowed_actions"]
    for path in ("/bookings", "/changes", f"/bookings/{booking_id}/history"):
        problem(program("bookings:write").get(path), 403, "forbidden")


def test_a_service_is_not_offered_everywhere() -> None:
    team = given_team()

    answer = anybody().post("/bookings", wanted(team, service_id=given_service()))

    assert wrong_fields(answer) == {"location_id"}


def test_a_text_is_counted_once_it_is_tidied_up() -> None:
    website, team = anybody(), given_team()
    decomposed, blanks = "e\u0301" * 255, " " * 50

    made = website.post(
        "/bookings",
        wanted(team)
        | {
            "customer": {"name": f"{blanks}{decomposed}{blanks}"},
            "notes": "x" * 2_498 + "\r\n" * 1_250 + "y" * 1_252,
        },
    )

    assert made.status_code == 201
    assert made.json()["customer"]["name"] == "\u00e9" * 255
    assert len(made.json()["notes"]) == 5_000
    too_long = wanted(team) | {"customer": {"name": f"{decomposed}e"}, "notes": "x" * 5_001}
    assert wrong_fields(website.post("/bookings", too_long)) == {"customer.name", "notes"}
    assert website.get("/bookings", q=f"{blanks}{'x' * 200}").json()["items"] == []
    assert wrong_fields(website.get("/bookings", q="x" * 201)) == {"q"}
    assert wrong_fields(website.get("/contacts", q="x" * 201)) == {"q"}

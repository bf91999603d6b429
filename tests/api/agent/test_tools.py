"""The tools: a whole conversation, and how each of them refuses."""

from typing import Any

import pytest

from bookings_app.usecases.bookings import create_booking
from tests.agent import ANA, WHATSAPP, booking_of
from tests.api.agent.caller import SMALL, agent, booked, slots_of
from tests.bookings import DAY, HALF_HOUR, TEN, history, wanted
from tests.factories import (
    ADMIN,
    NOON,
    given_location,
    given_provider,
    given_service,
    given_team,
)


@pytest.mark.usefixtures("database")
def test_from_the_first_question_to_calling_off() -> None:
    team, caller = given_team(time_zone="Europe/London"), agent()

    (service,) = caller.call("list_services")["services"]
    assert (service["name"], service["duration_minutes"]) == ("Haircut", 30)
    (location,) = caller.call("list_locations", service_id=service["id"])["locations"]
    assert location == {
        "id": team.location_id,
        "name": "Old Town",
        "time_zone": "Europe/London",
    }
    found = caller.call("find_slots", **slots_of(team))
    slot = found["slots"][2]
    assert slot["when"] == "Monday 9 March 2026, 10:00 in Old Town"
    assert slot["starts_at"] == "2026-03-09T10:00:00Z"
    assert found["providers"] == [{"id": team.provider_id, "name": "Ben"}]

    made = caller.call(
        "create_booking",
        conversation=WHATSAPP,
        service_id=service["id"],
        location_id=location["id"],
        provider_id=slot["provider_ids"][0],
        starts_at=slot["starts_at"],
        customer=ANA,
    )["booking"]
    assert (made["status"], made["source"]) == ("confirmed", "ai_agent")
    assert made["when"] == slot["when"]
    assert made["you_may"] == ["cancel_booking", "reschedule_booking"]

    (listed,) = caller.call("list_bookings", conversation=WHATSAPP)["bookings"]
    assert listed["booking_id"] == made["booking_id"]
    moved = caller.call(
        "reschedule_booking",
        conversation=WHATSAPP,
        booking_id=made["booking_id"],
        starts_at=found["slots"][3]["starts_at"],
    )["booking"]
    assert moved["moved_from"] == made["booking_id"]
    assert (moved["status"], moved["source"]) == ("confirmed", "ai_agent")
    cancelled = caller.call(
        "cancel_booking", conversation=WHATSAPP, booking_id=moved["booking_id"], reason="Flu"
    )["booking"]
    assert (cancelled["status"], cancelled["you_may"]) == ("cancelled", [])
    assert history(moved["booking_id"]) == ["created", "cancelled"]
    old = caller.call("get_booking", conversation=WHATSAPP, booking_id=made["booking_id"])
    assert old["booking"]["moved_to"] == moved["booking_id"]


@pytest.mark.usefixtures("sqlite_database")
def test_whoever_has_an_appointment_at_that_time_already_is_to_be_asked() -> None:
    team, caller = given_team(), agent()
    other = given_provider(name="Cleo", service_ids=[team.service_id], location_id=team.location_id)
    first = booked(caller, team, TEN)
    second = booking_of(team, TEN, provider_id=other)

    answer = caller.call("create_booking", **second)

    (also,) = answer["also_booked_then"]
    assert (also["booking_id"], also["service"]) == (first["booking_id"], "Haircut")
    assert answer["remark"].startswith("It is booked.")
    later = {"booking_id": first["booking_id"], "starts_at": (TEN + HALF_HOUR).isoformat()}
    assert "remark" not in caller.call("reschedule_booking", conversation=WHATSAPP, **later).answer


@pytest.mark.usefixtures("sqlite_database")
def test_long_texts_are_cut_and_answers_stay_small() -> None:
    location_ids = [given_location(name=f"Place {number}") for number in range(30)]
    service_id = given_service(location_ids=location_ids[:3], slot_step_minutes=5)
    for number in range(12):
        given_provider(
            name=f"Provider {number}", service_ids=[service_id], location_id=location_ids[0]
        )
    caller, team = agent(), given_team()
    for number in range(12):
        booked(caller, team, TEN + number * HALF_HOUR, notes="x" * 5_000)

    sizes = {
        "services": caller.call("list_services").size,
        "locations": caller.call("list_locations").size,
        "bookings": caller.call("list_bookings", conversation=WHATSAPP).size,
        "slots": caller.call("find_slots", **slots_of(team)).size,
        "reasons": caller.call(
            "explain_no_slots",
            service_id=service_id,
            location_id=location_ids[0],
            date="2026-03-08",
        ).size,
    }

    assert {what: size for what, size in sizes.items() if size > SMALL} == {}


@pytest.mark.usefixtures("sqlite_database")
@pytest.mark.parametrize(
    ("tool", "items", "key"),
    [
        ("list_locations", "locations", "id"),
        ("list_bookings", "bookings", "booking_id"),
        ("find_slots", "slots", "starts_at"),
    ],
)
def test_lists_come_in_parts_and_each_thing_once(tool: str, items: str, key: str) -> None:
    team, caller = given_team(), agent()
    for number in range(4):
        given_location(name=f"Place {number}")
        booked(caller, team, TEN + number * HALF_HOUR)
    asked: dict[str, Any] = {
        "list_locations": {},
        "list_bookings": {"conversation": WHATSAPP},
        "find_slots": slots_of(team, last_date="2026-03-09"),
    }[tool]

    seen: list[str] = []
    cursor: str | None = None
    while cursor is not None or not seen:
        page = caller.call(tool, **asked, limit=3, cursor=cursor)
        seen += [each[key] for each in page[items]]
        cursor = page["next_cursor"]

    assert len(seen) == len(set(seen)) == {"list_bookings": 4, "list_locations": 5}.get(tool, 12)
    caller.call(tool, **asked, cursor="nonsense").refused("invalid")


@pytest.mark.usefixtures("sqlite_database")
def test_a_taken_slot_comes_with_the_three_nearest_and_what_to_do() -> None:
    team, caller = given_team(), agent()
    create_booking(wanted(team), by=ADMIN, now=NOON)

    refusal = caller.call("create_booking", **booking_of(team, TEN)).refused("slot_taken")

    assert [each["when"] for each in refusal["alternatives"]["slots"]] == [
        "Monday 9 March 2026, 09:30 in Old Town",
        "Monday 9 March 2026, 10:30 in Old Town",
        "Monday 9 March 2026, 09:00 in Old Town",
    ]
    assert refusal["what_to_do"] == (
        "Offer the customer one of the alternatives, or call find_slots."
    )
    nearest = refusal["alternatives"]["slots"][0]["starts_at"]
    assert not caller.call(
        "create_booking", **booking_of(team, TEN) | {"starts_at": nearest}
    ).is_refusal


@pytest.mark.usefixtures("sqlite_database")
def test_a_time_that_was_never_offered_says_why_and_what_is() -> None:
    team, caller = given_team(), agent()
    sunday = TEN - DAY

    refusal = caller.call("create_booking", **booking_of(team, sunday)).refused("slot_not_offered")
    assert refusal["reasons"] == ["outside_hours"]
    assert len(refusal["alternatives"]["slots"]) == 3
    booking_id = booked(caller, team)["booking_id"]
    moving = {"conversation": WHATSAPP, "booking_id": booking_id, "starts_at": sunday.isoformat()}
    refusal = caller.call("reschedule_booking", **moving).refused("slot_not_offered")
    # The booking does not stand in its own way: its own time is one of those it could have.
    assert len(refusal["alternatives"]["slots"]) == 3


@pytest.mark.usefixtures("sqlite_database")
def test_what_was_done_already_is_shown_as_it_is() -> None:
    team, caller = given_team(), agent()
    booking_id = booked(caller, team)["booking_id"]
    moving = {
        "conversation": WHATSAPP,
        "booking_id": booking_id,
        "starts_at": (TEN + HALF_HOUR).isoformat(),
    }
    moved = caller.call("reschedule_booking", **moving)["booking"]

    again = caller.call("reschedule_booking", **moving).refused("transition_not_allowed")

    assert again["current"]["moved_to"] == moved["booking_id"]
    same = {**moving, "booking_id": moved["booking_id"]}
    caller.call("reschedule_booking", **same).refused("same_time")


@pytest.mark.usefixtures("sqlite_database")
@pytest.mark.parametrize(
    "said", ["2026-03-09T10:00:00", "2026-03-09 10:00", "tomorrow", "", 1773046800]
)
def test_a_time_without_its_offset_is_refused_with_a_sentence(said: Any) -> None:
    team, caller = given_team(), agent()

    refusal = caller.call("create_booking", **booking_of(team, TEN) | {"starts_at": said})

    assert refusal.refused("invalid")["errors"] == [
        {
            "field": "starts_at",
            "message": "Send a date and time with offset, such as 2026-03-09T00:00:00Z.",
        }
    ]


@pytest.mark.usefixtures("sqlite_database")
def test_every_wrong_field_is_named_as_it_was_sent() -> None:
    team, caller = given_team(), agent()
    asked = booking_of(team, TEN, conversation={"channel": "web"}, source="manual", limit="30")

    refusal = caller.call("create_booking", **asked).refused("invalid")

    assert [each["field"] for each in refusal["errors"]] == [
        "conversation.external_id",
        "source",
        "limit",
    ]
    unknown = booking_of(team, TEN, customer={"name": "Ana"})
    refusal = caller.call("create_booking", **unknown).refused("invalid")
    assert refusal["errors"][0]["field"] == "customer.phone"
    refusal = caller.call("list_services", limit="3").refused("invalid")
    assert refusal["errors"][0]["field"] == "limit"


@pytest.mark.usefixtures("sqlite_database")
def test_why_nothing_is_free_is_said_by_provider_and_when_something_is() -> None:
    team, caller = given_team(), agent()
    asked = {"service_id": team.service_id, "location_id": team.location_id}

    day = caller.call("explain_no_slots", **asked, date="2026-03-08")
    assert day["about"] == "Sunday 8 March 2026 in Old Town"
    assert day["providers"] == [
        {"name": "Ben", "reason": "outside_hours", "in_words": "Does not work then"}
    ]
    assert day["next_free_date"] == "2026-03-09"
    start = caller.call("explain_no_slots", **asked, starts_at="2026-03-09T10:10:00+01:00")
    assert start["providers"][0]["reason"] == "off_grid"
    assert len(start["alternatives"]["slots"]) == 3
    caller.call("explain_no_slots", **asked).refused("invalid")
    empty = caller.call(
        "find_slots", **slots_of(team, first_date="2026-03-07", last_date="2026-03-08")
    )
    assert (empty["slots"], empty["next_free_date"]) == ([], "2026-03-09")


@pytest.mark.usefixtures("sqlite_database")
def test_a_booking_that_must_be_approved_says_so() -> None:
    made = booked(agent(), given_team(requires_approval=True))

    assert (made["status"], made["you_may"]) == ("pending", ["cancel_booking"])


@pytest.mark.usefixtures("sqlite_database")
def test_a_lost_answer_is_asked_for_again_and_books_nothing_twice() -> None:
    team, caller = given_team(), agent()
    asked = booking_of(team, TEN, request_id="1")
    first = caller.call("create_booking", **asked)

    again = caller.call("create_booking", **asked)

    assert first["was_booked_before"] is False
    assert again["was_booked_before"] is True
    assert again["booking"] == first["booking"]
    other = booking_of(team, TEN + DAY, request_id="1")
    caller.call("create_booking", **other).refused("idempotency_mismatch")


@pytest.mark.usefixtures("sqlite_database")
def test_a_failure_that_nobody_foresaw_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        message = "secret of the house"
        raise RuntimeError(message)

    monkeypatch.setattr("bookings_app.api.agent.looking.catalog.list_services", fail)

    assert "secret" not in str(agent().call("list_services").refused("internal"))

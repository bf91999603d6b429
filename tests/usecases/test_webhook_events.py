"""What is promised to be told: each change once, to whoever wants it, in its transaction."""

import pytest

from bookings_app.db.booking_tables import ChangeRow
from bookings_app.db.outbox_tables import DeliveryRow
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.errors import SlotTaken
from bookings_app.domain.schedule import NewTimeOff
from bookings_app.usecases import schedules, webhooks
from bookings_app.usecases.bookings import create_booking
from bookings_app.usecases.editing import CustomerChanges, edit_customer
from bookings_app.usecases.importing import import_file
from bookings_app.usecases.rescheduling import reschedule_booking
from bookings_app.usecases.status_changes import cancel_booking, confirm_booking
from tests.bookings import DAY, HALF_HOUR, TEN, given_booking, stored, wanted
from tests.factories import ADMIN, MANAGER, NOON, ai_agent, api_key, given_contact, given_team
from tests.sql_counter import statements
from tests.webhooks import bodies, given_webhook, promised_tellings, told_events

pytestmark = pytest.mark.usefixtures("database")

PROGRAM = api_key("bookings:read", "bookings:write", "contacts:read")


@pytest.mark.parametrize(
    ("status", "events"),
    [
        (BookingStatus.PENDING, ["created"]),
        (BookingStatus.CONFIRMED, ["created", "confirmed"]),
        (BookingStatus.COMPLETED, ["created", "confirmed", "completed"]),
        (BookingStatus.NO_SHOW, ["created", "confirmed", "no_show"]),
        (BookingStatus.CANCELLED, ["created", "confirmed", "cancelled"]),
        (BookingStatus.RESCHEDULED, ["created", "confirmed", "rescheduled", "created"]),
    ],
)
def test_each_step_of_a_booking_is_told(status: BookingStatus, events: list[str]) -> None:
    given_webhook()

    given_booking(status=status)

    assert told_events() == [f"booking.{event}" for event in events]
    assert len(promised_tellings()) == len(events)


def test_each_door_tells() -> None:
    given_webhook()
    team = given_team()
    contact_id = given_contact()
    for number, actor in enumerate((ADMIN, PROGRAM, ai_agent(contact_id))):
        new = wanted(team, TEN + number * HALF_HOUR, contact_id=contact_id)
        create_booking(new, by=actor, now=NOON)

    assert [body["data"]["booking"]["source"] for body in bodies()] == ["manual", "api", "ai_agent"]
    assert [body["data"]["change"]["by"]["name"] for body in bodies()] == [
        "Alba",
        "Website",
        "Assistant",
    ]


def test_an_edit_and_a_mark_are_updates_and_what_changes_nothing_is_not_told() -> None:
    team = given_team()
    booking_id = given_booking(team)
    given_webhook()

    edit_customer(booking_id, CustomerChanges(name="Berta"), by=ADMIN, now=NOON)
    edit_customer(booking_id, CustomerChanges(name="Berta"), by=ADMIN, now=NOON)
    away = NewTimeOff(TEN - HALF_HOUR, TEN + HALF_HOUR)
    schedules.add_time_off(team.provider_id, away, by=ADMIN, now=NOON)

    assert told_events() == ["booking.updated", "booking.updated"]
    edited, marked = bodies()
    assert edited["data"]["change"]["after"] == {"customer_name": "Berta"}
    assert marked["data"]["change"]["after"] == {"outside_hours": "time_off"}


def test_every_booking_of_an_import_is_told() -> None:
    given_team()
    given_webhook("booking.created")
    given_webhook("booking.cancelled")
    lines = (
        "Service,Location,Provider,Date,Time,Customer",
        "Haircut,Old Town,Ben,2026-03-09,10:00,Ana Ruiz",
        "Haircut,Old Town,Ben,2026-03-09,11:00,Berta Gil",
    )

    import_file("\n".join(lines).encode(), by=MANAGER, now=NOON)

    assert [body["data"]["booking"]["customer"]["name"] for body in bodies()] == [
        "Ana Ruiz",
        "Berta Gil",
    ]
    numbers = [row["number"] for row in stored(ChangeRow)]
    assert [body["data"]["change"]["number"] for body in bodies()] == numbers


def test_what_is_told_is_the_booking_as_it_was_left_with_the_times_of_its_location() -> None:
    team = given_team()
    given_webhook("booking.created")
    booking = create_booking(wanted(team), by=ADMIN, now=NOON)
    cancel_booking(booking.id, by=ADMIN, reason="Flu", now=NOON)

    (body,) = bodies()

    assert (body["type"], body["timestamp"]) == ("booking.created", "2026-03-02T12:00:00Z")
    assert body["data"]["booking"] == {
        "id": booking.id,
        "reference": booking.reference,
        "service": {"id": team.service_id, "name": "Haircut"},
        "location": {"id": team.location_id, "name": "Old Town", "time_zone": "Europe/Madrid"},
        "provider": {"id": team.provider_id, "name": "Ben"},
        "contact_id": None,
        "conversation_id": None,
        "customer": {"name": "Ana Ruiz", "phone": "+34 600 111 222", "email": "ana@example.com"},
        "notes": "Window seat",
        "starts_at": "2026-03-09T10:00:00+01:00",
        "ends_at": "2026-03-09T10:30:00+01:00",
        "blocks_from": "2026-03-09T10:00:00+01:00",
        "blocks_to": "2026-03-09T10:30:00+01:00",
        "status": "confirmed",
        "source": "manual",
        "cancellation_reason": "",
        "rescheduled_from": None,
        "rescheduled_to": None,
        "created_by": {"kind": "member", "id": "member-admin", "name": "Alba"},
        "created_at": "2026-03-02T12:00:00Z",
        "updated_at": "2026-03-02T12:00:00Z",
        "version": 1,
        "allowed_actions": [],
    }
    assert body["data"]["change"] == {
        "number": 1,
        "booking_id": booking.id,
        "what": "created",
        "by": {"kind": "member", "id": "member-admin", "name": "Alba"},
        "at": "2026-03-02T12:00:00Z",
        "before": {},
        "after": {"status": "confirmed"},
        "reason": "",
    }


def test_a_move_is_told_with_both_bookings() -> None:
    old_id = given_booking(given_team())
    given_webhook("booking.rescheduled")

    new = reschedule_booking(old_id, TEN + DAY, by=ADMIN, now=NOON)

    (body,) = bodies()
    old, later = body["data"]["booking"], body["data"]["new_booking"]
    assert (old["id"], old["status"], old["rescheduled_to"]) == (old_id, "rescheduled", new.id)
    assert (later["id"], later["status"], later["rescheduled_from"]) == (
        new.id,
        "confirmed",
        old_id,
    )
    assert later["starts_at"] == "2026-03-10T10:00:00+01:00"


def test_each_webhook_is_told_what_it_wants_each_under_an_id_of_its_own() -> None:
    every = given_webhook().webhook.id
    some = given_webhook("booking.confirmed", "booking.cancelled").webhook.id

    booking_id = given_booking()
    confirm_booking(booking_id, by=ADMIN, now=NOON)

    tellings = stored(DeliveryRow)
    assert sorted((row["webhook_id"] == every, row["event"]) for row in tellings) == [
        (False, "booking.confirmed"),
        (True, "booking.confirmed"),
        (True, "booking.created"),
    ]
    assert len({row["id"] for row in tellings}) == 3
    assert {row["webhook_id"] for row in tellings} == {every, some}


def test_a_booking_that_is_refused_tells_nobody() -> None:
    team = given_team()
    given_booking(team)
    given_webhook()

    with pytest.raises(SlotTaken):
        create_booking(wanted(team), by=ADMIN, now=NOON)

    assert told_events() == []
    assert promised_tellings() == []


def test_what_happens_while_a_webhook_is_paused_waits_on_hold() -> None:
    made = given_webhook()
    webhooks.pause_webhook(made.webhook.id, by=ADMIN)

    given_booking(given_team())

    assert [row["state"] for row in promised_tellings()] == ["parked"]


def asked_to_book(starts_at_number: int = 0) -> int:
    team = given_team()
    with statements() as seen:
        create_booking(wanted(team, TEN + starts_at_number * HALF_HOUR), by=ADMIN, now=NOON)
    return len([each for each in seen if "webhook" in each or "delivery" in each])


def test_without_a_webhook_that_wants_it_a_booking_costs_one_statement_more() -> None:
    assert asked_to_book() == 1
    given_webhook("booking.cancelled")
    assert asked_to_book() == 1
    assert stored(DeliveryRow) == []


def test_however_many_webhooks_want_it_a_booking_costs_the_same() -> None:
    given_webhook()
    few = asked_to_book()
    for _ in range(9):
        given_webhook()

    assert asked_to_book() == few <= 3
    assert len(stored(DeliveryRow)) == 11

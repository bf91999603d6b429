"""Correcting who comes, in the dialog: what is typed is not lost, whoever else writes."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bookings_app.ui.booking_details.form_state import CustomerFormState
from bookings_app.ui.booking_details.state import SelectedBookingState
from bookings_app.usecases.editing import CustomerChanges, edit_customer
from bookings_app.usecases.status_changes import confirm_booking
from tests.factories import given_team
from tests.ui.dialog import ANA, VERA, Dialog, dialog, given_booked, happened, stored
from tests.ui.wizard import monday_at

pytestmark = pytest.mark.usefixtures("sqlite_database")


def written(booking_id: str, **changes: str) -> None:
    """Vera writes this meanwhile."""
    edit_customer(booking_id, CustomerChanges(**changes), by=VERA, now=datetime.now(UTC))


async def editing(seat: Dialog, booking_id: str) -> None:
    """Open a booking, and press Edit."""
    await seat.open(booking_id)
    await seat.send(SelectedBookingState.begin("edit"))


def told(seat: Dialog) -> list[tuple[str, str]]:
    """What the form says that others wrote, and what becomes of it."""
    return [(each.said, each.then) for each in seat.shows(CustomerFormState, "overlaps")]


def test_the_fields_begin_with_what_stands_there_and_save_writes_what_differs() -> None:
    booking_id = given_booked(given_team(), monday_at(10))

    async def visit(seat: Dialog) -> None:
        await editing(seat, booking_id)
        fill = seat.shows(CustomerFormState, "fill")
        assert (fill["name"], fill["notes"]) == (ANA.name, ANA.notes)
        await seat.save(phone="+34 600 999 888")

    seat = dialog(visit)

    after = stored(booking_id)
    assert (after.customer_phone, after.notes) == ("+34 600 999 888", ANA.notes)
    assert after.history[-1].after == {"customer_phone": "+34 600 999 888"}
    assert (seat.task, seat.toasts, seat.booking.phone) == ("", ["Saved."], "+34 600 99 98 88")


def test_every_field_that_cannot_be_taken_is_named_at_once() -> None:
    booking_id = given_booked(given_team(), monday_at(10))

    async def visit(seat: Dialog) -> None:
        await editing(seat, booking_id)
        await seat.save(name=" ", email="ana at home", phone="none")

    seat = dialog(visit)

    assert seat.shows(CustomerFormState, "errors").keys() == {"name", "email", "phone"}
    assert seat.task == "edit"
    assert happened(booking_id) == ["created"]


def test_saving_what_was_not_changed_writes_nothing() -> None:
    booking_id = given_booked(given_team(), monday_at(10))

    async def visit(seat: Dialog) -> None:
        await editing(seat, booking_id)
        await seat.save()

    seat = dialog(visit)

    assert seat.task == ""
    assert happened(booking_id) == ["created"]


def test_the_second_is_told_field_by_field_what_the_first_wrote_and_can_save_on_top() -> None:
    booking_id = given_booked(given_team(), monday_at(10))

    async def visit(seat: Dialog) -> None:
        await editing(seat, booking_id)
        written(booking_id, phone="+34 600 333 333", notes="")
        await seat.save(phone="+34 600 444 444")
        assert told(seat) == [
            (
                "Vera Lane changed the phone to “+34 600 333 333”.",
                "Save puts yours in its place.",
            ),
            ("Vera Lane removed the notes.", "It stays."),
        ]
        assert stored(booking_id).customer_phone == "+34 600 333 333"
        fill = seat.shows(CustomerFormState, "fill")
        assert "phone" not in fill  # what was typed stays in its field
        assert fill["notes"] == ""
        await seat.save(phone="+34 600 444 444", notes="")

    seat = dialog(visit)

    after = stored(booking_id)
    assert (after.customer_phone, after.notes) == ("+34 600 444 444", "")
    assert seat.toasts == ["Saved."]


def test_what_both_wrote_alike_needs_no_question() -> None:
    booking_id = given_booked(given_team(), monday_at(10))

    async def visit(seat: Dialog) -> None:
        await editing(seat, booking_id)
        written(booking_id, phone="+34 600 333 333")
        await seat.save(phone="+34 600 333 333", notes="Aisle")

    dialog(visit)

    after = stored(booking_id)
    assert (after.customer_phone, after.notes) == ("+34 600 333 333", "Aisle")


def test_a_step_that_somebody_took_meanwhile_stands_in_no_editors_way() -> None:
    booking_id = given_booked(given_team(requires_approval=True), monday_at(10))

    async def visit(seat: Dialog) -> None:
        await editing(seat, booking_id)
        confirm_booking(booking_id, by=VERA, now=datetime.now(UTC))
        await seat.save(notes="Aisle")

    seat = dialog(visit)

    assert (stored(booking_id).status, stored(booking_id).notes) == ("confirmed", "Aisle")
    assert seat.booking.status == "confirmed"


def test_typed_text_is_not_left_without_a_question() -> None:
    team = given_team()
    first, second = given_booked(team, monday_at(10)), given_booked(team, monday_at(11))

    async def visit(seat: Dialog) -> None:
        await editing(seat, first)
        await seat.type_something()
        for leave in (
            seat.step_back(),
            seat.open(second),
            seat.send(SelectedBookingState.go_back("")),
        ):
            await leave
            assert seat.shows(SelectedBookingState, "asks_to_discard") is True
            await seat.send(SelectedBookingState.keep)
            assert (seat.task, seat.booking_id) == ("edit", first)
        await seat.send(SelectedBookingState.open(second))
        await seat.send(SelectedBookingState.discard)

    seat = dialog(visit)

    assert (seat.task, seat.booking_id) == ("", second)


def test_without_text_one_step_back_leads_to_the_booking_and_the_next_closes_it() -> None:
    booking_id = given_booked(given_team(), monday_at(10))

    async def visit(seat: Dialog) -> None:
        await editing(seat, booking_id)
        await seat.step_back()
        assert (seat.task, seat.booking_id) == ("", booking_id)
        await seat.step_back()

    assert dialog(visit).booking_id == ""


def test_what_a_browser_kept_while_the_server_restarted_is_taken_up_again() -> None:
    booking_id = given_booked(given_team(), monday_at(10))
    kept = {"name": ANA.name, "phone": ANA.phone, "email": "", "notes": "", "turn": 3, "version": 1}
    written(booking_id, phone="+34 600 333 333")

    async def visit(seat: Dialog) -> None:
        await seat.open(booking_id)
        await seat.send(SelectedBookingState.resume(kept))
        assert seat.task == "edit"
        assert seat.shows(CustomerFormState, "fill")["turn"] == 3  # nothing is filled in anew
        await seat.save(notes="Aisle")

    seat = dialog(visit)

    assert told(seat)[0] == ("Vera Lane changed the phone to “+34 600 333 333”.", "It stays.")


@pytest.mark.parametrize("kept", [None, "nonsense", {}, {"turn": "x", "version": -1, "name": 7}])
def test_whatever_a_browser_says_it_kept_does_no_harm(kept: Any) -> None:
    booking_id = given_booked(given_team(), monday_at(10))

    async def visit(seat: Dialog) -> None:
        await seat.call(SelectedBookingState, "resume", {"filled": kept})
        await seat.open(booking_id)
        await seat.call(SelectedBookingState, "resume", {"filled": kept})
        await seat.save(notes="Aisle")

    dialog(visit)

    assert stored(booking_id).notes == "Aisle"

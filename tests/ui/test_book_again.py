"""Book again: the wizard takes over what a booking that is over says."""

from datetime import UTC, datetime

import pytest

from bookings_app.domain.access import Role
from bookings_app.domain.contact import NewConversation
from bookings_app.domain.errors import BookingNotFound
from bookings_app.ui.booking_details.state import SelectedBookingState
from bookings_app.ui.new_booking.customer_state import CustomerState
from bookings_app.ui.new_booking.provider_state import ProviderState
from bookings_app.ui.new_booking.state import NewBookingState
from bookings_app.ui.new_booking.time_state import TimeState
from bookings_app.usecases.archiving import archive_service
from bookings_app.usecases.catalog import list_services
from bookings_app.usecases.contacts import add_conversation
from bookings_app.usecases.status_changes import cancel_booking
from tests.factories import ADMIN, Team, given_contact, given_provider, given_team
from tests.ui.dialog import ANA, Dialog, dialog, given_booked
from tests.ui.wizard import booked, monday_at

pytestmark = pytest.mark.usefixtures("sqlite_database")


def given_cancelled(
    team: Team,
    *,
    provider_id: str | None = None,
    contact_id: str | None = None,
    conversation_id: str | None = None,
) -> str:
    """A booking that is over; its id."""
    booking_id = given_booked(
        team,
        monday_at(10),
        provider_id=provider_id,
        contact_id=contact_id,
        conversation_id=conversation_id,
    )
    cancel_booking(booking_id, by=ADMIN, reason="Flu", now=datetime.now(UTC))
    return booking_id


async def book_again(seat: Dialog, booking_id: str) -> None:
    """Open it, and press Book again."""
    await seat.open(booking_id)
    await seat.send(SelectedBookingState.book_again)


def test_only_the_time_is_left_to_pick() -> None:
    team = given_team()
    cleo = given_provider(service_ids=[team.service_id], location_id=team.location_id, name="Cleo")
    contact = given_contact()
    new = NewConversation("whatsapp", "+34600111222", datetime.now(UTC))
    conversation = add_conversation(contact, new, by=ADMIN, now=datetime.now(UTC)).id
    booking_id = given_cancelled(
        team, provider_id=cleo, contact_id=contact, conversation_id=conversation
    )

    async def visit(seat: Dialog) -> None:
        await book_again(seat, booking_id)
        assert seat.booking_id == ""
        assert seat.shows(NewBookingState, "step") == 2
        assert seat.shows(NewBookingState, "picked")[0] == "Haircut, Old Town"
        await seat.send(TimeState.pick_day(monday_at(12).date().isoformat()))
        await seat.send(TimeState.pick_slot(monday_at(12).isoformat()))
        await seat.send(NewBookingState.go_on(2))
        assert seat.shows(ProviderState, "provider_id") == cleo
        await seat.send(NewBookingState.go_on(3))
        fill = seat.shows(CustomerState, "fill")
        assert (fill["name"], fill["phone"], fill["notes"]) == (ANA.name, ANA.phone, ANA.notes)
        assert seat.shows(CustomerState, "contact").id == contact
        assert seat.shows(CustomerState, "conversation_id") == conversation
        form = {"submission": seat.shows(NewBookingState, "submission_id"), **fill}
        await seat.send(NewBookingState.create(form))

    dialog(visit)

    (again,) = [each for each in booked() if each.id != booking_id]
    assert (again.starts_at, again.provider_id, again.contact_id) == (monday_at(12), cleo, contact)


def test_what_had_no_conversation_has_none_again() -> None:
    team, contact = given_team(), given_contact()
    new = NewConversation("whatsapp", "+34600111222", datetime.now(UTC))
    add_conversation(contact, new, by=ADMIN, now=datetime.now(UTC))
    booking_id = given_cancelled(team, contact_id=contact)

    async def visit(seat: Dialog) -> None:
        await book_again(seat, booking_id)

    assert dialog(visit).shows(CustomerState, "conversation_id") == "none"


def test_a_service_that_is_not_offered_any_more_is_picked_anew() -> None:
    team = given_team()
    booking_id = given_cancelled(team)
    archive_service(team.service_id, by=ADMIN, now=datetime.now(UTC))
    assert list_services() == []

    async def visit(seat: Dialog) -> None:
        await book_again(seat, booking_id)

    seat = dialog(visit)

    assert seat.shows(NewBookingState, "step") == 1
    assert seat.shows(CustomerState, "fill")["name"] == ANA.name


def test_a_booking_that_one_may_not_see_fills_in_nothing() -> None:
    team = given_team()
    booking_id = given_cancelled(team)
    dana = given_provider(service_ids=[team.service_id], location_id=team.location_id, name="Dana")

    async def visit(seat: Dialog) -> None:
        with pytest.raises(BookingNotFound):
            await seat.send(NewBookingState.open_again(booking_id))

    seat = dialog(visit, Role.PROVIDER, dana)

    assert not seat.shows(NewBookingState, "is_open")
    assert ANA.name not in seat.everything_shown()

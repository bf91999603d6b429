"""A booking whose event was moved or deleted in Google: what its dialog offers, what follows."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bookings_app.domain.access import ProviderVisibility, Role
from bookings_app.domain.booking import BookingStatus
from bookings_app.ui.booking_details.steps import StepsState
from bookings_app.usecases.workspace import save_workspace, workspace
from tests.factories import ADMIN, given_provider, given_team
from tests.google_rows import given_account, given_event
from tests.ui.dialog import Dialog, dialog, given_booked, happened, stored
from tests.ui.wizard import monday_at, taken

pytestmark = pytest.mark.usefixtures("sqlite_database")

Visit = Callable[[Dialog], Awaitable[None]]
HALF_HOUR = timedelta(minutes=30)


def given_moved(to: datetime) -> tuple[str, str]:
    """A booking on Monday at ten that somebody moved there; it, and its provider."""
    team = given_team()
    booking_id = given_booked(team, monday_at(10))
    calendar_id = given_account(team.provider_id)
    given_event(booking_id, calendar_id, inbound="moved", moved=(to, to + HALF_HOUR))
    return booking_id, team.provider_id


def given_deleted() -> tuple[str, str]:
    """A booking whose event somebody deleted; it, and its provider."""
    team = given_team()
    booking_id = given_booked(team, monday_at(10))
    given_event(booking_id, given_account(team.provider_id), inbound="deleted")
    return booking_id, team.provider_id


def settling(booking_id: str, choice: str) -> Dialog:
    """Open a booking and press that."""

    async def visit(seat: Dialog) -> None:
        await seat.open(booking_id)
        await seat.send(StepsState.settle(choice))

    return dialog(visit)


def test_accepting_moves_the_booking_to_where_its_event_is() -> None:
    booking_id, _ = given_moved(monday_at(14))

    seat = settling(booking_id, "accept")

    assert stored(booking_id).status is BookingStatus.RESCHEDULED
    assert seat.booking_id == stored(booking_id).rescheduled_to
    assert stored(seat.booking_id).starts_at == monday_at(14)
    assert seat.booking.in_google.flag == ""
    assert seat.toasts == ["Moved, as in Google Calendar."]


def test_a_time_that_somebody_else_has_is_refused_and_nothing_changes() -> None:
    team = given_team()
    booking_id = given_booked(team, monday_at(10))
    taken(team, monday_at(14))
    moved = (monday_at(14), monday_at(14) + HALF_HOUR)
    given_event(booking_id, given_account(team.provider_id), inbound="moved", moved=moved)

    seat = settling(booking_id, "accept")

    assert stored(booking_id).status is BookingStatus.CONFIRMED
    assert seat.says("refusal").endswith(
        ", 14:00 cannot be booked: Something else is booked then. Put it back, or reschedule it."
    )
    assert seat.toasts == []
    assert seat.booking.in_google.flag == "moved"


def test_a_booking_does_not_follow_an_event_that_only_lasts_longer() -> None:
    team = given_team()
    booking_id = given_booked(team, monday_at(10))
    longer = (monday_at(10), monday_at(10) + 2 * HALF_HOUR)
    given_event(booking_id, given_account(team.provider_id), inbound="moved", moved=longer)

    seat = settling(booking_id, "accept")

    assert (seat.booking.in_google.flag, seat.booking.in_google.choices) == (
        "resized",
        ["put_back"],
    )
    assert happened(booking_id) == ["created"]


def test_putting_back_settles_it_and_the_booking_stays() -> None:
    booking_id, _ = given_moved(monday_at(14))

    seat = settling(booking_id, "put_back")

    assert stored(booking_id).status is BookingStatus.CONFIRMED
    assert happened(booking_id) == ["created", "flagged"]
    assert (seat.booking.in_google.badge, seat.booking.in_google.flag) == ("waiting", "")
    assert seat.toasts == ["It is being put back in Google Calendar."]


def test_restoring_makes_a_deleted_event_again() -> None:
    booking_id, _ = given_deleted()

    seat = settling(booking_id, "restore")

    assert stored(booking_id).status is BookingStatus.CONFIRMED
    assert (seat.booking.in_google.badge, seat.booking.in_google.flag) == ("waiting", "")
    assert seat.toasts == ["It is being made again in Google Calendar."]


def test_cancelling_a_deleted_one_asks_why_as_ever() -> None:
    booking_id, _ = given_deleted()

    seat = settling(booking_id, "cancel")

    assert seat.task == "cancel"
    assert stored(booking_id).status is BookingStatus.CONFIRMED


def test_its_provider_decides_too() -> None:
    booking_id, provider_id = given_moved(monday_at(14))

    async def visit(seat: Dialog) -> None:
        await seat.open(booking_id)
        await seat.send(StepsState.settle("put_back"))

    seat = dialog(visit, Role.PROVIDER, provider_id)

    assert seat.booking.in_google.flag == ""


def test_who_may_only_see_it_is_told_and_decides_nothing() -> None:
    team = given_team()
    booking_id = given_booked(team, monday_at(10))
    given_event(booking_id, given_account(team.provider_id), inbound="deleted")
    other = given_provider(service_ids=[team.service_id], name="Cora")
    wider = replace(workspace(), provider_visibility=ProviderVisibility.ASSIGNED_SERVICES)
    save_workspace(wider, by=ADMIN, now=datetime.now(UTC))

    async def visit(seat: Dialog) -> None:
        await seat.open(booking_id)
        await seat.send(StepsState.settle("restore"))

    seat = dialog(visit, Role.PROVIDER, other)

    assert (seat.booking.in_google.flag, seat.booking.in_google.choices) == ("deleted", [])
    assert happened(booking_id) == ["created"]


@pytest.mark.parametrize("choice", ["restore", "cancel", "confirm", ""])
def test_what_is_not_offered_does_nothing(choice: str) -> None:
    booking_id, _ = given_moved(monday_at(14))

    seat = settling(booking_id, choice)

    assert happened(booking_id) == ["created"]
    assert (seat.task, seat.toasts) == ("", [])

"""What is done to an open booking, its handlers called as a browser calls them."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings_app.domain.access import Role
from bookings_app.domain.booking import BookingStatus
from bookings_app.ui.booking_details.state import HEARD_AS, SelectedBookingState
from bookings_app.ui.booking_details.steps import StepsState
from bookings_app.ui.live import open_tabs
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases.changes import entries_for_changes
from bookings_app.usecases.rescheduling import reschedule_booking
from bookings_app.usecases.status_changes import (
    cancel_booking,
    complete_booking,
    confirm_booking,
    mark_no_show,
)
from tests.factories import ADMIN, given_provider, given_team
from tests.ui.dialog import VERA, Dialog, dialog, given_booked, happened, stored
from tests.ui.wizard import monday_at

pytestmark = pytest.mark.usefixtures("sqlite_database")

LAST_MONDAY = timedelta(days=28)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize(
    ("status", "begun", "actions"),
    [
        (BookingStatus.PENDING, False, ["confirm", "cancel", "edit"]),
        (BookingStatus.CONFIRMED, False, ["cancel", "reschedule", "edit"]),
        (
            BookingStatus.CONFIRMED,
            True,
            ["complete", "no-show", "cancel", "reschedule", "edit"],
        ),
        (BookingStatus.COMPLETED, True, ["edit"]),
        (BookingStatus.CANCELLED, False, ["edit"]),
    ],
)
def test_it_offers_what_may_be_done_and_nothing_else(
    status: BookingStatus, begun: bool, actions: list[str]
) -> None:
    pending = status is BookingStatus.PENDING
    team = given_team(requires_approval=pending)
    booking_id = given_booked(team, monday_at(10) - (LAST_MONDAY if begun else timedelta()))
    if status is BookingStatus.COMPLETED:
        complete_booking(booking_id, by=ADMIN, now=now())
    if status is BookingStatus.CANCELLED:
        cancel_booking(booking_id, by=ADMIN, reason="Flu", now=now())

    async def visit(seat: Dialog) -> None:
        await seat.open(booking_id)

    seat = dialog(visit)

    assert seat.booking.actions == actions
    assert seat.booking.is_final == (actions == ["edit"])


def test_before_it_begins_it_says_from_when_on_more_can_be_said() -> None:
    booking_id = given_booked(given_team(), monday_at(10))
    on = monday_at(10)

    async def visit(seat: Dialog) -> None:
        await seat.open(booking_id)

    seat = dialog(visit)

    assert seat.booking.begins == f"Complete and No-show from {on:%a} {on.day} {on:%b}, 10:00"


@pytest.mark.parametrize(
    ("action", "status", "said"),
    [
        ("complete", "completed", "Completed."),
        ("no-show", "no_show", "Marked as no-show; the time is free again."),
    ],
)
def test_a_click_moves_it_on_and_the_dialog_shows_what_is_true_then(
    action: str, status: str, said: str
) -> None:
    booking_id = given_booked(given_team(), monday_at(10) - LAST_MONDAY)

    async def visit(seat: Dialog) -> None:
        await seat.open(booking_id)
        await seat.send(StepsState.act(action))

    seat = dialog(visit)

    assert stored(booking_id).status == seat.booking.status == status
    assert seat.toasts == [said]
    assert (seat.booking_id, seat.booking.actions) == (booking_id, ["edit"])
    assert seat.says("busy") == ""


def test_a_pending_booking_is_confirmed() -> None:
    booking_id = given_booked(given_team(requires_approval=True), monday_at(10))

    async def visit(seat: Dialog) -> None:
        await seat.open(booking_id)
        await seat.send(StepsState.act("confirm"))

    seat = dialog(visit)

    assert stored(booking_id).status == "confirmed"
    assert seat.toasts == ["Confirmed."]


@pytest.mark.parametrize("action", ["complete", "confirm", "cancel", "edit", "anything", ""])
def test_what_is_not_offered_as_a_click_does_nothing(action: str) -> None:
    booking_id = given_booked(given_team(), monday_at(10))

    async def visit(seat: Dialog) -> None:
        await seat.open(booking_id)
        await seat.send(StepsState.act(action))

    dialog(visit)

    assert happened(booking_id) == ["created"]


def test_a_second_click_does_nothing() -> None:
    booking_id = given_booked(given_team(), monday_at(10) - LAST_MONDAY)

    async def visit(seat: Dialog) -> None:
        await seat.open(booking_id)
        await seat.send(StepsState.act("complete"))
        await seat.send(StepsState.act("complete"))

    seat = dialog(visit)

    assert happened(booking_id) == ["created", "completed"]
    assert seat.says("refusal") == ""


def test_whoever_was_slower_is_told_who_was_faster_and_sees_the_new_state() -> None:
    booking_id = given_booked(given_team(), monday_at(10) - LAST_MONDAY)

    async def visit(seat: Dialog) -> None:
        await seat.open(booking_id)
        mark_no_show(booking_id, by=VERA, now=now())
        await seat.send(StepsState.act("complete"))

    seat = dialog(visit)

    assert seat.says("refusal").startswith("Vera Lane marked this booking as no-show at ")
    assert seat.booking.status == "no_show"
    assert seat.toasts == []
    assert happened(booking_id) == ["created", "no_show"]


def test_whoever_is_told_of_a_step_of_yesterday_is_told_the_day_too() -> None:
    booking_id = given_booked(given_team(), monday_at(10) - LAST_MONDAY)

    async def visit(seat: Dialog) -> None:
        await seat.open(booking_id)
        complete_booking(booking_id, by=VERA, now=now() - timedelta(days=1))
        await seat.send(StepsState.act("no-show"))

    seat = dialog(visit)

    assert seat.says("refusal").startswith("Vera Lane completed this booking yesterday ")


def test_a_cancellation_keeps_its_reason_and_says_so_on_top() -> None:
    booking_id = given_booked(given_team(), monday_at(10))

    async def visit(seat: Dialog) -> None:
        await seat.open(booking_id)
        await seat.cancel(" Customer is ill ")

    seat = dialog(visit)

    assert stored(booking_id).cancellation_reason == "Customer is ill"
    assert seat.booking.outcome.said.startswith("Cancelled by Mara Cole, today ")
    assert seat.booking.outcome.reason == "Customer is ill"
    assert (seat.task, seat.toasts) == ("", ["Cancelled; the time is free."])


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001])
def test_a_reason_that_cannot_be_taken_is_said_beside_its_field(reason: str) -> None:
    booking_id = given_booked(given_team(), monday_at(10))

    async def visit(seat: Dialog) -> None:
        await seat.open(booking_id)
        await seat.cancel(reason)

    seat = dialog(visit)

    assert seat.task == "cancel"
    assert "reason" in seat.shows(StepsState, "reason_error").lower() or "why" in seat.shows(
        StepsState, "reason_error"
    )
    assert happened(booking_id) == ["created"]


def test_the_reasons_that_can_be_picked_are_the_workspaces() -> None:
    booking_id = given_booked(given_team(), monday_at(10))

    async def visit(seat: Dialog) -> None:
        await seat.open(booking_id)
        await seat.send(SelectedBookingState.begin("cancel"))

    seat = dialog(visit)

    assert seat.shows(SelectedBookingState, "usual_reasons")[0] == "Customer asked"


def test_of_two_who_cancel_the_second_is_told_who_was_first() -> None:
    booking_id = given_booked(given_team(), monday_at(10))

    async def visit(seat: Dialog) -> None:
        await seat.open(booking_id)
        await seat.send(SelectedBookingState.begin("cancel"))
        cancel_booking(booking_id, by=VERA, reason="Flu", now=now())
        await seat.send(StepsState.cancel({"reason": "Double entry"}))

    seat = dialog(visit)

    assert seat.says("refusal").startswith("Vera Lane cancelled this booking at ")
    assert seat.booking.outcome.reason == "Flu"
    assert seat.task == ""


def test_a_reason_without_the_question_cancels_nothing() -> None:
    booking_id = given_booked(given_team(), monday_at(10))

    async def visit(seat: Dialog) -> None:
        await seat.open(booking_id)
        await seat.send(StepsState.cancel({"reason": "Flu"}))
        await seat.call(StepsState, "cancel", {"form": "nonsense"})

    dialog(visit)

    assert happened(booking_id) == ["created"]


def test_what_others_do_is_shown_at_once_with_their_name_and_the_buttons_follow() -> None:
    booking_id = given_booked(given_team(requires_approval=True), monday_at(10))

    async def visit(seat: Dialog) -> None:
        await seat.open(booking_id)
        confirm_booking(booking_id, by=VERA, now=now())
        await seat.send(SelectedBookingState.refresh)

    seat = dialog(visit)

    assert seat.says("just_changed") == "Changed just now by Vera Lane: confirmed."
    assert seat.booking.actions == ["cancel", "reschedule", "edit"]


def test_what_one_did_here_is_not_told_again() -> None:
    booking_id = given_booked(given_team(requires_approval=True), monday_at(10))

    async def visit(seat: Dialog) -> None:
        await seat.open(booking_id)
        await seat.send(StepsState.act("confirm"))
        await seat.send(SelectedBookingState.refresh)

    seat = dialog(visit)

    assert seat.says("just_changed") == ""


def test_it_listens_to_the_booking_that_is_open_and_to_no_other() -> None:
    team = given_team()
    first, second = given_booked(team, monday_at(10)), given_booked(team, monday_at(11))
    listens: list[bool] = []

    async def visit(seat: Dialog) -> None:
        await seat.open(first)
        await seat.open(second)
        concerns = open_tabs.by_client[seat.tab.token].listens[HEARD_AS]
        entries = entries_for_changes({first, second})
        listens.extend(concerns(entries[each]) for each in (first, second))
        await seat.step_back()
        listens.append(HEARD_AS in open_tabs.by_client[seat.tab.token].listens)

    dialog(visit)

    assert listens == [False, True, False]


def test_nothing_of_the_customer_stays_when_it_is_closed() -> None:
    booking_id = given_booked(given_team(), monday_at(10))

    async def visit(seat: Dialog) -> None:
        await seat.open(booking_id)
        await seat.send(SelectedBookingState.begin("edit"))
        assert "ana@example.com" in seat.everything_shown()
        await seat.send(SelectedBookingState.close)

    seat = dialog(visit)

    for known in ("Ana Ruiz", "600 11", "ana@example.com", "Window seat"):
        assert known not in seat.everything_shown()


def test_somebody_elses_booking_answers_like_one_that_does_not_exist() -> None:
    team = given_team()
    booking_id = given_booked(team, monday_at(10))
    dana = given_provider(service_ids=[team.service_id], location_id=team.location_id, name="Dana")
    said: list[list[str]] = []

    async def visit(seat: Dialog) -> None:
        for asked in (booking_id, "no-such-booking", "", "x" * 5000):
            await seat.send(SelectedBookingState.arrive(asked, "Europe/Madrid"))
            said.append(seat.toasts)
            await seat.send(Toasts.dismiss_all)

    seat = dialog(visit, Role.PROVIDER, dana)

    unknown = ["This booking does not exist, or you may not see it."]
    assert said == [unknown, unknown, [], unknown]
    assert seat.booking_id in {None, ""}


def test_a_moved_booking_leads_to_the_new_one_and_back() -> None:
    old = given_booked(given_team(), monday_at(10))
    new = reschedule_booking(old, monday_at(14), by=VERA, now=now()).id
    links: list[str] = []

    async def visit(seat: Dialog) -> None:
        await seat.open(old)
        links.append(seat.booking.outcome.moved_to)
        links.append(seat.booking.outcome.moved_to_words)
        await seat.open(new)
        links.append(seat.booking.outcome.moved_from)

    dialog(visit)

    assert links[0] == new
    assert links[1].endswith("14:00 – 14:30, with Ben")
    assert links[2] == old


def test_a_booking_that_moved_out_of_sight_is_no_link() -> None:
    team = given_team()
    old = given_booked(team, monday_at(10))
    dana = given_provider(service_ids=[team.service_id], location_id=team.location_id, name="Dana")
    new = reschedule_booking(old, monday_at(14), provider_id=dana, by=VERA, now=now()).id

    async def visit(seat: Dialog) -> None:
        await seat.open(old)

    seat = dialog(visit, Role.PROVIDER, team.provider_id)

    assert seat.booking.outcome.moved_to == ""
    assert seat.booking.outcome.moved_to_words == "a booking that you may not see"
    assert new not in seat.everything_shown()


def test_times_are_by_the_locations_clock_and_by_ones_own_where_that_differs() -> None:
    booking_id = given_booked(given_team(), monday_at(10))

    async def visit(seat: Dialog) -> None:
        await seat.send(SelectedBookingState.arrive(booking_id, "Atlantic/Canary"))

    seat = dialog(visit)

    assert seat.booking.clock == "10:00 – 10:30"
    assert seat.booking.other_zone.startswith("Europe/Madrid time. For you: ")
    assert seat.booking.other_zone.endswith("09:00")

"""Moving the open booking, its handlers called as a browser calls them."""

from datetime import UTC, datetime

import pytest

from bookings_app.domain.access import Role
from bookings_app.ui.booking_details.state import SelectedBookingState
from bookings_app.ui.reschedule.state import RescheduleState
from bookings_app.usecases.status_changes import cancel_booking
from tests.factories import Team, given_provider, given_team
from tests.ui.dialog import VERA, Dialog, dialog, given_booked, happened, stored
from tests.ui.wizard import monday_at, next_monday, taken

pytestmark = pytest.mark.usefixtures("sqlite_database")


def given_second_provider(team: Team, name: str = "Cleo Marin") -> str:
    """Somebody else who offers the same; their id."""
    return given_provider(service_ids=[team.service_id], location_id=team.location_id, name=name)


async def moving(seat: Dialog, booking_id: str) -> None:
    """Open a booking, and press Reschedule."""
    await seat.open(booking_id)
    await seat.send(RescheduleState.begin)


def starts(seat: Dialog) -> dict[str, str]:
    """The starts on the screen, and what stands below them."""
    groups = seat.shows(RescheduleState, "groups")
    return {slot.time[:5]: slot.line for group in groups for slot in group.slots}


def test_the_starts_of_its_day_say_whether_the_same_provider_is_free() -> None:
    team = given_team()
    given_second_provider(team)
    booking_id = given_booked(team, monday_at(10))
    taken(team, monday_at(11))

    async def visit(seat: Dialog) -> None:
        await moving(seat, booking_id)

    seat = dialog(visit)

    assert seat.task == "reschedule"
    assert seat.shows(RescheduleState, "on") == next_monday().isoformat()
    shown = starts(seat)
    assert shown["10:00"] == "As it is now"
    assert shown["10:30"] == "Ben is free"
    assert shown["11:00"] == "Others only"


def test_where_only_others_are_free_the_first_of_them_is_chosen_and_back_again() -> None:
    team = given_team()
    cleo = given_second_provider(team)
    booking_id = given_booked(team, monday_at(10))
    taken(team, monday_at(11))

    async def visit(seat: Dialog) -> None:
        await moving(seat, booking_id)
        await seat.send(RescheduleState.pick_slot(monday_at(11).isoformat()))
        assert seat.shows(RescheduleState, "provider_id") == cleo
        assert seat.shows(RescheduleState, "after_provider") == "with Cleo Marin"
        busy = [option.is_busy for option in seat.shows(RescheduleState, "options")]
        assert busy == [True, False]
        await seat.send(RescheduleState.pick_slot(monday_at(12).isoformat()))

    seat = dialog(visit)

    on = next_monday()
    assert seat.shows(RescheduleState, "provider_id") == team.provider_id
    assert seat.shows(RescheduleState, "after") == f"{on:%a} {on.day} {on:%b}, 12:00 – 12:30"
    assert seat.shows(RescheduleState, "after_provider") == ""


def test_whoever_is_chosen_is_whom_the_starts_speak_of() -> None:
    team = given_team()
    cleo = given_second_provider(team)
    booking_id = given_booked(team, monday_at(10))
    taken(team, monday_at(11))

    async def visit(seat: Dialog) -> None:
        await moving(seat, booking_id)
        await seat.send(RescheduleState.pick_provider(cleo))

    seat = dialog(visit)

    assert starts(seat)["11:00"] == "Cleo is free"
    assert starts(seat)["10:00"] == "Cleo is free"


def test_somebody_who_is_not_free_then_cannot_be_chosen() -> None:
    team = given_team()
    cleo = given_second_provider(team)
    booking_id = given_booked(team, monday_at(10))
    taken(team, monday_at(11))

    async def visit(seat: Dialog) -> None:
        await moving(seat, booking_id)
        await seat.send(RescheduleState.pick_slot(monday_at(11).isoformat()))
        await seat.send(RescheduleState.pick_provider(team.provider_id))
        await seat.send(RescheduleState.pick_provider("nobody"))

    assert dialog(visit).shows(RescheduleState, "provider_id") == cleo


def test_it_moves_and_the_dialog_shows_the_new_booking() -> None:
    booking_id = given_booked(given_team(), monday_at(10))

    async def visit(seat: Dialog) -> None:
        await moving(seat, booking_id)
        await seat.send(RescheduleState.pick_slot(monday_at(10, 30).isoformat()))
        await seat.send(RescheduleState.move)

    seat = dialog(visit)

    old = stored(booking_id)
    assert (old.status, old.rescheduled_to) == ("rescheduled", seat.booking_id)
    assert stored(seat.booking_id).starts_at == monday_at(10, 30)
    assert seat.booking.outcome.moved_from == booking_id
    on = next_monday()
    assert seat.toasts == [f"Moved to {on:%a} {on.day} {on:%b}, 10:30."]
    assert seat.task == ""


def test_the_same_time_is_no_move_but_with_somebody_else_it_is_one() -> None:
    team = given_team()
    cleo = given_second_provider(team)
    booking_id = given_booked(team, monday_at(10))

    async def visit(seat: Dialog) -> None:
        await moving(seat, booking_id)
        await seat.send(RescheduleState.pick_slot(monday_at(10).isoformat()))
        assert seat.shows(RescheduleState, "is_same") is True
        await seat.send(RescheduleState.move)
        assert happened(booking_id) == ["created"]
        await seat.send(RescheduleState.pick_provider(cleo))
        assert seat.shows(RescheduleState, "is_same") is False
        await seat.send(RescheduleState.move)

    seat = dialog(visit)

    assert stored(seat.booking_id).provider_id == cleo
    assert stored(seat.booking_id).starts_at == monday_at(10)


def test_when_the_time_went_nothing_changes_and_the_nearest_are_marked() -> None:
    team = given_team()
    booking_id = given_booked(team, monday_at(10))

    async def visit(seat: Dialog) -> None:
        await moving(seat, booking_id)
        await seat.send(RescheduleState.pick_slot(monday_at(10, 30).isoformat()))
        taken(team, monday_at(10, 30))
        await seat.send(RescheduleState.move)

    seat = dialog(visit)

    assert happened(booking_id) == ["created"]
    assert seat.shows(RescheduleState, "event") == "10:30 with Ben was just taken."
    assert seat.shows(RescheduleState, "advice") == (
        "Nothing was changed. The three nearest free times are marked."
    )
    shown = starts(seat)
    assert shown["10:30"] == "Taken"
    assert shown["10:00"] == "Nearest · As it is now"  # it stands in nobody's way itself
    assert shown["11:00"] == "Nearest · Ben is free"
    assert (seat.task, seat.shows(RescheduleState, "starts_at")) == ("reschedule", "")


def test_a_start_that_nobody_has_any_more_is_said_as_soon_as_it_is_picked() -> None:
    team = given_team()
    booking_id = given_booked(team, monday_at(10))

    async def visit(seat: Dialog) -> None:
        await moving(seat, booking_id)
        taken(team, monday_at(12))
        await seat.send(RescheduleState.pick_slot(monday_at(12).isoformat()))

    seat = dialog(visit)

    assert seat.shows(RescheduleState, "event") == "12:00 was just taken."
    assert seat.shows(RescheduleState, "starts_at") == ""


def test_providers_can_only_keep_themselves() -> None:
    team = given_team()
    given_second_provider(team)
    booking_id = given_booked(team, monday_at(10))
    taken(team, monday_at(11))

    async def visit(seat: Dialog) -> None:
        await moving(seat, booking_id)

    seat = dialog(visit, Role.PROVIDER, team.provider_id)

    assert [each.name for each in seat.shows(RescheduleState, "options")] == ["Ben"]
    assert "11:00" not in starts(seat)


def test_a_booking_that_was_cancelled_meanwhile_is_not_moved_and_one_is_told_by_whom() -> None:
    booking_id = given_booked(given_team(), monday_at(10))

    async def visit(seat: Dialog) -> None:
        await moving(seat, booking_id)
        await seat.send(RescheduleState.pick_slot(monday_at(12).isoformat()))
        cancel_booking(booking_id, by=VERA, reason="Flu", now=datetime.now(UTC))
        await seat.send(RescheduleState.move)

    seat = dialog(visit)

    assert seat.says("refusal").startswith("Vera Lane cancelled this booking at ")
    assert (seat.task, seat.booking.status) == ("", "cancelled")
    assert happened(booking_id) == ["created", "cancelled"]


@pytest.mark.parametrize("begun", [True, False])
def test_nothing_moves_that_is_not_asked_for_on_the_screen(*, begun: bool) -> None:
    team = given_team()
    first, second = given_booked(team, monday_at(10)), given_booked(team, monday_at(11))

    async def visit(seat: Dialog) -> None:
        await moving(seat, first)
        await seat.send(RescheduleState.pick_slot(monday_at(12).isoformat()))
        await seat.send(RescheduleState.pick_slot("nonsense"))
        await seat.send(SelectedBookingState.leave_task)
        await seat.open(second)
        if begun:
            await seat.send(RescheduleState.begin)
        await seat.send(RescheduleState.move)

    dialog(visit)

    assert (happened(first), happened(second)) == (["created"], ["created"])


def test_a_booking_that_is_over_cannot_be_moved() -> None:
    booking_id = given_booked(given_team(), monday_at(10))
    cancel_booking(booking_id, by=VERA, reason="Flu", now=datetime.now(UTC))

    async def visit(seat: Dialog) -> None:
        await moving(seat, booking_id)

    assert dialog(visit).task == ""

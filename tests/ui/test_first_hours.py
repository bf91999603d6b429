"""The last of the first steps: hours are written, read and remarked on as in their own editor."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import pytest

from bookings_app.domain.workspace import Clock
from bookings_app.ui.first_steps.state import FirstStepsState
from bookings_app.usecases.schedules import get_schedule
from bookings_app.usecases.workspace import save_workspace, workspace
from tests.factories import ADMIN, NOON, given_location, given_provider, given_service
from tests.ui.first_steps_desk import HOURS, WEEKDAYS, Desk, desk

pytestmark = pytest.mark.usefixtures("sqlite_database")


def at_hours(visit: Callable[[Desk], Coroutine[Any, Any, None]]) -> tuple[Desk, str, str]:
    """A team that lacks nothing but hours; the desk, its provider and its location."""
    place = given_location()
    provider = given_provider(service_ids=[given_service(location_ids=[place])])
    return desk(visit), provider, place


def with_twelve_hours() -> None:
    """The clocks of the workspace."""
    save_workspace(replace(workspace(), clock=Clock.TWELVE_HOURS), by=ADMIN, now=NOON)


async def look(_: Desk) -> None:
    """Do nothing."""


@pytest.mark.parametrize(
    ("twelve", "shown"),
    [
        (False, ["09:00", "17:00", "12:00", "13:00"]),
        (True, ["9:00 am", "5:00 pm", "12:00 pm", "1:00 pm"]),
    ],
)
def test_the_hours_begin_by_the_clock_of_the_workspace(*, twelve: bool, shown: list[str]) -> None:
    if twelve:
        with_twelve_hours()
    seat, _, _ = at_hours(look)

    assert list(seat.shows(FirstStepsState, "usual").values()) == shown


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("9", "17", (540, 1_020)),
        ("9:30 am", "5.15 pm", (570, 1_035)),
        ("0930", "24:00", (570, 1_440)),
        ("22h00", "6:00", (1_320, 360)),
    ],
)
def test_hours_are_read_however_people_write_them(
    start: str, end: str, minutes: tuple[int, int]
) -> None:
    place = given_location()
    provider = given_provider(service_ids=[given_service(location_ids=[place])])
    where = {"provider_id": provider, "location_id": place}

    async def visit(seat: Desk) -> None:
        await seat.fill_in("hours", **where, **WEEKDAYS, **HOURS | {"start": start, "end": end})

    desk(visit)

    (window, *_) = get_schedule(provider, seen_by=ADMIN).weekly
    assert (window.start_minute, window.end_minute) == minutes


def test_what_is_wrong_with_hours_is_said_while_they_are_typed() -> None:
    async def visit(seat: Desk) -> None:
        await seat.type_hours(start="25:00", end="soon", with_break="on", break_end="noon")
        assert seat.errors == {
            "start": "Enter a time from 00:00 to 23:59.",
            "end": "Enter a time from 00:00 to 24:00.",
            "break_end": "Enter a time from 00:00 to 24:00.",
        }
        await seat.type_hours()

    seat, _, _ = at_hours(visit)

    assert seat.errors == {}


def test_nobody_is_told_off_in_the_middle_of_a_word_until_it_was_refused() -> None:
    async def visit(seat: Desk) -> None:
        await seat.type_hours("start", start="1:", end="soon")
        assert set(seat.errors) == {"end"}
        await seat.fill_in("hours", **WEEKDAYS, **HOURS | {"start": "1:"})
        await seat.type_hours("start", start="1:")

    seat, _, _ = at_hours(visit)

    assert set(seat.errors) == {"start"}
    assert seat.shows(FirstStepsState, "answers") == 1


def test_hours_over_midnight_and_a_break_outside_of_them_are_remarked_on() -> None:
    async def visit(seat: Desk) -> None:
        await seat.type_hours(start="10:00 pm", end="6:00 am", with_break="on")

    seat, _, _ = at_hours(visit)

    assert seat.errors == {}
    assert seat.remarks == {
        "end": "Ends on the next day.",
        "break_end": "Outside these hours: no effect.",
    }


def test_what_others_make_leaves_what_is_said_of_typed_hours() -> None:
    async def visit(seat: Desk) -> None:
        await seat.type_hours(start="late", end="01:00")
        given_location(name="Harbour")
        await seat.send(FirstStepsState.look_again)

    seat, _, _ = at_hours(visit)

    assert set(seat.errors) == {"start"}


def test_only_the_form_of_the_hours_is_checked_while_it_is_typed() -> None:
    async def visit(seat: Desk) -> None:
        await seat.type_hours(start="25:00")

    assert desk(visit).errors in ({}, None)

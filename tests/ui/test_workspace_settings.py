"""The workspace's settings at one tab: the list of reasons, what is refused, what is saved."""

from dataclasses import replace
from typing import Any

import pytest

from bookings_app.domain.access import Role
from bookings_app.ui.session import SessionState
from bookings_app.ui.workspace.state import WorkspaceState
from bookings_app.usecases.workspace import save_workspace, workspace
from tests.factories import ADMIN, NOON, given_provider
from tests.ui.seat import Seat, seated

pytestmark = pytest.mark.usefixtures("sqlite_database")

FORM = {
    "name": "Riverside Clinic",
    "time_zone": "Europe/Madrid",
    "week_starts_on": "5",
    "clock": "12h",
    "provider_visibility": "assigned_services",
    "default_country": "es",
}


async def open_page(seat: Seat) -> None:
    await seat.send(SessionState.enter)
    await seat.send(WorkspaceState.load)


async def add(seat: Seat, reason: str) -> None:
    await seat.call(WorkspaceState, "add_reason", {"form": {"reason": reason}})


async def move(seat: Seat, reason: str, step: int) -> None:
    await seat.call(WorkspaceState, "move_reason", {"reason": reason, "step": step})


async def remove(seat: Seat, reason: str) -> None:
    await seat.call(WorkspaceState, "remove_reason", {"reason": reason})


async def save(seat: Seat, **changed: str) -> None:
    await seat.call(WorkspaceState, "save", {"form": FORM | changed})


def shows(seat: Seat, name: str) -> Any:
    return seat.shows(WorkspaceState, name)


def test_everything_that_is_saved_holds_and_is_shown() -> None:
    async def visit(seat: Seat) -> None:
        await open_page(seat)
        await add(seat, "Weather")
        await save(seat)

    seat = seated(Seat, visit)

    ours = workspace()
    assert (ours.name, ours.time_zone, ours.week_starts_on) == (
        "Riverside Clinic",
        "Europe/Madrid",
        5,
    )
    assert (ours.clock, ours.provider_visibility) == ("12h", "assigned_services")
    assert (ours.default_country, ours.cancellation_reasons[-1]) == ("ES", "Weather")
    assert shows(seat, "changed") is False
    assert seat.toasts == ["The workspace is saved."]
    assert seat.shows(SessionState, "workspace_name") == "Riverside Clinic"


def test_reasons_are_added_removed_and_put_in_order_before_they_are_saved() -> None:
    async def visit(seat: Seat) -> None:
        await open_page(seat)
        await add(seat, " Weather ")
        await move(seat, "Weather", -1)
        await move(seat, "Customer asked", 1)
        await remove(seat, "Double entry")
        assert workspace().cancellation_reasons[0] == "Customer asked"
        await save(seat)

    seated(Seat, visit)

    assert workspace().cancellation_reasons == (
        "Provider is ill",
        "Customer asked",
        "Weather",
        "Other appointment",
    )


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "Enter a reason."),
        ("double ENTRY", "This reason is in the list already."),
        ("x" * 81, "The reason is too long: at most 80 characters."),
    ],
)
def test_a_reason_that_cannot_be_taken_says_why_and_changes_nothing(
    reason: str, sentence: str
) -> None:
    async def visit(seat: Seat) -> None:
        await open_page(seat)
        await add(seat, reason)

    seat = seated(Seat, visit)

    assert shows(seat, "errors") == {"reason": sentence}
    assert len(shows(seat, "reasons")) == 4


def test_a_thirteenth_reason_is_refused() -> None:
    async def visit(seat: Seat) -> None:
        await open_page(seat)
        for number in range(9):
            await add(seat, f"Reason {number}")

    seat = seated(Seat, visit)

    assert shows(seat, "errors") == {"reason": "Keep 12 reasons at most: remove one first."}
    assert len(shows(seat, "reasons")) == 12


def test_a_reason_that_was_written_and_not_added_is_saved_too() -> None:
    async def visit(seat: Seat) -> None:
        await open_page(seat)
        await seat.call(WorkspaceState, "note_reason", {"text": "Weather"})
        await save(seat)

    seated(Seat, visit)

    assert workspace().cancellation_reasons[-1] == "Weather"


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_saved() -> None:
    before = workspace()

    async def visit(seat: Seat) -> None:
        await open_page(seat)
        await seat.call(WorkspaceState, "note_reason", {"text": "Double entry"})
        await save(seat, name=" ", time_zone="Madrid", week_starts_on="2", default_country="Spain")

    seat = seated(Seat, visit)

    assert set(shows(seat, "errors")) == {
        "reason",
        "name",
        "time_zone",
        "week_starts_on",
        "default_country",
    }
    assert workspace() == before


def test_the_first_reason_moves_no_further_up_nor_the_last_down_nor_one_that_is_gone() -> None:
    async def visit(seat: Seat) -> None:
        await open_page(seat)
        await move(seat, "Customer asked", -1)
        await move(seat, "Other appointment", 1)
        await move(seat, "Weather", 1)
        await remove(seat, "Weather")

    seat = seated(Seat, visit)

    assert shows(seat, "reasons") == [
        "Customer asked",
        "Provider is ill",
        "Double entry",
        "Other appointment",
    ]


def somebody_saves(name: str) -> None:
    save_workspace(replace(workspace(), name=name), by=ADMIN, now=NOON)


def test_what_somebody_else_saves_is_shown() -> None:
    async def visit(seat: Seat) -> None:
        await open_page(seat)
        somebody_saves("Harbour Clinic")
        await seat.send(WorkspaceState.look_again)

    seat = seated(Seat, visit)

    assert (shows(seat, "name"), shows(seat, "overtaken")) == ("Harbour Clinic", False)


def test_what_is_being_changed_stays_when_somebody_else_saves_and_that_is_said() -> None:
    async def visit(seat: Seat) -> None:
        await open_page(seat)
        await add(seat, "Weather")
        somebody_saves("Harbour Clinic")
        await seat.send(WorkspaceState.look_again)

    seat = seated(Seat, visit)

    assert (shows(seat, "name"), shows(seat, "overtaken")) == ("Bookings", True)
    assert shows(seat, "reasons")[-1] == "Weather"


@pytest.mark.parametrize("role", [Role.MANAGER, Role.PROVIDER])
def test_only_administrators_change_it(role: Role) -> None:
    before = workspace()

    async def visit(seat: Seat) -> None:
        await open_page(seat)
        await add(seat, "Weather")
        await save(seat)

    provider_id = given_provider() if role is Role.PROVIDER else None
    seat = seated(Seat, visit, role, provider_id)

    assert workspace() == before
    assert seat.toasts == ["You may not do this. Ask an administrator."] * 2

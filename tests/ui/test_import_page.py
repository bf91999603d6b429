"""The page of imports at one tab: who may open it, and that no file comes by."""

from collections.abc import Awaitable, Callable

import pytest

from bookings_app.domain.access import Role
from bookings_app.domain.csv_file import MOST_BYTES, MOST_ROWS
from bookings_app.domain.import_rows import COLUMNS, HEADINGS, ImportKind
from bookings_app.ui.importing.state import ImportState
from bookings_app.ui.importing.words import COLUMN_WORDS, KIND_WORDS, MOST
from bookings_app.ui.settings_tabs import not_yours
from tests.factories import given_provider
from tests.ui.seat import Seat, seated

pytestmark = pytest.mark.usefixtures("sqlite_database")


async def nothing_more(seat: Seat) -> None:
    del seat


def at_the_page(role: Role, then: Callable[[Seat], Awaitable[None]] = nothing_more) -> Seat:
    async def visit(seat: Seat) -> None:
        await seat.send(ImportState.load)
        await then(seat)

    provider_id = given_provider() if role is Role.PROVIDER else None
    return seated(Seat, visit, role, provider_id)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.MANAGER])
def test_administrators_and_managers_open_it(role: Role) -> None:
    assert at_the_page(role).shows(ImportState, "loaded") is True


def test_providers_open_nothing_and_read_on_the_page_whom_to_ask() -> None:
    seat = at_the_page(Role.PROVIDER)

    assert not seat.shows(ImportState, "loaded")
    assert seat.toasts == []
    assert "Importing is for administrators and managers" in str(not_yours("import"))


def test_who_goes_to_another_page_leaves_nothing_behind() -> None:
    async def leave(seat: Seat) -> None:
        await seat.send(ImportState.leave)

    assert at_the_page(Role.MANAGER, leave).shows(ImportState, "loaded") is False


@pytest.mark.parametrize("kind", list(ImportKind))
def test_every_column_that_is_read_is_explained(kind: ImportKind) -> None:
    assert list(HEADINGS[kind]) == list(COLUMNS[kind]) == list(COLUMN_WORDS[kind])
    assert KIND_WORDS[kind]


def test_the_limits_are_said_as_they_are() -> None:
    assert (MOST_ROWS, MOST_BYTES) == (5_000, 2 * 1024 * 1024)
    assert MOST == "5,000 rows and 2 MiB"

"""Filling an empty database: the same each time, on any day, all of it or nothing."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import SQLModel, select

from bookings_app.cli.demo.filling import Size, fill
from bookings_app.db.booking_tables import BookingRow, ChangeRow
from bookings_app.db.tables import ContactRow, ConversationRow
from bookings_app.db.unit_of_work import connect, reading
from bookings_app.domain.errors import SetupError
from bookings_app.usecases.catalog import list_locations, list_services
from bookings_app.usecases.database import database_is_empty
from bookings_app.usecases.doctor import examine
from tests.cli import filler
from tests.cli.commands import NOW, Said
from tests.cli.truth import insist_on_offered_slots, insist_on_possible_history
from tests.factories import given_location

SMALL = Size(contacts=40, days=1)

# Everything that is chosen, and nothing that is drawn by lot such as ids and references.
CHOSEN: dict[type[SQLModel], str] = {
    BookingRow: (
        "service_name location_name provider_name customer_name customer_phone customer_email"
        " notes starts_at blocks_from blocks_to status source cancellation_reason"
        " created_by_kind created_by_name created_at updated_at version"
    ),
    ChangeRow: "number what by_kind by_name at reason",
    ContactRow: "name phone email created_at",
    ConversationRow: "external_id last_message_at",
}


class Stopped(BaseException):
    """Somebody ended the process."""


def silent(_line: str) -> None:
    """Nobody listens."""


def stopped(line: str) -> None:
    """Ctrl-C, once the team stands and before it has lived."""
    if "steps" in line:
        raise Stopped


def stored(table: type[SQLModel]) -> list[SQLModel]:
    with reading() as look:
        return list(look.session.exec(select(table)))


def chosen() -> list[list[str]]:
    """What the open database holds, whatever it is called by."""
    return [
        sorted(
            " | ".join(str(getattr(row, name)) for name in names.split()) for row in stored(table)
        )
        for table, names in CHOSEN.items()
    ]


def filled(path: Path, *, now: datetime, hash_seed: str) -> None:
    """Fill another file in another process."""
    subprocess.run(
        [sys.executable, filler.__file__, f"sqlite:///{path}", now.isoformat()],
        check=True,
        env=os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(Path.cwd())},
    )


def happenings() -> set[tuple[str, datetime, str, str, datetime]]:
    """What happened to whose booking with whom for when, and when that was."""
    with reading() as look:
        found = look.session.exec(select(BookingRow, ChangeRow).join(ChangeRow))
        return {
            (each.provider_name, each.starts_at, each.customer_name, change.what, change.at)
            for each, change in found
        }


def test_all_that_is_chosen_follows_from_the_day(
    moving_in: tuple[Path, Said], tmp_path: Path
) -> None:
    again = tmp_path / "again.db"

    filled(again, now=NOW, hash_seed="4711")

    connect(f"sqlite:///{moving_in[0]}")
    first = chosen()
    connect(f"sqlite:///{again}")
    assert chosen() == first


@pytest.mark.usefixtures("sqlite_database")
def test_later_the_same_day_more_has_happened_and_nothing_else(
    migrated_file: Path, tmp_path: Path
) -> None:
    fill(now=NOW, say=silent, size=SMALL)
    at_noon = happenings()

    shutil.copyfile(migrated_file, tmp_path / "evening.db")
    connect(f"sqlite:///{tmp_path / 'evening.db'}")
    fill(now=NOW + timedelta(hours=7), say=silent, size=SMALL)

    assert at_noon < happenings()


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 3, 29, 0, 59, tzinfo=UTC),  # a Sunday, a minute before clocks change
        datetime(2026, 10, 24, 23, 30, tzinfo=UTC),  # Sunday has begun, by the clinic's clock
        datetime(2028, 2, 29, 6, tzinfo=UTC),
        datetime(2026, 12, 31, 21, 14, tzinfo=UTC),
    ],
)
def test_any_day_will_do(sqlite_database: str, now: datetime) -> None:
    made = fill(now=now, say=silent, size=SMALL)

    bookings = [row for row in stored(BookingRow) if isinstance(row, BookingRow)]
    assert len(bookings) == made > 50
    insist_on_possible_history(bookings, now=now)
    insist_on_offered_slots(bookings)
    assert [check for check in examine(sqlite_database) if not check.ok] == []


def test_postgresql_is_filled_as_well(postgresql_database: str) -> None:
    fill(now=NOW, say=silent, size=SMALL)

    assert len(list_services()) == 8
    assert [check for check in examine(postgresql_database) if not check.ok] == []


@pytest.mark.usefixtures("database")
def test_a_filling_that_is_ended_halfway_leaves_nothing_behind() -> None:
    with pytest.raises(Stopped):
        fill(now=NOW, say=stopped, size=SMALL)

    assert database_is_empty()
    assert chosen() == [[], [], [], []]


@pytest.mark.usefixtures("sqlite_database")
def test_a_filling_that_was_ended_can_be_tried_again() -> None:
    with pytest.raises(Stopped):
        fill(now=NOW, say=stopped, size=SMALL)

    assert fill(now=NOW, say=silent, size=SMALL) > 50


@pytest.mark.usefixtures("database")
def test_only_an_empty_database_is_filled() -> None:
    given_location(name="Ours")

    with pytest.raises(SetupError, match="not empty"):
        fill(now=NOW, say=silent, size=SMALL)

    assert [location.name for location in list_locations()] == ["Ours"]
    assert list_services() == []

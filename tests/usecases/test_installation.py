"""A copy of the database, or a backup put back, writes to nobody until somebody says so."""

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bookings_app.config import load_settings
from bookings_app.db.google_tables import InstallationRow
from bookings_app.db.unit_of_work import connect, disconnect, reading
from bookings_app.domain.errors import Forbidden
from bookings_app.domain.installation import Standing
from bookings_app.integrations.this_place import ThisPlace
from bookings_app.usecases.installation import confirm_installation, may_send, standing
from bookings_app.usecases.status_changes import cancel_booking
from tests.bookings import DAY, HOUR, TEN, given_booking
from tests.factories import ADMIN, MANAGER, NOON, Team, given_team
from tests.google_rows import given_account, given_event
from tests.google_sync import link_of, promised
from tests.webhooks import given_webhook


def place(database: str, folder: Path, *, host: str = "bookings.example.com") -> ThisPlace:
    """Where a database is served from, remembering in that folder."""
    settings = load_settings(
        {"BOOKINGS_DATABASE_URL": database, "BOOKINGS_PUBLIC_URL": f"https://{host}"}
    )
    return ThisPlace(replace(settings, data_dir=folder))


def file_of(database: str) -> Path:
    return Path(database.removeprefix("sqlite:///"))


def opened(path: Path) -> str:
    """That file is the database now."""
    connect(f"sqlite:///{path}")
    return f"sqlite:///{path}"


def given_real_one(here: ThisPlace) -> Team:
    """A database that writes to somebody outside, and has done so."""
    team = given_team()
    given_webhook()
    assert may_send(here)
    return team


def test_a_database_that_was_never_used_is_the_real_one(database: str, tmp_path: Path) -> None:
    given_webhook()

    assert may_send(place(database, tmp_path))
    assert may_send(place(database, tmp_path))
    assert standing(place(database, tmp_path)) is Standing.OURS


def test_the_same_database_for_other_people_is_a_copy(database: str, tmp_path: Path) -> None:
    given_real_one(place(database, tmp_path))

    staging = place(database, tmp_path, host="staging.example.com")

    assert not may_send(staging)
    assert standing(staging) is Standing.COPY


def test_a_copy_of_the_file_is_a_copy(sqlite_database: str, tmp_path: Path) -> None:
    given_real_one(place(sqlite_database, tmp_path))
    copied = tmp_path / "copy.db"
    disconnect()
    shutil.copyfile(file_of(sqlite_database), copied)

    there = place(opened(copied), tmp_path)

    assert not may_send(there)
    assert standing(there) is Standing.COPY


def test_a_file_that_was_put_in_the_place_of_another_is_a_copy(
    sqlite_database: str, tmp_path: Path
) -> None:
    given_real_one(place(sqlite_database, tmp_path))
    path = file_of(sqlite_database)
    disconnect()
    shutil.copyfile(path, tmp_path / "backup.db")
    (tmp_path / "backup.db").replace(path)

    here = place(opened(path), tmp_path)

    assert not may_send(here)
    assert standing(here) is Standing.COPY


def test_another_machine_with_the_same_file_is_a_copy(sqlite_database: str, tmp_path: Path) -> None:
    given_real_one(place(sqlite_database, tmp_path))
    other = tmp_path / "machine-id"
    other.write_text("0f1e2d3c4b5a\n")
    settings = load_settings(
        {
            "BOOKINGS_DATABASE_URL": sqlite_database,
            "BOOKINGS_PUBLIC_URL": "https://bookings.example.com",
        }
    )

    assert not may_send(ThisPlace(replace(settings, data_dir=tmp_path), machine_id=other))


def put_back(path: Path, backup: Path) -> None:
    """Write a backup into the very file, as some ways to restore do."""
    disconnect()
    for more in (path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        more.unlink(missing_ok=True)
    path.write_bytes(backup.read_bytes())
    connect(f"sqlite:///{path}")


def given_restored(database: str, tmp_path: Path) -> ThisPlace:
    """A backup was put back from before a booking that was sent."""
    here = place(database, tmp_path)
    team = given_real_one(here)
    disconnect()
    backup = tmp_path / "backup.db"
    shutil.copyfile(file_of(database), backup)
    connect(database)
    given_booking(team)
    assert may_send(here)
    put_back(file_of(database), backup)
    return here


def test_a_backup_written_into_the_same_file_is_older_than_what_was_sent(
    sqlite_database: str, tmp_path: Path
) -> None:
    here = given_restored(sqlite_database, tmp_path)

    assert standing(here) is Standing.RESTORED
    assert not may_send(here)


def test_a_backup_put_back_as_another_file_is_older_than_what_was_sent(
    sqlite_database: str, tmp_path: Path
) -> None:
    path = file_of(sqlite_database)
    here = given_restored(sqlite_database, tmp_path)
    disconnect()
    path.unlink()
    shutil.copyfile(tmp_path / "backup.db", path)
    connect(sqlite_database)

    assert standing(here) is Standing.RESTORED
    assert not may_send(here)
    confirm_installation(here, by=ADMIN, now=NOON)
    assert may_send(here)


def test_once_it_is_confirmed_every_event_to_come_is_looked_at_and_none_is_taken_for_granted(
    sqlite_database: str, tmp_path: Path
) -> None:
    here = place(sqlite_database, tmp_path)
    team = given_real_one(here)
    calendar_id = given_account(team.provider_id)
    over, to_come = given_booking(team, TEN), given_booking(team, TEN + 7 * DAY)
    for booking_id in (over, to_come):
        given_event(booking_id, calendar_id)
    assert may_send(here)
    disconnect()
    shutil.copyfile(file_of(sqlite_database), tmp_path / "backup.db")
    connect(sqlite_database)
    cancel_booking(to_come, by=ADMIN, reason="Flu", now=NOON)
    assert may_send(here)
    put_back(file_of(sqlite_database), tmp_path / "backup.db")

    confirm_installation(here, by=ADMIN, now=TEN + DAY)

    assert [row.subject for row in promised()] == [to_come]
    links = {booking_id: link_of(booking_id) for booking_id in (over, to_come)}
    assert {id_: link and link.synced_version for id_, link in links.items()} == {
        over: "1",
        to_come: "",
    }


def test_every_process_knows_of_it_whichever_found_out(
    sqlite_database: str, tmp_path: Path
) -> None:
    here = given_restored(sqlite_database, tmp_path)
    assert not may_send(here)

    elsewhere = place(sqlite_database, tmp_path / "another folder")

    assert standing(elsewhere) is Standing.RESTORED
    assert not may_send(elsewhere)


def test_once_an_administrator_says_so_it_is_the_real_one(
    sqlite_database: str, tmp_path: Path
) -> None:
    here = given_restored(sqlite_database, tmp_path)
    assert not may_send(here)

    confirm_installation(here, by=ADMIN, now=NOON)

    assert standing(here) is Standing.OURS
    assert may_send(here)
    assert may_send(here)
    with reading() as look:
        row = look.session.get_one(InstallationRow, 1)
    assert (row.confirmed_by_name, row.confirmed_at) == ("Alba", NOON)


def test_a_backup_from_before_somebody_confirmed_is_not_confirmed_by_it(
    sqlite_database: str, tmp_path: Path
) -> None:
    here = given_restored(sqlite_database, tmp_path)
    confirm_installation(here, by=ADMIN, now=NOON)
    assert may_send(here)
    disconnect()
    backup = tmp_path / "second.db"
    shutil.copyfile(file_of(sqlite_database), backup)
    connect(sqlite_database)
    given_booking(starts_at=TEN + HOUR)
    confirm_installation(here, by=ADMIN, now=NOON + timedelta(days=1))
    assert may_send(here)

    put_back(file_of(sqlite_database), backup)

    assert not may_send(here)


def test_a_copy_is_for_administrators_to_judge(database: str, tmp_path: Path) -> None:
    given_real_one(place(database, tmp_path))
    staging = place(database, tmp_path, host="staging.example.com")

    with pytest.raises(Forbidden):
        confirm_installation(staging, by=MANAGER, now=NOON)

    assert not may_send(staging)
    confirm_installation(staging, by=ADMIN, now=NOON)
    assert may_send(staging)
    assert not may_send(place(database, tmp_path)), "two cannot both be the real one"


def test_a_copy_that_nobody_outside_is_written_from_may_be_anywhere(
    database: str, tmp_path: Path
) -> None:
    assert may_send(place(database, tmp_path))
    moved = place(database, tmp_path, host="new.example.com")

    assert standing(moved) is Standing.OURS
    assert may_send(moved)
    given_webhook()
    assert may_send(moved)


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"x": 1}', "null"])
def test_what_is_remembered_badly_is_not_remembered(
    sqlite_database: str, tmp_path: Path, broken: str
) -> None:
    here = place(sqlite_database, tmp_path)
    given_real_one(here)
    (tmp_path / "sent.json").write_text(broken)

    assert may_send(here)
    assert len(json.loads((tmp_path / "sent.json").read_text())) >= 1


def test_where_nothing_can_be_remembered_it_is_sent_all_the_same(
    sqlite_database: str, tmp_path: Path
) -> None:
    (tmp_path / "a file").write_text("")
    here = place(sqlite_database, tmp_path / "a file")
    given_real_one(here)

    assert may_send(here)

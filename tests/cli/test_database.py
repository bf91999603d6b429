"""`bookings migrate` and `bookings doctor`."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.commands import bookings


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "bookings.db"


def test_migrate_makes_the_database_and_twice_is_once(database: Path) -> None:
    first = bookings("migrate", database=database)
    second = bookings("migrate", database=database)

    assert (first.exit_code, first.out) == (0, "The database is up to date.\n")
    assert second == first


def test_doctor_says_a_line_for_each_check(database: Path) -> None:
    bookings("migrate", database=database)

    said = bookings("doctor", database=database)

    assert said.exit_code == 0
    assert all(line.startswith("ok    ") for line in said.out.splitlines())
    assert len(said.out.splitlines()) > 5


def test_doctor_for_programs_says_the_same_as_json(database: Path) -> None:
    bookings("migrate", database=database)

    checks = json.loads(bookings("doctor", "--json", database=database).out)

    assert {tuple(check) for check in checks} == {("name", "ok", "detail")}
    assert all(check["ok"] for check in checks)


def test_doctor_ends_with_1_when_something_is_wrong(database: Path) -> None:
    bookings("migrate", database=database)
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE change_counter SET number = 7")

    said = bookings("doctor", database=database)
    checks = json.loads(bookings("doctor", "--json", database=database).out)

    assert said.exit_code == 1
    assert "FAIL  The history has no hole: 0 changes" in said.out
    assert [check["name"] for check in checks if not check["ok"]] == ["The history has no hole"]


def test_doctor_before_the_first_migration_says_what_to_do(database: Path) -> None:
    said = bookings("doctor", database=database)

    assert said.exit_code == 1
    assert said.out == "FAIL  The database is up to date: run `bookings migrate`\n"


def test_wrong_settings_are_named_and_nothing_starts(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOOKINGS_PORT", "many")

    said = bookings("migrate", database=database)

    assert said.exit_code == 1
    assert said.err.startswith("Nothing was started. These settings are wrong:\n  - BOOKINGS_PORT")
    assert not database.exists()

"""`bookings import`: every row of a file, or none."""

from pathlib import Path

import pytest

from tests.cli.commands import bookings

FIRST = "Name,Phone,E-mail\n"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "bookings.db"


def given_file(database: Path, text: str) -> str:
    path = database.parent / "people.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_contacts_are_imported_and_the_same_file_again_finds_them(database: Path) -> None:
    path = given_file(database, FIRST + "Ana,+34 600 111 222,\nBen,,ben@example.com\n")

    first = bookings("import", path, database=database)
    second = bookings("import", path, database=database)

    assert (first.exit_code, first.err) == (0, "")
    assert first.out == "2 rows imported: 2 new contacts, 0 known already.\n"
    assert second.out == "2 rows imported: 0 new contacts, 2 known already.\n"


def test_a_dry_run_names_what_would_be_refused_and_stores_nothing(database: Path) -> None:
    path = given_file(database, FIRST + "Ana,,\n,12,ana at\n")

    said = bookings("import", path, "--dry-run", "--kind", "contacts", database=database)

    assert said.exit_code == 1
    assert said.out == "1 of 2 rows cannot be taken: nothing would be imported.\n"
    assert [line.split(":")[0] for line in said.err.splitlines()] == ["Line 3"] * 3

    fine = given_file(database, FIRST + "Ana,,\n")
    said = bookings("import", fine, "--dry-run", database=database)
    assert said.out == "1 row would be imported: 1 new contact, 0 known already.\n"


def test_one_row_that_cannot_be_taken_refuses_all(database: Path) -> None:
    path = given_file(database, FIRST + "Ana,,\nBen,,ben at\n")

    said = bookings("import", path, database=database)

    assert (said.exit_code, said.out) == (1, "")
    assert said.err.startswith("Line 3: Enter an e-mail address")
    assert said.err.endswith("One row cannot be taken. Nothing was imported.\n")


def test_bookings_are_known_by_their_columns(database: Path) -> None:
    path = given_file(
        database,
        "Service,Location,Provider,Date,Time,Customer\nHaircut,Here,Ben,2030-01-31,9:00,Ana\n",
    )

    said = bookings("import", path, database=database)

    assert said.exit_code == 1
    assert "Line 2: There is no service called “Haircut”." in said.err


def test_half_a_file_and_no_file_are_refused(database: Path) -> None:
    said = bookings("import", given_file(database, FIRST + '"Ana'), database=database)
    assert said.err == "The quote that opens on line 2 is never closed: the file seems cut off.\n"

    said = bookings("import", "nowhere.csv", database=database)
    assert said.exit_code == 2

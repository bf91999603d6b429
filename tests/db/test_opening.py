"""How the application opens its database."""

from pathlib import Path

import pytest
from sqlalchemy import text

from bookings_app.db.tables import MemberRow
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.domain.errors import SetupError
from bookings_app.usecases.database import (
    close_database,
    database_is_empty,
    migrate_database,
    open_database,
)
from tests.db.rows import given_catalogue, stored


def test_a_new_file_is_migrated_then_opened_then_empty(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/data/bookings.db"

    migrate_database(url)
    open_database(url)

    assert database_is_empty()
    close_database()


def test_a_file_that_was_never_migrated_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="bookings migrate"):
        open_database(f"sqlite:///{tmp_path}/bookings.db")
    close_database()


@pytest.mark.usefixtures("database")
def test_a_member_or_a_catalogue_is_enough_not_to_be_empty() -> None:
    assert database_is_empty()
    stored(MemberRow)
    assert not database_is_empty()


@pytest.mark.usefixtures("database")
def test_a_catalogue_without_members_is_not_empty_either() -> None:
    given_catalogue()

    assert not database_is_empty()


def test_a_database_without_its_guard_is_not_opened(database: str) -> None:
    remove = "DROP TRIGGER booking_overlap_insert"
    if database.startswith("postgresql"):
        remove = "ALTER TABLE booking DROP CONSTRAINT booking_overlap"
    with unit_of_work() as work:
        work.session.connection().execute(text(remove))

    with pytest.raises(SetupError, match="guard is missing"):
        open_database(database)

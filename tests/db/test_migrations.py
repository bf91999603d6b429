"""From nothing to the newest shape and back, on both databases."""

import multiprocessing
from collections.abc import Generator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, inspect, text
from sqlmodel import SQLModel, select

from bookings_app.db import (
    booking_tables,
    feed_tables,
    google_tables,
    guards,
    key_tables,
    link_tables,
    migrations,
    outbox_tables,
)
from bookings_app.db import tables as first_tables
from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.engines import parsed_url
from bookings_app.db.outbox_tables import OutboxRow
from bookings_app.db.unit_of_work import connect, disconnect, reading, unit_of_work
from bookings_app.domain.errors import SetupError
from tests.databases import PostgreSQL
from tests.db.rows import given_catalogue, stored

# Importing them is what fills the metadata.
TABLES = (
    first_tables,
    booking_tables,
    feed_tables,
    google_tables,
    key_tables,
    link_tables,
    outbox_tables,
)
ALL_TABLES = set(SQLModel.metadata.tables)
MAKES_BOOKINGS = "bookings"


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> str:
    """The file and its folder do not even exist."""
    return f"sqlite:///{tmp_path}/data/bookings.db"


@pytest.fixture
def empty_postgresql(postgresql: PostgreSQL) -> Generator[str]:
    url = postgresql.empty()
    yield url
    postgresql.drop(url)


@pytest.fixture(params=["empty_sqlite", "empty_postgresql"])
def empty_database(request: pytest.FixtureRequest) -> str:
    """A database with nothing in it."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture(autouse=True)
def _let_go() -> Generator[None]:
    yield
    disconnect()


def tables(url: str) -> set[str]:
    engine = create_engine(parsed_url(url))
    try:
        return set(inspect(engine).get_table_names()) - {"alembic_version"}
    finally:
        engine.dispose()


def test_up_down_and_up_again(empty_database: str) -> None:
    migrations.migrate(empty_database)
    assert tables(empty_database) == ALL_TABLES

    migrations.downgrade(empty_database, "base")
    assert tables(empty_database) == set()

    migrations.migrate(empty_database)
    assert tables(empty_database) == ALL_TABLES


def test_migrating_twice_changes_nothing(empty_database: str) -> None:
    migrations.migrate(empty_database)
    before = tables(empty_database)

    migrations.migrate(empty_database)

    assert tables(empty_database) == before


def test_the_migrated_database_is_what_the_code_expects(empty_database: str) -> None:
    migrations.migrate(empty_database)

    migrations.check_for_drift(empty_database)


def test_overlaps_are_refused_from_the_step_that_makes_bookings_on(empty_database: str) -> None:
    revisions = migrations.revisions()
    from_bookings_on = revisions[revisions.index(MAKES_BOOKINGS) :]

    for revision in from_bookings_on:
        migrations.upgrade(empty_database, revision)
        try_overlaps(empty_database)
    for revision in reversed(from_bookings_on):
        migrations.downgrade(empty_database, revision)
        try_overlaps(empty_database)


def try_overlaps(url: str) -> None:
    connect(url)
    with unit_of_work() as work:
        guards.try_overlaps(work)
        work.session.rollback()
    disconnect()


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty_database: str) -> None:
    migrations.upgrade(empty_database, "people")
    before = tables(empty_database)

    with pytest.raises(KeyError):
        migrate_and_fail(empty_database)

    assert tables(empty_database) == before


def migrate_and_fail(url: str) -> None:
    with migrations.migrating(url) as connection:
        command.upgrade(migrations.config_for(connection), "head")
        raise KeyError


def test_several_processes_may_migrate_at_once(empty_database: str) -> None:
    kind = multiprocessing.get_context("fork")
    ready = kind.Barrier(4)

    def migrate_with_the_others() -> None:
        ready.wait()
        migrations.migrate(empty_database)

    together = [kind.Process(target=migrate_with_the_others) for _ in range(4)]
    for process in together:
        process.start()
    for process in together:
        process.join(60)

    assert [process.exitcode for process in together] == [0, 0, 0, 0]
    assert tables(empty_database) == ALL_TABLES


def test_rows_survive_going_back_and_forth_over_what_they_do_not_need(empty_database: str) -> None:
    migrations.migrate(empty_database)
    connect(empty_database)
    with unit_of_work() as work:
        insert = text("INSERT INTO setting (name, value) VALUES ('name', 'Salon')")
        work.session.connection().execute(insert)
    disconnect()

    migrations.downgrade(empty_database, "people")
    migrations.migrate(empty_database)

    connect(empty_database)
    with reading() as look:
        value = look.session.connection().execute(text("SELECT value FROM setting")).scalar_one()
    assert value == "Salon"


def test_promised_looks_at_bookings_survive_the_new_outbox(empty_database: str) -> None:
    migrations.migrate(empty_database)
    connect(empty_database)
    given_catalogue()
    stored(BookingRow, id="booking")
    stored(OutboxRow)
    stored(OutboxRow, kind="webhook", subject="msg_1")
    disconnect()

    migrations.downgrade(empty_database, "keys")
    migrations.migrate(empty_database)

    connect(empty_database)
    with reading() as look:
        (row,) = look.session.exec(select(OutboxRow)).all()
    assert (row.kind, row.subject, row.lane) == ("calendar", "booking", "provider")


def test_the_application_does_not_run_on_an_older_shape(empty_database: str) -> None:
    migrations.upgrade(empty_database, MAKES_BOOKINGS)
    connect(empty_database)

    with pytest.raises(SetupError, match="bookings migrate"):
        guards.check_guards()


def test_no_migration_imports_the_application() -> None:
    versions = Path(migrations.__file__).parents[2] / "alembic" / "versions"
    texts = {path.name: path.read_text() for path in versions.glob("*.py")}

    assert len(texts) == len(migrations.revisions())
    assert [name for name, content in texts.items() if "bookings_app" in content] == []

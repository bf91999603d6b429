"""Which addresses are taken, and what a connection promises."""

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from bookings_app.db.engines import parsed_url
from bookings_app.db.tables import ContactRow
from bookings_app.db.unit_of_work import (
    connect,
    database,
    disconnect,
    reading,
    unit_of_work,
)
from bookings_app.domain.errors import DatabaseBusy, SetupError
from tests.db.rows import stored


@pytest.mark.parametrize(
    "address", ["postgresql://ana@db/bookings", "postgresql+psycopg://ana@db/bookings"]
)
def test_postgresql_is_spoken_to_through_one_driver(address: str) -> None:
    assert str(parsed_url(address)) == "postgresql+psycopg://ana@db/bookings"


def test_a_relative_file_lies_where_the_program_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert parsed_url("sqlite:///data/bookings.db").database == f"{tmp_path}/data/bookings.db"
    assert parsed_url("sqlite:////srv/bookings.db").database == "/srv/bookings.db"


@pytest.mark.parametrize(
    "address", ["", "nonsense", "sqlite://", "sqlite:///:memory:", "mysql://a/b"]
)
def test_any_other_address_is_refused(address: str) -> None:
    with pytest.raises(SetupError, match="BOOKINGS_DATABASE_URL"):
        connect(address)


def test_a_refusal_does_not_show_the_password() -> None:
    with pytest.raises(SetupError) as refusal:
        connect("mysql://ana:secret@db/bookings")

    assert "secret" not in str(refusal.value)


def test_choosing_a_file_makes_its_folder_and_opens_nothing(tmp_path: Path) -> None:
    connect(f"sqlite:///{tmp_path}/data/bookings.db")

    assert list((tmp_path / "data").iterdir()) == []
    disconnect()


def test_without_a_database_nothing_begins() -> None:
    disconnect()

    with pytest.raises(SetupError, match="open_database"):
        database()
    with pytest.raises(SetupError, match="open_database"), unit_of_work():
        pass


def test_a_server_that_does_not_answer_is_a_refusal() -> None:
    connect("postgresql://bookings@127.0.0.1:1/bookings")

    with pytest.raises(DatabaseBusy), reading() as look:
        look.session.connection()
    disconnect()


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)]
)
@pytest.mark.usefixtures("sqlite_database")
def test_sqlite_loses_nothing_and_keeps_references(pragma: str, value: object) -> None:
    question = text(f"PRAGMA {pragma}")

    with unit_of_work() as work:
        assert work.session.connection().execute(question).scalar_one() == value
    with reading() as look:
        assert look.session.connection().execute(question).scalar_one() == value


def test_a_lost_connection_is_made_again(postgresql_database: str) -> None:
    stored(ContactRow, name="Ana")
    end_all_others = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )

    with psycopg.connect(postgresql_database) as other:
        ended = other.execute(end_all_others).fetchall()

    assert ended == [(True,)]
    stored(ContactRow, name="Berta")

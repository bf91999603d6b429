"""The data: how a database is reached, and what each connection promises."""

import sqlite3
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from bookings_app.db.turns import FairPool
from bookings_app.domain.errors import SetupError


@dataclass(frozen=True, slots=True)
class Engines:
    """Two ways into one database: transactions that write, and looks that cannot."""

    writing: Engine
    reading: Engine

    def dispose(self, *, close: bool = True) -> None:
        """Let go of all connections; `close=False` in a forked child, which owns none."""
        self.writing.dispose(close=close)
        self.reading.dispose(close=close)


def parsed_url(database_url: str) -> URL:
    """The address with its driver named and, for SQLite, an absolute path.

    Raises:
        SetupError: it is neither a SQLite file nor a PostgreSQL database.
    """
    try:
        url = make_url(database_url)
    except ArgumentError as error:
        message = "BOOKINGS_DATABASE_URL is not a database address."
        raise SetupError(message) from error
    kind = url.get_backend_name()
    if kind in {"postgresql", "postgres"}:
        return url.set(drivername="postgresql+psycopg")
    if kind == "sqlite" and url.database and url.database != ":memory:":
        path = Path(url.database).expanduser().absolute()
        return url.set(drivername="sqlite+pysqlite", database=str(path))
    message = (
        "BOOKINGS_DATABASE_URL must begin with postgresql:// or name a file:"
        " sqlite:////srv/bookings.db"
    )
    raise SetupError(message)


def engines_for(url: URL, *, busy_timeout: timedelta) -> Engines:
    """Make the engines; nothing connects before the first transaction."""
    if url.get_backend_name() == "sqlite":
        return _sqlite_engines(url, busy_timeout)
    return _postgresql_engines(url, busy_timeout)


def _sqlite_engines(url: URL, busy_timeout: timedelta) -> Engines:
    """One writing connection per process: its threads take turns with it.

    Without that they would poll the file lock, which is unfair, and use up the
    connections that readers need.
    """
    seconds = busy_timeout.total_seconds()
    arguments = {"timeout": seconds}
    writing = create_engine(
        url,
        connect_args=arguments,
        poolclass=FairPool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=seconds,
        hide_parameters=True,
    )
    reading = create_engine(
        url, connect_args=arguments, pool_size=8, max_overflow=32, hide_parameters=True
    )
    for engine in (writing, reading):
        event.listen(engine, "connect", _prepare_sqlite)
    event.listen(writing, "connect", keep_readers_going)
    event.listen(writing, "begin", begin_writing)
    event.listen(reading, "begin", _begin_reading)
    return Engines(writing, reading)


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
    # The driver must not begin transactions of its own: the listeners below do.
    connection.isolation_level = None
    # Its own lower() knows the letters of English only.
    connection.create_function("folded", 1, str.casefold, deterministic=True)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def keep_readers_going(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
    """Give the file a write-ahead log, beside which it can be read. It keeps that for good."""
    connection.execute("PRAGMA journal_mode = WAL")


def begin_writing(connection: Connection) -> None:
    """Take SQLite's write lock at once: what is read then decides, and nobody interferes."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA query_only = ON")
    connection.exec_driver_sql("BEGIN DEFERRED")


def _postgresql_engines(url: URL, busy_timeout: timedelta) -> Engines:
    milliseconds = round(busy_timeout.total_seconds() * 1000)
    writing = create_engine(
        url,
        connect_args={"options": f"-c lock_timeout={milliseconds} -c timezone=UTC"},
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=30,
        pool_timeout=busy_timeout.total_seconds(),
        hide_parameters=True,
    )
    reading = writing.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Engines(writing, reading)

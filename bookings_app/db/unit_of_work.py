"""The data: one session, one transaction, calls after the commit."""

import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.orm import Session as OrmSession
from sqlmodel import Session, select

from bookings_app.db.booking_tables import BookingRow, ChangeCounterRow
from bookings_app.db.engines import engines_for, parsed_url
from bookings_app.db.refusals import refusals
from bookings_app.domain.errors import DatabaseUnwritable, SetupError

logger = logging.getLogger(__name__)

_CLAIMED = "claimed_starts"
_ONE_INSIDE_ANOTHER = "this thread is inside a transaction already: pass its UnitOfWork on"

BUSY_TIMEOUT = timedelta(seconds=10)


class UnitOfWork:
    """One transaction: what is read and stored through `session` stands or falls together."""

    def __init__(self, bind: Engine | Connection) -> None:
        self.claimed: list[datetime] = []
        # On a connection that is inside a transaction it is a part that can fall alone.
        self.session = Session(
            bind,
            expire_on_commit=False,
            info={_CLAIMED: self.claimed},
            join_transaction_mode="create_savepoint",
        )
        self._callbacks: list[Callable[[], object]] = []
        self._last_acts: list[Callable[[], object]] = []

    def at_the_end(self, act: Callable[[], object]) -> None:
        """Have `act` done as one of the transaction's last: it takes what everybody waits for."""
        self._last_acts.append(act)

    def settle(self) -> None:
        """Do what was left for the end, and send all of it to the database."""
        self.session.flush()
        while self._last_acts:
            self._last_acts.pop(0)()

    def after_commit(self, callback: Callable[[], object]) -> None:
        """Have `callback` called once the transaction stands; never when it falls."""
        self._callbacks.append(callback)

    def tell(self) -> None:
        """Call what asked to be called. One that fails is logged: the transaction stands."""
        for callback in self._callbacks:
            try:
                callback()
            except Exception:
                logger.exception("a call after the commit failed")


@event.listens_for(Session, "before_flush")
def note_claims(session: OrmSession, *_: object) -> None:
    """Remember which starts are about to be stored, newest last, for a refusal to name."""
    claimed: list[datetime] = session.info.get(_CLAIMED, [])
    for row in (*session.dirty, *session.new):
        if isinstance(row, BookingRow):
            claimed.append(row.starts_at)


class _Database:
    """The database in use. Connections are made when first needed."""

    def __init__(self, url: URL, *, busy_timeout: timedelta) -> None:
        self.url = url
        self.engines = engines_for(url, busy_timeout=busy_timeout)
        self._onlooker: sqlite3.Connection | None = None
        self._looking = threading.Lock()

    def commits_seen(self) -> int:
        """SQLite's own count of everybody's commits, as one lasting connection sees it."""
        with self._looking:
            if self._onlooker is None:
                self._onlooker = sqlite3.connect(
                    self.url.database or "", isolation_level=None, check_same_thread=False
                )
            (version,) = self._onlooker.execute("PRAGMA data_version").fetchone()
        return int(version)

    def close(self) -> None:
        """Close every connection."""
        self.engines.dispose()
        if self._onlooker is not None:
            self._onlooker.close()

    def forget_connections(self) -> None:
        """In a forked child: the connections are the parent's; leave them alone."""
        self.engines.dispose(close=False)
        self._onlooker = None
        self._looking = threading.Lock()


@dataclass(slots=True)
class _Whole:
    """A transaction that units of work are parts of, and those that have ended well."""

    connection: Connection
    parts: list[UnitOfWork] = field(default_factory=list[UnitOfWork])


_databases: list[_Database] = []
_here = threading.local()


def connect(database_url: str, *, busy_timeout: timedelta = BUSY_TIMEOUT) -> None:
    """Choose the database of this process; nothing is opened yet.

    The folder of a SQLite file is made when it is missing. `busy_timeout` is how
    long a transaction waits for others before it is refused.

    Raises:
        SetupError: the address names no database this application can use.
        DatabaseUnwritable: the folder cannot be made.
    """
    url = parsed_url(database_url)
    if url.get_backend_name() == "sqlite":
        try:
            Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUnwritable from error
    disconnect()
    _databases.append(_Database(url, busy_timeout=busy_timeout))


def disconnect() -> None:
    """Close every connection and forget the database."""
    while _databases:
        _databases.pop().close()


def database() -> URL:
    """The address in use, driver named, password included.

    Raises:
        SetupError: `connect` was not called.
    """
    return _current().url


@contextmanager
def unit_of_work() -> Generator[UnitOfWork]:
    """Begin as a write, commit at the end, then make the calls that asked for it.

    Whatever is raised inside undoes everything. On SQLite other writers wait
    meanwhile; on PostgreSQL lock what is decided upon.

    Raises:
        SlotTaken: the database refused a booking that overlaps another.
        DatabaseBusy: others held the database for longer than `busy_timeout`.
        DatabaseUnwritable: the database takes no writes.
    """
    whole = _whole_here()
    work = UnitOfWork(whole.connection if whole else _current().engines.writing)
    with _only_one_here(), refusals(work.claimed), work.session:
        work.session.connection()
        yield work
        work.settle()
        work.session.commit()
    if whole is None:
        work.tell()
    else:
        whole.parts.append(work)


@contextmanager
def reading() -> Generator[UnitOfWork]:
    """Look at one moment of the database; never waits for a writer, cannot write.

    Raises:
        DatabaseBusy: no connection could be had.
    """
    whole = _whole_here()
    work = UnitOfWork(whole.connection if whole else _current().engines.reading)
    with _only_one_here(), refusals(work.claimed), work.session:
        yield work


@contextmanager
def all_or_nothing() -> Generator[None]:
    """Make everything that this thread does inside one transaction, begun as a write.

    Each unit of work inside is a part that can fall alone; a look sees the parts
    before it. What is raised here undoes all of them, as if they had never been. The
    calls of all parts come at the very end.

    Raises:
        DatabaseBusy: others held the database for longer than `busy_timeout`.
        DatabaseUnwritable: the database takes no writes.
    """
    with _only_one_here():
        if _whole_here() is not None:
            raise RuntimeError(_ONE_INSIDE_ANOTHER)
    with refusals([]), _current().engines.writing.begin() as connection:
        whole = _here.whole = _Whole(connection)
        try:
            yield
        finally:
            _here.whole = None
    for part in whole.parts:
        part.tell()


def data_version() -> int:
    """A number that is another one after somebody committed, cheap enough to poll.

    SQLite counts commits of all processes; PostgreSQL answers the newest change.
    """
    current = _current()
    if current.url.get_backend_name() == "sqlite":
        return current.commits_seen()
    with reading() as look:
        return look.session.exec(select(ChangeCounterRow.number)).one()


def _current() -> _Database:
    if not _databases:
        message = "No database is connected: call open_database first."
        raise SetupError(message)
    return _databases[-1]


def _whole_here() -> _Whole | None:
    return getattr(_here, "whole", None)


@contextmanager
def _only_one_here() -> Generator[None]:
    """Refuse a transaction inside another: it would not see what that one has done."""
    if getattr(_here, "busy", False):
        raise RuntimeError(_ONE_INSIDE_ANOTHER)
    _here.busy = True
    try:
        yield
    finally:
        _here.busy = False


def _forget_after_fork() -> None:
    for inherited in _databases:
        inherited.forget_connections()
    _here.busy, _here.whole = False, None


os.register_at_fork(after_in_child=_forget_after_fork)

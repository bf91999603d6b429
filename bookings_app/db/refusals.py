"""The data: what a database complains about, said as a refusal."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime

import psycopg
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from bookings_app.domain.errors import (
    BookingError,
    DatabaseBusy,
    DatabaseUnwritable,
    SlotTaken,
)

# The exclusion constraint on PostgreSQL, and what the triggers on SQLite say.
OVERLAP_GUARD = "booking_overlap"

_SQLITE_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_SQLITE_UNWRITABLE = (
    "SQLITE_READONLY",
    "SQLITE_FULL",
    "SQLITE_CANTOPEN",
    "SQLITE_PERM",
    "SQLITE_IOERR",
)
# Lock not had in time, deadlock, serialization, too many connections, starting or
# shutting down, connection lost.
_POSTGRESQL_BUSY = ("55P03", "40P01", "40001", "53300", "57P", "08")
# A read-only server or transaction, disk full.
_POSTGRESQL_UNWRITABLE = ("25006", "53100")


def is_overlap(error: DBAPIError) -> bool:
    """Whether the guard against overlapping bookings of a provider refused."""
    if not isinstance(error, IntegrityError):
        return False
    if isinstance(error.orig, psycopg.Error):
        return error.orig.diag.constraint_name == OVERLAP_GUARD
    return str(error.orig) == OVERLAP_GUARD


@contextmanager
def refusals(claimed: list[datetime]) -> Generator[None]:
    """Raise a refusal for what a person can act on; everything else passes as it is.

    `claimed` holds the starts that were about to be stored, newest last.

    Raises:
        SlotTaken: the database refused an overlap.
        DatabaseBusy: a lock or a connection could not be had in time.
        DatabaseUnwritable: the file, disk or server takes no writes.
    """
    try:
        yield
    except NoConnectionLeft as error:
        raise DatabaseBusy from error
    except DBAPIError as error:
        refusal = _refusal_for(error, claimed)
        if refusal is None:
            raise
        raise refusal from error


def _refusal_for(error: DBAPIError, claimed: list[datetime]) -> BookingError | None:
    if claimed and is_overlap(error):
        return SlotTaken(claimed[-1])
    if isinstance(error.orig, psycopg.Error):
        return _postgresql_refusal(error.orig)
    if isinstance(error.orig, sqlite3.Error):
        return _sqlite_refusal(error.orig)
    return None


def _postgresql_refusal(error: psycopg.Error) -> BookingError | None:
    state = error.sqlstate
    never_connected = state is None and isinstance(error, psycopg.OperationalError)
    if never_connected or (state or "").startswith(_POSTGRESQL_BUSY):
        return DatabaseBusy()
    if state in _POSTGRESQL_UNWRITABLE:
        return DatabaseUnwritable()
    return None


def _sqlite_refusal(error: sqlite3.Error) -> BookingError | None:
    # Errors that Python's own layer raises have no name.
    name: str = getattr(error, "sqlite_errorname", "")
    if name.startswith(_SQLITE_BUSY):
        return DatabaseBusy()
    if name.startswith(_SQLITE_UNWRITABLE):
        return DatabaseUnwritable()
    return None

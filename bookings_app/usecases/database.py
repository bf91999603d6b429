"""Verbs: opening the database, and bringing it to this version's shape."""

from collections.abc import Generator
from contextlib import contextmanager

from bookings_app.db import guards, migrations, state, unit_of_work
from bookings_app.db.locks import one_at_a_time
from bookings_app.domain.errors import SetupError

_NOT_EMPTY = (
    "The database is not empty, and the demo team only moves into an empty one:"
    " name a new one in BOOKINGS_DATABASE_URL."
)


def migrate_database(database_url: str) -> None:
    """Bring the database to the newest revision; several processes may try at once.

    Raises:
        SetupError: the address names no database this application can use.
        DatabaseUnwritable: the database takes no writes.
    """
    migrations.migrate(database_url)


def open_database(database_url: str) -> None:
    """Choose the database of this process, once it has refused a double booking.

    Raises:
        SetupError: the address is wrong, the database is not migrated, or its guard is missing.
        DatabaseBusy: others held the database too long.
        DatabaseUnwritable: the database takes no writes.
    """
    unit_of_work.connect(database_url)
    guards.check_guards()


def close_database() -> None:
    """Close every connection of this process."""
    unit_of_work.disconnect()


def database_is_empty() -> bool:
    """Whether nobody can sign in and nothing can be booked yet."""
    with unit_of_work.reading() as look:
        return state.is_unused(look)


@contextmanager
def filling_empty_database() -> Generator[None]:
    """Have all use cases inside, of this thread, stand together or not at all.

    Whatever is raised inside, or a process that is ended, leaves the database as empty
    as it was. Of two who fill it at once the later one is refused.

    Raises:
        SetupError: the database is not empty.
        DatabaseBusy: others held the database too long.
        DatabaseUnwritable: the database takes no writes.
    """
    with unit_of_work.all_or_nothing():
        with unit_of_work.unit_of_work() as work:
            one_at_a_time(work, "filling", "")
            if not state.is_unused(work):
                raise SetupError(_NOT_EMPTY)
        yield

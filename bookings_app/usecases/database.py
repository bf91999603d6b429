"""Verbs: opening the database, and bringing it to this version's shape."""

from bookings_app.db import guards, migrations, state, unit_of_work


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

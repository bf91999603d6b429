"""The command-line door: the database that settings name, ready to be used."""

from collections.abc import Generator
from contextlib import contextmanager

from bookings_app.config import settings
from bookings_app.usecases.database import close_database, migrate_database, open_database


@contextmanager
def opened_database() -> Generator[None]:
    """Migrate and open the database; close it at the end.

    Raises:
        ConfigError: settings are wrong.
        SetupError: the database cannot be used, or lets bookings overlap.
        DatabaseUnwritable: it takes no writes.
    """
    migrate_database(settings().database_url)
    open_database(settings().database_url)
    try:
        yield
    finally:
        close_database()

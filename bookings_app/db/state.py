"""The data: the state a database is in as a whole."""

from sqlalchemy import func, select

from bookings_app.db.migrations import is_newest
from bookings_app.db.tables import LocationRow, MemberRow, ProviderRow, ServiceRow
from bookings_app.db.unit_of_work import UnitOfWork


def is_migrated(look: UnitOfWork) -> bool:
    """Whether the database has the shape that this version expects."""
    return is_newest(look.session.connection())


def is_unused(look: UnitOfWork) -> bool:
    """Whether nobody can sign in and nothing can be booked yet."""
    tables = (MemberRow, ProviderRow, ServiceRow, LocationRow)
    connection = look.session.connection()
    return not any(
        connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables
    )

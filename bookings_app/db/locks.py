"""The data: letting others wait where no row can be locked yet."""

from sqlalchemy import text

from bookings_app.db.unit_of_work import UnitOfWork


def one_at_a_time(work: UnitOfWork, purpose: str, name: str) -> None:
    """Let others who name the same for that purpose wait until the transaction ends.

    SQLite's transactions that write come one after the other anyway.
    """
    connection = work.session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT pg_advisory_xact_lock(hashtext(:purpose), hashtext(:name))"),
            {"purpose": purpose, "name": name},
        )

"""The data: letting others wait, always in the same order: contacts, providers, bookings."""

from sqlalchemy import text
from sqlmodel import col, or_, select

from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.tables import ProviderRow
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


def had_at_once(work: UnitOfWork, purpose: str, name: str) -> bool:
    """The same without waiting: False when somebody else has it."""
    connection = work.session.connection()
    if connection.dialect.name != "postgresql":
        return True
    asked = text("SELECT pg_try_advisory_xact_lock(hashtext(:purpose), hashtext(:name))")
    return bool(connection.execute(asked, {"purpose": purpose, "name": name}).scalar_one())


def hold_contacts(work: UnitOfWork) -> None:
    """Let whoever adds or corrects contacts wait until the transaction ends; readers need not.

    SQLite's transactions that write come one after the other anyway.
    """
    connection = work.session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE contact, conversation IN SHARE ROW EXCLUSIVE MODE"))


def wait_for_imports(work: UnitOfWork) -> None:
    """Wait while somebody holds all contacts: whoever has one already would never be let go."""
    connection = work.session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE contact IN ROW EXCLUSIVE MODE"))


def hold_providers(work: UnitOfWork, *, only: str | None = None) -> None:
    """Let whoever books that provider, or any, wait until the transaction ends."""
    query = select(ProviderRow.id).order_by(ProviderRow.id).with_for_update(key_share=True)
    if only is not None:
        query = query.where(ProviderRow.id == only)
    work.session.exec(query).all()


def hold_providers_of(work: UnitOfWork, booking_id: str, *, another: str | None) -> None:
    """The same for a booking's provider, and for another to whom it may go."""
    theirs = select(BookingRow.provider_id).where(BookingRow.id == booking_id).scalar_subquery()
    query = (
        select(ProviderRow.id)
        .where(or_(col(ProviderRow.id) == theirs, col(ProviderRow.id) == another))
        .order_by(ProviderRow.id)
        .with_for_update(key_share=True, of=ProviderRow)
    )
    work.session.exec(query).all()

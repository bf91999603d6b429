"""The data: what an import of many rows asks and stores at once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select as select_columns
from sqlalchemy import text, update
from sqlmodel import col, select

from bookings_app.db.booking_tables import (
    BookingRow,
    ChangeCounterRow,
    ChangeRow,
    EventRow,
    OutboxRow,
)
from bookings_app.db.bookings import CALENDAR
from bookings_app.db.tables import ContactRow, ConversationRow
from bookings_app.db.types import new_reference
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import Actor


def hold_contacts(work: UnitOfWork) -> None:
    """Let whoever adds or corrects contacts wait until the transaction ends; readers need not.

    SQLite's transactions that write come one after the other anyway.
    """
    connection = work.session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE contact, conversation IN SHARE ROW EXCLUSIVE MODE"))


def contacts(work: UnitOfWork) -> list[tuple[str, str, str, str, str]]:
    """Id, name, phone, e-mail and notes of everybody, the oldest first."""
    query = (
        select_columns(
            col(ContactRow.id),
            col(ContactRow.name),
            col(ContactRow.phone),
            col(ContactRow.email),
            col(ContactRow.notes),
        )
        .where(col(ContactRow.archived_at).is_(None))
        .order_by(col(ContactRow.created_at), col(ContactRow.id))
    )
    return [
        (id_, name, phone, email, notes)
        for id_, name, phone, email, notes in work.session.connection().execute(query)
    ]


def conversations(work: UnitOfWork, channel: str) -> list[tuple[str, str]]:
    """External id and contact id of every conversation of a channel."""
    query = select(ConversationRow.external_id, ConversationRow.contact_id)
    return list(work.session.exec(query.where(ConversationRow.channel == channel)))


def contact_rows(work: UnitOfWork, contact_ids: Collection[str]) -> list[ContactRow]:
    """These contacts, to be corrected."""
    return list(work.session.exec(select(ContactRow).where(col(ContactRow.id).in_(contact_ids))))


def add_bookings(
    work: UnitOfWork, made: Sequence[BookingRow], titles: Mapping[str, str], *, now: datetime
) -> None:
    """Store new bookings, and for those with a title by id an event and a promised look.

    One by one this takes as long as all others would wait for the database.
    """
    for row, reference in zip(made, _unused_references(work, len(made)), strict=True):
        row.reference = reference
    work.session.add_all(made)
    work.session.flush()
    shown = [row for row in made if row.id in titles]
    work.session.add_all(
        EventRow(
            booking_id=row.id,
            provider_id=row.provider_id,
            title=titles[row.id],
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            created_at=now,
            updated_at=now,
        )
        for row in shown
    )
    work.session.add_all(
        OutboxRow(purpose=CALENDAR, booking_id=row.id, created_at=now, due_at=now) for row in shown
    )
    work.session.flush()


def add_first_changes(
    work: UnitOfWork, made: Sequence[BookingRow], *, by: Actor, at: datetime
) -> None:
    """Note of each that it was created by an import, in the transaction's last statements."""
    work.at_the_end(lambda: _store(work, made, by, at))


def _store(work: UnitOfWork, made: Sequence[BookingRow], by: Actor, at: datetime) -> None:
    counted = (
        update(ChangeCounterRow)
        .values(number=col(ChangeCounterRow.number) + len(made))
        .returning(col(ChangeCounterRow.number))
    )
    newest = work.session.connection().execute(counted).scalar_one()
    work.session.add_all(
        ChangeRow(
            number=number,
            booking_id=row.id,
            what="created",
            by_kind=by.kind.value,
            by_id=by.id,
            by_name=by.name,
            at=at,
            after={"status": row.status, "imported": True},
        )
        for number, row in enumerate(made, start=newest - len(made) + 1)
    )
    work.session.flush()


def _unused_references(work: UnitOfWork, count: int) -> list[str]:
    """So many fresh references, none of them anybody's."""
    references: set[str] = set()
    while len(references) < count:
        drawn = {new_reference() for _ in range(count - len(references))}
        taken = select(BookingRow.reference).where(col(BookingRow.reference).in_(drawn))
        references |= drawn.difference(work.session.exec(taken))
    return list(references)

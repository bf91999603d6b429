"""The data: what an import of many rows asks and stores at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from bookings_app.db.booking_tables import (
    BookingRow,
    ChangeCounterRow,
    ChangeRow,
    EventRow,
)
from bookings_app.db.bookings import CALENDAR
from bookings_app.db.outbox import Promise, promise_all
from bookings_app.db.tables import ContactRow, ConversationRow
from bookings_app.db.types import new_reference
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import Actor


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


def add_contacts(work: UnitOfWork, people: Iterable[Mapping[str, object]]) -> None:
    """Store new contacts, each by the values of its columns."""
    if rows := list(people):
        work.session.connection().execute(insert(ContactRow), rows)


def add_bookings(
    work: UnitOfWork, made: Sequence[BookingRow], titles: Mapping[str, str], *, now: datetime
) -> None:
    """Store new bookings, and for those with a title by id an event and a promised look.

    One by one this takes as long as all others would wait for the database.

    Raises:
        SlotTaken: the database knows better than whoever looked.
    """
    for row, reference in zip(made, _unused_references(work, len(made)), strict=True):
        row.reference = reference
    work.claimed.extend(row.starts_at for row in made)
    _insert(work, made)
    shown = [row for row in made if row.id in titles]
    if not shown:
        return
    events = [
        {
            "booking_id": row.id,
            "provider_id": row.provider_id,
            "title": titles[row.id],
            "starts_at": row.starts_at,
            "ends_at": row.ends_at,
            "created_at": now,
            "updated_at": now,
        }
        for row in shown
    ]
    work.session.connection().execute(insert(EventRow), events)
    looks = [Promise(CALENDAR, subject=row.id, lane=row.provider_id) for row in shown]
    promise_all(work, looks, now=now)


def first_change(row: BookingRow, *, by: Actor, at: datetime) -> ChangeRow:
    """The note that an import created it, not stored yet."""
    return ChangeRow(
        number=0,
        booking_id=row.id,
        what="created",
        by_kind=by.kind.value,
        by_id=by.id,
        by_name=by.name,
        at=at,
        after={"status": row.status, "imported": True},
    )


def add_first_changes(work: UnitOfWork, changes: Sequence[ChangeRow]) -> None:
    """Store these notes in the transaction's last statements.

    Their numbers are known once `work` has settled.
    """
    work.at_the_end(lambda: _store(work, changes))


def _store(work: UnitOfWork, changes: Sequence[ChangeRow]) -> None:
    counted = (
        update(ChangeCounterRow)
        .values(number=col(ChangeCounterRow.number) + len(changes))
        .returning(col(ChangeCounterRow.number))
    )
    newest = work.session.connection().execute(counted).scalar_one()
    for number, change in enumerate(changes, start=newest - len(changes) + 1):
        change.number = number
    _insert(work, changes)


def _insert(work: UnitOfWork, made: Sequence[BookingRow] | Sequence[ChangeRow]) -> None:
    """Store rows of one table by one statement: the session would look at each of them."""
    names = list(type(made[0]).model_fields)
    rows = [{name: getattr(row, name) for name in names} for row in made]
    work.session.connection().execute(insert(type(made[0])), rows)


def _unused_references(work: UnitOfWork, count: int) -> list[str]:
    """So many fresh references, none of them anybody's."""
    references: set[str] = set()
    while len(references) < count:
        drawn = {new_reference() for _ in range(count - len(references))}
        taken = select(BookingRow.reference).where(col(BookingRow.reference).in_(drawn))
        references |= drawn.difference(work.session.exec(taken))
    return list(references)

"""The data: the address book, by the question asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    and_,
    bindparam,
    false,
    func,
    or_,
    true,
    tuple_,
)
from sqlalchemy import select as select_columns
from sqlalchemy.sql.elements import SQLCoreOperations
from sqlmodel import col, select

from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.listing import ENTRY_COLUMNS, visible_to
from bookings_app.db.locks import wait_for_imports
from bookings_app.db.tables import ContactRow, ConversationRow
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import BookingVisibility, ContactVisibility
from bookings_app.domain.booking import HOLDING
from bookings_app.domain.checks import could_be_id
from bookings_app.domain.contact import ContactSearch

# Put together once: every booking in a conversation asks it.
_CONVERSATIONS = (
    select(ConversationRow)
    .where(col(ConversationRow.contact_id) == bindparam("contact_id"))
    .order_by(col(ConversationRow.last_message_at).desc().nulls_last(), col(ConversationRow.id))
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which contacts are asked for: all that are seen, or those who answer to `sought`."""

    visibility: ContactVisibility
    sought: ContactSearch | None = None


def listed(
    work: UnitOfWork, wanted: Wanted, *, limit: int, after: str | None = None
) -> list[ContactRow]:
    """Names that begin as sought first, then by name; only what follows the contact `after`.

    Beyond what is seen somebody is found by their exact phone or e-mail only.
    """
    place = _place(wanted)
    query = select(ContactRow).where(_is_wanted(wanted)).order_by(*place).limit(limit)
    if after is not None:
        before = select_columns(*place).where(_is_wanted(wanted)).where(col(ContactRow.id) == after)
        found = work.session.connection().execute(before).first() if could_be_id(after) else None
        if found is None:
            return []
        query = query.where(tuple_(*place) > tuple_(*found))
    return list(work.session.exec(query))


def page(
    work: UnitOfWork,
    wanted: Wanted,
    *,
    limit: int,
    after: tuple[str, str] | None,
    include_archived: bool,
) -> list[ContactRow]:
    """Those wanted by `search_text` and id, from behind `after` on."""
    place = (col(ContactRow.search_text), col(ContactRow.id))
    query = select(ContactRow).where(_is_wanted(wanted, include_archived=include_archived))
    if after is not None:
        query = query.where(tuple_(*place) > tuple_(*after))
    return list(work.session.exec(query.order_by(*place).limit(limit)))


def number_listed(work: UnitOfWork, wanted: Wanted) -> int:
    """How many `listed` would list without a limit."""
    counted = select(func.count()).select_from(ContactRow).where(_is_wanted(wanted))
    return work.session.exec(counted).one()


def find(
    work: UnitOfWork,
    contact_id: str,
    visibility: ContactVisibility,
    *,
    found_by: ContactSearch | None = None,
    for_update: bool = False,
) -> ContactRow | None:
    """One contact, if seen or if `found_by` is their exact phone or e-mail.

    Locked `for_update`, nobody else changes it meanwhile.
    """
    if not could_be_id(contact_id):
        return None
    allowed = _seen(visibility)
    if found_by is not None:
        allowed = or_(allowed, _is_exactly(found_by))
    query = select(ContactRow).where(ContactRow.id == contact_id).where(allowed)
    if for_update:
        wait_for_imports(work)
        query = query.with_for_update(key_share=True)
    return work.session.exec(query).first()


def by_phone(work: UnitOfWork, phone: str) -> ContactRow | None:
    """The contact with that number, in E.164; archived ones are left out."""
    return work.session.exec(
        select(ContactRow)
        .where(ContactRow.phone == phone)
        .where(col(ContactRow.archived_at).is_(None))
        .order_by(col(ContactRow.created_at), ContactRow.id)
        .limit(1)
    ).first()


def conversations(work: UnitOfWork, contact_id: str) -> list[ConversationRow]:
    """Where a contact writes to us, the latest message first."""
    return list(work.session.exec(_CONVERSATIONS, params={"contact_id": contact_id}))


def conversation(work: UnitOfWork, *, channel: str, external_id: str) -> ConversationRow | None:
    """The conversation of that id in its channel."""
    return work.session.exec(
        select(ConversationRow)
        .where(ConversationRow.channel == channel)
        .where(ConversationRow.external_id == external_id)
    ).first()


def contact_of(work: UnitOfWork, row: ConversationRow) -> ContactRow:
    """Whose conversation it is."""
    return work.session.exec(select(ContactRow).where(ContactRow.id == row.contact_id)).one()


def bookings_by_conversation(
    work: UnitOfWork, contact_id: str, visibility: BookingVisibility
) -> dict[str, int]:
    """How many visible bookings of a contact each of their conversations has."""
    query = (
        select_columns(col(BookingRow.conversation_id), func.count())
        .where(_booked(contact_id, visibility))
        .where(col(BookingRow.conversation_id).is_not(None))
        .group_by(col(BookingRow.conversation_id))
    )
    return dict(_rows(work, query))


def bookings_by_status(
    work: UnitOfWork, contact_id: str, visibility: BookingVisibility
) -> dict[str, int]:
    """How many visible bookings of a contact there are in each status."""
    query = (
        select_columns(col(BookingRow.status), func.count())
        .where(_booked(contact_id, visibility))
        .group_by(col(BookingRow.status))
    )
    return dict(_rows(work, query))


def upcoming(
    work: UnitOfWork, contact_id: str, visibility: BookingVisibility, *, now: datetime
) -> Sequence[Sequence[Any]]:
    """ENTRY_COLUMNS of a contact's visible bookings that have not ended, the next one first."""
    query = (
        select_columns(*ENTRY_COLUMNS)
        .where(_booked(contact_id, visibility))
        .where(col(BookingRow.ends_at) > now)
        .order_by(col(BookingRow.starts_at), col(BookingRow.id))
    )
    return _rows(work, query)


def past(
    work: UnitOfWork, contact_id: str, visibility: BookingVisibility, *, now: datetime, limit: int
) -> Sequence[Sequence[Any]]:
    """ENTRY_COLUMNS of a contact's visible bookings that have ended, the last one first."""
    query = (
        select_columns(*ENTRY_COLUMNS)
        .where(_booked(contact_id, visibility))
        .where(col(BookingRow.ends_at) <= now)
        .order_by(col(BookingRow.starts_at).desc(), col(BookingRow.id))
        .limit(limit)
    )
    return _rows(work, query)


def holding_between(
    work: UnitOfWork, contact_id: str, *, starts_at: datetime, ends_at: datetime
) -> Sequence[Sequence[Any]]:
    """ENTRY_COLUMNS of a contact's bookings that hold a time in that stretch, by start.

    For whoever then asks which of them may be seen.
    """
    query = (
        select_columns(*ENTRY_COLUMNS)
        .where(col(BookingRow.contact_id) == contact_id)
        .where(col(BookingRow.status).in_([status.value for status in HOLDING]))
        .where(col(BookingRow.starts_at) < ends_at)
        .where(col(BookingRow.ends_at) > starts_at)
        .order_by(col(BookingRow.starts_at), col(BookingRow.id))
    )
    return _rows(work, query)


def _rows(work: UnitOfWork, query: Executable) -> Sequence[Any]:
    return work.session.connection().execute(query).all()


def _booked(contact_id: str, visibility: BookingVisibility) -> ColumnElement[bool]:
    return and_(col(BookingRow.contact_id) == contact_id, visible_to(visibility))


def _place(wanted: Wanted) -> list[SQLCoreOperations[Any]]:
    """Where a contact stands in a list: what it is ordered by, all of it ascending."""
    by_name: list[SQLCoreOperations[Any]] = [col(ContactRow.search_text), col(ContactRow.id)]
    if wanted.sought is None:
        return by_name
    begins = col(ContactRow.search_text).startswith(wanted.sought.text, autoescape=True)
    return [~begins, *by_name]


def _is_wanted(wanted: Wanted, *, include_archived: bool = False) -> ColumnElement[bool]:
    there = true() if include_archived else col(ContactRow.archived_at).is_(None)
    seen, sought = _seen(wanted.visibility), wanted.sought
    if sought is None:
        return and_(there, seen)
    return and_(there, or_(and_(seen, _resembles(sought)), _is_exactly(sought)))


def _seen(visibility: ContactVisibility) -> ColumnElement[bool]:
    if visibility.everything:
        return true()
    ways: list[ColumnElement[bool]] = []
    if visibility.contact_ids:
        ways.append(col(ContactRow.id).in_(visibility.contact_ids))
    if visibility.provider_ids:
        # Looked up once; asked for each contact it would go through all bookings each time.
        booked = select(BookingRow.contact_id).where(
            col(BookingRow.provider_id).in_(visibility.provider_ids)
        )
        ways.append(col(ContactRow.id).in_(booked.where(col(BookingRow.contact_id).is_not(None))))
    return or_(false(), *ways)


def _resembles(sought: ContactSearch) -> ColumnElement[bool]:
    ways = [
        col(ContactRow.search_text).contains(sought.text, autoescape=True),
        col(ContactRow.search_text).contains(sought.plain, autoescape=True),
    ]
    if sought.digits:
        ways.append(col(ContactRow.phone).contains(sought.digits, autoescape=True))
    return or_(*ways)


def _is_exactly(sought: ContactSearch) -> ColumnElement[bool]:
    ways: list[ColumnElement[bool]] = []
    if sought.phone:
        ways.append(col(ContactRow.phone) == sought.phone)
    if "@" in sought.plain:
        line = f"\n{sought.plain}"
        ways.append(col(ContactRow.search_text).endswith(line, autoescape=True))
    return or_(false(), *ways)

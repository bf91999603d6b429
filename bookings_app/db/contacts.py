"""The data: the address book, by the question asked."""

from sqlalchemy import ColumnElement, and_, exists, false, or_, true
from sqlmodel import col, select

from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.tables import ContactRow, ConversationRow
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import ContactVisibility
from bookings_app.domain.contact import ContactSearch


def search(
    work: UnitOfWork, sought: ContactSearch, visibility: ContactVisibility, *, limit: int
) -> list[ContactRow]:
    """Who answers to `sought`: names that begin so first, then by name.

    Beyond `visibility` somebody is found by their exact phone or e-mail only.
    """
    begins = col(ContactRow.search_text).startswith(sought.text, autoescape=True)
    query = (
        select(ContactRow)
        .where(col(ContactRow.archived_at).is_(None))
        .where(or_(and_(_seen(visibility), _resembles(sought)), _is_exactly(sought)))
        .order_by(begins.desc(), col(ContactRow.search_text), ContactRow.id)
        .limit(limit)
    )
    return list(work.session.exec(query))


def find(
    work: UnitOfWork,
    contact_id: str,
    visibility: ContactVisibility,
    *,
    found_by: ContactSearch | None = None,
) -> ContactRow | None:
    """One contact, if seen or if `found_by` is their exact phone or e-mail."""
    allowed = _seen(visibility)
    if found_by is not None:
        allowed = or_(allowed, _is_exactly(found_by))
    return work.session.exec(
        select(ContactRow).where(ContactRow.id == contact_id).where(allowed)
    ).first()


def by_phone(work: UnitOfWork, phone: str) -> ContactRow | None:
    """The first contact with that number, in E.164; archived ones are left out."""
    return work.session.exec(
        select(ContactRow)
        .where(ContactRow.phone == phone)
        .where(col(ContactRow.archived_at).is_(None))
        .order_by(col(ContactRow.created_at), ContactRow.id)
        .limit(1)
    ).first()


def conversations(work: UnitOfWork, contact_id: str) -> list[ConversationRow]:
    """Where a contact writes to us, the latest message first."""
    query = (
        select(ConversationRow)
        .where(ConversationRow.contact_id == contact_id)
        .order_by(col(ConversationRow.last_message_at).desc().nulls_last(), ConversationRow.id)
    )
    return list(work.session.exec(query))


def conversation(work: UnitOfWork, *, channel: str, external_id: str) -> ConversationRow | None:
    """The conversation of that id in its channel."""
    return work.session.exec(
        select(ConversationRow)
        .where(ConversationRow.channel == channel)
        .where(ConversationRow.external_id == external_id)
    ).first()


def _seen(visibility: ContactVisibility) -> ColumnElement[bool]:
    if visibility.everything:
        return true()
    ways: list[ColumnElement[bool]] = []
    if visibility.contact_ids:
        ways.append(col(ContactRow.id).in_(visibility.contact_ids))
    if visibility.provider_ids:
        ways.append(
            exists()
            .where(col(BookingRow.contact_id) == col(ContactRow.id))
            .where(col(BookingRow.provider_id).in_(visibility.provider_ids))
        )
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

"""The data: what somebody's day is made of. Without a provider it is everybody's."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlmodel import col

from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.listing import ENTRY_COLUMNS, LONGEST_BOOKING, UNDECIDED, visible_to
from bookings_app.db.tables import ConversationRow
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import BookingVisibility
from bookings_app.domain.booking import BookingStatus

# Beside those of an entry: phone, notes, and the conversation's channel and id there.
_COLUMNS = (
    col(BookingRow.customer_phone),
    col(BookingRow.notes),
    col(ConversationRow.channel),
    col(ConversationRow.external_id),
    *ENTRY_COLUMNS,
)

_starts_at, _ends_at = col(BookingRow.starts_at), col(BookingRow.ends_at)


def _is(status: BookingStatus) -> ColumnElement[bool]:
    return col(BookingRow.status) == status.value


def touching(
    work: UnitOfWork,
    visibility: BookingVisibility,
    provider_id: str | None,
    *,
    after: datetime,
    before: datetime,
) -> Sequence[Sequence[Any]]:
    """What touches `after` to `before`, half-open, by start and id."""
    query = (
        _of(visibility, provider_id)
        .where(_starts_at < before)
        .where(_starts_at > after - LONGEST_BOOKING)
        .where(_ends_at > after)
        .order_by(_starts_at, col(BookingRow.id))
    )
    return work.session.connection().execute(query).all()


def unanswered(
    work: UnitOfWork,
    visibility: BookingVisibility,
    provider_id: str | None,
    *,
    now: datetime,
    limit: int,
) -> Sequence[Sequence[Any]]:
    """What has ended confirmed, begun pending, or was changed in Google; the latest first."""
    query = (
        _of(visibility, provider_id)
        .where(
            or_(
                and_(_is(BookingStatus.CONFIRMED), _ends_at <= now),
                and_(_is(BookingStatus.PENDING), _starts_at <= now),
                UNDECIDED,
            )
        )
        .order_by(_starts_at.desc(), col(BookingRow.id))
        .limit(limit)
    )
    return work.session.connection().execute(query).all()


def first_from(
    work: UnitOfWork, visibility: BookingVisibility, provider_id: str | None, *, start: datetime
) -> Sequence[Any] | None:
    """The first that is to take place at `start` or later."""
    query = (
        _of(visibility, provider_id)
        .where(_starts_at >= start)
        .where(or_(_is(BookingStatus.PENDING), _is(BookingStatus.CONFIRMED)))
        .order_by(_starts_at, col(BookingRow.id))
        .limit(1)
    )
    return work.session.connection().execute(query).first()


def _of(visibility: BookingVisibility, provider_id: str | None) -> Select[*tuple[Any, ...]]:
    theirs = col(BookingRow.provider_id) == provider_id if provider_id is not None else true()
    return (
        select(*_COLUMNS)
        .select_from(BookingRow)
        .outerjoin(ConversationRow, col(ConversationRow.id) == col(BookingRow.conversation_id))
        .where(visible_to(visibility))
        .where(theirs)
    )

"""The data: what members should know and have not read yet."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, update
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from bookings_app.db.booking_tables import BookingRow, ChangeRow, NotificationRow
from bookings_app.db.listing import visible_to
from bookings_app.db.types import new_id
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import BookingVisibility


def notify(
    work: UnitOfWork, member_ids: Iterable[str], change: ChangeRow, *, now: datetime
) -> None:
    """Leave word of a stored change for each of these members."""
    rows = [
        {
            "id": new_id(),
            "member_id": member_id,
            "change_number": change.number,
            "booking_id": change.booking_id,
            "created_at": now,
        }
        for member_id in member_ids
    ]
    if rows:
        work.session.connection().execute(insert(NotificationRow), rows)


def newest_notifications(
    work: UnitOfWork, member_id: str, visibility: BookingVisibility, *, limit: int
) -> Sequence[tuple[NotificationRow, ChangeRow, BookingRow, BookingRow | None]]:
    """Notification, its change, its booking and the booking it was moved to, newest first."""
    later = aliased(BookingRow)
    query = (
        select(NotificationRow, ChangeRow, BookingRow, later)
        .join(ChangeRow, col(ChangeRow.number) == col(NotificationRow.change_number))
        .join(BookingRow, col(BookingRow.id) == col(NotificationRow.booking_id))
        .outerjoin(later, col(later.id) == col(BookingRow.rescheduled_to))
        .where(col(NotificationRow.member_id) == member_id)
        .where(visible_to(visibility))
        .order_by(col(NotificationRow.change_number).desc())
        .limit(limit)
    )
    return work.session.exec(query).all()


def unread_counts(work: UnitOfWork, member_ids: Collection[str]) -> dict[str, int]:
    """How many each of these members has not read; those who read all are left out."""
    query = (
        select_columns(col(NotificationRow.member_id), func.count())
        .where(col(NotificationRow.member_id).in_(member_ids))
        .where(col(NotificationRow.read_at).is_(None))
        .group_by(col(NotificationRow.member_id))
    )
    found = work.session.connection().execute(query).all()
    return {row[0]: row[1] for row in found}


def mark_read(
    work: UnitOfWork,
    member_id: str,
    *,
    now: datetime,
    booking_id: str | None = None,
    up_to: int | None = None,
) -> None:
    """Note that a member has read what is about that booking, or all up to that change."""
    query = (
        update(NotificationRow)
        .where(col(NotificationRow.member_id) == member_id)
        .where(col(NotificationRow.read_at).is_(None))
        .values(read_at=now)
    )
    if booking_id is not None:
        query = query.where(col(NotificationRow.booking_id) == booking_id)
    if up_to is not None:
        query = query.where(col(NotificationRow.change_number) <= up_to)
    work.session.connection().execute(query)


def forget_old_notifications(work: UnitOfWork, *, before: datetime) -> None:
    """Forget what nobody needs to be told any more."""
    work.session.connection().execute(
        delete(NotificationRow).where(col(NotificationRow.created_at) < before)
    )

"""The data: what happened to bookings. Rows are only ever added."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from bookings_app.db.booking_tables import BookingRow, ChangeCounterRow, ChangeRow
from bookings_app.db.listing import ENTRY_COLUMNS
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import Actor

# Put together once: every booking asks them, and that takes longer than the answer.
_CHANGES_OF = (
    select(ChangeRow)
    .where(col(ChangeRow.booking_id) == bindparam("booking_id"))
    .order_by(col(ChangeRow.number))
)
_COUNT_ONE_MORE = (
    update(ChangeCounterRow)
    .values(number=col(ChangeCounterRow.number) + 1)
    .returning(col(ChangeCounterRow.number))
)


# Under this name a session keeps the changes that get their numbers at the end.
_NOTED = "changes"


def add_change(
    work: UnitOfWork,
    booking_id: str,
    *,
    what: str,
    by: Actor,
    at: datetime,
    before: dict[str, Any],
    after: dict[str, Any],
    reason: str = "",
) -> ChangeRow:
    """Note what happened. Its number is known once `work` has settled.

    Numbers come from a counter that stays locked until the commit: they ascend in the
    order of commits, and whoever has read one has read all before it.
    """
    row = ChangeRow(
        number=0,
        booking_id=booking_id,
        what=what,
        by_kind=by.kind.value,
        by_id=by.id,
        by_name=by.name,
        at=at,
        before=before,
        after=after,
        reason=reason,
    )
    noted: list[ChangeRow] = work.session.info.setdefault(_NOTED, [])
    noted.append(row)
    work.at_the_end(lambda: _store(work, row))
    return row


def newest_change(work: UnitOfWork) -> int:
    """The number of the newest change; 0 before the first."""
    return work.session.exec(select(ChangeCounterRow.number)).one()


def changes_after(work: UnitOfWork, number: int, *, limit: int) -> list[ChangeRow]:
    """What happened after change `number`, in order."""
    query = select(ChangeRow).where(col(ChangeRow.number) > number)
    return list(work.session.exec(query.order_by(col(ChangeRow.number)).limit(limit)))


def changes_of(work: UnitOfWork, booking_id: str) -> list[ChangeRow]:
    """What happened to one booking, oldest first."""
    return list(work.session.exec(_CHANGES_OF, params={"booking_id": booking_id}))


def settled_history(work: UnitOfWork, booking_id: str) -> list[ChangeRow]:
    """The same with what this transaction adds to it, which then has nothing left to do.

    The counter of changes is everybody's: after it has been asked nothing is read any more.
    """
    noted: list[ChangeRow] = work.session.info.get(_NOTED, [])
    added = [row for row in noted if row.booking_id == booking_id and row.number == 0]
    is_new = any(row.what == "created" for row in added)
    earlier = [] if is_new else changes_of(work, booking_id)
    work.settle()
    return [*earlier, *added]


def changes_by(
    work: UnitOfWork, actor_id: str, *, since: datetime, limit: int
) -> Sequence[tuple[ChangeRow, BookingRow]]:
    """What somebody has done since then, newest first, with the bookings as they are now."""
    query = (
        select(ChangeRow, BookingRow)
        .join(BookingRow, col(BookingRow.id) == col(ChangeRow.booking_id))
        .where(ChangeRow.by_id == actor_id, col(ChangeRow.at) >= since)
        .order_by(col(ChangeRow.number).desc())
        .limit(limit)
    )
    return work.session.exec(query).all()


def entries_of(work: UnitOfWork, booking_ids: Collection[str]) -> Sequence[Sequence[Any]]:
    """ENTRY_COLUMNS of these bookings, whoever may see them."""
    query = select_columns(*ENTRY_COLUMNS).where(col(BookingRow.id).in_(booking_ids))
    return work.session.connection().execute(query).all()


def _store(work: UnitOfWork, row: ChangeRow) -> None:
    row.number = work.session.connection().execute(_COUNT_ONE_MORE).scalar_one()
    work.session.add(row)
    work.session.flush()

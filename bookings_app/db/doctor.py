"""The data: looking for stored bookings that break a promise. Each list should be empty."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

from sqlalchemy import and_, func, or_, text
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from bookings_app.db.booking_tables import BookingRow, ChangeCounterRow, ChangeRow, EventRow
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.booking import HOLDING, WITH_EVENT, BookingStatus

# A booking's reference and status; what happened and how it was after that, if anything.
_Happening = tuple[str, str, str | None, dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Life:
    """What a booking is, and what its history says happened, oldest first."""

    reference: str
    status: str
    happened: tuple[str, ...]
    status_at_first: str | None


def list_damage(look: UnitOfWork) -> list[str]:
    """What SQLite finds wrong with its file; PostgreSQL looks after itself."""
    connection = look.session.connection()
    if connection.dialect.name != "sqlite":
        return []
    found = [str(row[0]) for row in connection.execute(text("PRAGMA quick_check"))]
    orphans = connection.execute(text("PRAGMA foreign_key_check"))
    return [line for line in found if line != "ok"] + [
        f"{row[0]} names a missing {row[2]}" for row in orphans
    ]


def list_overlapping(look: UnitOfWork) -> list[str]:
    """References of bookings that begin while an earlier one still holds their provider."""
    held_until = (
        func.max(col(BookingRow.blocks_to))
        .over(
            partition_by=col(BookingRow.provider_id),
            order_by=(col(BookingRow.blocks_from), col(BookingRow.id)),
            rows=(None, -1),
        )
        .label("held_until")
    )
    held = (
        select(BookingRow.reference, BookingRow.blocks_from, held_until)
        .where(col(BookingRow.status).in_(HOLDING))
        .subquery()
    )
    overlapping = select(held.c.reference).where(held.c.held_until > held.c.blocks_from)
    return list(look.session.exec(overlapping.order_by(held.c.reference)).all())


def iterate_lives(look: UnitOfWork) -> Iterator[Life]:
    """Every booking with its history."""
    query = (
        select(BookingRow.reference, BookingRow.status, ChangeRow.what, col(ChangeRow.after))
        .join(ChangeRow, isouter=True)
        .order_by(col(BookingRow.reference), col(ChangeRow.number))
        .execution_options(yield_per=1000)
    )
    rows = cast("Iterable[_Happening]", look.session.exec(query))
    for (reference, status), happenings in groupby(rows, key=_booking_of):
        changes = [(what, after or {}) for _, _, what, after in happenings if what is not None]
        first = str(changes[0][1].get("status")) if changes else None
        yield Life(reference, status, tuple(what for what, _ in changes), first)


def _booking_of(happening: _Happening) -> tuple[str, str]:
    return happening[0], happening[1]


def list_wrongly_linked(look: UnitOfWork) -> list[str]:
    """References of bookings that are rescheduled without a successor, or have one without it."""
    newer = aliased(BookingRow)
    is_rescheduled = col(BookingRow.status) == BookingStatus.RESCHEDULED
    query = (
        select(BookingRow.reference)
        .join(newer, col(newer.rescheduled_from) == col(BookingRow.id), isouter=True)
        .where(
            or_(
                is_rescheduled != col(newer.id).is_not(None),
                col(BookingRow.rescheduled_to).is_distinct_from(col(newer.id)),
            )
        )
    )
    return list(look.session.exec(query.order_by(col(BookingRow.reference))).all())


def list_wrong_events(look: UnitOfWork) -> list[str]:
    """References of bookings whose provider calendar says otherwise."""
    has_event = col(EventRow.booking_id).is_not(None)
    says_otherwise = or_(
        col(EventRow.provider_id) != col(BookingRow.provider_id),
        col(EventRow.starts_at) != col(BookingRow.starts_at),
        col(EventRow.ends_at) != col(BookingRow.ends_at),
    )
    query = (
        select(BookingRow.reference)
        .join(EventRow, col(EventRow.booking_id) == col(BookingRow.id), isouter=True)
        .where(
            or_(
                col(BookingRow.status).in_(WITH_EVENT) != has_event,
                and_(has_event, says_otherwise),
            )
        )
    )
    return list(look.session.exec(query.order_by(col(BookingRow.reference))).all())


def change_numbers(look: UnitOfWork) -> tuple[int, int, int]:
    """How many changes there are, their newest number, and what the counter says."""
    count, newest = look.session.exec(
        select(func.count(), func.coalesce(func.max(ChangeRow.number), 0)).select_from(ChangeRow)
    ).one()
    return count, newest, look.session.exec(select(ChangeCounterRow.number)).one()

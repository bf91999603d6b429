"""The data: bookings to come, for whoever asks whether they still lie within working time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, true
from sqlalchemy import select as select_columns
from sqlalchemy.orm import Mapped
from sqlmodel import col, select

from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.listing import ENTRY_COLUMNS, not_over, visible_to
from bookings_app.db.tables import LocationRow
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import BookingVisibility
from bookings_app.domain.booking import HOLDING

_HOLDS = col(BookingRow.status).in_(sorted(HOLDING))


@dataclass(frozen=True, slots=True)
class Affected:
    """Whose bookings: a provider's, those at a location, or, without either, all."""

    provider_id: str | None = None
    location_id: str | None = None


def upcoming(
    work: UnitOfWork, affected: Affected, visibility: BookingVisibility, *, now: datetime
) -> Sequence[Sequence[Any]]:
    """ENTRY_COLUMNS of visible bookings that hold a time and have not ended, by start."""
    query = (
        select_columns(*ENTRY_COLUMNS)
        .where(_upcoming(affected, now), visible_to(visibility))
        .order_by(col(BookingRow.starts_at), col(BookingRow.id))
    )
    return work.session.connection().execute(query).all()


def bookings(work: UnitOfWork, booking_ids: Collection[str]) -> list[BookingRow]:
    """Those of these that still hold a time, by start: nobody else changes them meanwhile."""
    query = select(BookingRow).where(col(BookingRow.id).in_(booking_ids), _HOLDS)
    locked = query.with_for_update(key_share=True)
    # Locked in the order of ids, as others who change several do.
    return sorted(
        work.session.exec(locked.order_by(BookingRow.id)),
        key=lambda row: (row.starts_at, row.id),
    )


def time_zones(work: UnitOfWork, location_ids: Collection[str]) -> dict[str, str]:
    """The zone of each of these locations."""
    query = select(LocationRow.id, LocationRow.time_zone)
    return dict(work.session.exec(query.where(col(LocationRow.id).in_(location_ids))).all())


def _upcoming(affected: Affected, now: datetime) -> ColumnElement[bool]:
    return and_(
        _HOLDS,
        not_over(now),
        _is(col(BookingRow.provider_id), affected.provider_id),
        _is(col(BookingRow.location_id), affected.location_id),
    )


def _is(column: Mapped[str], wanted: str | None) -> ColumnElement[bool]:
    return true() if wanted is None else column == wanted

"""The data: secret addresses of calendars, and what is read there, by the question asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from bookings_app.db.booking_tables import BookingRow, ChangeRow, EventRow
from bookings_app.db.feed_tables import CalendarFeedRow
from bookings_app.db.listing import LONGEST_BOOKING
from bookings_app.db.tables import LocationRow
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.calendar_event import WITHDRAWN

_OF_BOOKING = (
    col(BookingRow.id),
    col(BookingRow.reference),
    col(BookingRow.status),
    col(BookingRow.service_name),
    col(BookingRow.customer_name),
    col(BookingRow.starts_at),
    col(BookingRow.ends_at),
    col(BookingRow.location_name),
    col(LocationRow.address),
    col(BookingRow.time_zone),
    col(BookingRow.version),
    col(BookingRow.created_at),
    col(BookingRow.updated_at),
)


def feed(work: UnitOfWork, member_id: str, provider_id: str) -> CalendarFeedRow | None:
    """Where that member's programs read that provider's calendar, if anywhere."""
    return work.session.get(CalendarFeedRow, (member_id, provider_id))


def feed_by_hash(work: UnitOfWork, secret_hash: str) -> CalendarFeedRow | None:
    """The one with that secret."""
    query = select(CalendarFeedRow).where(CalendarFeedRow.secret_hash == secret_hash)
    return work.session.exec(query).first()


def standing_events(
    work: UnitOfWork, provider_id: str, *, after: datetime
) -> Sequence[Sequence[Any]]:
    """The bookings with an event that ends after that, as `_OF_BOOKING` has them."""
    query = (
        select_columns(*_OF_BOOKING)
        .join(EventRow, col(EventRow.booking_id) == col(BookingRow.id))
        .join(LocationRow, col(LocationRow.id) == col(BookingRow.location_id))
        .where(_ends_after(after, provider_id))
    )
    return work.session.connection().execute(query).all()


def withdrawn_events(
    work: UnitOfWork, provider_id: str, *, after: datetime
) -> Sequence[Sequence[Any]]:
    """The same of bookings that lost their event or never had one, and what they were before.

    That is what the step wrote down that brought them there.
    """
    query = (
        select_columns(*_OF_BOOKING, col(ChangeRow.before))
        .join(LocationRow, col(LocationRow.id) == col(BookingRow.location_id))
        .join(
            ChangeRow,
            and_(
                col(ChangeRow.booking_id) == col(BookingRow.id),
                col(ChangeRow.what) == col(BookingRow.status),
            ),
        )
        .where(col(BookingRow.status).in_(WITHDRAWN))
        .where(_ends_after(after, provider_id))
    )
    return work.session.connection().execute(query).all()


def _ends_after(after: datetime, provider_id: str) -> ColumnElement[bool]:
    """The condition on a provider's bookings, for the index on their starts."""
    return and_(
        col(BookingRow.provider_id) == provider_id,
        col(BookingRow.ends_at) > after,
        col(BookingRow.starts_at) > after - LONGEST_BOOKING,
    )

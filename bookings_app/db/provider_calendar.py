"""The data: what stands in a provider's own calendar."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bookings_app.db.booking_tables import BookingRow, EventRow
from bookings_app.db.google_tables import BusyBlockRow
from bookings_app.db.listing import IN_GOOGLE, LONGEST_BOOKING
from bookings_app.db.tables import TimeOffRow
from bookings_app.db.unit_of_work import UnitOfWork


def events(
    work: UnitOfWork, provider_id: str, *, after: datetime, before: datetime
) -> Sequence[Sequence[Any]]:
    """What touches, by start.

    Booking id, title, start, end, status, location, its zone, why it is outside hours, and
    what was done to it in Google.
    """
    query = (
        select(
            col(EventRow.booking_id),
            col(EventRow.title),
            col(EventRow.starts_at),
            col(EventRow.ends_at),
            col(BookingRow.status),
            col(BookingRow.location_name),
            col(BookingRow.time_zone),
            col(BookingRow.outside_hours),
            IN_GOOGLE,
        )
        .join(BookingRow, col(BookingRow.id) == col(EventRow.booking_id))
        .where(col(EventRow.provider_id) == provider_id)
        .where(col(EventRow.starts_at) < before)
        .where(col(EventRow.ends_at) > after)
        # The bookings have the index on times; an event stands where its booking does.
        .where(col(BookingRow.provider_id) == provider_id)
        .where(col(BookingRow.starts_at) < before)
        .where(col(BookingRow.starts_at) > after - LONGEST_BOOKING)
        .order_by(col(EventRow.starts_at), col(EventRow.booking_id))
    )
    return work.session.connection().execute(query).all()


def busy(
    work: UnitOfWork, provider_id: str, *, after: datetime, before: datetime
) -> Sequence[Sequence[Any]]:
    """Start and end of what touches in the calendars that keep them busy, by start."""
    query = (
        select(col(BusyBlockRow.starts_at), col(BusyBlockRow.ends_at))
        .where(col(BusyBlockRow.provider_id) == provider_id)
        .where(col(BusyBlockRow.starts_at) < before)
        .where(col(BusyBlockRow.ends_at) > after)
        .order_by(col(BusyBlockRow.starts_at))
    )
    return work.session.connection().execute(query).all()


def time_off(
    work: UnitOfWork, provider_id: str, *, after: datetime, before: datetime
) -> Sequence[Sequence[Any]]:
    """Id, start, end and reason of what touches, by start."""
    query = (
        select(
            col(TimeOffRow.id),
            col(TimeOffRow.starts_at),
            col(TimeOffRow.ends_at),
            col(TimeOffRow.reason),
        )
        .where(col(TimeOffRow.provider_id) == provider_id)
        .where(col(TimeOffRow.starts_at) < before)
        .where(col(TimeOffRow.ends_at) > after)
        .order_by(col(TimeOffRow.starts_at), col(TimeOffRow.id))
    )
    return work.session.connection().execute(query).all()

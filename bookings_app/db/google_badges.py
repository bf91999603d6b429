"""The data: how it is with the events of bookings in Google, many at once."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import and_, select
from sqlmodel import col

from bookings_app.db.booking_tables import BookingRow, EventRow
from bookings_app.db.bookings import CALENDAR
from bookings_app.db.google_tables import CalendarLinkRow, GoogleAccountRow
from bookings_app.db.listing import visible_to
from bookings_app.db.outbox_tables import OutboxRow
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import BookingVisibility


def states_of_events(
    work: UnitOfWork, booking_ids: Collection[str], visibility: BookingVisibility
) -> Sequence[Sequence[Any]]:
    """Of those of these bookings that may be seen, one statement for all.

    Booking id, when it begins and ends, whether it has an event here, the status of its provider's
    account or None; the version that was written there or None, what a person did to it
    there or None, from when and to when they moved it; the state of the promised look or
    None, why it failed, and when it is tried again.
    """
    query = (
        select(
            col(BookingRow.id),
            col(BookingRow.starts_at),
            col(BookingRow.ends_at),
            col(EventRow.booking_id).is_not(None),
            col(GoogleAccountRow.status),
            col(CalendarLinkRow.synced_version),
            col(CalendarLinkRow.inbound),
            col(CalendarLinkRow.moved_starts_at),
            col(CalendarLinkRow.moved_ends_at),
            col(OutboxRow.state),
            col(OutboxRow.reason),
            col(OutboxRow.due_at),
        )
        .outerjoin(EventRow, col(EventRow.booking_id) == col(BookingRow.id))
        .outerjoin(
            GoogleAccountRow, col(GoogleAccountRow.provider_id) == col(BookingRow.provider_id)
        )
        .outerjoin(CalendarLinkRow, col(CalendarLinkRow.booking_id) == col(BookingRow.id))
        .outerjoin(
            OutboxRow,
            and_(col(OutboxRow.kind) == CALENDAR, col(OutboxRow.subject) == col(BookingRow.id)),
        )
        .where(col(BookingRow.id).in_(booking_ids), visible_to(visibility))
    )
    return work.session.connection().execute(query).all()

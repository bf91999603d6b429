"""Bookings put straight into the database: for lists, and for those that only hold time."""

from datetime import datetime, timedelta

from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.domain.booking import BookingStatus
from tests.factories import NOON, Team


def given_stored_booking(
    team: Team,
    starts_at: datetime,
    *,
    minutes: int = 30,
    buffer_after: int = 0,
    status: BookingStatus = BookingStatus.CONFIRMED,
    customer_name: str = "Ana Ruiz",
    contact_id: str | None = None,
    conversation_id: str | None = None,
    customer_phone: str = "",
    notes: str = "",
    location_name: str = "Old Town",
    time_zone: str = "Europe/Madrid",
) -> str:
    """A booking of that team; its id."""
    ends_at = starts_at + timedelta(minutes=minutes)
    cancelled = status is BookingStatus.CANCELLED
    with unit_of_work() as work:
        row = BookingRow(
            service_id=team.service_id,
            location_id=team.location_id,
            provider_id=team.provider_id,
            service_name="Haircut",
            location_name=location_name,
            provider_name="Ben",
            contact_id=contact_id,
            conversation_id=conversation_id,
            customer_name=customer_name,
            customer_phone=customer_phone,
            notes=notes,
            starts_at=starts_at,
            ends_at=ends_at,
            blocks_from=starts_at,
            blocks_to=ends_at + timedelta(minutes=buffer_after),
            time_zone=time_zone,
            status=status.value,
            source="manual",
            cancellation_reason="Flu" if cancelled else "",
            created_by_kind="member",
            created_by_id="member-admin",
            created_by_name="Alba",
            created_at=NOON,
            updated_at=NOON,
        )
        work.session.add(row)
        return row.id

"""The verbs: bookings and what happened to them as programs get them, by every door."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bookings_app.db.booking_tables import BookingRow, ChangeRow
from bookings_app.usecases.views import BookingView, ChangeView


def booking_shape(
    booking: BookingRow | BookingView, *, allowed_actions: Sequence[str] = ()
) -> dict[str, Any]:
    """A booking; its times have the offset of its location, all others are UTC.

    `allowed_actions` are those of whoever reads it.
    """
    zone = ZoneInfo(booking.time_zone)
    return {
        "id": booking.id,
        "reference": booking.reference,
        "service": {"id": booking.service_id, "name": booking.service_name},
        "location": {
            "id": booking.location_id,
            "name": booking.location_name,
            "time_zone": booking.time_zone,
        },
        "provider": {"id": booking.provider_id, "name": booking.provider_name},
        "contact_id": booking.contact_id,
        "conversation_id": booking.conversation_id,
        "customer": {
            "name": booking.customer_name,
            "phone": booking.customer_phone,
            "email": booking.customer_email,
        },
        "notes": booking.notes,
        "starts_at": _local(booking.starts_at, zone),
        "ends_at": _local(booking.ends_at, zone),
        "blocks_from": _local(booking.blocks_from, zone),
        "blocks_to": _local(booking.blocks_to, zone),
        "status": str(booking.status),
        "source": str(booking.source),
        "cancellation_reason": booking.cancellation_reason,
        "rescheduled_from": booking.rescheduled_from,
        "rescheduled_to": booking.rescheduled_to,
        "created_by": {
            "kind": booking.created_by_kind,
            "id": booking.created_by_id,
            "name": booking.created_by_name,
        },
        "created_at": instant_shape(booking.created_at),
        "updated_at": instant_shape(booking.updated_at),
        "version": booking.version,
        "allowed_actions": list(allowed_actions),
    }


def change_shape(change: ChangeRow | ChangeView) -> dict[str, Any]:
    """One line of a booking's history."""
    return {
        "number": change.number,
        "booking_id": change.booking_id,
        "what": change.what,
        "by": {"kind": change.by_kind, "id": change.by_id, "name": change.by_name},
        "at": instant_shape(change.at),
        "before": change.before,
        "after": change.after,
        "reason": change.reason,
    }


def instant_shape(instant: datetime) -> str:
    """An instant as every door writes it: with its offset, which is Z where it is none."""
    return instant.isoformat().replace("+00:00", "Z")


def _local(instant: datetime, zone: ZoneInfo) -> str:
    return instant_shape(instant.astimezone(zone))

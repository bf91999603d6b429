"""The verbs' words: a booking as calendars on our pages read it, from the feed and by patches."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bookings_app.domain.booking import HOLDING, BookingSource, BookingStatus
from bookings_app.usecases.views import CalendarEntry

STATUS_LABELS: Mapping[BookingStatus, str] = {
    BookingStatus.PENDING: "Pending",
    BookingStatus.CONFIRMED: "Confirmed",
    BookingStatus.COMPLETED: "Completed",
    BookingStatus.CANCELLED: "Cancelled",
    BookingStatus.NO_SHOW: "No-show",
    BookingStatus.RESCHEDULED: "Rescheduled",
}

SOURCE_LABELS: Mapping[BookingSource, str] = {
    BookingSource.MANUAL: "Manual",
    BookingSource.API: "API",
    BookingSource.AI_AGENT: "AI Agent",
}


def calendar_block(entry: CalendarEntry) -> dict[str, Any]:
    """The booking in the calendar's own terms: instants in UTC, text as text.

    `rank` 0 holds the provider's time, 1 has given it back and stands behind.
    """
    return {
        "id": entry.id,
        "title": entry.customer_name,
        "start": _instant(entry.starts_at),
        "end": _instant(entry.ends_at),
        "extendedProps": {
            "reference": entry.reference,
            "status": entry.status.value,
            "statusLabel": STATUS_LABELS[entry.status],
            "rank": 0 if entry.status in HOLDING else 1,
            "customer": entry.customer_name,
            "service": entry.service_name,
            "provider": entry.provider_name,
            "location": entry.location_name,
            "source": entry.source.value,
            "sourceLabel": SOURCE_LABELS[entry.source],
            "timeZone": entry.time_zone,
        },
    }


def _instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")

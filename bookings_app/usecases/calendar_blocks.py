"""What a calendar needs of a booking, as plain values: the same for its feed and for patches."""

from datetime import datetime
from typing import Any

from bookings_app.domain.booking import HOLDING, BookingSource, BookingStatus
from bookings_app.usecases.views import CalendarEntry

STATUS_LABELS = {
    BookingStatus.PENDING: "Pending",
    BookingStatus.CONFIRMED: "Confirmed",
    BookingStatus.COMPLETED: "Completed",
    BookingStatus.CANCELLED: "Cancelled",
    BookingStatus.NO_SHOW: "No-show",
    BookingStatus.RESCHEDULED: "Rescheduled",
}
SOURCE_LABELS = {
    BookingSource.MANUAL: "Manual",
    BookingSource.API: "API",
    BookingSource.AI_AGENT: "AI Agent",
}


def calendar_block(entry: CalendarEntry) -> dict[str, Any]:
    """One booking in the calendar's shape. `rank` 0 comes first: it holds the time."""
    return {
        "id": entry.id,
        "title": entry.customer_name,
        "start": _instant(entry.starts_at),
        "end": _instant(entry.ends_at),
        "extendedProps": {
            "status": entry.status.value,
            "statusLabel": STATUS_LABELS[entry.status],
            "rank": 0 if entry.status in HOLDING else 1,
            "customer": entry.customer_name,
            "service": entry.service_name,
            "provider": entry.provider_name,
            "location": entry.location_name,
            "source": entry.source.value,
            "sourceLabel": SOURCE_LABELS[entry.source],
            "reference": entry.reference,
            "timeZone": entry.time_zone,
        },
    }


def _instant(at: datetime) -> str:
    """An instant of whole seconds, as browsers write it."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")

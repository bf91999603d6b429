"""The verbs' words: a booking as calendars on our pages read it, from the feed and by patches."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from bookings_app.domain.booking import HOLDING, BookingSource, BookingStatus
from bookings_app.domain.google_answers import Inbound
from bookings_app.domain.slots import Reason
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

IN_GOOGLE_LABELS: Mapping[str, str] = {
    Inbound.MOVED.value: "Changed in Google Calendar",
    Inbound.DELETED.value: "Deleted in Google Calendar",
}

OUTSIDE_LABELS: Mapping[str, str] = {
    Reason.OUTSIDE_HOURS.value: "Outside working hours",
    Reason.BREAK.value: "Outside working hours: break",
    Reason.CLOSED.value: "Outside working hours: closed",
    Reason.TIME_OFF.value: "Outside working hours: time off",
}

# A month is thousands of blocks: what follows from status and source is put together once.
_OF_STATUS: Mapping[str, Mapping[str, Any]] = {
    status.value: {
        "status": status.value,
        "statusLabel": label,
        "rank": 0 if status in HOLDING else 1,
    }
    for status, label in STATUS_LABELS.items()
}
_OF_SOURCE: Mapping[str, Mapping[str, Any]] = {
    source.value: {"source": source.value, "sourceLabel": label}
    for source, label in SOURCE_LABELS.items()
}


class Shown(Protocol):
    """A booking, or its event, as it is listed somewhere."""

    @property
    def outside_hours(self) -> str: ...  # noqa: D102 - as CalendarEntry says

    @property
    def in_google(self) -> str: ...  # noqa: D102 - as CalendarEntry says


def calendar_block(entry: CalendarEntry) -> dict[str, Any]:
    """The booking in the calendar's own terms: instants in UTC, text as text.

    `rank` 0 holds the provider's time, 1 has given it back and stands behind. Only
    what somebody should look at has `warning`, in words.
    """
    return {
        "id": entry.id,
        "title": entry.customer_name,
        "start": _instant(entry.starts_at),
        "end": _instant(entry.ends_at),
        "extendedProps": {
            "service": entry.service_name,
            "provider": entry.provider_name,
            "location": entry.location_name,
            "timeZone": entry.time_zone,
            **_OF_STATUS[entry.status.value],
            **_OF_SOURCE[entry.source.value],
            **warning_mark(entry),
        },
    }


def warning_mark(shown: Shown) -> Mapping[str, str]:
    """What a block has of a booking that somebody should look at; else nothing."""
    said = warning_of(shown)
    return {"warning": said} if said else {}


def warning_of(shown: Shown) -> str:
    """Why somebody should look at a booking: its event was changed, or its hours were."""
    labels = (IN_GOOGLE_LABELS.get(shown.in_google), OUTSIDE_LABELS.get(shown.outside_hours))
    return " · ".join(filter(None, labels))


# A month has thousands of starts and ends, and the same few hundred instants.
@lru_cache(maxsize=4_096)
def _instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")

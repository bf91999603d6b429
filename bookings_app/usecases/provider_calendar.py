"""The verbs: a provider's own calendar, with the events that bookings made and time off alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bookings_app.db import provider_calendar as rows
from bookings_app.db.changes import newest_change
from bookings_app.db.unit_of_work import reading
from bookings_app.domain.access import Actor, sees_calendar_of
from bookings_app.domain.booking import HOLDING, BookingStatus
from bookings_app.domain.calendar_event import event_title
from bookings_app.usecases.calendar_blocks import STATUS_LABELS
from bookings_app.usecases.views import CalendarEntry

# Where calendars on our pages have a booking's status.
TIME_OFF = "time_off"


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An event that a booking made; `time_zone` is its location's."""

    booking_id: str
    title: str
    starts_at: datetime
    ends_at: datetime
    status: BookingStatus
    location_name: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class TimeOff:
    """A stretch in which a provider is away."""

    id: str
    starts_at: datetime
    ends_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ProviderCalendar:
    """A stretch of it, each by start, true as of change number `change`."""

    change: int
    events: list[CalendarEvent]
    time_off: list[TimeOff]


def calendar_shown(asked_for: str, *, seen_by: Actor) -> str | None:
    """Whose calendar `seen_by` is shown who asks for that provider's, or for "": their own.

    None is nobody's: they are no provider, or it is not for them to see.
    """
    provider_id = asked_for or seen_by.provider_id
    if provider_id is None or not sees_calendar_of(seen_by, provider_id):
        return None
    return provider_id


def provider_calendar(
    provider_id: str, *, after: datetime, before: datetime, seen_by: Actor
) -> ProviderCalendar:
    """What touches `after` to `before`, half-open.

    A provider that `seen_by` may not look at answers like one that does not exist.
    """
    with reading() as work:
        change = newest_change(work)
        if calendar_shown(provider_id, seen_by=seen_by) is None:
            return ProviderCalendar(change, [], [])
        events = rows.events(work, provider_id, after=after, before=before)
        away = rows.time_off(work, provider_id, after=after, before=before)
    return ProviderCalendar(
        change, [_event(row) for row in events], [TimeOff(*row) for row in away]
    )


def event_of(booking: CalendarEntry) -> CalendarEvent:
    """The event that a booking has in its provider's calendar."""
    return CalendarEvent(
        booking_id=booking.id,
        title=event_title(service_name=booking.service_name, customer_name=booking.customer_name),
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        status=booking.status,
        location_name=booking.location_name,
        time_zone=booking.time_zone,
    )


def event_block(event: CalendarEvent) -> dict[str, Any]:
    """The event in the terms of calendars on our pages; it has its booking's id."""
    return {
        "id": event.booking_id,
        "title": event.title,
        "start": _instant(event.starts_at),
        "end": _instant(event.ends_at),
        "extendedProps": {
            "status": event.status.value,
            "statusLabel": STATUS_LABELS[event.status],
            "rank": 0 if event.status in HOLDING else 1,
            "location": event.location_name,
            "timeZone": event.time_zone,
        },
    }


def time_off_block(away: TimeOff) -> dict[str, Any]:
    """Time off in the same terms: nothing to open, and it widens no calendar's hours."""
    return {
        "id": f"{TIME_OFF}-{away.id}",
        "title": away.reason or "Time off",
        "start": _instant(away.starts_at),
        "end": _instant(away.ends_at),
        "interactive": False,
        "extendedProps": {
            "status": TIME_OFF,
            "statusLabel": "Time off",
            "rank": 0,
            "widens": False,
        },
    }


def _event(row: Sequence[Any]) -> CalendarEvent:
    booking_id, title, starts_at, ends_at, status, location_name, time_zone = row
    return CalendarEvent(
        booking_id, title, starts_at, ends_at, BookingStatus(status), location_name, time_zone
    )


def _instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")

"""The verbs: a provider's own calendar: events that bookings made, time off, and busy times."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bookings_app.db import provider_calendar as rows
from bookings_app.db.changes import newest_change
from bookings_app.db.unit_of_work import reading
from bookings_app.domain.access import Actor, sees_calendar_of
from bookings_app.domain.booking import HOLDING, BookingStatus
from bookings_app.domain.calendar_event import event_title
from bookings_app.domain.interval import Interval, united
from bookings_app.domain.slots import WHY_NOT, Reason
from bookings_app.usecases.calendar_blocks import STATUS_LABELS, warning_mark
from bookings_app.usecases.views import CalendarEntry

# Where calendars on our pages have a booking's status.
TIME_OFF, BUSY = "time_off", "busy"


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An event that a booking made; `time_zone` is its location's.

    `outside_hours` says why it no longer lies within working time, if it does not, and
    `in_google` what a person did to it there that nobody has decided upon yet.
    """

    booking_id: str
    title: str
    starts_at: datetime
    ends_at: datetime
    status: BookingStatus
    location_name: str
    time_zone: str
    outside_hours: str = ""
    in_google: str = ""


@dataclass(frozen=True, slots=True)
class TimeOff:
    """A stretch in which a provider is away."""

    id: str
    starts_at: datetime
    ends_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ProviderCalendar:
    """A stretch of it, each by start, true as of change number `change`.

    When Google Calendar keeps them `busy` is known, and not by what.
    """

    change: int
    events: list[CalendarEvent]
    time_off: list[TimeOff]
    busy: list[Interval] = field(default_factory=list[Interval])


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
        busy = rows.busy(work, provider_id, after=after, before=before)
    return ProviderCalendar(
        change,
        [_event(row) for row in events],
        [TimeOff(*row) for row in away],
        united(Interval(*row) for row in busy),
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
        outside_hours=booking.outside_hours,
        in_google=booking.in_google,
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
            **warning_mark(event),
        },
    }


def time_off_block(away: TimeOff) -> dict[str, Any]:
    """Time off in the same terms: nothing to open, and it widens no calendar's hours."""
    time = Interval(away.starts_at, away.ends_at)
    return _closed_block(TIME_OFF, away.id, time, title=away.reason or "Time off", said="Time off")


def busy_block(time: Interval) -> dict[str, Any]:
    """When Google Calendar keeps a provider busy, in the same terms."""
    said = WHY_NOT[Reason.BUSY]
    return _closed_block(BUSY, _instant(time.starts_at), time, title=said, said="Busy")


def is_closed_block(block_id: str) -> bool:
    """Whether a block is nothing that could be opened."""
    return block_id.startswith((f"{TIME_OFF}-", f"{BUSY}-"))


def _closed_block(kind: str, name: str, time: Interval, *, title: str, said: str) -> dict[str, Any]:
    return {
        "id": f"{kind}-{name}",
        "title": title,
        "start": _instant(time.starts_at),
        "end": _instant(time.ends_at),
        "interactive": False,
        "extendedProps": {
            "status": kind,
            "statusLabel": said,
            "rank": 0,
            "widens": False,
        },
    }


def _event(row: Sequence[Any]) -> CalendarEvent:
    booking_id, title, starts_at, ends_at, status, *rest = row
    return CalendarEvent(booking_id, title, starts_at, ends_at, BookingStatus(status), *rest)


def _instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")

"""What the page of calendars says: connections, and what could not be written, in words."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bookings_app.ui import format as words
from bookings_app.ui.booking_details.outcome import moment_words
from bookings_app.usecases.google_overview import Connection, FailedLook

_STATUS = {
    "connected": ("active", "Connected"),
    "reconnect": ("switched_off", "Connect again"),
    "leaving": ("paused", "Being disconnected"),
}
_STATES = {"ready": "Tried again", "parked": "On hold", "dead": "Given up"}
_LOOKS = {"ready": "waiting", "parked": "on_hold", "dead": "given_up"}


@dataclass(frozen=True)
class ConnectionLine:
    """A provider's account in words; `note` says what is wrong with it, if anything."""

    provider_id: str
    provider: str
    email: str
    looks: str
    status: str
    note: str
    writes_to: str
    busy_from: str
    last: str
    waiting: str


@dataclass(frozen=True)
class LookLine:
    """What could not be written in words; `can_retry` unless it waits for the owner."""

    booking_id: str
    reference: str
    title: str
    looks: str
    state: str
    reason: str
    detail: str
    can_retry: bool


def given_up_words(number: int, calendar: str) -> str:
    """How many bookings Google would not take."""
    if number == 1:
        return f"1 booking is not in {calendar} as it should be. Google would not take it."
    return f"{number} bookings are not in {calendar} as they should be. Google would not take them."


def connection_line(found: Connection, zone: ZoneInfo, *, now: datetime) -> ConnectionLine:
    """A row of the connections."""
    looks, status = _STATUS[found.status]
    failing = found.status == "connected" and found.failing_since is not None
    return ConnectionLine(
        provider_id=found.provider_id,
        provider=found.provider_name,
        email=found.email,
        looks="failing" if failing else looks,
        status="Does not answer" if failing else status,
        note=_note(found, zone, now=now),
        writes_to=found.writes_to,
        busy_from=_calendars(found.busy_from),
        last=words.ago(found.last_ok_at, now=now, zone=zone) if found.last_ok_at else "never",
        waiting=_waiting(found),
    )


def look_line(found: FailedLook, zone: ZoneInfo, *, now: datetime) -> LookLine:
    """A row of what could not be written."""
    when = words.day_and_time(found.starts_at, ZoneInfo(found.time_zone))
    return LookLine(
        booking_id=found.booking_id,
        reference=found.reference,
        title=f"{found.service_name}, {when} with {found.provider_name}",
        looks=_LOOKS[found.state],
        state=_STATES[found.state],
        reason=found.reason,
        detail=_detail(found, zone, now=now),
        can_retry=found.state != "parked",
    )


def _note(found: Connection, zone: ZoneInfo, *, now: datetime) -> str:
    if found.status == "connected" and found.failing_since is not None:
        since = words.ago(found.failing_since, now=now, zone=zone)
        return f"Since {since}. {found.last_error}".strip()
    return found.reason if found.status == "reconnect" else ""


def _calendars(number: int) -> str:
    if not number:
        return ""
    return "1 calendar" if number == 1 else f"{number} calendars"


def _waiting(found: Connection) -> str:
    failed = f"{found.failed} given up" if found.failed else ""
    waiting = f"{found.waiting} waiting" if found.waiting else ""
    return ", ".join(filter(None, [waiting, failed])) or "–"


def _detail(found: FailedLook, zone: ZoneInfo, *, now: datetime) -> str:
    since = moment_words(found.since, zone, now=now)
    if found.state == "parked":
        return f"Since {since}"
    tries = "1 try" if found.attempts == 1 else f"{found.attempts} tries"
    again = moment_words(found.due_at, zone, now=now)
    return f"{tries} since {since}" + (f", next {again}" if found.state == "ready" else "")

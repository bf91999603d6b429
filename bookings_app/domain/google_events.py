"""Rules: the event in Google that a booking has, and what other people's events say of time."""

import hashlib
import re
from base64 import b32hexdecode, b32hexencode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from bookings_app.domain.interval import Interval, as_utc
from bookings_app.domain.local_time import LocalClock
from bookings_app.domain.spans import instant_at

# An event as Google tells of it.
Told = Mapping[str, Any]

_OURS = re.compile(r"bk([0-9a-v]{26})(?:g([1-9][0-9]*))?", re.ASCII)
_PADDING = "=" * 6
_VERSION = "version"
_CANCELLED = "cancelled"
# Where somebody works from keeps nobody busy.
_NEVER_BUSY = frozenset({"workingLocation", "birthday"})


@dataclass(frozen=True, slots=True)
class WantedEvent:
    """What the calendar should show of a booking. Its times never change: a move is another."""

    booking_id: str
    title: str
    place: str
    note: str
    time: Interval
    time_zone: str

    @property
    def version(self) -> str:
        """Stands for all of it: another one is written anew."""
        said = (self.title, self.place, self.note, *_instants(self.time), self.time_zone)
        return hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:20]

    def body(self) -> dict[str, Any]:
        """As Google makes it."""
        start, end = _instants(self.time)
        return {
            **self.changes(with_times=False),
            "start": {"dateTime": start, "timeZone": self.time_zone},
            "end": {"dateTime": end, "timeZone": self.time_zone},
        }

    def changes(self, *, with_times: bool) -> dict[str, Any]:
        """As Google changes what is there; without times what a person did to them stays."""
        if with_times:
            told = self.body()
            # It may have become one of whole days.
            told["start"]["date"] = told["end"]["date"] = None
            return told
        private = {"booking": self.booking_id, _VERSION: self.version}
        return {
            "summary": self.title,
            "location": self.place,
            "description": self.note,
            "extendedProperties": {"private": private},
        }


def event_id(booking_id: str, generation: int) -> str:
    """What the event is called: by us, so that making it twice is making it once.

    An id is never free again; the next event of the same booking is of the next generation.
    """
    letters = b32hexencode(UUID(booking_id).bytes).decode().rstrip("=").lower()
    return f"bk{letters}" + (f"g{generation}" if generation else "")


def booking_of(told: str) -> tuple[str, int] | None:
    """The booking and the generation that an event's id names; None is somebody else's event."""
    found = _OURS.fullmatch(told)
    if found is None:
        return None
    try:
        raw = b32hexdecode(found[1].upper() + _PADDING)
    except ValueError:
        return None
    named = str(UUID(bytes=raw)), int(found[2] or 0)
    return named if event_id(*named) == told else None


def is_there(event: Told | None) -> bool:
    """Whether it is in the calendar: what was deleted is told of, too."""
    return event is not None and event.get("status") != _CANCELLED


def version_of(event: Told) -> str:
    """The version of what we wrote into it last."""
    properties = _part(_part(event, "extendedProperties"), "private")
    return str(properties.get(_VERSION, ""))


def time_of(event: Told, *, zone: ZoneInfo) -> Interval | None:
    """When it is; a whole day is one of its calendar's, in `zone`. None when it says nothing."""
    start = _instant(_part(event, "start"), zone)
    end = _instant(_part(event, "end"), zone)
    if start is None or end is None or end < start:
        return None
    return Interval(start, end)


def busy_time(event: Told, *, zone: ZoneInfo) -> Interval | None:
    """When it keeps its owner busy; None when it does not."""
    if (
        not is_there(event)
        or event.get("transparency") == "transparent"
        or event.get("eventType") in _NEVER_BUSY
        or _is_declined(event)
    ):
        return None
    time = time_of(event, zone=zone)
    return time if time is not None and time.duration else None


def _is_declined(event: Told) -> bool:
    attendees = cast("list[Told]", event.get("attendees") or [])
    return any(each.get("self") and each.get("responseStatus") == "declined" for each in attendees)


def _instant(when: Told, zone: ZoneInfo) -> datetime | None:
    try:
        if text := when.get("dateTime"):
            at = datetime.fromisoformat(text)
            return as_utc(at) if at.tzinfo else None
        if text := when.get("date"):
            return _midnight(date.fromisoformat(text), zone)
    except (ValueError, OverflowError):
        return None  # nothing that a calendar of today could mean
    return None


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    """When that date begins, also where clocks skip midnight."""
    return instant_at(LocalClock(zone).before(on.toordinal())[0][1])


def _part(told: Told, name: str) -> Told:
    part = told.get(name)
    return cast("Told", part) if isinstance(part, Mapping) else {}


def _instants(time: Interval) -> tuple[str, str]:
    return (
        time.starts_at.isoformat().replace("+00:00", "Z"),
        time.ends_at.isoformat().replace("+00:00", "Z"),
    )

"""What the details dialog says of a booking's event in its provider's Google calendar."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bookings_app.domain.access import Action
from bookings_app.domain.calendar_badge import CalendarBadge
from bookings_app.ui import format as words
from bookings_app.usecases.google_badges import SyncBadge

MOVED, RESIZED, DELETED = "moved", "resized", "deleted"
ACCEPT, PUT_BACK, CANCEL, RESTORE = "accept", "put_back", "cancel", "restore"
TRY_AGAIN = "try_again"

_LABELS = {
    CalendarBadge.SYNCED: "Synced",
    CalendarBadge.WAITING: "Waiting",
    CalendarBadge.NOT_CONNECTED: "Not connected",
    CalendarBadge.ATTENTION: "Needs attention",
}

# What can be done about it, and what its reader must be allowed to do for that.
_CHOICES = {
    MOVED: ((ACCEPT, Action.RESCHEDULE), (PUT_BACK, Action.EDIT)),
    # How long a booking takes is its service's to say.
    RESIZED: ((PUT_BACK, Action.EDIT),),
    DELETED: ((CANCEL, Action.CANCEL), (RESTORE, Action.EDIT)),
}
_OF_TROUBLE = ((TRY_AGAIN, Action.EDIT),)


@dataclass(frozen=True)
class InGoogle:
    """How it is with the event; "" is nothing to say.

    `flag` is what a person did to it there, "moved", "resized" or "deleted", and `said` is
    that in words; `choices` are what its reader may do about it: accept, put_back, cancel,
    restore, try_again.
    """

    badge: str = ""
    label: str = ""
    line: str = ""
    flag: str = ""
    said: str = ""
    choices: list[str] = field(default_factory=list[str])


def in_google(
    found: SyncBadge, *, allowed: Collection[str], zone: ZoneInfo, now: datetime
) -> InGoogle:
    """The badge in words, by the clock of the booking's location.

    `allowed` is what its reader may do to the booking.
    """
    return InGoogle(
        badge=found.badge.value,
        label=_LABELS.get(found.badge, ""),
        line=_line(found, zone, now=now),
        flag=_flag(found),
        said=_said(found, zone, now=now),
        choices=[choice for choice, action in _choices(found) if action in allowed],
    )


def _choices(found: SyncBadge) -> tuple[tuple[str, Action], ...]:
    if found.badge is not CalendarBadge.ATTENTION:
        return ()
    return _CHOICES.get(_flag(found), _OF_TROUBLE)


def _flag(found: SyncBadge) -> str:
    if found.is_deleted:
        return DELETED
    if found.is_resized:
        return RESIZED
    return MOVED if found.moved_to else ""


def _line(found: SyncBadge, zone: ZoneInfo, *, now: datetime) -> str:
    if found.tried_at is None:
        return found.reason
    again = "soon" if found.tried_at <= now else f"at {words.clock(found.tried_at, zone)}"
    return f"{found.reason} It is tried again {again}."


def _said(found: SyncBadge, zone: ZoneInfo, *, now: datetime) -> str:
    if found.is_deleted:
        return "Somebody deleted it in Google Calendar. The booking stands."
    if found.moved_to is None:
        return ""
    today = now.astimezone(zone).date()
    starts_at, ends_at = found.moved_to.starts_at, found.moved_to.ends_at
    on = words.day(starts_at.astimezone(zone).date(), today=today)
    clock = words.clock_range(starts_at, ends_at, zone)
    if found.is_resized:
        return f"Somebody changed how long it is in Google Calendar: {clock}. The booking stands."
    return f"Somebody moved it in Google Calendar to {on}, {clock}."

"""What Account says of a Google account and its calendars."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bookings_app.domain.google_accounts import GoogleStatus
from bookings_app.ui import format as words
from bookings_app.usecases.google_accounts import GoogleAccountView, GoogleCalendarView


@dataclass(frozen=True)
class CalendarLine:
    """A calendar to choose; in another zone than the workspace's its name says so."""

    id: str
    label: str
    is_own: bool
    blocks: bool


@dataclass(frozen=True)
class GoogleLine:
    """The account as the page shows it; "" is nothing to show.

    `status` is "" without an account. `refused`, `ends` and `shared` are what may go wrong.
    """

    status: str = ""
    email: str = ""
    since: str = ""
    heard: str = ""
    reason: str = ""
    granted: str = ""
    refused: str = ""
    ends: str = ""
    shared: str = ""
    writes: str = ""
    apply_alone: bool = False


def google_line(found: GoogleAccountView, zone: ZoneInfo, *, now: datetime) -> GoogleLine:
    """Who is connected, since when, and what there is to worry about."""
    connected = words.short_moment(found.connected_at, zone, now=now)
    heard = words.ago(found.last_ok_at, now=now, zone=zone) if found.last_ok_at else ""
    writes = next((each.id for each in found.calendars if each.writes), "")
    return GoogleLine(
        status=found.status.value,
        email=found.email,
        since=f"Connected by {found.connected_by_name} · {connected}",
        heard=f"Google last answered {heard}" if heard else "",
        reason=found.reason,
        granted=_and(found.granted),
        refused=_and(found.refused),
        ends=_ending(found, zone, now=now),
        shared=_and(found.shared_with),
        writes=writes,
        apply_alone=found.apply_alone,
    )


def calendar_lines(found: GoogleAccountView) -> list[CalendarLine]:
    """The calendars to choose from; none while the account is being left."""
    if found.status is GoogleStatus.LEAVING:
        return []
    zones = {each.time_zone for each in found.calendars}
    return [
        CalendarLine(each.id, _name(each, alone=len(zones) == 1), each.is_own, each.blocks)
        for each in found.calendars
    ]


def _name(calendar: GoogleCalendarView, *, alone: bool) -> str:
    zone = calendar.time_zone.replace("_", " ")
    return calendar.name if alone else f"{calendar.name} ({zone})"


def _ending(found: GoogleAccountView, zone: ZoneInfo, *, now: datetime) -> str:
    if found.token_expires_at is None or found.status is not GoogleStatus.CONNECTED:
        return ""
    return words.short_moment(found.token_expires_at, zone, now=now)


def _and(parts: tuple[str, ...]) -> str:
    *all_but_last, last = parts or ("",)
    return f"{', '.join(all_but_last)} and {last}" if all_but_last else last

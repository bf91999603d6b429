"""Rules: the words in which slots are asked for and answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bookings_app.domain.interval import Interval
from bookings_app.domain.working_time import Closure, DateOverride, WeeklyWindow


@dataclass(frozen=True, slots=True)
class ServiceTerms:
    """What a service says about time; without `slot_step` its duration is the step."""

    id: str
    duration: timedelta
    buffer_before: timedelta
    buffer_after: timedelta
    slot_step: timedelta | None
    min_notice: timedelta
    booking_window_days: int | None
    available_from: date | None
    available_to: date | None
    archived: bool = False


@dataclass(frozen=True, slots=True)
class ProviderTime:
    """Everything that decides when one provider is free.

    `holds` are the blocked times of their bookings, at any location and with the
    buffers of those bookings; `busy` is what their own calendar says.
    """

    id: str
    name: str
    does_service: bool = True
    archived: bool = False
    weekly: tuple[WeeklyWindow, ...] = ()
    overrides: tuple[DateOverride, ...] = ()
    time_off: tuple[Interval, ...] = ()
    holds: tuple[Interval, ...] = ()
    busy: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class SlotQuery:
    """What is asked for: a service at a location, as seen at `now`.

    Who `keeps_notice` is bound by minimum notice and booking window; the others
    are offered such slots too, marked.
    """

    service: ServiceTerms
    location_id: str
    zone: ZoneInfo
    closures: tuple[Closure, ...]
    now: datetime
    keeps_notice: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that can be booked, in UTC, and with whom.

    `short_notice` marks what only those may book who are not bound by minimum
    notice and booking window.
    """

    starts_at: datetime
    ends_at: datetime
    provider_ids: tuple[str, ...]
    short_notice: bool


class Reason(StrEnum):
    """Why a time is not offered."""

    PAST = "past"
    NOTICE = "notice"
    WINDOW = "window"
    DATES = "dates"
    OFF_GRID = "off_grid"
    CLOSED = "closed"
    OUTSIDE_HOURS = "outside_hours"
    BREAK = "break"
    TIME_OFF = "time_off"
    BOOKED = "booked"
    BUSY = "busy"
    NOT_ASSIGNED = "not_assigned"
    ARCHIVED = "archived"


# The same, as one says it of a provider.
WHY_NOT: Mapping[str, str] = {
    Reason.PAST: "This time has passed",
    Reason.NOTICE: "Too short notice",
    Reason.WINDOW: "Too far ahead",
    Reason.DATES: "The service is not offered on that date",
    Reason.OFF_GRID: "Starts at other times",
    Reason.CLOSED: "Closed that day",
    Reason.OUTSIDE_HOURS: "Does not work then",
    Reason.BREAK: "On a break",
    Reason.TIME_OFF: "Time off",
    Reason.BOOKED: "Booked",
    Reason.BUSY: "Busy in Google Calendar",
    Reason.NOT_ASSIGNED: "Does not offer this service",
    Reason.ARCHIVED: "No longer on the team",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a provider is free at a time, and what stands against it."""

    provider_id: str
    name: str
    free: bool
    reason: Reason | None

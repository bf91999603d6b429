"""The verbs: what they answer with about working time. Every instant is UTC."""

from dataclasses import dataclass
from datetime import date, datetime

from bookings_app.domain.schedule import HoursWindow, Span
from bookings_app.domain.slots import Reason
from bookings_app.usecases.views import CalendarEntry, LocationView


@dataclass(frozen=True, slots=True)
class OverrideView:
    """What a provider works on one date instead; no windows is a day off.

    Without a location it holds wherever they have weekly hours.
    """

    on: date
    location_id: str | None
    windows: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TimeOffView:
    """When a provider is away, half-open."""

    id: str
    starts_at: datetime
    ends_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ClosureView:
    """A holiday, both dates closed; no location is every location."""

    id: str
    location_id: str | None
    first_on: date
    last_on: date
    name: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """A provider's weekly hours, as they are set, and what differs from them, ascending."""

    provider_id: str
    weekly: tuple[HoursWindow, ...]
    overrides: tuple[OverrideView, ...]
    time_off: tuple[TimeOffView, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved, and the bookings that lie outside working time since, by start."""

    id: str
    hit: list[CalendarEntry]


@dataclass(frozen=True, slots=True)
class SavedLocation:
    """A location as it was saved, and the bookings outside working time since, by start."""

    location: LocationView
    hit: list[CalendarEntry]


@dataclass(frozen=True, slots=True)
class WeekPart:
    """A stretch of one date that is worked, or that `reason` takes out of the hours.

    The minutes are the wall clock's, after midnight; 1440 is the end of the date.
    """

    starts_at: datetime
    ends_at: datetime
    start_minute: int
    end_minute: int
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One local date; `differs` when an override replaces its weekly hours."""

    on: date
    differs: bool
    parts: tuple[WeekPart, ...]


@dataclass(frozen=True, slots=True)
class WeekAtLocation:
    """Seven local dates at one location."""

    location_id: str
    location_name: str
    time_zone: str
    days: tuple[WeekDay, ...]

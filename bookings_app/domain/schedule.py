"""Rules: which hours, dates off and closures may be entered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bookings_app.domain.checks import Findings
from bookings_app.domain.interval import as_utc
from bookings_app.domain.text import NAME_LIMIT, REASON_LIMIT
from bookings_app.domain.working_time import (
    WallSpan,
    WeeklyWindow,
    checked_weekly,
    checked_windows,
)

Span = tuple[int, int]

# A year and its edges; what is closed for longer is closed for good.
LONGEST_CLOSURE_DAYS = 400

_ALL_DAY = WallSpan(0, 1_440)


_TOO_LONG = (
    f"A closure lasts {LONGEST_CLOSURE_DAYS} days at most."
    " Archive a location that closes for longer."
)


@dataclass(frozen=True, slots=True)
class HoursWindow:
    """One weekly window at a location, in wall-clock minutes after midnight.

    Weekday 0 is Monday. 1440 is the end of the day; an end before the start runs
    into the next date.
    """

    location_id: str
    weekday: int
    start_minute: int
    end_minute: int
    breaks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class NewTimeOff:
    """A provider is away, half-open."""

    starts_at: datetime
    ends_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NewClosure:
    """A holiday, both dates closed; no location is every location."""

    first_on: date
    last_on: date
    name: str = ""
    location_id: str | None = None


def checked_hours(
    windows: Sequence[HoursWindow], *, known_locations: frozenset[str]
) -> tuple[WeeklyWindow, ...]:
    """A provider's weekly hours as they are stored: united, breaks cut to their window.

    Raises:
        Invalid: every field that cannot be taken, such as `2.breaks.0.end`.
    """
    findings = Findings()
    weekly = [_read_window(findings, f"{index}", window) for index, window in enumerate(windows)]
    for index, window in enumerate(windows):
        if window.location_id not in known_locations:
            findings.add(f"{index}.location_id", "This location does not exist.")
    checked = findings.attempt(lambda: checked_weekly(weekly), otherwise=())
    findings.refuse_if_any()
    return checked


def checked_override(
    on: date,
    windows: Iterable[Span],
    *,
    location_id: str | None,
    known_locations: frozenset[str],
) -> tuple[WallSpan, ...]:
    """The windows a provider works on that date, as they are stored; none is a day off.

    Raises:
        Invalid: every field that cannot be taken, such as `windows.1.end`.
    """
    findings = Findings()
    findings.date("date", on)
    if location_id is not None and location_id not in known_locations:
        findings.add("location_id", "This location does not exist.")
    spans = [
        _read_span(findings, f"windows.{index}", span, otherwise=_ALL_DAY)
        for index, span in enumerate(windows)
    ]
    findings.refuse_if_any()
    return checked_windows(spans)


def checked_time_off(away: NewTimeOff) -> NewTimeOff:
    """`away` as it is stored: in UTC, its reason trimmed.

    Raises:
        Invalid: every field that cannot be taken.
    """
    findings = Findings()
    starts_at = as_utc(away.starts_at)
    ends_at = as_utc(away.ends_at)
    findings.date("starts_at", starts_at.date())
    findings.date("ends_at", ends_at.date())
    if ends_at <= starts_at:
        findings.add("ends_at", "The end must come after the start.")
    reason = findings.text(
        "reason", away.reason, label="The reason", limit=REASON_LIMIT, multiline=True
    )
    findings.refuse_if_any()
    return NewTimeOff(starts_at=starts_at, ends_at=ends_at, reason=reason)


def checked_closure(closure: NewClosure, *, known_locations: frozenset[str]) -> NewClosure:
    """`closure` as it is stored.

    Raises:
        Invalid: every field that cannot be taken.
    """
    findings = Findings()
    findings.date("from", closure.first_on)
    findings.date("to", closure.last_on)
    if closure.last_on < closure.first_on:
        findings.add("to", "The last date must not come before the first.")
    if (closure.last_on - closure.first_on).days >= LONGEST_CLOSURE_DAYS:
        findings.add("to", _TOO_LONG)
    if closure.location_id is not None and closure.location_id not in known_locations:
        findings.add("location_id", "This location does not exist.")
    name = findings.text("name", closure.name, label="The name", limit=NAME_LIMIT)
    findings.refuse_if_any()
    return NewClosure(
        first_on=closure.first_on,
        last_on=closure.last_on,
        name=name,
        location_id=closure.location_id,
    )


def _read_window(findings: Findings, at: str, window: HoursWindow) -> WeeklyWindow:
    """The window; where something is found, harmless hours that find nothing more."""
    hours = _read_span(findings, at, (window.start_minute, window.end_minute), otherwise=_ALL_DAY)
    breaks = tuple(
        _read_span(findings, f"{at}.breaks.{index}", pause, otherwise=hours)
        for index, pause in enumerate(window.breaks)
    )
    return WeeklyWindow(window.location_id, window.weekday, hours, breaks)


def _read_span(findings: Findings, at: str, span: Span, *, otherwise: WallSpan) -> WallSpan:
    return findings.attempt(lambda: WallSpan(*span), at=f"{at}.", otherwise=otherwise)

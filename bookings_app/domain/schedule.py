"""Rules: which hours, dates off and closures may be entered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bookings_app.domain.checks import Findings
from bookings_app.domain.interval import as_utc
from bookings_app.domain.text import NAME_LIMIT, REASON_LIMIT

DAY = 1_440

Span = tuple[int, int]


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


def check_hours(windows: Sequence[HoursWindow], *, known_locations: frozenset[str]) -> None:
    """Return quietly if these may be a provider's weekly hours.

    Raises:
        Invalid: every field that cannot be taken, such as `windows[2].end`.
    """
    findings = Findings()
    for index, window in enumerate(windows):
        at = f"windows[{index}]"
        findings.number(f"{at}.weekday", window.weekday, label="The weekday", low=0, high=6)
        if window.location_id not in known_locations:
            findings.add(f"{at}.location_id", "This location does not exist.")
        if _check_span(findings, at, (window.start_minute, window.end_minute)):
            _check_breaks(findings, at, window)
    findings.refuse_if_any()


def check_override(
    on: date,
    windows: Iterable[Span],
    *,
    location_id: str | None,
    known_locations: frozenset[str],
) -> None:
    """Return quietly if a provider may work `windows` on that date; none is a day off.

    Raises:
        Invalid: every field that cannot be taken.
    """
    findings = Findings()
    findings.date("date", on)
    if location_id is not None and location_id not in known_locations:
        findings.add("location_id", "This location does not exist.")
    for index, span in enumerate(windows):
        _check_span(findings, f"windows[{index}]", span)
    findings.refuse_if_any()


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


def reckoned_break(window_start: int, pause: Span) -> Span:
    """`pause` in minutes after the window's midnight.

    What starts before the window does belongs to the next date: 00:30 to 01:00 in a
    night from 22:00 to 02:00.
    """
    start, end = pause
    if start < window_start:
        return start + DAY, end + DAY
    return start, end + DAY if end < window_start else end


def _check_span(findings: Findings, at: str, span: Span) -> bool:
    start, end = span
    if not 0 <= start < DAY:
        findings.add(f"{at}.start", "Enter a time from 00:00 to 23:59.")
    elif not 0 <= end <= DAY:
        findings.add(f"{at}.end", "Enter a time from 00:00 to 24:00.")
    elif start == end:
        findings.add(f"{at}.end", "The end must differ from the start.")
    else:
        return True
    return False


def _check_breaks(findings: Findings, at: str, window: HoursWindow) -> None:
    for index, pause in enumerate(window.breaks):
        field = f"{at}.breaks[{index}]"
        if not 0 <= pause[0] < DAY:
            findings.add(f"{field}.start", "Enter a time from 00:00 to 23:59.")
        elif not 0 <= pause[1] <= DAY:
            findings.add(f"{field}.end", "Enter a time from 00:00 to 24:00.")
        else:
            start, end = reckoned_break(window.start_minute, pause)
            if end <= start:
                findings.add(f"{field}.end", "The break must end after it starts.")

"""Rules: which hours, dates off and closures may be entered."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bookings_app.domain.checks import Findings
from bookings_app.domain.errors import Invalid
from bookings_app.domain.interval import as_utc
from bookings_app.domain.local_time import MINUTES_A_DAY, LocalClock
from bookings_app.domain.spans import instant_at
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

_ALL_DAY = WallSpan(0, MINUTES_A_DAY)


_TOO_LONG = (
    f"A closure lasts {LONGEST_CLOSURE_DAYS} days at most."
    " Archive a location that closes for longer."
)


_NO_DATE = "Choose a date."
_OVER_NIGHT = "Ends on the next day."
_TOGETHER = "Overlaps the hours above: both count as one."
_TWO_PLACES = "At two locations at once: whichever is booked first holds the time."


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
class AwayByClock:
    """Time off as one says it, by the clock of a place; None is what could not be read.

    Minutes after midnight. Without any it lasts from the first date to the last, both whole.
    """

    first_on: date | None
    last_on: date | None
    zone: ZoneInfo
    start_minute: int | None = 0
    end_minute: int | None = MINUTES_A_DAY
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


def hours_remarks(
    windows: Sequence[HoursWindow], *, ahead: Mapping[str, int] | None = None
) -> list[tuple[str, str]]:
    """What is taken, and may not be meant: fields such as `2.breaks.0`, with a sentence.

    `ahead` is by how many minutes the clock of each location is ahead of UTC; all are equal
    without it. What cannot be read is for `checked_hours` to say: all else has its remarks
    meanwhile.
    """
    remarks: list[tuple[str, str]] = []
    read: list[WeeklyWindow] = []
    for index, each in enumerate(windows):
        span = _span_or_none((each.start_minute, each.end_minute))
        if span is None:
            continue
        window = WeeklyWindow(each.location_id, each.weekday, span)
        for number, pause in enumerate(each.breaks):
            if _has_no_effect(window, pause):
                remarks.append((f"{index}.breaks.{number}", "Outside these hours: no effect."))
        if said := " ".join(_remarks_on(window, read, ahead or {})):
            remarks.append((f"{index}", said))
        read.append(window)
    return remarks


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


def time_off_by_clock(away: AwayByClock) -> NewTimeOff:
    """The same as instants.

    Raises:
        Invalid: every field that cannot be read, or a time off that ends before it begins.
    """
    findings = Findings()
    for field, on in (("from", away.first_on), ("to", away.last_on)):
        findings.date(field, on)
        if on is None:
            findings.add(field, _NO_DATE)
    _check_minute(findings, "start", away.start_minute, most=MINUTES_A_DAY - 1)
    _check_minute(findings, "end", away.end_minute, most=MINUTES_A_DAY)
    findings.refuse_if_any()
    clock = LocalClock(away.zone)
    starts_at, ends_at = (
        instant_at(clock.at((on or date.min).toordinal(), minute or 0))
        for on, minute in (
            (away.first_on, away.start_minute),
            (away.last_on, away.end_minute),
        )
    )
    return checked_time_off(NewTimeOff(starts_at, ends_at, away.reason))


def entered_closure(
    first_on: date | None, last_on: date | None, *, name: str, location_id: str | None
) -> NewClosure:
    """A closure as one says it: without a last date it is one day.

    Raises:
        Invalid: the first date is missing or cannot be; and what else cannot be taken then.
    """
    findings = Findings()
    if first_on is None:
        findings.add("from", _NO_DATE)
    elif findings.date("from", first_on):
        return NewClosure(first_on, last_on or first_on, name, location_id)
    findings.date("to", last_on)
    findings.text("name", name, label="The name", limit=NAME_LIMIT)
    raise findings.refusal()


def checked_closure(closure: NewClosure, *, known_locations: frozenset[str]) -> NewClosure:
    """`closure` as it is stored.

    Raises:
        Invalid: every field that cannot be taken.
    """
    findings = Findings()
    in_order = findings.dates("from", closure.first_on, "to", closure.last_on)
    if in_order and (closure.last_on - closure.first_on).days >= LONGEST_CLOSURE_DAYS:
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


def _check_minute(findings: Findings, field: str, minute: int | None, *, most: int) -> None:
    if minute is None or not 0 <= minute <= most:
        findings.add(field, f"Enter a time from 00:00 to {most // 60:02}:{most % 60:02}.")


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


def _span_or_none(span: Span) -> WallSpan | None:
    """The span, if it can be read."""
    try:
        return WallSpan(*span)
    except Invalid:
        return None


def _remarks_on(
    window: WeeklyWindow, earlier: Sequence[WeeklyWindow], ahead: Mapping[str, int]
) -> Iterator[str]:
    """What may not be meant by hours below others."""
    if 0 < window.span.end < window.span.start:
        yield _OVER_NIGHT
    overlapped = next((each for each in earlier if _overlap(each, window, ahead)), None)
    if overlapped:
        yield _TOGETHER if overlapped.location_id == window.location_id else _TWO_PLACES


def _has_no_effect(window: WeeklyWindow, pause: Span) -> bool:
    """Whether a break can be taken and lies outside the hours."""
    try:
        checked = checked_weekly([replace(window, breaks=(WallSpan(*pause),))])
    except Invalid:
        return False
    return not checked[0].breaks


def _overlap(one: WeeklyWindow, other: WeeklyWindow, ahead: Mapping[str, int]) -> bool:
    """Whether both are worked at once in some week; a night reaches into the next day."""
    week = 7 * MINUTES_A_DAY
    clocks = ahead.get(one.location_id, 0) - ahead.get(other.location_id, 0)
    apart = (other.weekday - one.weekday) * MINUTES_A_DAY + clocks
    return any(
        one.span.start < apart + shift + other.span.until
        and apart + shift + other.span.start < one.span.until
        for shift in (-week, 0, week)
    )

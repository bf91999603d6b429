"""Rules: when somebody works, from weekly hours, overrides and closures."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bookings_app.domain.errors import Invalid
from bookings_app.domain.local_time import MINUTES_A_DAY, LocalClock
from bookings_app.domain.spans import DAY, Span, united, without

# A stretch that began earlier than this before a date gives no grid for it any more.
LONGEST_LOOK_BACK_DAYS = 7


@dataclass(frozen=True, slots=True, order=True)
class WallSpan:
    """From `start` to `end` on the wall's clock, in minutes after midnight.

    An end that is not after the start is on the next date; 1440 is 24:00.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse what no clock shows.

        Raises:
            Invalid: times beyond the day, or no time between start and end.
        """
        errors: list[tuple[str, str]] = []
        if not 0 <= self.start < MINUTES_A_DAY:
            errors.append(("start", "Enter a time from 00:00 to 23:59."))
        if not 0 <= self.end <= MINUTES_A_DAY:
            errors.append(("end", "Enter a time from 00:00 to 24:00."))
        if not errors and self.start == self.end:
            errors.append(("end", "The end must differ from the start."))
        if errors:
            raise Invalid(errors)

    @property
    def until(self) -> int:
        """The end, in minutes after the midnight before the start."""
        return self.end if self.end > self.start else self.end + MINUTES_A_DAY


@dataclass(frozen=True, slots=True)
class WeeklyWindow:
    """Hours worked every week at a location; `weekday` 0 is Monday."""

    location_id: str
    weekday: int
    span: WallSpan
    breaks: tuple[WallSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class DateOverride:
    """Hours that replace those of one date, breaks included; no windows is a day off.

    Without a location it is for every location where the provider has weekly hours.
    """

    on: date
    location_id: str | None
    windows: tuple[WallSpan, ...]


@dataclass(frozen=True, slots=True)
class Closure:
    """Dates, both included, on which a location opens for nobody; None is every location."""

    location_id: str | None
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """What the hours of some dates come to, each part as `united` gives it.

    `stretches` are the hours before anything is taken out of them; `closed` is
    the part of them that only shifts beginning on closed dates would work.
    """

    stretches: list[Span]
    closed: list[Span]
    breaks: list[Span]


@dataclass(frozen=True, slots=True)
class GridPart:
    """Starts are offered from `starts` until `ends`, counted from `anchor`."""

    anchor: int
    starts: int
    ends: int


def checked_weekly(windows: Sequence[WeeklyWindow]) -> tuple[WeeklyWindow, ...]:
    """`windows` as they are stored: united where they touch, breaks cut and united.

    By location, weekday and start. Windows that together outlast a day, such as
    00:00-24:00 and 22:00-02:00, stay apart: no pair of times could say them.

    Raises:
        Invalid: a weekday that does not exist, or a break that ends before it
            begins; fields are named `0.breaks.1.end`.
    """
    errors: list[tuple[str, str]] = []
    for index, window in enumerate(windows):
        if not 0 <= window.weekday <= 6:
            errors.append((f"{index}.weekday", "Choose a weekday from 0 (Monday) to 6."))
        for number, pause in enumerate(window.breaks):
            start, end = _pause_minutes(window.span, pause)
            if end <= start:
                field = f"{index}.breaks.{number}.end"
                errors.append((field, "A break must end after it begins."))
    if errors:
        raise Invalid(errors)
    result: list[WeeklyWindow] = []
    for window in sorted(
        windows, key=lambda each: (each.location_id, each.weekday, each.span.start)
    ):
        joined = _joined(result[-1], window) if result else None
        if joined is None:
            result.append(replace(window, breaks=_stored(_pauses(window))))
        else:
            result[-1] = joined
    return tuple(result)


def checked_windows(spans: Iterable[WallSpan]) -> tuple[WallSpan, ...]:
    """The windows of one override as they are stored: ascending, united where they touch."""
    week = [WeeklyWindow(location_id="", weekday=0, span=span) for span in spans]
    return tuple(window.span for window in checked_weekly(week))


def working_time(
    weekly: Sequence[WeeklyWindow],
    overrides: Sequence[DateOverride],
    closures: Sequence[Closure],
    *,
    location_id: str,
    clock: LocalClock,
    days: range,
) -> WorkingTime:
    """The shifts at a location that begin on `days`, which are ordinals.

    A shift belongs to the date it begins on: that date's override replaces it,
    that date's closure cancels it, and what follows midnight comes with it.
    """
    here = [window for window in weekly if window.location_id == location_id]
    by_weekday = _minutes_by_weekday(here)
    replaced = _minutes_by_day(overrides, location_id=location_id, works_here=bool(here))
    shut = _closed_days(closures, location_id=location_id, days=days)
    hours: list[Span] = []
    closed: list[Span] = []
    breaks: list[Span] = []
    at = clock.at
    for day in days:
        windows = replaced[day] if day in replaced else by_weekday[(day - 1) % 7]
        into = closed if day in shut else hours
        for start, end, pauses in windows:
            into.append((at(day, start), at(day, end)))
            for begin, finish in pauses:
                breaks.append((at(day, begin), at(day, finish)))
    if not closed:
        return WorkingTime(united(hours), [], united(breaks))
    open_hours = united(hours)
    return WorkingTime(
        stretches=united([*hours, *closed]),
        closed=without(united(closed), open_hours),
        breaks=united(breaks),
    )


def grid_parts(stretches: Iterable[Span], *, clock: LocalClock) -> Iterator[GridPart]:
    """Where the starts of each stretch are counted from: where it begins.

    Who works without a gap has no beginning. Once a stretch is more than seven
    days old, each date is counted from its own midnight, so that what is offered
    never depends on how far back somebody looked.
    """
    for start, end in stretches:
        if end - start < (LONGEST_LOOK_BACK_DAYS - 1) * DAY:
            yield GridPart(start, start, end)
            continue
        day = clock.date_at(start).toordinal() + LONGEST_LOOK_BACK_DAYS
        while clock.at(day - LONGEST_LOOK_BACK_DAYS, 0) <= start:
            day += 1
        yield GridPart(start, start, min(end, clock.at(day, 0)))
        while (midnight := clock.at(day, 0)) < end:
            yield GridPart(midnight, midnight, min(end, clock.at(day + 1, 0)))
            day += 1


def longest_stretch(windows: Iterable[WeeklyWindow]) -> int:
    """The most minutes worked in one go in any week, of windows at one location."""
    hours: list[Span] = []
    breaks: list[Span] = []
    for window in windows:
        for week in (0, 7):  # what begins on Sunday goes on on Monday
            day = (week + window.weekday) * MINUTES_A_DAY
            hours.append((day + window.span.start, day + window.span.until))
            breaks.extend((day + start, day + end) for start, end in _pauses(window))
    worked = without(united(hours), united(breaks))
    return max((end - start for start, end in worked), default=0)


_Minutes = tuple[int, int]
_Windows = list[tuple[int, int, list[_Minutes]]]


def _pause_minutes(window: WallSpan, pause: WallSpan) -> _Minutes:
    """Both ends of a break, in minutes after the midnight before its window's start.

    In a shift that runs into the next date, what comes before the shift's start
    is meant there. The end may come out before the start: then it is no break.
    """
    start, end = pause.start, pause.end or MINUTES_A_DAY
    if window.end > window.start:
        return start, end
    return (
        start + MINUTES_A_DAY if start < window.start else start,
        end + MINUTES_A_DAY if end < window.start else end,
    )


def _pauses(window: WeeklyWindow) -> list[_Minutes]:
    """The breaks of a window, cut to it and united."""
    if not window.breaks:
        return []
    span = window.span
    reckoned = (_pause_minutes(span, pause) for pause in window.breaks)
    return united((max(start, span.start), min(end, span.until)) for start, end in reckoned)


def _stored(minutes: Iterable[_Minutes]) -> tuple[WallSpan, ...]:
    return tuple(_wall(start, end) for start, end in minutes)


def _wall(start: int, end: int) -> WallSpan:
    return WallSpan(start % MINUTES_A_DAY, end if end <= MINUTES_A_DAY else end - MINUTES_A_DAY)


def _joined(earlier: WeeklyWindow, later: WeeklyWindow) -> WeeklyWindow | None:
    """Both as one window, unless they are apart or longer than two times can say."""
    same_day = (earlier.location_id, earlier.weekday) == (
        later.location_id,
        later.weekday,
    )
    start, end = earlier.span.start, max(earlier.span.until, later.span.until)
    sayable = end <= MINUTES_A_DAY or end - MINUTES_A_DAY < start
    if not same_day or later.span.start > earlier.span.until or not sayable:
        return None
    pauses = united([*_pauses(earlier), *_pauses(later)])
    return replace(earlier, span=_wall(start, end), breaks=_stored(pauses))


def _minutes_by_weekday(windows: Iterable[WeeklyWindow]) -> list[_Windows]:
    week: list[_Windows] = [[] for _ in range(7)]
    for window in windows:
        span = window.span
        week[window.weekday].append((span.start, span.until, _pauses(window)))
    return week


def _minutes_by_day(
    overrides: Iterable[DateOverride], *, location_id: str, works_here: bool
) -> dict[int, _Windows]:
    """The windows of each overridden day here; several overrides of a day add up."""
    result: dict[int, _Windows] = {}
    for override in overrides:
        everywhere = override.location_id is None and works_here
        if everywhere or override.location_id == location_id:
            windows = result.setdefault(override.on.toordinal(), [])
            windows.extend((span.start, span.until, []) for span in override.windows)
    return result


def _closed_days(closures: Iterable[Closure], *, location_id: str, days: range) -> set[int]:
    return {
        day
        for closure in closures
        if closure.location_id is None or closure.location_id == location_id
        for day in range(
            max(days.start, closure.first_on.toordinal()),
            min(days.stop, closure.last_on.toordinal() + 1),
        )
    }

"""Words for instants: dates, times and ranges as the screen says them, by a zone's clock.

Whether clocks have 12 or 24 hours is the workspace's to say: `clock_in_use` is set from it
for each event and for each round of the live hub, before any of these words is chosen.
"""

from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bookings_app.domain.date_words import month_name, weekday_name, which_of_two
from bookings_app.domain.workspace import Clock

clock_in_use: ContextVar[Clock] = ContextVar("clock_in_use", default=Clock.TWENTY_FOUR_HOURS)

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


def day(on: date, *, today: date | None = None) -> str:
    """A date in a line: "Thu 19 Nov"; with the year when it is not the year of `today`."""
    year = f" {on.year}" if today is not None and on.year != today.year else ""
    return f"{weekday_name(on.weekday())[:3]} {on.day} {month_name(on)[:3]}{year}"


def long_day(on: date, *, today: date | None = None) -> str:
    """A date as a heading: "Thursday 19 November", after "Today, " when it is."""
    words = f"{weekday_name(on.weekday())} {on.day} {month_name(on)}"
    if today is None:
        return words
    if on == today:
        return f"Today, {words}"
    return words if on.year == today.year else f"{words} {on.year}"


def local(at: datetime, zone: ZoneInfo) -> datetime:
    """The instant on the clocks of `zone`."""
    return at.astimezone(zone)


def clock(at: datetime, zone: ZoneInfo) -> str:
    """The time of day: "11:00"; an hour that happens twice says which: "01:30 (UTC+2)"."""
    there = at.astimezone(zone)
    return f"{time_of_day(there.time())}{which_of_two(there)}"


def time_of_day(at: time) -> str:
    """A time on any clock: "14:30", or "2:30 pm" where clocks have twelve hours."""
    if clock_in_use.get() is Clock.TWENTY_FOUR_HOURS:
        return f"{at:%H:%M}"
    return f"{at.hour % 12 or 12}:{at:%M} {'am' if at.hour < 12 else 'pm'}"


def end_of_day() -> str:
    """The midnight at which a day ends: "24:00", or "12:00 am"."""
    return "24:00" if clock_in_use.get() is Clock.TWENTY_FOUR_HOURS else time_of_day(time())


def time_in_browsers() -> dict[str, Any]:
    """The same times of day, for what a browser puts into words: options of its `Intl`."""
    if clock_in_use.get() is Clock.TWENTY_FOUR_HOURS:
        return {"hour": "2-digit", "minute": "2-digit", "hourCycle": "h23"}
    return {"hour": "numeric", "minute": "2-digit", "hourCycle": "h12"}


def clock_range(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """From when to when: "11:00 – 11:45"; an end on another date names it."""
    there, until = start.astimezone(zone), end.astimezone(zone)
    if until.date() == there.date() or (until - there <= _HOUR * 24 and f"{until:%H%M}" == "0000"):
        return f"{clock(start, zone)} – {clock(end, zone)}"
    return f"{clock(start, zone)} – {day(until.date())}, {clock(end, zone)}"


def day_and_time(at: datetime, zone: ZoneInfo, *, today: date | None = None) -> str:
    """Date and time in a line: "Thu 19 Nov, 11:30"."""
    return f"{day(at.astimezone(zone).date(), today=today)}, {clock(at, zone)}"


def short_moment(at: datetime, zone: ZoneInfo, *, now: datetime) -> str:
    """When something happened: "Today, 08:52" or "12 Nov, 10:14"."""
    there, today = at.astimezone(zone).date(), now.astimezone(zone).date()
    if there == today:
        return f"Today, {clock(at, zone)}"
    year = f" {there.year}" if there.year != today.year else ""
    return f"{there.day} {month_name(there)[:3]}{year}, {clock(at, zone)}"


def long_moment(at: datetime, zone: ZoneInfo) -> str:
    """A day and a time in full: "12 November, 10:14"."""
    there = at.astimezone(zone).date()
    return f"{there.day} {month_name(there)}, {clock(at, zone)}"


def ago(at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """How long since: "just now", "8 min ago", "3 h ago", later the day itself."""
    passed = now - at
    if passed < _MINUTE:
        return "just now"
    if passed < _HOUR:
        return f"{passed // _MINUTE} min ago"
    if passed < 24 * _HOUR:
        return f"{passed // _HOUR} h ago"
    return short_moment(at, zone, now=now)


def days_range(first: date, last: date, *, with_year: bool = True) -> str:
    """A stretch of days, both included: "16 – 22 November 2026"."""
    year = f" {last.year}" if with_year else ""
    if first == last:
        return f"{first.day} {month_name(first)}{year}"
    if first.year != last.year:
        return (
            f"{first.day} {month_name(first)} {first.year}"
            f" – {last.day} {month_name(last)} {last.year}"
        )
    if first.month == last.month:
        return f"{first.day} – {last.day} {month_name(last)}{year}"
    return f"{first.day} {month_name(first)} – {last.day} {month_name(last)}{year}"


def short_days_range(first: date, last: date) -> str:
    """A stretch of days where room is scarce: "18 – 24 Nov", "28 Nov – 4 Dec"."""
    end = f"{last.day} {month_name(last)[:3]}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {end}"
    return f"{first.day} {month_name(first)[:3]} – {end}"


def minutes(number: int) -> str:
    """A length of time: "45 min", "2 h", "1 h 30 min"."""
    hours, rest = divmod(number, 60)
    if number <= 90:
        return f"{number} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def listed(words: list[str], *, last: str = "or") -> str:
    """Several words as one says them: "Pending, Cancelled or No-show"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"

"""Rules: dates and clocks in words, the same through every door."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def weekday_name(number: int) -> str:
    """The name of a weekday, 0 = Monday."""
    return _WEEKDAYS[number]


def month_name(on: date) -> str:
    """The month in full: "November"."""
    return _MONTHS[on.month - 1]


def whole_date(on: date) -> str:
    """A date that leaves nothing to guess: "Thursday 26 November 2026"."""
    return f"{weekday_name(on.weekday())} {on.day} {month_name(on)} {on.year}"


def time_and_place(at: datetime, zone: ZoneInfo, *, place: str) -> str:
    """An instant as one says it to a customer: "Thursday 26 November 2026, 10:30 in Leeds"."""
    there = at.astimezone(zone)
    return f"{whole_date(there.date())}, {there:%H:%M}{which_of_two(there)} in {place}"


def which_of_two(there: datetime) -> str:
    """Which of two equal clock times it is, by its offset; nothing for all others."""
    first, second = there.replace(fold=0).utcoffset(), there.replace(fold=1).utcoffset()
    if first is None or second is None or first <= second:
        return ""
    return f" (UTC{_offset(there.utcoffset() or timedelta())})"


def _offset(offset: timedelta) -> str:
    total = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(total), 60)
    return f"{'-' if total < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")

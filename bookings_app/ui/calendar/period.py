"""The stretch of days a view shows, and how one moves through them. Local dates only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bookings_app.ui import format as words


class View(StrEnum):
    """How the calendar shows bookings. AHEAD is the phone's: seven days in a list."""

    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    LIST = "list"
    AHEAD = "ahead"


# The calendar's own names of them.
DRAWN_AS: Mapping[View, str] = {
    View.MONTH: "dayGridMonth",
    View.WEEK: "timeGridWeek",
    View.DAY: "timeGridDay",
    View.LIST: "listWeek",
    View.AHEAD: "listAhead",
}

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date


def period_of(view: View, on: date, *, week_starts_on: int) -> Period:
    """The days that `view` shows when it is turned to `on`."""
    if view is View.DAY:
        return Period(on, on)
    if view is View.AHEAD:
        return Period(on, on + _WEEK - _DAY)
    if view is View.MONTH:
        first = on.replace(day=1)
        return Period(first, _next_month(first) - _DAY)
    first = on - _DAY * ((on.weekday() - week_starts_on) % 7)
    return Period(first, first + _WEEK - _DAY)


def moved(view: View, on: date, step: int) -> date:
    """The day to turn to, one period later (`step` 1) or earlier (-1)."""
    try:
        if view is View.DAY:
            return on + _DAY * step
        if view is View.MONTH:
            first = on.replace(day=1)
            return _next_month(first) if step > 0 else (first - _DAY).replace(day=1)
        return on + _WEEK * step
    except (OverflowError, ValueError):  # the end of the calendar
        return on


def title(view: View, period: Period) -> str:
    """What the toolbar calls a period: "16 – 22 November 2026", "November 2026"."""
    if view is View.MONTH:
        return f"{words.month_name(period.first)} {period.first.year}"
    if view is View.DAY:
        return f"{words.long_day(period.first)} {period.first.year}"
    return words.days_range(period.first, period.last)


def short_title(view: View, period: Period) -> str:
    """The same where room is scarce: "18 – 24 Nov"."""
    if view is View.MONTH:
        return f"{words.month_name(period.first)[:3]} {period.first.year}"
    return words.short_days_range(period.first, period.last)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)

"""The week that weekly hours come to, as it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bookings_app.domain.local_time import MINUTES_A_DAY
from bookings_app.domain.slots import Reason
from bookings_app.ui import format as words
from bookings_app.ui.providers.hours_lines import clock_text
from bookings_app.usecases.schedule_views import WeekAtLocation, WeekPart

_HOUR = 60
_MORNING, _EVENING = 8 * _HOUR, 18 * _HOUR
_SHADES = 4
_ROOM_FOR_THREE_LINES = 90

# What takes time out of the hours.
_AWAY = {Reason.CLOSED: "Closed", Reason.BREAK: "Break", Reason.TIME_OFF: "Time off"}


@dataclass(frozen=True)
class ShownPart:
    """A stretch of a day; `top` and `height` are shares of the drawn hours, such as "12.5%"."""

    key: str
    title: str
    times: str
    top: str
    height: str
    looks: str


@dataclass(frozen=True)
class ShownDay:
    """One date, and what is worked on it."""

    name: str
    date: str
    differs: bool
    today: bool
    parts: list[ShownPart] = field(default_factory=list)


@dataclass(frozen=True)
class ShownHour:
    """A line of the grid."""

    label: str
    top: str


@dataclass(frozen=True)
class ShownWeek:
    """Seven dates, by the clocks of the places worked at."""

    days: list[ShownDay] = field(default_factory=list)
    hours: list[ShownHour] = field(default_factory=list)
    period: str = ""
    zones: str = ""
    worked: bool = False


def shown_week(places: Sequence[WeekAtLocation], dates: Sequence[date], today: date) -> ShownWeek:
    """`places` in the order of their names; each has its own grey as long as there are some."""
    first, last = _drawn_hours(places)
    many_zones = len({place.time_zone for place in places}) > 1
    return ShownWeek(
        days=[
            ShownDay(
                name=words.weekday_name(on.weekday())[:3],
                date=str(on.day),
                differs=any(place.days[number].differs for place in places),
                today=on == today,
                parts=_parts(places, number, first, last),
            )
            for number, on in enumerate(dates)
        ],
        hours=[
            ShownHour(clock_text(minute), _share(minute - first, last - first))
            for minute in range(first, last, 2 * _HOUR)
        ],
        period=words.short_days_range(dates[0], dates[-1]),
        zones="Each location by its own clock." if many_zones else "",
        worked=any(part.reason is None for _, _, part in _all_parts(places)),
    )


def _parts(places: Sequence[WeekAtLocation], number: int, first: int, last: int) -> list[ShownPart]:
    return sorted(
        (
            ShownPart(
                key=f"{place.location_id} {part.start_minute} {part.reason or ''}",
                title=_AWAY[part.reason] if part.reason else place.location_name,
                times=f"{clock_text(part.start_minute)}–{clock_text(part.end_minute)}",
                top=_share(part.start_minute - first, last - first),
                height=_share(part.end_minute - part.start_minute, last - first),
                looks=_looks(part, order),
            )
            for order, place in enumerate(places)
            for part in place.days[number].parts
        ),
        key=lambda part: part.times,
    )


def _looks(part: WeekPart, order: int) -> str:
    short = " short" if part.end_minute - part.start_minute < _ROOM_FOR_THREE_LINES else ""
    return f"{'away' if part.reason else f'place-{order % _SHADES}'}{short}"


def _drawn_hours(places: Sequence[WeekAtLocation]) -> tuple[int, int]:
    """From which full hour to which: the working day at least."""
    parts = [part for _, _, part in _all_parts(places)]
    first = min((part.start_minute for part in parts), default=_MORNING)
    last = max((part.end_minute for part in parts), default=_EVENING)
    first, last = min(first, _MORNING), max(last, _EVENING)
    return first // _HOUR * _HOUR, min(-(-last // _HOUR) * _HOUR, MINUTES_A_DAY)


def _all_parts(places: Sequence[WeekAtLocation]) -> list[tuple[int, int, WeekPart]]:
    return [
        (order, number, part)
        for order, place in enumerate(places)
        for number, day in enumerate(place.days)
        for part in day.parts
    ]


def _share(minutes: int, of: int) -> str:
    return f"{100 * minutes / of:.3f}%"

"""Weekly hours as lines one types into, and back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from typing import Any

from bookings_app.domain.checks import LONGEST_ID
from bookings_app.domain.local_time import MINUTES_A_DAY
from bookings_app.domain.schedule import HoursWindow
from bookings_app.domain.wall_clock import minute_of_day
from bookings_app.ui import format as words

# What no clock shows: the rules say so beside the field.
NO_TIME = -1
_MOST_LINES = 200

Line = dict[str, Any]


def lines_of(windows: Iterable[HoursWindow]) -> list[Line]:
    """A line for each window, each with a key of its own."""
    return [
        {
            "key": f"w{number}",
            "weekday": window.weekday,
            "start": clock_text(window.start_minute),
            "end": clock_text(window.end_minute),
            "location": window.location_id,
            "breaks": [
                {"key": f"w{number}b{index}", "start": clock_text(start), "end": clock_text(end)}
                for index, (start, end) in enumerate(window.breaks)
            ],
        }
        for number, window in enumerate(
            sorted(windows, key=lambda each: (each.weekday, each.start_minute))
        )
    ]


def windows_in(sent: Any) -> tuple[list[HoursWindow], dict[str, str]]:
    """The windows a browser sent, and by what it calls each of them and of their breaks."""
    windows: list[HoursWindow] = []
    keys: dict[str, str] = {}
    lines = [each for each in _list(sent) if isinstance(each, Mapping)]
    for index, line in enumerate(lines):
        keys[f"{index}"] = _text(line.get("key"))
        pauses = [each for each in _list(line.get("breaks")) if isinstance(each, Mapping)]
        for number, pause in enumerate(pauses):
            keys[f"{index}.breaks.{number}"] = _text(pause.get("key"))
        weekday = line.get("weekday")
        windows.append(
            HoursWindow(
                location_id=_text(line.get("location")),
                weekday=weekday if type(weekday) is int else NO_TIME,
                start_minute=typed_minute(line.get("start")),
                end_minute=typed_minute(line.get("end")),
                breaks=tuple(
                    (typed_minute(p.get("start")), typed_minute(p.get("end"))) for p in pauses
                ),
            )
        )
    return windows, keys


def by_key(found: Iterable[tuple[str, str]], keys: Mapping[str, str]) -> dict[str, str]:
    """Sentences by what the browser calls their field: `w3.start`, `w3b0.end`, `w3`."""
    said: dict[str, str] = {}
    for field, sentence in found:
        owner, _, part = field.rpartition(".")
        name = f"{keys[owner]}.{part}" if owner in keys else keys.get(field, field)
        said.setdefault(name, sentence)
    return said


def clock_text(minute: int) -> str:
    """A minute after midnight as it is shown and typed: "09:00", "24:00", or "9:00 am"."""
    if minute == MINUTES_A_DAY:
        return words.end_of_day()
    return words.time_of_day(time(*divmod(minute, 60)))


def typed_minute(value: Any) -> int:
    """The minute after midnight that was typed, or `NO_TIME`: the rules refuse it."""
    minute = minute_of_day(_text(value))
    return NO_TIME if minute is None else minute


def _text(value: Any) -> str:
    return value[:LONGEST_ID] if isinstance(value, str) else ""


def _list(value: Any) -> Sequence[Any]:
    return value[:_MOST_LINES] if isinstance(value, list) else []

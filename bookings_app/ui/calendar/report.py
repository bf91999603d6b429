"""What the calendar in the browser says is on screen, read with care: anybody may send it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bookings_app.domain.booking import BookingStatus
from bookings_app.usecases.provider_calendar import BUSY, TIME_OFF

_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)
# What blocks are: bookings of a status, or time off.
_KINDS = (*(status.value for status in BookingStatus), TIME_OFF, BUSY)
_MOST_ZONES = 50
_MOST_DATES = 70


@dataclass(frozen=True, slots=True)
class Report:
    """The range that was loaded (instants, half-open), and what of it is on screen.

    `earliest` and `latest` are clock times in the calendar's zone, "24:00" included;
    `change` is the newest change the answer was true of, `seen` the newest applied to it.
    """

    start: datetime
    end: datetime
    change: int
    seen: int
    counts: Mapping[str, int]
    zones: frozenset[str]
    earliest: str
    latest: str
    weekdays: frozenset[int]

    @property
    def total(self) -> int:
        """How many blocks are on screen."""
        return sum(self.counts.values())


def read_report(sent: Any) -> Report | None:
    """The report as values; None when it is not one."""
    if not isinstance(sent, Mapping):
        return None
    start, end = instant(sent.get("start")), instant(sent.get("end"))
    counts = sent.get("counts")
    if start is None or end is None or not isinstance(counts, Mapping):
        return None
    return Report(
        start=start,
        end=end,
        change=_number(sent.get("change")),
        seen=_number(sent.get("seen")),
        counts={kind: _count(counts.get(kind)) for kind in _KINDS},
        zones=frozenset(filter(is_zone, _texts(sent.get("zones"))[:_MOST_ZONES])),
        earliest=_clock(sent.get("earliest")),
        latest=_clock(sent.get("latest")),
        weekdays=frozenset(
            on.weekday() for on in map(iso_date, _texts(sent.get("dates"))[:_MOST_DATES]) if on
        ),
    )


def instant(text: Any) -> datetime | None:
    """An instant with offset, in UTC; None for anything else."""
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo and 1902 <= at.year <= 2400 else None


def iso_date(text: Any) -> date | None:
    """A date such as 2026-11-18; None for anything else."""
    try:
        on = date.fromisoformat(str(text))
    except ValueError:
        return None
    return on if 1902 <= on.year <= 2400 else None


def is_zone(name: str) -> bool:
    """Whether it is the name of a time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _number(number: Any) -> int:
    return number if isinstance(number, int) and number >= 0 else 0


def _count(number: Any) -> int:
    return number if isinstance(number, int) and 0 <= number < 1_000_000 else 0


def _clock(text: Any) -> str:
    return text if isinstance(text, str) and _CLOCK.fullmatch(text) else ""


def _texts(values: Any) -> list[str]:
    return [each for each in values if isinstance(each, str)] if isinstance(values, list) else []

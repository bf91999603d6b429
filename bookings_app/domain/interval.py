"""Rules: a stretch of time, half-open, in UTC."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


def as_utc(instant: datetime) -> datetime:
    """The same instant in UTC.

    Raises:
        ValueError: `instant` is naive, so nobody can say which instant it is.
    """
    if instant.tzinfo is None:
        message = f"{instant!r} has no time zone"
        raise ValueError(message)
    return instant.astimezone(UTC)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From `starts_at`, included, to `ends_at`, not included; both in UTC."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        """Turn both ends into UTC.

        Raises:
            ValueError: an end is naive, or the end comes before the start.
        """
        object.__setattr__(self, "starts_at", as_utc(self.starts_at))
        object.__setattr__(self, "ends_at", as_utc(self.ends_at))
        if self.ends_at < self.starts_at:
            message = f"{self.ends_at} comes before {self.starts_at}"
            raise ValueError(message)

    @property
    def duration(self) -> timedelta:
        """Elapsed time, across a clock change too."""
        return self.ends_at - self.starts_at

    def overlaps(self, other: "Interval") -> bool:
        """Whether they share an instant; neighbours that only touch do not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def contains(self, other: "Interval") -> bool:
        """Whether `other` lies within, ends included."""
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at


def united(intervals: Iterable[Interval]) -> list[Interval]:
    """The same instants as the fewest intervals, ascending; touching ones become one."""
    result: list[Interval] = []
    for interval in sorted(intervals):
        if interval.starts_at == interval.ends_at:
            continue
        if result and interval.starts_at <= result[-1].ends_at:
            last = result[-1]
            result[-1] = Interval(last.starts_at, max(last.ends_at, interval.ends_at))
        else:
            result.append(interval)
    return result

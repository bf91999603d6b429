"""What the tables of cases begin with: one provider, one service, and times in words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bookings_app.domain.availability import (
    ProviderTime,
    Reason,
    ServiceTerms,
    SlotQuery,
    WallSpan,
    WeeklyWindow,
    explain,
    find_slots,
)
from bookings_app.domain.interval import Interval

HERE, THERE = "here", "there"
MADRID = ZoneInfo("Europe/Madrid")
MONDAY = date(2026, 3, 9)

HOUR = ServiceTerms(
    id="haircut",
    duration=timedelta(hours=1),
    buffer_before=timedelta(0),
    buffer_after=timedelta(0),
    slot_step=None,
    min_notice=timedelta(0),
    booking_window_days=None,
    available_from=None,
    available_to=None,
)
HALF_HOUR = replace(HOUR, duration=timedelta(minutes=30))

# Long before everything that is asked for.
QUERY = SlotQuery(
    service=HOUR,
    location_id=HERE,
    zone=MADRID,
    closures=(),
    now=datetime(2026, 1, 1, tzinfo=UTC),
    keeps_notice=True,
)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def wall(words: str) -> WallSpan:
    """`wall("09:00-17:30")`."""
    start, end = (int(each[:2]) * 60 + int(each[3:]) for each in words.split("-"))
    return WallSpan(start, end)


def walls(*words: str) -> tuple[WallSpan, ...]:
    return tuple(wall(each) for each in words)


def weekly(
    words: str,
    *,
    weekday: int = 0,
    breaks: Sequence[str] = (),
    location_id: str = HERE,
) -> WeeklyWindow:
    return WeeklyWindow(location_id, weekday, wall(words), walls(*breaks))


def ana(*windows: str | WeeklyWindow) -> ProviderTime:
    """A provider who works these hours; plain words are a Monday's."""
    week = [weekly(each) if isinstance(each, str) else each for each in windows]
    return ProviderTime("ana", "Ana", weekly=tuple(week))


def utc(words: str, *, on: date = MONDAY) -> datetime:
    hour, minute = map(int, words.split(":"))
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=UTC)


def local(words: str, *, on: date = MONDAY, zone: ZoneInfo = MADRID) -> datetime:
    return utc(words, on=on).replace(tzinfo=zone)


def block(words: str, *, on: date = MONDAY) -> Interval:
    """Some time of that date in Madrid."""
    start, end = words.split("-")
    return Interval(local(start, on=on), local(end, on=on))


def starts(
    provider: ProviderTime, query: SlotQuery = QUERY, *, on: date = MONDAY, to: date | None = None
) -> list[str]:
    """What is offered from that date to the other, as the location's clock shows it."""
    slots = find_slots(query, [provider], first_on=on, last_on=to or on)
    return [f"{slot.starts_at.astimezone(query.zone):%H:%M}" for slot in slots]


def reason(provider: ProviderTime, starts_at: datetime, query: SlotQuery = QUERY) -> Reason | None:
    """Why that time is not offered; None when it is."""
    (verdict,) = explain(query, [provider], starts_at=starts_at)
    assert verdict.free == (verdict.reason is None)
    return verdict.reason

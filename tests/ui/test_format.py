"""Instants in words: README's times are read by people, by the clock of one zone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings_app.domain.workspace import Clock
from bookings_app.ui import format as words

MADRID = ZoneInfo("Europe/Madrid")
THURSDAY = date(2026, 11, 19)


@pytest.fixture
def twelve_hours() -> Iterator[None]:
    """Clocks have twelve hours, as the workspace may say."""
    before = words.clock_in_use.set(Clock.TWELVE_HOURS)
    yield
    words.clock_in_use.reset(before)


def at(hour: int, minute: int = 0, *, day: int = 19, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_says_a_day_shortly_and_as_a_heading() -> None:
    assert words.day(THURSDAY) == "Thu 19 Nov"
    assert words.day(THURSDAY, today=date(2025, 1, 1)) == "Thu 19 Nov 2026"
    assert words.long_day(THURSDAY) == "Thursday 19 November"
    assert words.long_day(THURSDAY, today=THURSDAY) == "Today, Thursday 19 November"


def test_says_times_by_the_clock_of_the_zone() -> None:
    assert words.clock(at(10), MADRID) == "11:00"
    assert words.clock_range(at(10), at(10, 45), MADRID) == "11:00 – 11:45"
    assert words.day_and_time(at(23, 30), MADRID) == "Fri 20 Nov, 00:30"


@pytest.mark.usefixtures("twelve_hours")
def test_says_times_by_a_clock_of_twelve_hours_where_the_workspace_wants_it() -> None:
    assert words.clock(at(8), MADRID) == "9:00 am"
    assert words.clock_range(at(11, 30), at(12, 15), MADRID) == "12:30 pm – 1:15 pm"
    assert words.clock_range(at(22), at(23), MADRID) == "11:00 pm – 12:00 am"
    assert words.clock_range(at(22), at(23, 30), MADRID) == "11:00 pm – Fri 20 Nov, 12:30 am"
    assert words.day_and_time(at(23, 30), MADRID) == "Fri 20 Nov, 12:30 am"
    assert words.clock(at(0, 30, day=25, month=10), MADRID) == "2:30 am (UTC+2)"
    assert words.short_moment(at(7, 52), MADRID, now=at(10)) == "Today, 8:52 am"
    assert words.long_moment(at(13, 14, day=12), MADRID) == "12 November, 2:14 pm"
    assert words.ago(at(10) - timedelta(days=7), now=at(10), zone=MADRID) == "12 Nov, 11:00 am"


@pytest.mark.parametrize(
    ("hour", "said"), [(0, "12:05 am"), (9, "9:05 am"), (12, "12:05 pm"), (23, "11:05 pm")]
)
@pytest.mark.usefixtures("twelve_hours")
def test_a_clock_of_twelve_hours_begins_both_halves_of_the_day_at_twelve(
    hour: int, said: str
) -> None:
    assert words.time_of_day(time(hour, 5)) == said


def test_a_day_begins_and_ends_at_midnight_by_either_clock() -> None:
    assert (words.time_of_day(time()), words.end_of_day()) == ("00:00", "24:00")

    before = words.clock_in_use.set(Clock.TWELVE_HOURS)
    assert (words.time_of_day(time()), words.end_of_day()) == ("12:00 am", "12:00 am")
    words.clock_in_use.reset(before)


def test_names_the_date_when_a_booking_ends_on_another() -> None:
    assert words.clock_range(at(22), at(23), MADRID) == "23:00 – 00:00"
    assert words.clock_range(at(21), at(23, 30), MADRID) == "22:00 – Fri 20 Nov, 00:30"


def test_tells_the_two_hours_of_a_night_when_clocks_go_back_apart() -> None:
    assert words.clock(at(0, 30, day=25, month=10), MADRID) == "02:30 (UTC+2)"
    assert words.clock(at(1, 30, day=25, month=10), MADRID) == "02:30 (UTC+1)"
    assert words.clock(at(2, 30, day=25, month=10), MADRID) == "03:30"


def test_an_hour_that_was_leapt_over_needs_no_offset() -> None:
    assert words.clock(at(1, day=29, month=3), MADRID) == "03:00"


def test_writes_half_hours_of_an_offset() -> None:
    lord_howe = ZoneInfo("Australia/Lord_Howe")

    assert words.clock(at(15, day=4, month=4), lord_howe) == "01:30 (UTC+10:30)"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 16), date(2026, 11, 22), "16 – 22 November 2026"),
        (date(2026, 11, 30), date(2026, 12, 6), "30 November – 6 December 2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 December 2026 – 3 January 2027"),
        (THURSDAY, THURSDAY, "19 November 2026"),
    ],
)
def test_says_a_stretch_of_days(first: date, last: date, said: str) -> None:
    assert words.days_range(first, last) == said


def test_says_a_stretch_of_days_shortly() -> None:
    assert words.short_days_range(date(2026, 11, 18), date(2026, 11, 24)) == "18 – 24 Nov"
    assert words.short_days_range(date(2026, 11, 28), date(2026, 12, 4)) == "28 Nov – 4 Dec"
    assert words.short_days_range(THURSDAY, THURSDAY) == "19 Nov"


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=8), "8 min ago"),
        (timedelta(hours=3), "3 h ago"),
        (timedelta(days=7), "12 Nov, 11:00"),
    ],
)
def test_says_how_long_since(passed: timedelta, said: str) -> None:
    assert words.ago(at(10) - passed, now=at(10), zone=MADRID) == said


def test_says_when_something_happened() -> None:
    assert words.short_moment(at(7, 52), MADRID, now=at(10)) == "Today, 08:52"
    assert words.short_moment(at(9, 14, day=12), MADRID, now=at(10)) == "12 Nov, 10:14"
    assert words.long_moment(at(9, 14, day=12), MADRID) == "12 November, 10:14"


@pytest.mark.parametrize(
    ("number", "said"), [(45, "45 min"), (90, "90 min"), (120, "2 h"), (150, "2 h 30 min")]
)
def test_says_how_long(number: int, said: str) -> None:
    assert words.minutes(number) == said


def test_lists_words_as_one_says_them() -> None:
    assert words.listed(["Pending"]) == "Pending"
    assert words.listed(["Pending", "Cancelled", "No-show"]) == "Pending, Cancelled or No-show"
    assert words.listed(["name", "notes"], last="and") == "name and notes"

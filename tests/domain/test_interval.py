"""A stretch of time, half-open."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings_app.domain.interval import Interval, as_utc, united
from tests.domain.cases import block

NINE = datetime(2026, 3, 9, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("one", "other", "overlapping"),
    [
        ("09:00-10:00", "09:30-10:30", True),
        ("09:00-10:00", "09:15-09:30", True),
        ("09:00-10:00", "09:00-10:00", True),
        ("09:00-10:00", "09:59-11:00", True),
        ("09:00-10:00", "10:00-11:00", False),
        ("09:00-10:00", "11:00-12:00", False),
        ("09:00-10:00", "10:00-10:00", False),
    ],
)
def test_neighbours_that_only_touch_do_not_overlap(
    one: str, other: str, *, overlapping: bool
) -> None:
    assert block(one).overlaps(block(other)) is overlapping
    assert block(other).overlaps(block(one)) is overlapping


@pytest.mark.parametrize(
    ("outer", "inner", "contained"),
    [
        ("09:00-12:00", "09:00-12:00", True),
        ("09:00-12:00", "10:00-11:00", True),
        ("09:00-12:00", "08:59-10:00", False),
        ("09:00-12:00", "11:00-12:01", False),
    ],
)
def test_an_interval_contains_what_shares_its_ends(
    outer: str, inner: str, *, contained: bool
) -> None:
    assert block(outer).contains(block(inner)) is contained


def test_both_ends_become_utc() -> None:
    madrid = ZoneInfo("Europe/Madrid")

    interval = Interval(datetime(2026, 3, 9, 10, tzinfo=madrid), NINE + timedelta(hours=1))

    assert interval == Interval(NINE, NINE + timedelta(hours=1))
    assert interval.starts_at.tzinfo is UTC


def test_an_interval_lasts_as_long_as_elapses_when_clocks_change() -> None:
    madrid = ZoneInfo("Europe/Madrid")

    night = Interval(
        datetime(2026, 3, 29, 0, tzinfo=madrid), datetime(2026, 3, 29, 6, tzinfo=madrid)
    )

    assert night.duration == timedelta(hours=5)


def test_a_time_without_a_zone_is_no_instant() -> None:
    naive = NINE.replace(tzinfo=None)

    with pytest.raises(ValueError, match="no time zone"):
        as_utc(naive)
    with pytest.raises(ValueError, match="no time zone"):
        Interval(naive, NINE)
    with pytest.raises(ValueError, match="no time zone"):
        Interval(NINE, naive)


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(ValueError, match="comes before"):
        Interval(NINE, NINE - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("given", "fewest"),
    [
        ([], []),
        (["09:00-10:00", "10:00-11:00"], ["09:00-11:00"]),
        (["10:00-12:00", "09:00-10:30"], ["09:00-12:00"]),
        (["09:00-12:00", "10:00-11:00"], ["09:00-12:00"]),
        (["11:00-12:00", "09:00-10:00"], ["09:00-10:00", "11:00-12:00"]),
        (["09:00-09:00", "10:00-11:00"], ["10:00-11:00"]),
    ],
)
def test_intervals_unite_where_they_overlap_or_touch(given: list[str], fewest: list[str]) -> None:
    assert united(map(block, given)) == [block(each) for each in fewest]

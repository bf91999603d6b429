"""What dates and times in a file mean."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bookings_app.domain.import_rows import local_instant, read_date, read_time
from bookings_app.domain.text import TextRefused

MADRID = ZoneInfo("Europe/Madrid")


@pytest.mark.parametrize("written", ["2026-03-09", "2026-3-9", "09.03.2026", "9.3.2026"])
def test_dates_are_taken_where_nobody_can_mistake_day_and_month(written: str) -> None:
    assert read_date(written) == date(2026, 3, 9)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "9/3/2026",
        "03-09-2026",
        "2026-02-30",
        "31.04.2026",
        "٢٠٢٦-03-09",
    ],
)
def test_other_dates_are_refused(written: str) -> None:
    with pytest.raises(TextRefused, match=r"2030-01-31 or 31\.01\.2030"):
        read_date(written)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("9999-12-31", "too far ahead: 2400-12-31 is the last"),
        ("01.01.2401", "too far ahead"),
        ("1901-12-31", "is over: only bookings to come"),
    ],
)
def test_of_a_date_out_of_reach_it_is_said_that_it_is(written: str, said: str) -> None:
    with pytest.raises(TextRefused, match=said):
        read_date(written)


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("14:30", time(14, 30)),
        ("9:05", time(9, 5)),
        ("09.05", time(9, 5)),
        ("14:30:00", time(14, 30)),
        ("2:30 pm", time(14, 30)),
        ("2:30 P.M.", time(14, 30)),
        ("12:00am", time(0)),
        ("12:15 PM", time(12, 15)),
    ],
)
def test_times_are_taken_by_either_clock(written: str, at: time) -> None:
    assert read_time(written) == at


@pytest.mark.parametrize("written", ["", "14", "24:00", "9:60", "14:30 pm", "0:30 am", "14:30:30"])
def test_other_times_are_refused(written: str) -> None:
    with pytest.raises(TextRefused, match="14:30 or 2:30 pm"):
        read_time(written)


def test_a_time_is_the_locations() -> None:
    assert local_instant(date(2026, 3, 9), time(10), MADRID) == (
        datetime(2026, 3, 9, 9, tzinfo=UTC),
        False,
    )


def test_of_a_time_that_comes_twice_it_is_the_first() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    assert local_instant(date(2026, 10, 25), time(2, 30), MADRID) == (first, True)


def test_a_time_that_is_left_out_is_refused() -> None:
    with pytest.raises(TextRefused, match="put forward"):
        local_instant(date(2026, 3, 29), time(2, 30), MADRID)

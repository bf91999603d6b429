"""Instants in words, so that nothing is left to guess."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bookings_app.domain.date_words import time_and_place, whole_date

LONDON = ZoneInfo("Europe/London")


def test_a_whole_date_names_its_weekday_and_year() -> None:
    assert whole_date(date(2026, 11, 26)) == "Thursday 26 November 2026"


def test_an_instant_is_said_by_the_clocks_of_its_place() -> None:
    at = datetime(2026, 7, 2, 9, 30, tzinfo=UTC)

    assert time_and_place(at, LONDON, place="Leeds") == "Thursday 2 July 2026, 10:30 in Leeds"


def test_an_hour_that_comes_twice_says_which_it_is() -> None:
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))

    assert time_and_place(first, LONDON, place="Leeds") == (
        "Sunday 25 October 2026, 01:30 (UTC+1) in Leeds"
    )
    assert time_and_place(second, LONDON, place="Leeds") == (
        "Sunday 25 October 2026, 01:30 (UTC+0) in Leeds"
    )

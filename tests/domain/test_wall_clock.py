"""How people write a time of day."""

import pytest

from bookings_app.domain.wall_clock import minute_of_day


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("9", 540),
        ("09:00", 540),
        (" 9.30 ", 570),
        ("930", 570),
        ("0930", 570),
        ("21h30", 1290),
        ("9am", 540),
        ("9:30 pm", 1290),
        ("9 p.m.", 1260),
        ("12 am", 0),
        ("12:15 PM", 735),
        ("0:00", 0),
        ("24:00", 1440),
    ],
)
def test_a_time_is_understood_as_it_is_written(text: str, minute: int) -> None:
    assert minute_of_day(text) == minute


@pytest.mark.parametrize(
    "text",
    ["", " ", "25", "24:01", "9:60", "9:5", "noon", "-9", "9:30:00", "13 pm", "0 am", "9 m", "١٢x"],
)
def test_what_no_clock_shows_is_no_time(text: str) -> None:
    assert minute_of_day(text) is None

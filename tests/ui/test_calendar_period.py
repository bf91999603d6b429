"""Which days a view shows, and how one moves through them."""

from datetime import date

import pytest

from bookings_app.ui.calendar.period import Period, View, moved, period_of, short_title, title

WEDNESDAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("view", "first", "last", "said"),
    [
        (View.WEEK, date(2026, 11, 16), date(2026, 11, 22), "16 – 22 November 2026"),
        (View.LIST, date(2026, 11, 16), date(2026, 11, 22), "16 – 22 November 2026"),
        (View.MONTH, date(2026, 11, 1), date(2026, 11, 30), "November 2026"),
        (View.DAY, WEDNESDAY, WEDNESDAY, "Wednesday 18 November 2026"),
        (View.AHEAD, WEDNESDAY, date(2026, 11, 24), "18 – 24 November 2026"),
    ],
)
def test_each_view_shows_its_days(view: View, first: date, last: date, said: str) -> None:
    period = period_of(view, WEDNESDAY, week_starts_on=0)

    assert period == Period(first, last)
    assert title(view, period) == said


@pytest.mark.parametrize(
    ("starts_on", "first"),
    [(0, date(2026, 11, 16)), (5, date(2026, 11, 14)), (6, date(2026, 11, 15))],
)
def test_weeks_start_on_the_day_of_the_workspace(starts_on: int, first: date) -> None:
    assert period_of(View.WEEK, WEDNESDAY, week_starts_on=starts_on).first == first


@pytest.mark.parametrize(
    ("view", "later", "earlier"),
    [
        (View.DAY, date(2026, 11, 19), date(2026, 11, 17)),
        (View.WEEK, date(2026, 11, 25), date(2026, 11, 11)),
        (View.AHEAD, date(2026, 11, 25), date(2026, 11, 11)),
        (View.MONTH, date(2026, 12, 1), date(2026, 10, 1)),
    ],
)
def test_arrows_move_by_one_period(view: View, later: date, earlier: date) -> None:
    assert moved(view, WEDNESDAY, 1) == later
    assert moved(view, WEDNESDAY, -1) == earlier


def test_arrows_stop_where_dates_end() -> None:
    assert moved(View.WEEK, date.max, 1) == date.max


def test_a_phone_gets_a_short_title() -> None:
    ahead = period_of(View.AHEAD, WEDNESDAY, week_starts_on=0)

    assert short_title(View.AHEAD, ahead) == "18 – 24 Nov"

"""Times that were agreed before hours changed, and weeks as they result."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings_app.domain.availability import (
    Closure,
    DateOverride,
    ProviderTime,
    Reason,
    SlotQuery,
    explain,
    grid_starts,
)
from bookings_app.domain.interval import Interval
from bookings_app.domain.outside_hours import OUTSIDE, Place, reasons_outside
from bookings_app.domain.resulting_week import differs, resulting_days
from bookings_app.domain.spans import instant_at
from tests.domain.cases import HERE, MADRID, MONDAY, THERE, ana, block, walls, weekly
from tests.domain.test_availability_oracle import budget, questions

DAY = timedelta(days=1)
LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)
SUNDAY = MONDAY - DAY

OPEN = Place(HERE, MADRID, ())
CLOSED = replace(OPEN, closures=(Closure(HERE, MONDAY, MONDAY),))
WITH_BREAK = ana(weekly("09:00-17:00", breaks=["12:00-13:00"]))
AWAY = replace(ana("09:00-17:00"), time_off=(block("14:00-15:00"),))


@pytest.mark.parametrize(
    ("provider", "place", "time", "reason"),
    [
        (ana("09:00-17:00"), OPEN, "09:00-09:30", None),
        (ana("09:00-17:00"), OPEN, "16:30-17:00", None),
        (ana("09:00-17:00"), OPEN, "09:07-09:20", None),
        (ana("09:00-17:00"), OPEN, "08:59-09:29", Reason.OUTSIDE_HOURS),
        (ana("09:00-17:00"), OPEN, "16:45-17:15", Reason.OUTSIDE_HOURS),
        (ana("09:00-17:00"), CLOSED, "09:00-09:30", Reason.CLOSED),
        (ana("09:00-17:00"), CLOSED, "18:00-18:30", Reason.OUTSIDE_HOURS),
        (WITH_BREAK, OPEN, "11:45-12:15", Reason.BREAK),
        (WITH_BREAK, OPEN, "13:00-13:30", None),
        (AWAY, OPEN, "13:45-14:15", Reason.TIME_OFF),
        (AWAY, CLOSED, "13:45-14:15", Reason.CLOSED),
        (ana(weekly("09:00-17:00", location_id=THERE)), OPEN, "09:00-09:30", Reason.OUTSIDE_HOURS),
    ],
)
def test_why_a_time_is_not_worked(
    provider: ProviderTime, place: Place, time: str, reason: Reason | None
) -> None:
    wanted = block(time)

    assert reasons_outside([wanted], provider, place).get(wanted) is reason


def test_years_of_times_are_judged_together() -> None:
    times = [Interval(on, on + timedelta(hours=1)) for on in every_seventh_day(count=200)]
    override = DateOverride(MONDAY + 7 * DAY, HERE, walls("12:00-13:00"))
    provider = replace(ana("09:00-17:00"), overrides=(override,))

    outside = reasons_outside(times, provider, OPEN)

    assert outside == {times[1]: Reason.OUTSIDE_HOURS}


def every_seventh_day(*, count: int) -> list[datetime]:
    first = block("10:00-11:00").starts_at
    return [
        (first.astimezone(MADRID) + 7 * DAY * number).astimezone(UTC) for number in range(count)
    ]


@budget
@given(questions())
def test_it_is_what_forbids_a_slot_with_everything_else_out_of_the_way(
    asked: tuple[SlotQuery, list[ProviderTime], list[date]],
) -> None:
    query, providers, days = asked
    service = replace(query.service, available_from=None, available_to=None)
    query = replace(query, service=service, now=LONG_AGO, keeps_notice=False)
    provider = replace(providers[0], holds=(), busy=(), does_service=True)
    place = Place(query.location_id, query.zone, query.closures)
    starts = grid_starts(query, provider, first_on=days[0], last_on=days[-1])[:200]
    times = [Interval(start, start + service.duration) for start in starts]

    outside = reasons_outside(times, provider, place)

    for time in times:
        (verdict,) = explain(query, [provider], starts_at=time.starts_at)
        assert verdict.reason is outside.get(time)
    assert OUTSIDE.issuperset(outside.values())


@budget
@given(questions(), st.integers(0, 59))
def test_a_minute_is_worked_in_the_resulting_days_if_it_could_be_booked(
    asked: tuple[SlotQuery, list[ProviderTime], list[date]], first_minute: int
) -> None:
    query, (provider, *_), (on, *_) = asked
    place = Place(query.location_id, query.zone, query.closures)
    midnight = datetime.combine(on, datetime.min.time(), UTC)
    some = [midnight + timedelta(minutes=first_minute + 61 * number) for number in range(-15, 40)]
    minutes = [
        Interval(start, start + timedelta(minutes=1))
        for start in some
        if on <= start.astimezone(query.zone).date() <= on + DAY
    ]

    days = resulting_days(provider, place, first_on=on, count=2)

    outside = reasons_outside(minutes, provider, place)
    for minute in minutes:
        day = days[(minute.starts_at.astimezone(query.zone).date() - on).days]
        touching = [each for each in day if Interval(*map(instant_at, each.span)).overlaps(minute)]
        reasons = {each.reason for each in touching}
        assert (reasons == {None}) == (minute not in outside)
        if len(reasons) == 1:
            assert reasons == {outside.get(minute)}


def in_words(provider: ProviderTime, place: Place, *, on: date = MONDAY) -> list[str]:
    """The parts of one date as the location's clock shows them."""
    (day,) = resulting_days(provider, place, first_on=on, count=1)
    return [
        "-".join(f"{instant_at(second).astimezone(place.zone):%H:%M}" for second in each.span)
        + (f" {each.reason}" if each.reason else "")
        for each in day
    ]


def test_a_day_says_what_is_worked_and_what_was_taken_out() -> None:
    provider = replace(WITH_BREAK, time_off=(block("11:00-12:30"), block("16:00-20:00")))

    assert in_words(provider, OPEN) == [
        "09:00-11:00",
        "11:00-12:00 time_off",
        "12:00-13:00 break",
        "13:00-16:00",
        "16:00-17:00 time_off",
    ]
    assert in_words(provider, CLOSED) == ["09:00-17:00 closed"]


def test_a_night_shift_is_cut_at_midnight_and_worked_into_a_closed_date() -> None:
    night = ana(weekly("22:00-02:00", weekday=6))

    assert in_words(night, OPEN, on=SUNDAY) == ["22:00-00:00"]
    assert in_words(night, CLOSED) == ["00:00-02:00"]


def test_a_date_differs_where_its_override_holds() -> None:
    everywhere = replace(ana("09:00-17:00"), overrides=(DateOverride(MONDAY, None, ()),))
    elsewhere = replace(ana("09:00-17:00"), overrides=(DateOverride(MONDAY, THERE, ()),))
    nowhere = replace(ana(), overrides=(DateOverride(MONDAY, None, walls("09:00-10:00")),))

    assert differs(everywhere, OPEN, on=MONDAY)
    assert not differs(everywhere, OPEN, on=SUNDAY)
    assert not differs(elsewhere, OPEN, on=MONDAY)
    assert not differs(nowhere, OPEN, on=MONDAY)

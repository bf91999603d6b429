"""Which hours a provider works, and where the grid of starts begins."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings_app.domain.availability import (
    Closure,
    DateOverride,
    Reason,
    WallSpan,
    WeeklyWindow,
    checked_weekly,
    checked_windows,
    grid_starts,
)
from bookings_app.domain.errors import Invalid
from tests.domain.cases import (
    HALF_HOUR,
    HERE,
    HOUR,
    MONDAY,
    QUERY,
    THERE,
    ana,
    block,
    local,
    minutes,
    reason,
    starts,
    utc,
    wall,
    walls,
    weekly,
)

SUNDAY, TUESDAY = MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)
FRIDAY, SATURDAY = MONDAY + timedelta(days=4), MONDAY + timedelta(days=5)


@pytest.mark.parametrize(
    ("hours", "offered"),
    [
        (["09:00-12:00"], ["09:00", "10:00", "11:00"]),
        (["09:00-11:59"], ["09:00", "10:00"]),
        (["09:00-09:59"], []),
        (["09:00-11:00", "16:30-18:00"], ["09:00", "10:00", "16:30"]),
        (["22:00-24:00"], ["22:00", "23:00"]),
        (["22:30-00:30"], ["22:30", "23:30"]),
        (["09:00-10:30", "10:30-12:00"], ["09:00", "10:00", "11:00"]),
        (["09:00-11:00", "10:30-12:00"], ["09:00", "10:00", "11:00"]),
        (["10:30-12:00", "09:00-10:29"], ["09:00", "10:30"]),
        ([], []),
    ],
)
def test_slots_lie_in_working_hours_and_windows_that_touch_are_one(
    hours: list[str], offered: list[str]
) -> None:
    assert starts(ana(*hours)) == offered


def test_hours_are_those_of_the_locations_own_clock() -> None:
    kathmandu = replace(QUERY, zone=ZoneInfo("Asia/Kathmandu"))

    assert starts(ana("09:00-10:00"), kathmandu) == ["09:00"]
    assert reason(ana("09:00-10:00"), utc("03:15"), kathmandu) is None


def test_hours_at_another_location_are_not_worked_here() -> None:
    provider = ana(weekly("09:00-12:00", location_id=THERE), "15:00-16:00")

    assert starts(provider) == ["15:00"]


def test_a_night_shift_runs_into_the_next_date_and_its_slots_belong_to_the_date_they_start_on() -> (
    None
):
    provider = ana("22:00-02:00")

    assert starts(provider) == ["22:00", "23:00"]
    assert starts(provider, on=TUESDAY) == ["00:00", "01:00"]
    assert starts(provider, on=SUNDAY) == []


def test_a_slot_may_run_over_midnight_where_the_next_dates_hours_go_on() -> None:
    provider = ana("22:30-24:00", weekly("00:00-02:00", weekday=1))

    assert starts(provider) == ["22:30", "23:30"]
    assert starts(provider, on=TUESDAY) == ["00:30"]


@pytest.mark.parametrize(
    ("breaks", "offered"),
    [
        (["11:00-12:00"], ["09:00", "10:00", "12:00", "13:00"]),
        (["10:30-10:40"], ["09:00", "11:00", "12:00", "13:00"]),
        (["08:00-09:30"], ["10:00", "11:00", "12:00", "13:00"]),
        (["13:30-15:00"], ["09:00", "10:00", "11:00", "12:00"]),
        (["10:00-11:00", "10:30-12:00"], ["09:00", "12:00", "13:00"]),
    ],
)
def test_a_break_takes_time_out_and_never_moves_the_grid(
    breaks: list[str], offered: list[str]
) -> None:
    assert starts(ana(weekly("09:00-14:00", breaks=breaks))) == offered


def test_a_break_after_midnight_belongs_to_the_night_shift() -> None:
    provider = ana(weekly("22:00-02:00", breaks=["00:00-01:00"]))

    assert starts(provider, to=TUESDAY) == ["22:00", "23:00", "01:00"]
    assert reason(provider, local("00:00", on=TUESDAY)) is Reason.BREAK


def test_a_break_over_midnight_is_reckoned_from_the_shifts_start() -> None:
    provider = ana(weekly("22:00-02:00", breaks=["23:30-00:30"]))

    assert starts(provider, to=TUESDAY) == ["22:00", "01:00"]


@pytest.mark.parametrize(
    ("overrides", "offered"),
    [
        ([(HERE, ["15:00-17:00"])], ["15:00", "16:00"]),
        ([(None, ["15:00-17:00"])], ["15:00", "16:00"]),
        ([(THERE, ["15:00-17:00"])], ["09:00", "11:00"]),
        ([(HERE, [])], []),
        ([(None, [])], []),
        ([(None, []), (HERE, ["09:30-12:30"])], ["09:30", "10:30", "11:30"]),
        ([(None, ["09:00-10:30"]), (HERE, ["10:30-12:00"])], ["09:00", "10:00", "11:00"]),
    ],
)
def test_an_override_replaces_the_hours_and_breaks_of_its_date(
    overrides: list[tuple[str | None, list[str]]], offered: list[str]
) -> None:
    provider = replace(
        ana(
            weekly("09:00-12:00", breaks=["10:00-11:00"]),
            weekly("09:00-12:00", weekday=1, breaks=["10:00-11:00"]),
        ),
        overrides=tuple(
            DateOverride(MONDAY, location_id, walls(*hours)) for location_id, hours in overrides
        ),
    )

    assert starts(provider) == offered
    assert starts(provider, on=TUESDAY) == ["09:00", "11:00"]


def test_an_override_for_every_location_means_those_with_weekly_hours() -> None:
    elsewhere = ana(weekly("09:00-10:00", location_id=THERE))
    everywhere = DateOverride(MONDAY, None, walls("15:00-16:00"))
    named = DateOverride(MONDAY, HERE, walls("17:00-18:00"))

    assert starts(replace(elsewhere, overrides=(everywhere,))) == []
    assert starts(replace(elsewhere, overrides=(everywhere, named))) == ["17:00"]


def test_an_override_applies_to_shifts_that_begin_on_its_date() -> None:
    provider = ana(*(weekly("22:00-02:00", weekday=day) for day in range(7)))
    off = replace(provider, overrides=(DateOverride(MONDAY, None, ()),))
    nights = replace(provider, overrides=(DateOverride(MONDAY, None, walls("23:00-03:00")),))

    assert starts(off) == ["00:00", "01:00"]
    assert starts(off, on=TUESDAY) == ["22:00", "23:00"]
    assert starts(nights) == ["00:00", "01:00", "23:00"]
    assert starts(nights, on=TUESDAY) == ["00:00", "01:00", "02:00", "22:00", "23:00"]


@pytest.mark.parametrize(
    ("closure", "offered"),
    [
        (Closure(HERE, MONDAY, MONDAY), []),
        (Closure(None, MONDAY, MONDAY), []),
        (Closure(None, SUNDAY, TUESDAY), []),
        (Closure(None, date(2026, 3, 1), MONDAY), []),
        (Closure(THERE, MONDAY, MONDAY), ["15:00"]),
        (Closure(HERE, TUESDAY, SATURDAY), ["15:00"]),
        (Closure(HERE, date(2026, 3, 1), SUNDAY), ["15:00"]),
    ],
)
def test_a_closure_beats_an_override_on_all_its_dates(closure: Closure, offered: list[str]) -> None:
    provider = replace(
        ana("09:00-10:00"), overrides=(DateOverride(MONDAY, HERE, walls("15:00-16:00")),)
    )

    assert starts(provider, replace(QUERY, closures=(closure,))) == offered


def test_fridays_night_shift_still_runs_into_a_closed_saturday() -> None:
    provider = ana(
        weekly("22:00-02:00", weekday=4),
        weekly("01:30-04:30", weekday=5),
        weekly("22:00-01:00", weekday=5),
    )
    closed = replace(QUERY, closures=(Closure(HERE, SATURDAY, SATURDAY),))

    assert starts(provider, closed, on=FRIDAY, to=SATURDAY) == ["22:00", "23:00", "00:00", "01:00"]
    assert reason(provider, local("02:00", on=SATURDAY), closed) is Reason.CLOSED
    assert reason(provider, local("22:00", on=SATURDAY), closed) is Reason.CLOSED
    assert starts(provider, on=SATURDAY) == ["00:00", "01:00", "02:00", "03:00", "22:00", "23:00"]


def test_a_closed_date_never_moves_the_grid_of_the_next() -> None:
    provider = ana("22:30-24:00", weekly("00:00-03:00", weekday=1))
    closed = replace(QUERY, closures=(Closure(HERE, MONDAY, MONDAY),))

    assert starts(provider, closed, to=TUESDAY) == ["00:30", "01:30"]


def test_nothing_that_is_taken_moves_the_grid() -> None:
    provider = replace(
        ana(weekly("09:00-14:00", breaks=["11:15-11:20"])),
        time_off=(block("09:05-09:10"),),
        holds=(block("10:10-10:20"),),
        busy=(block("12:10-12:20"),),
    )

    assert starts(provider) == ["13:00"]
    assert grid_starts(QUERY, provider, first_on=MONDAY, last_on=MONDAY) == [
        local(hour) for hour in ("09:00", "10:00", "11:00", "12:00", "13:00")
    ]


@pytest.mark.parametrize(
    ("step", "offered"),
    [
        (None, ["09:00", "09:30", "10:00"]),
        (15, ["09:00", "09:15", "09:30", "09:45", "10:00"]),
        (20, ["09:00", "09:20", "09:40", "10:00"]),
        (50, ["09:00", "09:50"]),
        (1440, ["09:00"]),
    ],
)
def test_starts_come_every_step_or_else_every_duration(
    step: int | None, offered: list[str]
) -> None:
    service = replace(HALF_HOUR, slot_step=None if step is None else minutes(step))

    assert starts(ana("09:00-10:30"), replace(QUERY, service=service)) == offered


def test_five_days_round_the_clock_are_one_stretch_counted_from_its_beginning() -> None:
    provider = ana(*(weekly("00:00-24:00", weekday=day) for day in range(5)))
    every_seven_hours = replace(QUERY, service=replace(HOUR, slot_step=minutes(420)))

    assert starts(provider, every_seven_hours) == ["00:00", "07:00", "14:00", "21:00"]
    assert starts(provider, every_seven_hours, on=TUESDAY) == ["04:00", "11:00", "18:00"]
    assert starts(provider, every_seven_hours, on=FRIDAY) == ["02:00", "09:00", "16:00", "23:00"]


def test_without_a_beginning_within_seven_days_each_date_counts_from_its_midnight() -> None:
    provider = ana(*(weekly("00:00-24:00", weekday=day) for day in range(7)))
    every_seven_hours = replace(QUERY, service=replace(HOUR, slot_step=minutes(420)))

    for day in (MONDAY, TUESDAY, SATURDAY):
        assert starts(provider, every_seven_hours, on=day) == ["00:00", "07:00", "14:00", "21:00"]


def test_a_stretch_that_began_seven_days_ago_is_still_counted_from_there() -> None:
    provider = replace(
        ana(*(weekly("00:00-24:00", weekday=day) for day in range(7))),
        overrides=(DateOverride(SUNDAY, HERE, walls("00:00-23:00")),),
    )
    every_seven_hours = replace(QUERY, service=replace(HOUR, slot_step=minutes(420)))
    next_monday, next_tuesday = MONDAY + timedelta(days=7), MONDAY + timedelta(days=8)

    assert starts(provider, every_seven_hours, on=SATURDAY)[0] == "06:00"
    assert starts(provider, every_seven_hours, on=next_monday)[0] == "00:00"
    assert starts(provider, every_seven_hours, on=next_tuesday)[0] == "00:00"
    assert reason(provider, local("01:00", on=SATURDAY), every_seven_hours) is Reason.OFF_GRID


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (540, 540, "end"),
        (0, 0, "end"),
        (1440, 60, "start"),
        (-1, 60, "start"),
        (60, 1441, "end"),
        (60, -1, "end"),
    ],
)
def test_hours_that_no_clock_shows_or_without_length_are_refused(
    start: int, end: int, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        WallSpan(start, end)

    assert [name for name, _ in refused.value.errors] == [field]


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (["09:00-12:00", "12:00-17:00"], ["09:00-17:00"]),
        (["12:00-17:00", "09:00-13:00"], ["09:00-17:00"]),
        (["09:00-17:00", "10:00-11:00"], ["09:00-17:00"]),
        (["09:00-12:00", "12:01-17:00"], ["09:00-12:00", "12:01-17:00"]),
        (["20:00-22:00", "22:00-02:00"], ["20:00-02:00"]),
        (["20:00-24:00", "22:00-02:00"], ["20:00-02:00"]),
        (["12:00-24:00", "00:00-12:00"], ["00:00-24:00"]),
        (["00:00-24:00", "22:00-02:00"], ["00:00-24:00", "22:00-02:00"]),
    ],
)
def test_windows_are_stored_united_where_they_overlap_or_touch(
    given: list[str], stored: list[str]
) -> None:
    assert checked_windows(walls(*given)) == walls(*stored)
    assert checked_weekly([weekly(each) for each in given]) == tuple(
        weekly(each) for each in stored
    )


def test_windows_of_other_weekdays_and_locations_stay_apart() -> None:
    given = [
        weekly("09:00-12:00", weekday=1),
        weekly("12:00-17:00", location_id=THERE),
        weekly("09:00-12:00"),
    ]

    assert checked_weekly(given) == (given[2], given[0], given[1])


@pytest.mark.parametrize(
    ("hours", "given", "stored"),
    [
        ("09:00-17:00", ["13:00-14:00"], ["13:00-14:00"]),
        ("09:00-17:00", ["13:30-14:00", "13:00-13:30"], ["13:00-14:00"]),
        ("09:00-17:00", ["08:00-09:30", "16:30-18:00"], ["09:00-09:30", "16:30-17:00"]),
        ("09:00-17:00", ["18:00-19:00"], []),
        ("22:00-02:00", ["00:30-01:00"], ["00:30-01:00"]),
        ("22:00-02:00", ["23:30-00:30"], ["23:30-00:30"]),
        ("22:00-02:00", ["23:30-24:00", "00:00-00:30"], ["23:30-00:30"]),
        ("22:00-02:00", ["01:30-03:00"], ["01:30-02:00"]),
        ("18:00-24:00", ["23:30-00:00"], ["23:30-24:00"]),
    ],
)
def test_breaks_are_stored_cut_to_their_window_and_united(
    hours: str, given: list[str], stored: list[str]
) -> None:
    (window,) = checked_weekly([weekly(hours, breaks=given)])

    assert window.breaks == walls(*stored)


def test_a_break_is_cut_to_its_own_window_before_windows_unite() -> None:
    given = [
        weekly("09:00-12:00", breaks=["11:30-12:30"]),
        weekly("12:00-17:00", breaks=["14:00-14:30"]),
    ]

    assert checked_weekly(given) == (weekly("09:00-17:00", breaks=["11:30-12:00", "14:00-14:30"]),)


@pytest.mark.parametrize(
    ("hours", "pause"),
    [
        ("09:00-17:00", "14:00-13:00"),
        ("09:00-17:00", "23:00-01:00"),
        ("22:00-02:00", "01:00-00:30"),
        ("22:00-02:00", "21:00-23:00"),
    ],
)
def test_a_break_that_ends_before_it_begins_is_refused(hours: str, pause: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_weekly([weekly("09:00-10:00"), weekly(hours, breaks=["09:30-09:40", pause])])

    assert [field for field, _ in refused.value.errors][-1] == "1.breaks.1.end"


def test_a_weekday_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        checked_weekly([WeeklyWindow(HERE, 7, wall("09:00-10:00"))])

    assert [field for field, _ in refused.value.errors] == ["0.weekday"]

"""Which slots are offered, and what is said about those that are not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bookings_app.domain.availability import (
    ProviderTime,
    Reason,
    ServiceTerms,
    SlotQuery,
    blocked_time,
    explain,
    find_slots,
    nearest,
)
from bookings_app.domain.interval import Interval
from tests.domain.cases import (
    HALF_HOUR,
    HOUR,
    MONDAY,
    QUERY,
    ana,
    block,
    local,
    minutes,
    reason,
    starts,
    utc,
    weekly,
)

TUESDAY = MONDAY + timedelta(days=1)
MORNING = ana("09:00-12:00")
BUFFERED = replace(HOUR, buffer_before=minutes(15), buffer_after=minutes(10))


def asked(service: ServiceTerms = HOUR, *, now: datetime, keeps_notice: bool = True) -> SlotQuery:
    return replace(QUERY, service=service, now=now, keeps_notice=keeps_notice)


def test_a_slot_says_when_it_ends_and_who_is_free_in_the_order_given() -> None:
    ben = replace(MORNING, id="ben", holds=(block("09:00-10:00"),))
    eva = replace(MORNING, id="eva")

    first, second, _ = find_slots(QUERY, [eva, ben, MORNING], first_on=MONDAY, last_on=MONDAY)

    assert (first.starts_at, first.ends_at) == (utc("08:00"), utc("09:00"))
    assert first.starts_at.tzinfo is UTC
    assert first.provider_ids == ("eva", "ana")
    assert second.provider_ids == ("eva", "ben", "ana")


def test_no_providers_no_slots() -> None:
    assert find_slots(QUERY, [], first_on=MONDAY, last_on=MONDAY) == []
    assert explain(QUERY, [], starts_at=local("09:00")) == []


def test_slots_of_several_dates_come_by_their_start() -> None:
    provider = ana("09:00-10:00", weekly("08:00-09:00", weekday=1))

    slots = find_slots(QUERY, [provider], first_on=MONDAY, last_on=TUESDAY)

    assert [slot.starts_at for slot in slots] == [local("09:00"), local("08:00", on=TUESDAY)]


@pytest.mark.parametrize(
    ("taken", "offered"),
    [
        ("10:00-11:00", ["09:00", "11:00"]),
        ("10:30-10:40", ["09:00", "11:00"]),
        ("09:59-11:01", []),
        ("08:00-09:00", ["09:00", "10:00", "11:00"]),
        ("12:00-13:00", ["09:00", "10:00", "11:00"]),
        ("10:30-10:30", ["09:00", "10:00", "11:00"]),
    ],
)
@pytest.mark.parametrize("kind", ["time_off", "holds", "busy"])
def test_what_is_taken_is_not_offered_neighbours_touch_and_empty_blocks_do_not_count(
    kind: str, taken: str, offered: list[str]
) -> None:
    away = {
        "time_off": replace(MORNING, time_off=(block(taken),)),
        "holds": replace(MORNING, holds=(block(taken),)),
        "busy": replace(MORNING, busy=(block(taken),)),
    }

    assert starts(away[kind]) == offered


def test_time_taken_to_the_second_is_taken() -> None:
    until = local("10:00") + timedelta(microseconds=1)
    busy = Interval(local("09:30"), until)

    assert starts(replace(MORNING, busy=(busy,))) == ["11:00"]


def test_long_time_off_and_bookings_of_long_ago_are_both_reckoned_right() -> None:
    sabbatical = Interval(local("00:00") - timedelta(days=400), local("10:00"))
    years = tuple(
        Interval(
            local("09:00") - timedelta(days=7 * week), local("10:00") - timedelta(days=7 * week)
        )
        for week in range(1, 500)
    )

    assert starts(replace(MORNING, time_off=(sabbatical,), holds=years)) == ["10:00", "11:00"]


def test_buffers_may_hang_outside_hours_and_over_time_off_and_breaks() -> None:
    only_hour = ana(weekly("09:00-11:00", breaks=["10:00-11:00"]))
    query = replace(QUERY, service=BUFFERED)

    assert starts(ana("09:00-10:00"), query) == ["09:00"]
    assert starts(replace(ana("09:00-10:00"), time_off=(block("08:00-09:00"),)), query) == ["09:00"]
    assert starts(only_hour, query) == ["09:00"]


@pytest.mark.parametrize(
    ("taken", "offered"),
    [
        ("08:00-08:45", ["09:00"]),
        ("08:00-08:46", []),
        ("10:10-11:00", ["09:00"]),
        ("10:09-11:00", []),
        ("03:00-04:00", ["09:00"]),
    ],
)
@pytest.mark.parametrize("kind", [Reason.BOOKED, Reason.BUSY])
def test_buffers_may_not_hang_over_another_booking_or_busy_time(
    kind: Reason, taken: str, offered: list[str]
) -> None:
    provider, query = ana("09:00-10:00"), replace(QUERY, service=BUFFERED)
    blocks = (block(taken),)
    taken_up = (
        replace(provider, holds=blocks) if kind is Reason.BOOKED else replace(provider, busy=blocks)
    )

    assert starts(taken_up, query) == offered
    assert reason(taken_up, local("09:00"), query) is (None if offered else kind)


def test_the_buffers_of_two_neighbours_add_up() -> None:
    service = replace(BUFFERED, slot_step=minutes(5))
    query = replace(QUERY, service=service)
    booked = replace(ana("09:00-13:00"), holds=(blocked_time(service, local("09:00")),))

    assert booked.holds == (block("08:45-10:10"),)
    assert starts(booked, query)[0] == "10:25"


def test_a_start_that_has_passed_is_not_offered_and_one_exactly_now_is() -> None:
    assert starts(MORNING, asked(now=local("10:00"))) == ["10:00", "11:00"]
    assert starts(MORNING, asked(now=local("10:00") + timedelta(microseconds=1))) == ["11:00"]
    assert starts(MORNING, asked(now=local("10:00"), keeps_notice=False)) == ["10:00", "11:00"]
    assert reason(MORNING, local("09:00"), asked(now=local("09:01"))) is Reason.PAST


def test_minimum_notice_binds_keys_and_marks_slots_for_members() -> None:
    service = replace(HOUR, min_notice=minutes(120))
    keys = asked(service, now=local("08:00"))
    members = asked(service, now=local("08:00"), keeps_notice=False)

    slots = find_slots(members, [MORNING], first_on=MONDAY, last_on=MONDAY)

    assert starts(MORNING, keys) == ["10:00", "11:00"]
    assert reason(MORNING, local("09:00"), keys) is Reason.NOTICE
    assert reason(MORNING, local("09:00"), members) is None
    assert [slot.short_notice for slot in slots] == [True, False, False]


def test_nothing_is_marked_for_keys() -> None:
    keys = asked(replace(HOUR, min_notice=minutes(120)), now=local("08:00"))

    slots = find_slots(keys, [MORNING], first_on=MONDAY, last_on=MONDAY)

    assert [slot.short_notice for slot in slots] == [False, False]


@pytest.mark.parametrize(("days", "bookable"), [(0, 1), (1, 2), (3, 4)])
def test_the_booking_window_is_today_and_so_many_days(days: int, bookable: int) -> None:
    daily = ana(*(weekly("09:00-10:00", weekday=day) for day in range(7)))
    service = replace(HOUR, booking_window_days=days)
    # A quarter past midnight in Madrid; in UTC it is Sunday still.
    now = local("00:15")
    until = MONDAY + timedelta(days=9)

    for_keys = find_slots(asked(service, now=now), [daily], first_on=MONDAY, last_on=until)
    for_members = find_slots(
        asked(service, now=now, keeps_notice=False), [daily], first_on=MONDAY, last_on=until
    )

    assert len(for_keys) == bookable
    assert [slot.short_notice for slot in for_members] == [False] * bookable + [True] * (
        10 - bookable
    )
    beyond = local("09:00", on=MONDAY + timedelta(days=days + 1))
    assert reason(daily, beyond, asked(service, now=now)) is Reason.WINDOW


@pytest.mark.parametrize("keeps_notice", [True, False])
def test_the_dates_of_a_service_are_both_included_and_bind_everybody(*, keeps_notice: bool) -> None:
    nights = ana(*(weekly("23:00-01:00", weekday=day) for day in range(7)))
    service = replace(HOUR, available_from=MONDAY, available_to=TUESDAY)
    query = asked(service, now=QUERY.now, keeps_notice=keeps_notice)
    around = MONDAY - timedelta(days=2), MONDAY + timedelta(days=4)

    slots = find_slots(query, [nights], first_on=around[0], last_on=around[1])

    assert [slot.starts_at for slot in slots] == [
        local("00:00"),
        local("23:00"),
        local("00:00", on=TUESDAY),
        local("23:00", on=TUESDAY),
    ]
    assert reason(nights, local("23:00") - timedelta(days=1), query) is Reason.DATES
    assert reason(nights, local("00:00", on=TUESDAY) + timedelta(days=1), query) is Reason.DATES


@pytest.mark.parametrize(
    ("provider", "query", "why"),
    [
        (replace(MORNING, archived=True), QUERY, Reason.ARCHIVED),
        (MORNING, replace(QUERY, service=replace(HOUR, archived=True)), Reason.ARCHIVED),
        (replace(MORNING, does_service=False), QUERY, Reason.NOT_ASSIGNED),
        (ProviderTime("ana", "Ana"), QUERY, Reason.OUTSIDE_HOURS),
    ],
)
def test_who_is_archived_or_not_assigned_or_never_here_offers_nothing(
    provider: ProviderTime, query: SlotQuery, why: Reason
) -> None:
    assert starts(provider, query) == []
    assert reason(provider, local("09:00"), query) is why


@pytest.mark.parametrize(
    ("start", "why"),
    [
        ("08:00", Reason.OUTSIDE_HOURS),
        ("09:00", None),
        ("09:01", Reason.OFF_GRID),
        ("09:30", None),
        ("10:00", Reason.BREAK),
        ("10:10", Reason.OFF_GRID),
        ("10:30", Reason.TIME_OFF),
        ("11:00", Reason.BOOKED),
        ("11:30", Reason.BUSY),
        ("11:45", Reason.OUTSIDE_HOURS),
        ("12:00", Reason.OUTSIDE_HOURS),
    ],
)
def test_explain_gives_the_reason_for_any_time(start: str, why: Reason | None) -> None:
    provider = replace(
        ana(weekly("09:00-12:00", breaks=["10:00-10:30"])),
        time_off=(block("10:30-11:00"),),
        holds=(block("11:00-11:30"),),
        busy=(block("11:30-12:00"),),
    )

    assert reason(provider, local(start), replace(QUERY, service=HALF_HOUR)) is why


def test_a_start_between_two_seconds_is_off_the_grid() -> None:
    assert reason(MORNING, local("09:00") + timedelta(microseconds=1)) is Reason.OFF_GRID
    assert reason(MORNING, local("09:00") + timedelta(seconds=1)) is Reason.OFF_GRID


def test_explain_names_every_provider_in_the_order_given() -> None:
    eva = replace(MORNING, id="eva", name="Eva", holds=(block("09:00-10:00"),))

    verdicts = explain(QUERY, [eva, MORNING], starts_at=local("09:00"))

    assert [(each.provider_id, each.name, each.free, each.reason) for each in verdicts] == [
        ("eva", "Eva", False, Reason.BOOKED),
        ("ana", "Ana", True, None),
    ]


@pytest.mark.parametrize("year", [1, 9999])
def test_a_time_beyond_all_calendars_is_explained_too(year: int) -> None:
    assert reason(MORNING, datetime(year, 7, 1, tzinfo=UTC)) in {
        Reason.PAST,
        Reason.OUTSIDE_HOURS,
    }


def test_an_instant_is_the_same_in_whatever_zone_it_is_written() -> None:
    assert reason(MORNING, utc("08:00")) is None
    assert reason(MORNING, local("09:00")) is None


def test_the_nearest_slots_come_closest_first_and_of_two_the_earlier() -> None:
    slots = find_slots(QUERY, [ana("09:00-17:00")], first_on=MONDAY, last_on=MONDAY)

    assert [slot.starts_at for slot in nearest(slots, local("11:00"))] == [
        local("11:00"),
        local("10:00"),
        local("12:00"),
    ]
    assert [slot.starts_at for slot in nearest(slots, local("10:45"), 2)] == [
        local("11:00"),
        local("10:00"),
    ]
    assert nearest([], local("11:00")) == []


def test_a_month_is_as_many_days() -> None:
    daily = ana(*(weekly("09:00-10:00", weekday=day) for day in range(7)))

    slots = find_slots(QUERY, [daily], first_on=date(2026, 3, 1), last_on=date(2026, 3, 31))

    assert len(slots) == 31

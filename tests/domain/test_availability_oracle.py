"""Slots against a computation that looks at every minute by itself."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings_app.domain.availability import (
    Closure,
    DateOverride,
    ProviderTime,
    ServiceTerms,
    SlotQuery,
    WallSpan,
    WeeklyWindow,
    explain,
    find_slots,
    grid_starts,
)
from bookings_app.domain.interval import Interval
from tests.domain import oracle

HERE, THERE = "here", "there"
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)

# Where clocks change at midnight, by half an hour, by two, backwards in summer, across a
# date that never was (Apia), or at one minute past midnight (St. John's, 2006).
ZONES = [
    ("Africa/Cairo", 2026),
    ("Africa/Casablanca", 2026),
    ("America/Asuncion", 2024),
    ("America/Havana", 2026),
    ("America/New_York", 2026),
    ("America/Nuuk", 2026),
    ("America/Santiago", 2026),
    ("America/Sao_Paulo", 2018),
    ("America/Scoresbysund", 2023),
    ("America/St_Johns", 2006),
    ("America/St_Johns", 2026),
    ("Antarctica/Troll", 2026),
    ("Asia/Beirut", 2026),
    ("Asia/Gaza", 2026),
    ("Asia/Jerusalem", 2026),
    ("Asia/Kathmandu", 2026),
    ("Asia/Tehran", 2022),
    ("Atlantic/Azores", 2026),
    ("Australia/Adelaide", 2026),
    ("Australia/Lord_Howe", 2026),
    ("Europe/Dublin", 2026),
    ("Europe/Lisbon", 2026),
    ("Europe/London", 2026),
    ("Europe/Madrid", 2026),
    ("Pacific/Apia", 2011),
    ("Pacific/Auckland", 2026),
    ("Pacific/Chatham", 2026),
    ("Pacific/Easter", 2026),
]


def days_with_changes(zone: str, year: int) -> list[date]:
    """The dates of that year on which the zone's offset changes; one date if on none."""
    noons = [datetime(year, 1, 2, 12, tzinfo=UTC) + DAY * count for count in range(362)]
    offsets = [noon.astimezone(ZoneInfo(zone)).utcoffset() for noon in noons]
    changes = [
        noon.date()
        for noon, before, after in zip(noons[1:], offsets, offsets[1:], strict=False)
        if before != after
    ]
    return changes or [date(year, 6, 15)]


CHANGES = [(zone, on) for zone, year in ZONES for on in days_with_changes(zone, year)]

wall_minutes = st.one_of(
    st.sampled_from([0, 30, 60, 120, 180, 540, 780, 1020, 1320, 1380, 1410]),
    st.integers(0, 1439),
)
lengths = st.one_of(st.sampled_from([30, 60, 240, 480, 1440]), st.integers(1, 1439))


@st.composite
def wall_spans(draw: st.DrawFn) -> WallSpan:
    start, length = draw(wall_minutes), draw(lengths)
    end = start + length
    if end > 1440:
        end -= 1440
    return WallSpan(start, 1440 if end == start else end)


@st.composite
def windows(draw: st.DrawFn, *, weekdays: st.SearchStrategy[int]) -> WeeklyWindow:
    return WeeklyWindow(
        location_id=draw(st.sampled_from([HERE, HERE, HERE, THERE])),
        weekday=draw(weekdays),
        span=draw(wall_spans()),
        breaks=tuple(draw(st.lists(wall_spans(), max_size=2))),
    )


ROUND_THE_CLOCK = tuple(WeeklyWindow(HERE, weekday, WallSpan(0, 1440)) for weekday in range(7))


def intervals_near(midnight: datetime, *, most: int) -> st.SearchStrategy[tuple[Interval, ...]]:
    def interval(start: int, length: int) -> Interval:
        return Interval(midnight + MINUTE * start, midnight + MINUTE * (start + length))

    starts = st.integers(-2880, 4320)
    some = st.builds(interval, starts, st.one_of(st.integers(0, 90), st.integers(0, 1440)))
    return st.lists(some, max_size=most).map(tuple)


@st.composite
def provider_times(draw: st.DrawFn, name: str, on: date) -> ProviderTime:
    near = [(on + DAY * shift) for shift in (-2, -1, 0, 1, 2)]
    weekdays = st.sampled_from([day.weekday() for day in near])
    midnight = datetime.combine(on, datetime.min.time(), UTC)
    some = st.lists(windows(weekdays=weekdays), min_size=1, max_size=6).map(tuple)
    overrides = st.builds(
        DateOverride,
        on=st.sampled_from(near),
        location_id=st.sampled_from([None, HERE, THERE]),
        windows=st.lists(wall_spans(), max_size=2).map(tuple),
    )
    return ProviderTime(
        id=name,
        name=name.title(),
        does_service=draw(st.integers(0, 9)) > 0,
        weekly=draw(st.one_of(some, some, some, st.just(ROUND_THE_CLOCK))),
        overrides=draw(st.lists(overrides, max_size=2).map(tuple)),
        time_off=draw(intervals_near(midnight, most=2)),
        holds=draw(intervals_near(midnight, most=3)),
        busy=draw(intervals_near(midnight, most=2)),
    )


@st.composite
def service_terms(draw: st.DrawFn, on: date) -> ServiceTerms:
    def whole(*likely: int, most: int) -> timedelta:
        return MINUTE * draw(st.one_of(st.sampled_from(likely), st.integers(likely[0], most)))

    dates = st.one_of(st.none(), st.none(), st.sampled_from([on - DAY, on, on + DAY]))
    return ServiceTerms(
        id="service",
        duration=whole(1, 30, 60, 45, most=1440),
        buffer_before=whole(0, 10, most=120),
        buffer_after=whole(0, 15, most=120),
        slot_step=draw(st.none() | st.sampled_from([5, 7, 15, 30, 50, 1440]).map(MINUTE.__mul__)),
        min_notice=whole(0, 60, most=2000),
        booking_window_days=draw(st.one_of(st.none(), st.integers(0, 3))),
        available_from=draw(dates),
        available_to=draw(dates),
    )


@st.composite
def questions(draw: st.DrawFn) -> tuple[SlotQuery, list[ProviderTime], list[date]]:
    zone, change = draw(st.sampled_from(CHANGES))
    on = change + DAY * draw(st.sampled_from([0, 0, -1, -2, 1]))
    midnight = datetime.combine(on, datetime.min.time(), UTC)
    closures = st.builds(
        lambda location, first, length: Closure(location, on + first * DAY, on + length * DAY),
        st.sampled_from([None, HERE, THERE]),
        st.integers(-2, 1),
        st.integers(-1, 2),
    )
    query = SlotQuery(
        service=draw(service_terms(on)),
        location_id=HERE,
        zone=ZoneInfo(zone),
        closures=tuple(draw(st.lists(closures, max_size=1))),
        now=midnight + timedelta(seconds=draw(st.sampled_from([-200_000, 0, 28_801, 36_000]))),
        keeps_notice=draw(st.booleans()),
    )
    names = ["ana", "ben"][: draw(st.integers(1, 2))]
    providers = [draw(provider_times(name, on)) for name in names]
    return query, providers, [on, on + DAY][: draw(st.integers(1, 2))]


budget = settings(
    max_examples=150,
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@budget
@given(questions())
def test_the_slots_are_those_found_minute_by_minute(
    asked: tuple[SlotQuery, list[ProviderTime], list[date]],
) -> None:
    query, providers, days = asked

    slots = find_slots(query, providers, first_on=days[0], last_on=days[-1])

    found = [(slot.starts_at, slot.short_notice, slot.provider_ids) for slot in slots]
    assert found == oracle.offers(query, providers, days)
    assert all(slot.ends_at - slot.starts_at == query.service.duration for slot in slots)


@budget
@given(questions(), st.lists(st.integers(-60, 1500), min_size=3, max_size=3))
def test_a_time_is_free_exactly_when_it_is_offered_and_refused_for_a_reason(
    asked: tuple[SlotQuery, list[ProviderTime], list[date]], elsewhere: list[int]
) -> None:
    query, providers, days = asked
    grids = {each.id: oracle.grid(query, each, days) for each in providers}
    for each in providers:
        assert grid_starts(query, each, first_on=days[0], last_on=days[-1]) == grids[each.id]
    around = [days[0] - DAY, *days, days[-1] + DAY]
    offered = {
        (provider_id, start)
        for start, _, provider_ids in oracle.offers(query, providers, around)
        for provider_id in provider_ids
    }
    midnight = datetime.combine(days[0], datetime.min.time(), UTC)

    for start in sample(
        [*(start for grid in grids.values() for start in grid)],
        [midnight + MINUTE * minute for minute in elsewhere],
        [start for _, start in offered],
    ):
        for verdict in explain(query, providers, starts_at=start):
            assert verdict.free == ((verdict.provider_id, start) in offered), start
            assert verdict.free == (verdict.reason is None)


def sample(*groups: list[datetime]) -> Iterator[datetime]:
    """At most some ten of each group, spread over it."""
    for group in groups:
        yield from sorted(group)[:: max(1, len(group) // 10)]


@pytest.mark.parametrize(("zone", "on"), CHANGES)
def test_days_asked_for_together_offer_what_each_offers_alone(zone: str, on: date) -> None:
    service = ServiceTerms(
        id="service",
        duration=MINUTE * 50,
        buffer_before=0 * MINUTE,
        buffer_after=0 * MINUTE,
        slot_step=None,
        min_notice=0 * MINUTE,
        booking_window_days=None,
        available_from=None,
        available_to=None,
    )
    now = datetime.combine(on - 20 * DAY, datetime.min.time(), UTC)
    query = SlotQuery(service, HERE, ZoneInfo(zone), (), now, keeps_notice=True)
    provider = ProviderTime("ana", "Ana", weekly=ROUND_THE_CLOCK)
    first_on, last_on = on - 2 * DAY, on + 2 * DAY

    together = find_slots(query, [provider], first_on=first_on, last_on=last_on)
    one_by_one = [
        slot
        for count in range(5)
        for day in [first_on + count * DAY]
        for slot in find_slots(query, [provider], first_on=day, last_on=day)
    ]

    assert together == sorted(one_by_one, key=lambda slot: slot.starts_at)
    assert len({slot.starts_at for slot in together}) == len(together)

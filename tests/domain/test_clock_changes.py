"""Slots on the nights when clocks change, written down from the zones' own rules."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings_app.domain.availability import find_slots
from bookings_app.domain.local_time import LocalClock
from tests.domain.cases import HALF_HOUR, HOUR, MADRID, QUERY, ana, minutes, weekly

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def shown(
    *hours: str, on: date, zone: ZoneInfo = MADRID, step: int | None = None, to: date | None = None
) -> list[str]:
    """The slots of someone who works these hours every day, with their offsets."""
    provider = ana(*(weekly(each, weekday=day) for each in hours for day in range(7)))
    service = replace(HOUR if step != 30 else HALF_HOUR, slot_step=minutes(step) if step else None)
    now = datetime(on.year, on.month, on.day, tzinfo=UTC) - timedelta(days=30)
    query = replace(QUERY, service=service, zone=zone, now=now)
    slots = find_slots(query, [provider], first_on=on, last_on=to or on)
    return [
        slot.starts_at.astimezone(zone).isoformat()[11:16] + offset_of(slot.starts_at, zone)
        for slot in slots
    ]


def offset_of(instant: datetime, zone: ZoneInfo) -> str:
    """`+02:00` as `+2`, `+10:30` as `+10:30`."""
    text = instant.astimezone(zone).isoformat()[-6:]
    return f"{text[0]}{int(text[1:3])}" + (text[3:] if text[4:] != "00" else "")


@pytest.mark.parametrize(
    ("hours", "on", "slots"),
    [
        # 02:00 becomes 03:00: the hour between is no slot, and time elapses as ever.
        ("00:00-05:00", SPRING, ["00:00+1", "01:00+1", "03:00+2", "04:00+2"]),
        ("00:30-05:00", SPRING, ["00:30+1", "01:30+1", "03:30+2"]),
        # Both edges in the gap, read with the offset from before it.
        ("02:00-05:00", SPRING, ["03:00+2", "04:00+2"]),
        ("02:30-05:00", SPRING, ["03:30+2"]),
        ("01:00-02:30", SPRING, ["01:00+1"]),
        ("02:00-03:00", SPRING, []),
        ("02:30-03:15", SPRING, []),
        # 03:00 becomes 02:00: the hour that happens twice is two slots.
        ("00:00-05:00", AUTUMN, ["00:00+2", "01:00+2", "02:00+2", "02:00+1", "03:00+1", "04:00+1"]),
        ("01:30-04:00", AUTUMN, ["01:30+2", "02:30+2", "02:30+1"]),
        # An edge in the repeated hour is its first time.
        ("02:00-04:00", AUTUMN, ["02:00+2", "02:00+1", "03:00+1"]),
        ("02:30-04:00", AUTUMN, ["02:30+2", "02:30+1"]),
        ("01:00-02:30", AUTUMN, ["01:00+2"]),
        ("01:00-03:00", AUTUMN, ["01:00+2", "02:00+2", "02:00+1"]),
        ("09:00-11:00", SPRING, ["09:00+2", "10:00+2"]),
        ("09:00-11:00", AUTUMN, ["09:00+1", "10:00+1"]),
    ],
)
def test_the_two_nights_in_madrid(hours: str, on: date, slots: list[str]) -> None:
    assert shown(hours, on=on) == slots


@pytest.mark.parametrize(
    ("on", "slots"),
    [
        (SPRING, ["00:00+1", "01:00+1", "03:00+2", "04:00+2", "05:00+2", "22:00+2", "23:00+2"]),
        (
            AUTUMN,
            [
                *("00:00+2", "01:00+2", "02:00+2", "02:00+1", "03:00+1"),
                *("04:00+1", "05:00+1", "22:00+1", "23:00+1"),
            ],
        ),
    ],
)
def test_a_night_shift_is_an_hour_shorter_or_longer(on: date, slots: list[str]) -> None:
    assert shown("22:00-06:00", on=on) == slots


def test_a_break_in_the_repeated_hour_ends_at_its_first_time() -> None:
    provider = ana(weekly("01:00-04:00", weekday=6, breaks=["02:00-02:30"]))
    query = replace(QUERY, service=HALF_HOUR)

    slots = find_slots(query, [provider], first_on=AUTUMN, last_on=AUTUMN)

    # From 01:00 it is 23:00 UTC; half an hour from 00:00 UTC on is taken out.
    assert [slot.starts_at.strftime("%H:%M") for slot in slots] == [
        *("23:00", "23:30"),
        *("00:30", "01:00", "01:30", "02:00", "02:30"),
    ]


@pytest.mark.parametrize(
    ("zone", "hours", "on", "slots"),
    [
        # Half an hour forward at 02:00, and back at 02:00.
        (
            "Australia/Lord_Howe",
            "01:00-04:00",
            date(2026, 10, 4),
            ["01:00+10:30", "02:30+11"],
        ),
        (
            "Australia/Lord_Howe",
            "01:00-04:00",
            date(2026, 4, 5),
            ["01:00+11", "01:30+10:30", "02:30+10:30"],
        ),
        # Midnight does not exist: 00:00 becomes 01:00.
        ("America/Santiago", "00:00-03:00", date(2026, 9, 6), ["01:00-3", "02:00-3"]),
        ("Asia/Beirut", "00:00-03:00", SPRING, ["01:00+3", "02:00+3"]),
        ("Africa/Cairo", "00:00-03:00", date(2026, 4, 24), ["01:00+3", "02:00+3"]),
        ("America/Asuncion", "00:00-03:00", date(2023, 10, 1), ["01:00-3", "02:00-3"]),
        # 24:00 becomes 23:00: the last hour of the evening happens twice.
        (
            "America/Santiago",
            "22:00-24:00",
            date(2026, 4, 4),
            ["22:00-3", "23:00-3", "23:00-4"],
        ),
        # 01:00 becomes 00:00: the first hour happens twice.
        (
            "America/Havana",
            "00:00-02:00",
            date(2026, 11, 1),
            ["00:00-4", "00:00-5", "01:00-5"],
        ),
        # Two hours at once.
        ("Antarctica/Troll", "00:00-05:00", SPRING, ["00:00+0", "03:00+2", "04:00+2"]),
        # 30 December 2011 was never a date in Samoa.
        ("Pacific/Apia", "09:00-11:00", date(2011, 12, 29), ["09:00-10", "10:00-10"]),
        ("Pacific/Apia", "09:00-11:00", date(2011, 12, 30), []),
        ("Pacific/Apia", "09:00-11:00", date(2011, 12, 31), ["09:00+14", "10:00+14"]),
    ],
)
def test_other_clocks(zone: str, hours: str, on: date, slots: list[str]) -> None:
    assert shown(hours, on=on, zone=ZoneInfo(zone)) == slots


def test_hours_touch_across_a_midnight_that_does_not_exist() -> None:
    santiago = ZoneInfo("America/Santiago")

    slots = shown("22:30-24:00", "00:00-03:00", on=date(2026, 9, 5), zone=santiago)
    after = shown("22:30-24:00", "00:00-03:00", on=date(2026, 9, 6), zone=santiago)

    assert slots == ["00:30-4", "01:30-4", "22:30-4", "23:30-4"]
    assert after == ["01:30-3", "22:30-3", "23:30-3"]


def test_round_the_clock_each_date_has_all_its_hours() -> None:
    for on, hours in ((SPRING, 23), (AUTUMN, 25), (date(2026, 6, 1), 24)):
        assert len(shown("00:00-24:00", on=on)) == hours


@pytest.mark.parametrize(
    ("zone", "first_on", "hours"),
    [
        ("Europe/Madrid", SPRING, [23]),
        ("Europe/Madrid", AUTUMN, [25]),
        ("Africa/Cairo", date(2026, 4, 24), [23]),
        ("America/Santiago", date(2026, 4, 4), [25]),
        ("Pacific/Apia", date(2011, 12, 30), []),
        ("Australia/Lord_Howe", date(2026, 4, 5), [24.5]),
    ],
)
def test_a_date_is_as_long_as_its_clock_makes_it(
    zone: str, first_on: date, hours: list[float]
) -> None:
    spans = LocalClock(ZoneInfo(zone)).dates(first_on, first_on)

    assert [(end - start) / 3600 for start, end in spans] == hours


def test_a_clock_put_back_across_midnight_makes_a_date_of_two_pieces() -> None:
    # In St. John's at 00:01 of 29 October 2006 it was 23:01 of the 28th again.
    spans = LocalClock(ZoneInfo("America/St_Johns")).dates(date(2006, 10, 29), date(2006, 10, 29))

    assert [end - start for start, end in spans] == [60, 24 * 3600]

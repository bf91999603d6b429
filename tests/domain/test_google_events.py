"""What an event in Google is called, and what other people's events say of time."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from bookings_app.domain.google_events import (
    WantedEvent,
    booking_of,
    busy_time,
    event_id,
    time_of,
)
from bookings_app.domain.interval import Interval

MADRID = ZoneInfo("Europe/Madrid")
NINE = datetime(2026, 3, 9, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
WANTED = WantedEvent(
    booking_id="b3a0c8f0-4d6b-4a53-9c3e-9a1c4b1f5d10",
    title="Haircut - Ana Ruiz",
    place="Old Town",
    note="BK-7K2MQX",
    time=Interval(NINE, NINE + HOUR),
    time_zone="Europe/Madrid",
)


def timed(start: str, end: str, **more: Any) -> dict[str, Any]:
    return {"status": "confirmed", "start": {"dateTime": start}, "end": {"dateTime": end}, **more}


def whole(start: str, end: str) -> dict[str, Any]:
    return {"status": "confirmed", "start": {"date": start}, "end": {"date": end}}


def test_an_id_is_one_that_google_takes_and_leads_back_to_its_booking() -> None:
    for generation in (0, 1, 12):
        booking_id = str(uuid4())
        made = event_id(booking_id, generation)

        assert set(made) <= set("0123456789abcdefghijklmnopqrstuv")
        assert booking_of(made) == (booking_id, generation)


@pytest.mark.parametrize(
    "told",
    [
        "",
        "bk",
        "6qrj8c9k6cq3gb9k",
        event_id(WANTED.booking_id, 0) + "_20260309T090000Z",
        event_id(WANTED.booking_id, 0) + "g0",
        event_id(WANTED.booking_id, 0).upper(),
        "bk" + "v" * 26,
    ],
)
def test_any_other_id_is_somebody_elses(told: str) -> None:
    assert booking_of(told) is None


def test_whatever_is_shown_makes_another_version() -> None:
    later = Interval(NINE + HOUR, NINE + 2 * HOUR)
    others = [
        WantedEvent(WANTED.booking_id, "Shave - Ana", "Old Town", "BK-7K2MQX", WANTED.time, "UTC"),
        WantedEvent(WANTED.booking_id, WANTED.title, "", "BK-7K2MQX", WANTED.time, "Europe/Madrid"),
        WantedEvent(WANTED.booking_id, WANTED.title, "Old Town", "", later, "Europe/Madrid"),
    ]

    assert len({WANTED.version, *(each.version for each in others)}) == 4


def test_a_change_without_times_leaves_them_and_one_with_times_makes_no_whole_day() -> None:
    assert "start" not in WANTED.changes(with_times=False)
    assert WANTED.changes(with_times=True)["start"] == {
        "dateTime": "2026-03-09T09:00:00Z",
        "timeZone": "Europe/Madrid",
        "date": None,
    }
    assert "date" not in WANTED.body()["start"]


def test_a_time_has_its_offset_and_a_day_its_calendars_zone() -> None:
    assert time_of(timed("2026-03-09T10:00:00+01:00", "2026-03-09T10:00:00Z"), zone=MADRID) == (
        Interval(NINE, NINE + HOUR)
    )
    assert time_of(whole("2026-10-25", "2026-10-26"), zone=MADRID) == Interval(
        datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)
    )


def test_a_day_whose_midnight_is_skipped_begins_when_it_does() -> None:
    beirut = ZoneInfo("Asia/Beirut")
    time = time_of(whole("2026-03-29", "2026-03-30"), zone=beirut)

    assert time is not None
    assert time.duration == timedelta(hours=23)


@pytest.mark.parametrize(
    "event",
    [
        {"status": "confirmed"},
        timed("", ""),
        timed("soon", "later"),
        timed("2026-03-09T10:00:00", "2026-03-09T11:00:00"),
        timed("2026-03-09T11:00:00Z", "2026-03-09T10:00:00Z"),
        timed("9999-12-31T22:00:00-05:00", "9999-12-31T23:00:00-05:00"),
    ],
)
def test_what_cannot_be_understood_is_at_no_time(event: dict[str, Any]) -> None:
    assert time_of(event, zone=MADRID) is None
    assert busy_time(event, zone=MADRID) is None


def test_a_day_before_all_clocks_is_at_no_time() -> None:
    assert time_of(whole("0001-01-01", "0001-01-02"), zone=ZoneInfo("Asia/Tokyo")) is None


@pytest.mark.parametrize(
    "more",
    [
        {"status": "cancelled"},
        {"transparency": "transparent"},
        {"eventType": "workingLocation"},
        {"attendees": [{"self": True, "responseStatus": "declined"}]},
    ],
)
def test_these_keep_nobody_busy(more: dict[str, Any]) -> None:
    event = {**timed("2026-03-09T09:00:00Z", "2026-03-09T10:00:00Z"), **more}

    assert busy_time(event, zone=MADRID) is None


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"status": "tentative"},
        {"eventType": "outOfOffice"},
        {"attendees": [{"self": True, "responseStatus": "needsAction"}]},
        {"attendees": [{"email": "eva@example.com", "responseStatus": "declined"}]},
    ],
)
def test_these_do(more: dict[str, Any]) -> None:
    event = {**timed("2026-03-09T09:00:00Z", "2026-03-09T10:00:00Z"), **more}

    assert busy_time(event, zone=MADRID) == Interval(NINE, NINE + HOUR)

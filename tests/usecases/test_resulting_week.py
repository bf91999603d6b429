"""What hours come to in one week, also before they are saved."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bookings_app.domain.errors import Forbidden, Invalid, NotFound
from bookings_app.domain.schedule import HoursWindow, NewClosure, NewTimeOff
from bookings_app.domain.slots import Reason
from bookings_app.usecases import archiving, closures, schedules
from bookings_app.usecases.availability import SlotQuestion, find_slots
from bookings_app.usecases.resulting_week import resulting_week
from bookings_app.usecases.schedule_views import WeekAtLocation, WeekPart
from tests.factories import (
    ADMIN,
    MANAGER,
    NOON,
    api_key,
    given_location,
    given_provider,
    given_team,
    provider_actor,
)

pytestmark = pytest.mark.usefixtures("database")

MONDAY = date(2026, 3, 9)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NINE, FIVE = 540, 1_020


def in_minutes(week: WeekAtLocation) -> list[list[tuple[int, int, str]]]:
    """The parts of each day: from, to, and what takes them out."""
    return [
        [(part.start_minute, part.end_minute, part.reason or "") for part in day.parts]
        for day in week.days
    ]


def test_a_week_after_breaks_overrides_closures_and_time_off() -> None:
    here = given_location()
    ben = given_provider(location_id=here, breaks=[(720, 780)])
    schedules.set_override(ben, MONDAY + DAY, [(600, 660)], by=ADMIN, now=NOON)
    closures.add_closure(NewClosure(MONDAY + 2 * DAY, MONDAY + 2 * DAY), by=ADMIN, now=NOON)
    thursday_at_ten = datetime(2026, 3, 12, 9, tzinfo=UTC)
    away = NewTimeOff(thursday_at_ten, thursday_at_ten + 24 * HOUR)
    schedules.add_time_off(ben, away, by=ADMIN, now=NOON)

    (week,) = resulting_week(ben, MONDAY, seen_by=MANAGER)

    assert (week.location_id, week.location_name, week.time_zone) == (
        here,
        "Old Town",
        "Europe/Madrid",
    )
    assert [day.on for day in week.days] == [MONDAY + number * DAY for number in range(7)]
    assert [day.differs for day in week.days] == [False, True, *[False] * 5]
    assert in_minutes(week) == [
        [(NINE, 720, ""), (720, 780, "break"), (780, FIVE, "")],
        [(600, 660, "")],
        [(NINE, FIVE, "closed")],
        [(NINE, 600, ""), (600, 720, "time_off"), (720, 780, "break"), (780, FIVE, "time_off")],
        [(NINE, 600, "time_off"), (600, 720, ""), (720, 780, "break"), (780, FIVE, "")],
        [],
        [],
    ]


def test_a_draft_counts_instead_of_what_is_stored_and_nothing_is_saved() -> None:
    old, new = given_location(name="Old Town"), given_location(name="Market")
    ben = given_provider(location_id=old)
    draft = [HoursWindow(new, 6, 1_320, 120)]

    (week,) = resulting_week(ben, MONDAY, draft=draft, seen_by=provider_actor(ben))

    assert week.location_name == "Market"
    assert in_minutes(week)[5:] == [[], [(1_320, 1_440, "")]]
    assert resulting_week(ben, MONDAY, draft=[], seen_by=ADMIN) == []
    assert [each.location_id for each in resulting_week(ben, MONDAY, seen_by=ADMIN)] == [old]


def test_a_night_shift_of_the_day_before_reaches_in() -> None:
    here = given_location()
    ben = given_provider()
    sunday = MONDAY - DAY
    schedules.set_override(ben, sunday, [(1_320, 120)], location_id=here, by=ADMIN, now=NOON)

    (week,) = resulting_week(ben, MONDAY, seen_by=ADMIN)

    assert in_minutes(week)[0] == [(0, 120, "")]


def test_the_night_that_is_an_hour_shorter_is_shown_in_instants_too() -> None:
    ben = given_provider(location_id=given_location(), weekdays=[6], hours=(60, 240))

    (week,) = resulting_week(ben, date(2026, 3, 23), seen_by=ADMIN)

    (part,) = week.days[6].parts
    assert part == WeekPart(
        starts_at=datetime(2026, 3, 29, 0, tzinfo=UTC),
        ends_at=datetime(2026, 3, 29, 2, tzinfo=UTC),
        start_minute=60,
        end_minute=240,
        reason=None,
    )


def test_what_is_worked_is_what_slots_are_cut_from() -> None:
    team = given_team(duration_minutes=1)
    away = NewTimeOff(NOON + 7 * DAY, NOON + 7 * DAY + HOUR)
    schedules.add_time_off(team.provider_id, away, by=ADMIN, now=NOON)
    question = SlotQuestion(team.service_id, team.location_id, MONDAY, MONDAY + 6 * DAY)

    (week,) = resulting_week(team.provider_id, MONDAY, seen_by=ADMIN)

    offered = [slot.starts_at for slot in find_slots(question, by=ADMIN, now=NOON).slots]
    worked = [part for day in week.days for part in day.parts if part.reason is None]
    assert offered == [
        part.starts_at + timedelta(minutes=minute)
        for part in worked
        for minute in range((part.ends_at - part.starts_at) // timedelta(minutes=1))
    ]
    assert [part.reason for part in week.days[0].parts] == [None, Reason.TIME_OFF, None]


def test_every_wrong_field_of_a_draft_is_named() -> None:
    ben = given_provider()
    draft = [HoursWindow("nowhere", 7, 540, 540)]

    with pytest.raises(Invalid) as refused:
        resulting_week(ben, MONDAY, draft=draft, seen_by=ADMIN)
    assert {field for field, _ in refused.value.errors} == {"0.location_id", "0.weekday", "0.end"}

    with pytest.raises(Invalid) as refused:
        resulting_week(ben, date(1901, 1, 1), seen_by=ADMIN)
    assert [field for field, _ in refused.value.errors] == ["first_on"]


def test_an_archived_location_is_left_out() -> None:
    here = given_location()
    ben = given_provider(location_id=here)
    archiving.archive_location(here, by=ADMIN, now=NOON)

    assert resulting_week(ben, MONDAY, seen_by=ADMIN) == []


def test_it_is_theirs_and_that_of_those_who_set_up() -> None:
    ben = given_provider()
    for actor in (provider_actor("other"), api_key("bookings:write")):
        with pytest.raises(Forbidden):
            resulting_week(ben, MONDAY, seen_by=actor)
    with pytest.raises(NotFound):
        resulting_week("unknown", MONDAY, seen_by=ADMIN)

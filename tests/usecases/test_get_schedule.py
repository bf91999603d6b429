"""Looking at a provider's hours, and at what differs from them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bookings_app.domain.access import Actor
from bookings_app.domain.errors import Forbidden, NotFound
from bookings_app.domain.schedule import HoursWindow, NewTimeOff
from bookings_app.usecases import archiving, schedules
from bookings_app.usecases.schedule_views import OverrideView, Schedule, TimeOffView
from tests.factories import (
    ADMIN,
    MANAGER,
    NOON,
    ai_agent,
    api_key,
    given_location,
    given_provider,
    provider_actor,
)

pytestmark = pytest.mark.usefixtures("database")

HOUR = timedelta(hours=1)
MONDAY = date(2026, 3, 9)


def test_what_was_set_comes_in_the_shape_in_which_it_is_set() -> None:
    here = given_location()
    ben = given_provider()
    windows = [
        HoursWindow(here, 0, 540, 1_020, ((720, 780),)),
        HoursWindow(here, 4, 1_320, 120, ((30, 60),)),
    ]
    schedules.set_working_hours(ben, windows, by=ADMIN, now=NOON)
    schedules.set_override(ben, MONDAY, [(600, 660)], location_id=here, by=ADMIN, now=NOON)
    away = NewTimeOff(NOON, NOON + HOUR, " Dentist ")
    saved = schedules.add_time_off(ben, away, by=ADMIN, now=NOON)

    schedule = schedules.get_schedule(ben, seen_by=MANAGER)

    assert schedule == Schedule(
        provider_id=ben,
        weekly=tuple(windows),
        overrides=(OverrideView(MONDAY, here, ((600, 660),)),),
        time_off=(TimeOffView(saved.id, NOON, NOON + HOUR, "Dentist"),),
    )


def test_from_a_date_on_only_what_still_reaches_it_anywhere_on_earth() -> None:
    ben = given_provider()
    for on in (date(2026, 3, 8), MONDAY, date(2027, 1, 1)):
        schedules.set_override(ben, on, [], by=ADMIN, now=NOON)
    begins = datetime(2026, 3, 8, 10, tzinfo=UTC)  # midnight in Kiritimati
    for ends_at in (begins, begins + HOUR):
        schedules.add_time_off(ben, NewTimeOff(begins - HOUR, ends_at), by=ADMIN, now=NOON)

    schedule = schedules.get_schedule(ben, first_on=MONDAY, seen_by=ADMIN)

    assert [each.on for each in schedule.overrides] == [MONDAY, date(2027, 1, 1)]
    assert [each.ends_at for each in schedule.time_off] == [begins + HOUR]


def test_hours_at_an_archived_location_can_be_set_again_as_they_are() -> None:
    closed_down = given_location()
    ben = given_provider(location_id=closed_down, weekdays=[0])
    archiving.archive_location(closed_down, by=ADMIN, now=NOON)
    before = schedules.get_schedule(ben, seen_by=ADMIN)

    schedules.set_working_hours(ben, before.weekly, by=ADMIN, now=NOON)

    assert schedules.get_schedule(ben, seen_by=ADMIN) == before != ()


@pytest.mark.parametrize("actor", [ADMIN, MANAGER, api_key("setup:read"), api_key("setup:write")])
def test_those_who_set_up_see_everybodys(actor: Actor) -> None:
    assert schedules.get_schedule(given_provider(), seen_by=actor).weekly == ()


def test_providers_see_their_own_and_others_nobodys() -> None:
    ben = given_provider()

    schedules.get_schedule(ben, seen_by=provider_actor(ben))
    for actor in (provider_actor("other"), api_key("bookings:read"), ai_agent()):
        with pytest.raises(Forbidden):
            schedules.get_schedule(ben, seen_by=actor)


@pytest.mark.parametrize("provider_id", ["unknown", "a\x00b"])
def test_nobody_has_no_hours(provider_id: str) -> None:
    with pytest.raises(NotFound):
        schedules.get_schedule(provider_id, seen_by=ADMIN)

"""Setting weekly hours, dates that differ, time off and closures."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from bookings_app.db import schedules as rows
from bookings_app.db.unit_of_work import reading
from bookings_app.domain.access import Actor
from bookings_app.domain.errors import Forbidden, Invalid, NotFound, VersionConflict
from bookings_app.domain.schedule import HoursWindow, NewClosure, NewTimeOff
from bookings_app.usecases import catalog, closures, listing, schedules
from tests.factories import (
    ADMIN,
    MANAGER,
    NOON,
    api_key,
    given_location,
    given_provider,
    provider_actor,
)

pytestmark = pytest.mark.usefixtures("database")

NINE, NOON_MINUTE, FIVE, TEN_PM = 540, 720, 1020, 1320


def stored_hours(provider_id: str) -> list[tuple[int, int, int, list[list[int]]]]:
    """Weekday, start, end and breaks as they are stored."""
    with reading() as work:
        return [
            (row.weekday, row.start_minute, row.end_minute, row.breaks)
            for row in rows.weekly_hours(work, provider_id)
        ]


def fields(refused: pytest.ExceptionInfo[Invalid]) -> list[str]:
    """The fields that were refused."""
    return [field for field, _ in refused.value.errors]


def test_new_hours_replace_the_old_ones_at_all_locations() -> None:
    old, new = given_location(), given_location()
    provider_id = given_provider(location_id=old)

    window = HoursWindow(new, 2, NINE, FIVE, ((NOON_MINUTE, 780),))
    schedules.set_working_hours(provider_id, [window], by=ADMIN, now=NOON)

    assert stored_hours(provider_id) == [(2, NINE, FIVE, [[NOON_MINUTE, 780]])]
    assert [each.location_ids for each in catalog.list_providers()] == [(new,)]


def test_windows_that_touch_become_one() -> None:
    here = given_location()
    provider_id = given_provider()

    windows = [HoursWindow(here, 0, NOON_MINUTE, FIVE), HoursWindow(here, 0, NINE, NOON_MINUTE)]
    schedules.set_working_hours(provider_id, windows, by=ADMIN, now=NOON)

    assert stored_hours(provider_id) == [(0, NINE, FIVE, [])]


def test_a_night_shift_keeps_its_break_after_midnight() -> None:
    here = given_location()
    provider_id = given_provider()

    night = HoursWindow(here, 4, TEN_PM, 120, ((30, 60),))
    schedules.set_working_hours(provider_id, [night], by=ADMIN, now=NOON)

    assert stored_hours(provider_id) == [(4, TEN_PM, 120, [[30, 60]])]


def test_no_windows_are_no_hours() -> None:
    provider_id = given_provider(location_id=given_location())

    schedules.set_working_hours(provider_id, [], by=ADMIN, now=NOON)

    assert stored_hours(provider_id) == []


def test_every_wrong_window_is_named_and_the_old_hours_stay() -> None:
    here = given_location()
    provider_id = given_provider(location_id=here, weekdays=[0])
    windows = [
        HoursWindow("nowhere", 7, NINE, NINE),
        HoursWindow(here, 0, 1440, FIVE),
        HoursWindow(here, 0, NINE, 1441),
        HoursWindow(here, 0, NINE, FIVE, ((780, 780), (800, 790))),
    ]

    with pytest.raises(Invalid) as refused:
        schedules.set_working_hours(provider_id, windows, by=ADMIN, now=NOON)

    assert sorted(fields(refused)) == [
        "0.end",
        "0.location_id",
        "0.weekday",
        "1.start",
        "2.end",
        "3.breaks.0.end",
        "3.breaks.1.end",
    ]
    assert stored_hours(provider_id) == [(0, NINE, FIVE, [])]


def test_an_override_replaces_the_one_of_the_same_date_and_place() -> None:
    here = given_location()
    provider_id = given_provider(location_id=here)
    on = date(2026, 3, 9)

    for place in (None, here):
        for windows in ([(NINE, FIVE)], [(NINE, NOON_MINUTE)]):
            schedules.set_override(provider_id, on, windows, location_id=place, by=ADMIN, now=NOON)

    with reading() as work:
        stored = {row.location_id: row.windows for row in rows.date_overrides(work, provider_id)}
    assert stored == {None: [[NINE, NOON_MINUTE]], here: [[NINE, NOON_MINUTE]]}


def test_a_wrong_override_names_its_fields() -> None:
    provider_id = given_provider()

    with pytest.raises(Invalid) as refused:
        schedules.set_override(
            provider_id,
            date(1901, 12, 31),
            [(NINE, NINE), (-1, FIVE)],
            location_id="nowhere",
            by=ADMIN,
            now=NOON,
        )

    assert fields(refused) == ["date", "location_id", "windows.0.end", "windows.1.start"]


def test_time_off_and_closures_end_after_they_begin() -> None:
    provider_id = given_provider()

    with pytest.raises(Invalid) as refused:
        schedules.add_time_off(provider_id, NewTimeOff(NOON, NOON), by=ADMIN, now=NOON)
    assert fields(refused) == ["ends_at"]

    closure = NewClosure(date(2026, 3, 2), date(2026, 3, 1), location_id="nowhere")
    with pytest.raises(Invalid) as refused:
        closures.add_closure(closure, by=ADMIN, now=NOON)
    assert fields(refused) == ["to", "location_id"]


def _set_hours(provider_id: str, by: Actor) -> None:
    schedules.set_working_hours(provider_id, [], by=by, now=NOON)


def _set_override(provider_id: str, by: Actor) -> None:
    schedules.set_override(provider_id, date(2026, 3, 9), [], by=by, now=NOON)


def _add_time_off(provider_id: str, by: Actor) -> None:
    away = NewTimeOff(NOON, NOON + timedelta(hours=1))
    schedules.add_time_off(provider_id, away, by=by, now=NOON)


THEIR_TIME = pytest.mark.parametrize("verb", [_set_hours, _set_override, _add_time_off])


@THEIR_TIME
def test_providers_set_their_own_time_and_nobody_elses(
    verb: Callable[[str, Actor], None],
) -> None:
    own, other = given_provider(), given_provider()

    verb(own, provider_actor(own))
    with pytest.raises(Forbidden):
        verb(other, provider_actor(own))


@THEIR_TIME
def test_managers_and_keys_with_the_scope_set_anybodys_time(
    verb: Callable[[str, Actor], None],
) -> None:
    provider_id = given_provider()

    verb(provider_id, MANAGER)
    verb(provider_id, api_key("setup:write"))
    with pytest.raises(Forbidden):
        verb(provider_id, api_key("setup:read"))


@THEIR_TIME
def test_the_time_of_nobody_cannot_be_set(verb: Callable[[str, Actor], None]) -> None:
    with pytest.raises(NotFound):
        verb("unknown", ADMIN)


def test_providers_close_nothing() -> None:
    with pytest.raises(Forbidden):
        closures.add_closure(
            NewClosure(date(2026, 3, 2), date(2026, 3, 2)), by=provider_actor("p"), now=NOON
        )


def test_opening_hours_span_what_anybody_works() -> None:
    here = given_location()
    given_provider(location_id=here, weekdays=[0], hours=(NINE, FIVE))
    given_provider(location_id=here, weekdays=[2], hours=(480, NOON_MINUTE))

    hours = listing.opening_hours()

    assert hours.days == {0, 2}
    assert (hours.earliest_minute, hours.latest_minute) == (480, FIVE)


def test_a_night_shift_opens_both_dates() -> None:
    given_provider(location_id=given_location(), weekdays=[6], hours=(TEN_PM, 120))

    hours = listing.opening_hours()

    assert hours.days == {6, 0}
    assert (hours.earliest_minute, hours.latest_minute) == (0, 1440)


def test_before_any_hours_the_clock_has_no_limits() -> None:
    hours = listing.opening_hours()

    assert hours.days == frozenset()
    assert (hours.earliest_minute, hours.latest_minute) == (0, 1440)


def test_hours_that_are_not_what_was_read_any_more_stay() -> None:
    here = given_location()
    provider_id = given_provider(location_id=here, weekdays=[0])
    read = schedules.get_schedule(provider_id, seen_by=ADMIN).weekly
    theirs = [HoursWindow(here, 1, NINE, FIVE)]
    mine = [HoursWindow(here, 2, NINE, FIVE)]
    schedules.set_working_hours(provider_id, theirs, instead_of=read, by=ADMIN, now=NOON)

    with pytest.raises(VersionConflict):
        schedules.set_working_hours(provider_id, mine, instead_of=read, by=ADMIN, now=NOON)

    assert stored_hours(provider_id) == [(1, NINE, FIVE, [])]


def test_a_time_off_can_be_changed() -> None:
    provider_id = given_provider(location_id=given_location())
    away = NewTimeOff(NOON, NOON + timedelta(hours=1), "Dentist")
    saved = schedules.add_time_off(provider_id, away, by=ADMIN, now=NOON)

    longer = NewTimeOff(NOON, NOON + timedelta(hours=2), "Dentist")
    schedules.change_time_off(provider_id, saved.id, longer, by=ADMIN, now=NOON)

    (now,) = schedules.get_schedule(provider_id, seen_by=ADMIN).time_off
    assert (now.id, now.ends_at) == (saved.id, longer.ends_at)


def test_somebody_elses_time_off_cannot_be_changed() -> None:
    here = given_location()
    ben, cleo = given_provider(location_id=here), given_provider(location_id=here)
    away = NewTimeOff(NOON, NOON + timedelta(hours=1))
    saved = schedules.add_time_off(ben, away, by=ADMIN, now=NOON)

    with pytest.raises(NotFound):
        schedules.change_time_off(cleo, saved.id, away, by=ADMIN, now=NOON)
    with pytest.raises(Forbidden):
        schedules.change_time_off(ben, saved.id, away, by=provider_actor(cleo), now=NOON)

"""What a team has of what a booking needs, and what keeps it from being booked."""

from dataclasses import replace
from datetime import date

import pytest

from bookings_app.domain.catalog import NewProvider, NewService
from bookings_app.domain.first_steps import Gap, Lack, Step
from bookings_app.domain.schedule import HoursWindow
from bookings_app.usecases.archiving import archive_location, archive_provider, archive_service
from bookings_app.usecases.availability import SlotQuestion, find_slots
from bookings_app.usecases.first_steps import Progress, progress
from bookings_app.usecases.schedules import set_working_hours
from bookings_app.usecases.setup import update_provider, update_service
from tests.factories import (
    ADMIN,
    NOON,
    Team,
    given_location,
    given_provider,
    given_service,
    given_team,
)

pytestmark = pytest.mark.usefixtures("database")


def now() -> Progress:
    return progress(now=NOON)


def lacks() -> tuple[Lack, ...]:
    """What keeps somebody from being booked."""
    found = now().gap
    return found.lacks if found else ()


def has_slot(team: Team) -> bool:
    """Whether the wizard would offer a start in the week to come."""
    days = (date(2026, 3, 2), date(2026, 3, 8))
    question = SlotQuestion(team.service_id, team.location_id, *days)
    return bool(find_slots(question, by=ADMIN, now=NOON).slots)


def test_nothing_is_done_at_first() -> None:
    assert (now().done, now().next_step) == (frozenset(), Step.LOCATION)
    assert not now().can_be_booked


def test_the_steps_are_done_one_after_the_other_until_somebody_can_be_booked() -> None:
    location_id = given_location()
    assert now().next_step is Step.SERVICE
    service_id = given_service(location_ids=[location_id])
    assert now().next_step is Step.PROVIDER
    provider_id = given_provider(service_ids=[service_id])
    assert now().next_step is Step.HOURS
    assert not now().can_be_booked
    windows = [HoursWindow(location_id, 0, 540, 1_020)]
    set_working_hours(provider_id, windows, by=ADMIN, now=NOON)

    assert (now().next_step, now().gap) == (None, None)
    assert now().can_be_booked
    assert now().hours == ((provider_id, windows[0]),)
    assert [each.name for each in now().locations] == ["Old Town"]


def test_the_order_in_which_they_are_done_is_free() -> None:
    given_provider()
    given_service()

    assert (now().done, now().next_step) == (
        frozenset({Step.PROVIDER, Step.SERVICE}),
        Step.LOCATION,
    )


@pytest.mark.parametrize(
    ("archive", "kind", "missing"),
    [
        (archive_location, "location_id", {Step.LOCATION, Step.HOURS}),
        (archive_service, "service_id", {Step.SERVICE}),
        (archive_provider, "provider_id", {Step.PROVIDER, Step.HOURS}),
    ],
)
def test_what_is_archived_does_not_count(archive: object, kind: str, missing: set[Step]) -> None:
    team = given_team()

    archive(getattr(team, kind), by=ADMIN, now=NOON)  # type: ignore[operator]

    assert set(Step) - now().done == missing
    assert not now().can_be_booked


def test_a_service_that_is_not_offered_where_its_provider_works_is_named() -> None:
    old_town, harbour = given_location(), given_location(name="Harbour")
    service_id = given_service(location_ids=[old_town])
    provider_id = given_provider(service_ids=[service_id], location_id=harbour)

    assert now().next_step is None
    assert now().gap == Gap(service_id, provider_id, harbour, (Lack.NOT_THERE,))
    assert not now().can_be_booked


def test_of_several_gaps_the_smallest_is_named() -> None:
    location_id = given_location()
    given_service(name="Colour")
    haircut = given_service(location_ids=[location_id])
    ben = given_provider(location_id=location_id)
    given_provider(name="Petra", service_ids=[haircut])

    assert now().gap == Gap(haircut, ben, location_id, (Lack.NOT_BY_THEM,))
    update_provider(ben, NewProvider("Ben", service_ids=(haircut,)), by=ADMIN, now=NOON)
    assert now().can_be_booked


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"duration_minutes": 481}, (Lack.TOO_LONG,)),
        ({"duration_minutes": 480}, ()),
        ({"available_to": date(2026, 3, 1)}, (Lack.OVER,)),
        ({"available_to": date(2026, 3, 2)}, ()),
        ({"provider_ids": (), "duration_minutes": 481}, (Lack.NOT_BY_THEM, Lack.TOO_LONG)),
    ],
)
def test_a_service_that_nobody_can_fit_in_is_named_with_all_it_lacks(
    changed: dict[str, object], expected: tuple[Lack, ...]
) -> None:
    team = given_team()
    haircut = NewService("Haircut", 30, location_ids=(team.location_id,))

    update_service(
        team.service_id,
        replace(haircut, **changed),  # type: ignore[arg-type]
        by=ADMIN,
        now=NOON,
    )

    assert lacks() == expected
    assert has_slot(team) == now().can_be_booked


def test_breaks_shorten_a_shift_and_shifts_that_touch_at_midnight_are_one() -> None:
    location_id = given_location()
    long_talk = given_service(location_ids=[location_id], duration_minutes=300)
    provider_id = given_provider(service_ids=[long_talk])

    def work(*windows: HoursWindow) -> tuple[Lack, ...]:
        set_working_hours(provider_id, windows, by=ADMIN, now=NOON)
        return lacks()

    assert work(HoursWindow(location_id, 0, 540, 1_020, ((720, 780),))) == (Lack.TOO_LONG,)
    assert work(HoursWindow(location_id, 0, 540, 1_020, ((840, 900),))) == ()
    assert work(HoursWindow(location_id, 6, 1_320, 0)) == (Lack.TOO_LONG,)
    sunday, monday = HoursWindow(location_id, 6, 1_320, 0), HoursWindow(location_id, 0, 0, 180)
    assert work(sunday, monday) == ()

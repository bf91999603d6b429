"""The tab Locations: the list, the editor of one location, and closures."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings_app.domain.access import Role
from bookings_app.domain.catalog import NewLocation
from bookings_app.domain.merging import as_entered
from bookings_app.domain.schedule import NewClosure
from bookings_app.ui.outside_hours.state import HitState
from bookings_app.ui.setup.closures_words import EVERYWHERE
from bookings_app.ui.setup.locations_state import LocationsState
from bookings_app.ui.setup.state import NEW
from bookings_app.usecases import catalog, closures, setup
from bookings_app.usecases.schedule_views import ClosureView
from bookings_app.usecases.status_changes import cancel_booking
from bookings_app.usecases.views import LocationView
from tests.factories import (
    ADMIN,
    NOON,
    Team,
    given_location,
    given_provider,
    given_service,
    given_team,
)
from tests.stored_bookings import given_stored_booking
from tests.ui.setup_desk import LocationsDesk, at_locations

pytestmark = pytest.mark.usefixtures("sqlite_database")

MADRID = ZoneInfo("Europe/Madrid")
TODAY = datetime.now(MADRID).date()
DAY = timedelta(days=1)
# A weekday to come: the team works then.
WEEKDAY = TODAY + next(n * DAY for n in range(2, 9) if (TODAY + n * DAY).weekday() < 5)


def the_location() -> LocationView:
    """The only one there is."""
    (location,) = catalog.list_locations(include_archived=True)
    return location


def all_closures() -> list[ClosureView]:
    """Past ones too."""
    return closures.list_closures(seen_by=ADMIN)


def given_closure(first_on: date, last_on: date | None = None, where: str | None = None) -> str:
    """A closure; its id."""
    new = NewClosure(first_on, last_on or first_on, "Fair", where)
    return closures.add_closure(new, by=ADMIN, now=NOON).id


def booked_at_noon(team: Team) -> str:
    """A booking on the weekday to come; its id."""
    return given_stored_booking(team, datetime.combine(WEEKDAY, time(12), MADRID).astimezone(UTC))


def test_the_list_says_where_by_which_clocks_and_how_much_is_offered() -> None:
    town = given_location(name="Town", time_zone="America/New_York")
    given_provider(service_ids=[given_service(location_ids=[town])], location_id=town)

    desk = at_locations(lambda desk: desk.arrive())

    (line,) = desk.var("lines")
    assert (line.name, line.time_zone) == ("Town", "America/New York")
    assert (line.services, line.providers, line.archived) == (1, 1, False)


def test_a_new_location_begins_with_the_zone_of_the_browser() -> None:
    async def visit(desk: LocationsDesk) -> None:
        await desk.arrive("?new=1", zone="Asia/Tokyo")
        assert desk.opened == ("location", NEW)
        assert desk.start == {"time_zone": "Asia/Tokyo"}
        await desk.save(name="Market", address="1 Square\nSecond floor")

    desk = at_locations(visit)

    made = the_location()
    assert (made.name, made.address) == ("Market", "1 Square\nSecond floor")
    assert made.time_zone == "Asia/Tokyo"
    assert (desk.var("back_to"), desk.query) == (made.id, "")
    assert desk.toasts == ["Market is in the locations now."]


@pytest.mark.parametrize("zone", ["", "Mars/Base", "x" * 999, "../etc", 7])
def test_a_browser_with_a_zone_of_its_own_proposes_none(zone: str) -> None:
    desk = at_locations(lambda desk: desk.arrive("?new=1", zone=zone))

    assert desk.start == {}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", "x" * 10_000),
        ("name", "a\u202eb"),
        ("address", "x" * 1_001),
        ("address", "a\x00b"),
        ("time_zone", "Madrid"),
        ("time_zone", ""),
        ("time_zone", "localtime"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field_and_changes_nothing(
    field: str, typed: str
) -> None:
    given_location()
    before = the_location()

    async def visit(desk: LocationsDesk) -> None:
        await desk.arrive(f"?location={before.id}")
        await desk.save(**{field: typed})

    desk = at_locations(visit)

    assert list(desk.errors) == [field]
    assert desk.opened == ("location", before.id)
    assert the_location() == before


def test_another_zone_lists_the_bookings_that_lie_outside_the_hours_since() -> None:
    team = given_team()
    booked_at_noon(team)

    async def visit(desk: LocationsDesk) -> None:
        await desk.arrive(f"?location={team.location_id}")
        assert desk.var("upcoming").startswith("1 upcoming booking, on ")
        await desk.save(time_zone=" Asia/Tokyo ")

    desk = at_locations(visit)

    assert the_location().time_zone == "Asia/Tokyo"
    (line,) = desk.shows(HitState, "lines")
    assert (line.customer, line.why) == ("Ana Ruiz", "Not working then")
    assert (line.service, line.provider, line.location) == ("Haircut", "Ben", "Old Town")


def test_what_somebody_else_changed_meanwhile_is_kept_and_told() -> None:
    given_location()
    before = the_location()

    async def visit(desk: LocationsDesk) -> None:
        await desk.arrive(f"?location={before.id}")
        theirs = replace(as_entered(NewLocation, before), time_zone="Asia/Tokyo")
        setup.update_location(before.id, theirs, by=ADMIN, now=NOON)
        await desk.save(name="Market")

    desk = at_locations(visit)

    assert (the_location().name, the_location().time_zone) == ("Market", "Asia/Tokyo")
    assert desk.toasts == [
        "Market is saved. What somebody else has changed meanwhile is kept: time zone."
    ]


def test_archiving_says_before_which_bookings_live_on_and_can_be_undone() -> None:
    team = given_team()
    booked_at_noon(team)

    async def visit(desk: LocationsDesk) -> None:
        await desk.arrive(f"?location={team.location_id}")
        await desk.send(LocationsState.ask_to_archive)
        assert "The 1 upcoming booking, on " in desk.var("archive_question")
        await desk.send(LocationsState.archive)
        assert (desk.names, desk.toasts) == ([], ["Old Town is archived."])
        assert the_location().archived_at is not None
        await desk.send(LocationsState.show_archived(True))  # noqa: FBT003 - as the switch says it
        await desk.open("location", team.location_id)
        await desk.send(LocationsState.restore)

    desk = at_locations(visit)

    assert the_location().archived_at is None
    assert desk.toasts[-1] == "Old Town is offered again."


def test_closures_to_come_are_listed_and_past_ones_on_demand() -> None:
    here = given_location(name="Market")
    given_closure(TODAY - 30 * DAY)
    given_closure(TODAY - 20 * DAY)
    running = given_closure(TODAY - DAY, TODAY + DAY, here)
    coming = given_closure(TODAY + 30 * DAY)

    async def visit(desk: LocationsDesk) -> None:
        await desk.arrive()
        lines = desk.var("closures")
        assert [line.id for line in lines] == [running, coming]
        assert [line.where for line in lines] == ["Market", "All locations"]
        await desk.send(LocationsState.show_past(True))  # noqa: FBT003 - as the switch says it

    lines = at_locations(visit).var("closures")
    assert [line.name.split()[0] for line in lines] == [
        str((TODAY - days * DAY).day) for days in (20, 30)
    ]


def test_a_closure_is_added_for_one_day_at_one_location() -> None:
    here = given_location()

    async def visit(desk: LocationsDesk) -> None:
        await desk.arrive("?closure=new")
        assert desk.opened == ("closure", NEW)
        assert desk.start == {"location_id": EVERYWHERE}
        await desk.save(first_on=str(WEEKDAY), name=" Fair ", location_id=here)

    desk = at_locations(visit)

    (closure,) = all_closures()
    assert closure == ClosureView(closure.id, here, WEEKDAY, WEEKDAY, "Fair")
    assert desk.opened == ("", "")
    assert [line.title for line in desk.var("closures")] == ["Fair"]


def test_a_closure_of_all_locations_is_changed_and_removed() -> None:
    here = given_location()
    closure_id = given_closure(WEEKDAY, None, here)

    async def visit(desk: LocationsDesk) -> None:
        await desk.arrive(f"?closure={closure_id}")
        await desk.save(last_on=str(WEEKDAY + 2 * DAY), location_id=EVERYWHERE)
        assert all_closures() == [ClosureView(closure_id, None, WEEKDAY, WEEKDAY + 2 * DAY, "Fair")]
        await desk.open("closure", closure_id)
        await desk.send(LocationsState.ask_to_archive)
        assert "these days can be booked again" in desk.var("archive_question")
        await desk.send(LocationsState.archive)

    desk = at_locations(visit)

    assert (all_closures(), desk.var("closures")) == ([], [])
    assert desk.toasts[-1] == "The closure is removed."


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"first_on": "", "last_on": ""}, {"first_on"}),
        ({"first_on": "", "last_on": "9999-12-31"}, {"first_on", "last_on"}),
        ({"first_on": "?"}, {"first_on"}),
        ({"first_on": "9999-12-31"}, {"first_on"}),
        ({"first_on": "?", "last_on": "?"}, {"first_on", "last_on"}),
        ({"first_on": "2026-12-26", "last_on": "2026-12-24"}, {"last_on"}),
        ({"first_on": "2026-12-26", "last_on": "2028-12-26"}, {"last_on"}),
        ({"first_on": "2026-12-26", "location_id": "nowhere"}, {"location_id"}),
        ({"first_on": "", "name": "x" * 256}, {"first_on", "name"}),
    ],
)
def test_a_closure_that_cannot_be_is_refused_beside_its_fields(
    typed: dict[str, str], wrong: set[str]
) -> None:
    async def visit(desk: LocationsDesk) -> None:
        await desk.arrive("?closure=new")
        await desk.save(**typed)

    desk = at_locations(visit)

    assert set(desk.errors) == wrong
    assert desk.opened == ("closure", NEW)
    assert all_closures() == []


def test_a_closure_without_dates_asks_for_the_first_alone() -> None:
    async def visit(desk: LocationsDesk) -> None:
        await desk.arrive("?closure=new")
        await desk.save(first_on="", last_on="")

    assert at_locations(visit).errors == {"first_on": "Choose a date."}


def test_a_closure_longer_than_a_year_is_refused_with_the_way_out() -> None:
    async def visit(desk: LocationsDesk) -> None:
        await desk.arrive("?closure=new")
        await desk.save(first_on="2026-12-01", last_on="2028-01-06")

    assert at_locations(visit).errors["last_on"] == (
        "A closure lasts 400 days at most. Archive a location that closes for longer."
    )


def test_a_closure_that_hits_bookings_is_saved_and_lists_them_until_they_are_settled() -> None:
    team = given_team()
    booking_id = booked_at_noon(team)

    async def visit(desk: LocationsDesk) -> None:
        await desk.arrive("?closure=new")
        await desk.save(first_on=str(WEEKDAY))
        assert len(all_closures()) == 1
        assert [line.id for line in desk.shows(HitState, "lines")] == [booking_id]
        cancel_booking(booking_id, by=ADMIN, reason="Closed", now=datetime.now(UTC))
        await desk.send(HitState.refresh)
        assert (desk.shows(HitState, "lines"), desk.shows(HitState, "is_open")) == ([], True)
        await desk.send(HitState.use_dialog(False))  # noqa: FBT003 - as the dialog says it

    assert at_locations(visit).shows(HitState, "is_open") is False


def test_a_closure_somebody_removed_meanwhile_says_so_and_keeps_what_was_typed() -> None:
    closure_id = given_closure(WEEKDAY)

    async def visit(desk: LocationsDesk) -> None:
        await desk.arrive(f"?closure={closure_id}")
        closures.remove_closure(closure_id, by=ADMIN, now=NOON)
        await desk.save(name="Holiday")

    desk = at_locations(visit)

    assert desk.opened == ("closure", closure_id)
    assert desk.toasts == ["This closure does not exist, or you may not see it."]


def test_providers_see_both_lists_and_no_editor_and_the_server_refuses() -> None:
    given_location()
    closure_id = given_closure(WEEKDAY)

    async def visit(desk: LocationsDesk) -> None:
        await desk.arrive(f"?closure={closure_id}")
        assert (len(desk.var("lines")), len(desk.var("closures"))) == (1, 1)
        await desk.open("closure", closure_id)
        await desk.send(LocationsState.archive)
        await desk.send(LocationsState.save({"name": "Mine"}))

    desk = at_locations(visit, role=Role.PROVIDER)

    assert desk.opened == ("", "")
    assert [each.id for each in all_closures()] == [closure_id]

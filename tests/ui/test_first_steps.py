"""The first steps: what is open, what was made, what is refused, and when it ends."""

from dataclasses import replace
from typing import Any

import pytest

from bookings_app.domain.access import Role
from bookings_app.domain.workspace import Clock
from bookings_app.ui.first_steps.state import FirstStepsState
from bookings_app.ui.new_booking.state import NewBookingState
from bookings_app.ui.session import SessionState
from bookings_app.usecases.archiving import archive_location
from bookings_app.usecases.catalog import list_locations, list_providers, list_services
from bookings_app.usecases.schedules import get_schedule
from bookings_app.usecases.workspace import save_workspace, workspace
from tests.factories import ADMIN, NOON, given_location, given_provider, given_service, given_team
from tests.ui.first_steps_desk import HOURS, WEEKDAYS, Desk, desk
from tests.ui.seat import seated

pytestmark = pytest.mark.usefixtures("sqlite_database")


async def look(_: Desk) -> None:
    """Do nothing."""


@pytest.mark.parametrize("role", [Role.ADMIN, Role.MANAGER])
def test_four_forms_lead_a_new_team_to_its_first_booking(role: Role) -> None:
    async def visit(seat: Desk) -> None:
        assert (seat.open_step, seat.shows(FirstStepsState, "zone")) == ("location", "UTC")
        await seat.fill_in("location", name="Old Town", time_zone="Europe/Madrid", address="")
        (place,) = list_locations()
        assert seat.open_step == "service"
        await seat.choose("service", f"at-{place.id}", name="Haircut", duration_minutes="30")
        (service,) = list_services()
        assert seat.open_step == "provider"
        await seat.choose("provider", f"does-{service.id}", name="Ben", email="")
        (provider,) = list_providers()
        assert seat.open_step == "hours"
        assert not seat.is_ready
        where = {"provider_id": provider.id, "location_id": place.id}
        await seat.fill_in("hours", **where, **WEEKDAYS, **HOURS, with_break="on")

    seat = desk(visit, role)

    assert (seat.open_step, seat.is_ready, seat.missing) == ("", True, [])
    assert seat.made == [
        "Old Town, Europe/Madrid",
        "Haircut, 30 min, at Old Town",
        "Ben, for Haircut",
        "Ben: Mon – Fri, 09:00 – 17:00, at Old Town",
    ]
    windows = get_schedule(list_providers()[0].id, seen_by=ADMIN).weekly
    assert [each.weekday for each in windows] == [0, 1, 2, 3, 4]
    assert {each.breaks for each in windows} == {((720, 780),)}


def test_the_button_at_the_end_opens_the_wizard_over_the_calendar() -> None:
    given_team()

    async def visit(seat: Desk) -> None:
        answer = await seat.tab.send(FirstStepsState.make_first_booking)
        assert answer.redirects() == ["/bookings"]
        assert answer.var(NewBookingState, "is_open") is True

    desk(visit)


@pytest.mark.parametrize(
    ("step", "form", "wrong"),
    [
        ("location", {"name": " ", "time_zone": "Madrid"}, {"name", "time_zone"}),
        ("location", {}, {"name", "time_zone"}),
        (
            "service",
            {"name": "", "duration_minutes": "half"},
            {"name", "duration_minutes", "location_ids"},
        ),
        ("service", {"name": "x" * 999, "at-nowhere": "on"}, {"name", "duration_minutes"}),
        ("provider", {"name": "", "email": "ben"}, {"name", "email", "service_ids"}),
        (
            "hours",
            HOURS | {"end": "9:00", "with_break": "on", "break_end": "11:00"},
            {"days", "end", "break_end"},
        ),
        ("hours", {"start": "", "end": "25:00", "on-9": "on"}, {"days", "start", "end"}),
    ],
)
def test_everything_wrong_is_said_at_once_and_the_form_stays(
    step: str, form: dict[str, Any], wrong: set[str]
) -> None:
    place = given_location() if step != "location" else ""
    service = given_service(location_ids=[place]) if step in {"provider", "hours"} else ""
    provider = given_provider(service_ids=[service]) if step == "hours" else ""

    async def visit(seat: Desk) -> None:
        before = seat.made
        where = {"provider_id": provider, "location_id": place} if step == "hours" else {}
        await seat.fill_in(step, **where, **form)
        assert seat.made == before

    seat = desk(visit)

    assert seat.open_step == step
    assert set(seat.errors) == wrong
    assert seat.shows(FirstStepsState, "is_saving") is False


def test_a_service_names_providers_only_where_there_are_some() -> None:
    place, provider = given_location(), given_provider()

    async def visit(seat: Desk) -> None:
        form = {"name": "Haircut", "duration_minutes": "45"}
        await seat.choose("service", f"at-{place}", **form)
        assert set(seat.errors) == {"provider_ids"}
        await seat.choose("service", f"at-{place}", f"by-{provider}", **form)

    seat = desk(visit)

    assert (list_services()[0].provider_ids, seat.open_step) == ((provider,), "hours")


def test_who_takes_bookings_themselves_need_not_type_who_they_are() -> None:
    async def visit(seat: Desk) -> None:
        assert seat.shows(FirstStepsState, "my_name") == "Mara Cole"
        assert seat.shows(FirstStepsState, "my_email") == "mara@example.com"
        await seat.call(FirstStepsState, "take_bookings_myself", {"myself": True})

    assert desk(visit).shows(FirstStepsState, "myself") is True


@pytest.mark.parametrize("myself", [True, False])
def test_who_takes_bookings_themselves_has_a_day_of_their_own_since(*, myself: bool) -> None:
    place = given_location()
    service = given_service(location_ids=[place])

    async def visit(seat: Desk) -> None:
        await seat.call(FirstStepsState, "take_bookings_myself", {"myself": myself})
        await seat.choose("provider", f"does-{service}", name="Mara Cole", email="")

    assert desk(visit).shows(SessionState, "is_provider") is myself


def test_what_was_made_elsewhere_counts_and_is_not_made_twice() -> None:
    async def visit(seat: Desk) -> None:
        given_location()
        await seat.fill_in("location", name="Harbour", time_zone="UTC")
        assert seat.toasts == ["Somebody else has taken this step meanwhile."]

    seat = desk(visit)

    assert [each.name for each in list_locations()] == ["Old Town"]
    assert seat.open_step == "service"


def test_a_page_that_is_open_follows_what_others_make() -> None:
    async def visit(seat: Desk) -> None:
        await seat.fill_in("location", name="", time_zone="Europe/Madrid")
        await seat.send(FirstStepsState.look_again)
        assert seat.errors == {"name": "Enter a name."}
        given_location(name="Old Town")
        await seat.send(FirstStepsState.look_again)

    seat = desk(visit)

    assert (seat.open_step, seat.errors) == ("service", {})
    assert seat.made[0].startswith("Old Town")
    assert seat.toasts == ["Somebody else has taken this step meanwhile."]


def test_what_others_make_elsewhere_leaves_the_open_step_as_it_is() -> None:
    async def visit(seat: Desk) -> None:
        await seat.fill_in("location", name="", time_zone="Europe/Madrid")
        given_provider(name="Ben")
        await seat.send(FirstStepsState.look_again)

    seat = desk(visit)

    assert (seat.open_step, seat.errors) == ("location", {"name": "Enter a name."})
    assert seat.made[2].startswith("Ben")
    assert seat.toasts == []


def test_a_second_click_makes_nothing_more() -> None:
    async def visit(seat: Desk) -> None:
        for _ in range(2):
            await seat.fill_in("location", name="Old Town", time_zone="UTC")

    seat = desk(visit)

    assert (len(list_locations()), seat.toasts) == (1, [])


def test_several_of_one_kind_are_named_by_the_first_and_counted() -> None:
    team = given_team()
    given_location(name="Pier")
    given_provider(name="Ida", service_ids=[team.service_id], location_id=team.location_id)

    assert desk(look).made == [
        "Old Town, Europe/Madrid, and 1 more",
        "Haircut, 30 min, at Old Town",
        "Ben, for Haircut, and 1 more",
        "Ben: Mon – Fri, 09:00 – 17:00, at Old Town, and 1 more",
    ]


def test_what_was_made_is_changed_where_it_is_or_in_the_list_of_several() -> None:
    team = given_team()
    given_location(name="Pier")

    assert [line.page for line in desk(look).shows(FirstStepsState, "lines")] == [
        "/scheduling/locations",
        f"/scheduling/services?service={team.service_id}",
        f"/scheduling/providers?provider={team.provider_id}",
        f"/scheduling/hours?provider={team.provider_id}",
    ]


def test_hours_that_end_on_the_next_day_say_so() -> None:
    given_provider(location_id=given_location(), weekdays=[4, 6], hours=(22 * 60, 6 * 60))

    assert desk(look).made[3] == "Ben: Fri and Sun, 22:00 – 06:00 of the next day, at Old Town"


def test_the_clock_of_the_workspace_says_the_hours() -> None:
    given_provider(location_id=given_location(), hours=(540, 1_440))
    save_workspace(replace(workspace(), clock=Clock.TWELVE_HOURS), by=ADMIN, now=NOON)

    assert desk(look).made[3] == "Ben: Mon – Fri, 9:00 am – 12:00 am, at Old Town"


def test_what_keeps_a_team_from_being_booked_is_said_with_the_way_to_mend_it() -> None:
    old_town, harbour = given_location(), given_location(name="Harbour")
    haircut = given_service(location_ids=[old_town], duration_minutes=600)
    ben = given_provider(location_id=harbour)

    seat = desk(look)

    assert (seat.open_step, seat.is_ready) == ("", False)
    assert seat.missing == [
        (
            "Haircut is not offered at Harbour, where Ben works.",
            "Offer Haircut at Harbour",
            f"/scheduling/services?service={haircut}",
        ),
        (
            "Ben works at Harbour, but does not offer Haircut.",
            "Have Ben offer Haircut",
            f"/scheduling/providers?provider={ben}",
        ),
        (
            "Haircut takes 10 h. Ben never works that long in one go at Harbour.",
            "Change the hours of Ben",
            f"/scheduling/hours?provider={ben}",
        ),
    ]


def test_hours_at_a_location_that_closed_down_are_kept() -> None:
    team = given_team()
    archive_location(team.location_id, by=ADMIN, now=NOON)

    async def visit(seat: Desk) -> None:
        await seat.fill_in("location", name="Harbour", time_zone="UTC")
        (place,) = list_locations()
        where = {"provider_id": team.provider_id, "location_id": place.id}
        await seat.fill_in("hours", **where, **HOURS, **{"on-6": "on"})

    desk(visit)

    windows = get_schedule(team.provider_id, seen_by=ADMIN).weekly
    assert {each.location_id for each in windows} == {team.location_id, list_locations()[0].id}


def test_providers_are_shown_nothing_and_change_nothing() -> None:
    async def visit(seat: Desk) -> None:
        await seat.fill_in("location", name="Old Town", time_zone="UTC")
        await seat.send(FirstStepsState.make_first_booking)

    provider_id = given_provider()

    async def arrive_and_visit(seat: Desk) -> None:
        await seat.arrive()
        await visit(seat)

    seat = seated(Desk, arrive_and_visit, Role.PROVIDER, provider_id)

    assert list_locations() == []
    assert seat.shows(FirstStepsState, "known") in {None, False}
    assert set(seat.toasts) == {"You may not do this. Ask an administrator."}

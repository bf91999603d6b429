"""The tab Services: the list, and the editor of one service."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bookings_app.domain.access import Role
from bookings_app.domain.catalog import Colour, NewService
from bookings_app.domain.merging import as_entered
from bookings_app.ui.setup.services_state import ServicesState
from bookings_app.ui.setup.services_words import notice_in_words
from bookings_app.ui.setup.state import NEW
from bookings_app.usecases import archiving, catalog, setup
from bookings_app.usecases.views import ServiceView
from tests.factories import ADMIN, NOON, given_location, given_provider, given_service, given_team
from tests.stored_bookings import given_stored_booking
from tests.ui.setup_desk import ServicesDesk, at_services

pytestmark = pytest.mark.usefixtures("sqlite_database")


def the_service() -> ServiceView:
    """The only one there is."""
    (service,) = catalog.list_services(include_archived=True)
    return service


def tomorrow() -> datetime:
    """An instant in the future."""
    return datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)


def test_the_list_says_what_each_service_takes_where_and_with_whom() -> None:
    town, market = given_location(name="Town"), given_location(name="Market")
    given_provider(service_ids=[given_service(location_ids=[town, market], duration_minutes=100)])
    given_service(name="Shave", buffer_before_minutes=5, buffer_after_minutes=10)

    desk = at_services(lambda desk: desk.arrive())

    haircut, shave = desk.var("lines")
    assert (haircut.duration, haircut.buffers, haircut.step) == ("1 h 40 min", "None", "1 h 40 min")
    assert (haircut.locations, haircut.providers) == ("Market, Town", 1)
    assert (shave.buffers, shave.locations, shave.approval) == ("5 before, 10 after", "None", "No")


def test_a_search_narrows_the_list_by_every_word() -> None:
    for name in ("Gentle haircut", "Haircut", "Shave"):
        given_service(name=name)

    async def visit(desk: ServicesDesk) -> None:
        await desk.arrive()
        await desk.send(ServicesState.search_for(" HAIR gentle "))

    desk = at_services(visit)

    assert desk.names == ["Gentle haircut"]
    assert desk.query == "q=HAIR+gentle"


def test_the_archived_are_shown_on_demand() -> None:
    archiving.archive_service(given_service(name="Shave"), by=ADMIN, now=NOON)
    given_service()

    async def visit(desk: ServicesDesk) -> None:
        await desk.arrive()
        assert desk.names == ["Haircut"]
        await desk.send(ServicesState.show_archived(True))  # noqa: FBT003 - as the switch says it

    desk = at_services(visit)

    assert desk.names == ["Haircut", "Shave"]
    assert desk.query == "archived=1"


def test_a_search_that_only_archived_ones_answer_to_says_so() -> None:
    for name in ("Old haircut", "Older haircut", "Shave"):
        service_id = given_service(name=name)
        if "haircut" in name:
            archiving.archive_service(service_id, by=ADMIN, now=NOON)

    async def visit(desk: ServicesDesk) -> None:
        await desk.arrive()
        await desk.send(ServicesState.search_for("haircut"))
        assert (desk.names, desk.var("archived_found")) == ([], 2)
        await desk.send(ServicesState.show_archived(True))  # noqa: FBT003 - as the button says it

    desk = at_services(visit)

    assert (desk.names, desk.var("archived_found")) == (["Old haircut", "Older haircut"], 0)
    assert desk.query == "q=haircut&archived=1"


def test_a_new_service_is_made_with_everything_that_was_entered() -> None:
    town, market = given_location(name="Town"), given_location(name="Market")
    ben = given_provider()

    async def visit(desk: ServicesDesk) -> None:
        await desk.arrive("?new=1")
        assert desk.opened == ("service", NEW)
        await desk.save(
            **{f"location_ids.{market}": "on", f"provider_ids.{ben}": "on"},
            name=" Massage ",
            description="With oil",
            colour="plum",
            duration_minutes=" 50 ",
            buffer_after_minutes="10",
            slot_step_minutes="15",
            requires_approval="on",
            min_notice_minutes="2",
            notice_unit="days",
            booking_window_days="30",
            available_from="2026-12-01",
            available_to="2027-02-28",
        )

    desk = at_services(visit)

    made = the_service()
    assert made.name == "Massage"
    assert (made.description, made.colour, made.duration_minutes) == ("With oil", Colour.PLUM, 50)
    assert (made.buffer_before_minutes, made.buffer_after_minutes) == (0, 10)
    assert (made.slot_step_minutes, made.requires_approval) == (15, True)
    assert (made.min_notice_minutes, made.booking_window_days) == (2 * 1_440, 30)
    assert [str(made.available_from), str(made.available_to)] == ["2026-12-01", "2027-02-28"]
    assert made.location_ids == (market,)
    assert made.provider_ids == (ben,)
    assert town not in made.location_ids
    assert desk.opened == ("", "")
    assert (desk.query, desk.var("back_to")) == ("", made.id)
    assert desk.names == ["Massage"]
    assert desk.toasts == ["Massage is in the services now."]


def test_the_only_location_is_ticked_for_a_new_service_and_a_rare_colour_proposed() -> None:
    given_service()
    given_location(name="Town")

    desk = at_services(lambda desk: desk.arrive("?new=1"))

    assert [option.chosen for option in desk.var("places")] == [True]
    assert desk.start["colour"] == Colour.TEAL


def test_an_empty_step_is_the_duration_and_an_empty_window_has_no_end() -> None:
    service_id = given_service(slot_step_minutes=15, booking_window_days=5)

    async def visit(desk: ServicesDesk) -> None:
        await desk.arrive(f"?service={service_id}")
        await desk.save(slot_step_minutes="", booking_window_days=" ")

    at_services(visit)

    stored = the_service()
    assert (stored.slot_step_minutes, stored.booking_window_days) == (None, None)


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (0, ("0", "hours")),
        (45, ("45", "minutes")),
        (120, ("2", "hours")),
        (1_440, ("1", "days")),
        (90, ("90", "minutes")),
    ],
)
def test_a_notice_is_shown_in_its_largest_whole_unit(minutes: int, shown: tuple[str, str]) -> None:
    assert notice_in_words(minutes) == shown


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", "x" * 10_000),
        ("name", "a\x00b"),
        ("description", "x" * 5_001),
        *((field, "-5") for field in ("duration_minutes", "buffer_before_minutes")),
        *((field, "1e9") for field in ("buffer_after_minutes", "min_notice_minutes")),
        *((field, "30.5") for field in ("slot_step_minutes", "booking_window_days")),
        *((field, "abc") for field in ("duration_minutes", "min_notice_minutes")),
        ("duration_minutes", ""),
        ("duration_minutes", "٣٠"),
        ("min_notice_minutes", "999999999"),
        ("available_from", "9999-12-31"),
        ("available_to", "275760-01-01"),
        ("available_to", "?"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field_and_changes_nothing(
    field: str, typed: str
) -> None:
    given_service()
    before = the_service()

    async def visit(desk: ServicesDesk) -> None:
        await desk.arrive(f"?service={before.id}")
        await desk.type()
        await desk.save(**{field: typed})

    desk = at_services(visit)

    assert list(desk.errors) == [field]
    assert desk.opened == ("service", before.id)
    assert (desk.var("answers"), desk.var("changed"), desk.var("is_saving")) == (1, True, False)
    assert the_service() == before


def test_every_wrong_field_is_said_at_once() -> None:
    async def visit(desk: ServicesDesk) -> None:
        await desk.arrive("?new=1")
        await desk.save(name=" ", duration_minutes="x", booking_window_days="-1")

    desk = at_services(visit)

    assert set(desk.errors) == {"name", "duration_minutes", "booking_window_days"}


@pytest.mark.parametrize("form", [{}, {"name": 7, "duration_minutes": None, "colour": ["x"]}])
def test_a_form_of_another_shape_is_refused_like_an_empty_one(form: dict[str, object]) -> None:
    async def visit(desk: ServicesDesk) -> None:
        await desk.arrive("?new=1")
        await desk.send(ServicesState.save(form))

    assert {"name", "duration_minutes"} <= set(at_services(visit).errors)


def test_a_changed_duration_says_which_bookings_keep_theirs() -> None:
    team = given_team()
    given_stored_booking(team, tomorrow())
    given_stored_booking(team, tomorrow() + timedelta(days=1))

    async def visit(desk: ServicesDesk) -> None:
        await desk.arrive(f"?service={team.service_id}")
        assert desk.var("upcoming").startswith("2 upcoming bookings, the next on ")
        await desk.save(duration_minutes="45")

    (said,) = at_services(visit).toasts
    assert said.startswith("Haircut is saved. The 2 upcoming bookings, the next on ")
    assert said.endswith(", keep the times they have.")


def test_what_somebody_else_changed_meanwhile_is_kept_and_told() -> None:
    service_id = given_service()

    async def visit(desk: ServicesDesk) -> None:
        await desk.arrive(f"?service={service_id}")
        theirs = replace(as_entered(NewService, the_service()), duration_minutes=45)
        setup.update_service(service_id, theirs, by=ADMIN, now=NOON)
        await desk.save(name="Shave")

    desk = at_services(visit)

    assert (the_service().name, the_service().duration_minutes) == ("Shave", 45)
    assert desk.toasts == [
        "Shave is saved. What somebody else has changed meanwhile is kept: duration."
    ]


def test_the_same_field_changed_by_two_is_asked_for_once_more() -> None:
    service_id = given_service()

    async def visit(desk: ServicesDesk) -> None:
        await desk.arrive(f"?service={service_id}")
        theirs = replace(as_entered(NewService, the_service()), duration_minutes=45)
        setup.update_service(service_id, theirs, by=ADMIN, now=NOON)
        await desk.save(duration_minutes="60")
        assert "to 45 minutes. Save again" in desk.errors["duration_minutes"]
        assert the_service().duration_minutes == 45
        await desk.save(duration_minutes="60")

    assert at_services(visit).opened == ("", "")
    assert the_service().duration_minutes == 60


def test_archiving_says_before_which_bookings_live_on() -> None:
    team = given_team()
    given_stored_booking(team, tomorrow())

    async def visit(desk: ServicesDesk) -> None:
        await desk.arrive(f"?service={team.service_id}")
        await desk.type()
        await desk.send(ServicesState.ask_to_archive)
        question = desk.var("archive_question")
        assert question.startswith("It cannot be booked any more. The 1 upcoming booking, on ")
        assert "stays as it is" in question
        assert question.endswith("What you changed here is not saved.")
        assert the_service().archived_at is None
        await desk.send(ServicesState.archive)

    desk = at_services(visit)

    assert the_service().archived_at is not None
    assert (desk.names, desk.opened) == ([], ("", ""))
    assert desk.toasts == ["Haircut is archived."]


def test_what_was_archived_is_restored_where_it_was() -> None:
    location_id = given_location()
    service_id = given_service(location_ids=[location_id])
    archiving.archive_service(service_id, by=ADMIN, now=NOON)

    async def visit(desk: ServicesDesk) -> None:
        await desk.arrive(f"?archived=1&service={service_id}")
        assert desk.var("is_archived") is True
        await desk.send(ServicesState.restore)

    at_services(visit)

    assert the_service().archived_at is None
    assert the_service().location_ids == (location_id,)


def test_ties_to_what_is_archived_outlast_a_change() -> None:
    closed, town = given_location(name="Closed"), given_location(name="Town")
    service_id = given_service(location_ids=[closed, town])
    archiving.archive_location(closed, by=ADMIN, now=NOON)

    async def visit(desk: ServicesDesk) -> None:
        await desk.arrive(f"?service={service_id}")
        assert [option.name for option in desk.var("places")] == ["Town"]
        await desk.save(name="Shave")

    at_services(visit)

    assert set(the_service().location_ids) == {closed, town}


def test_typed_text_is_asked_for_before_it_is_lost_by_closing_or_by_going_back() -> None:
    service_id = given_service()

    async def visit(desk: ServicesDesk) -> None:
        await desk.arrive(f"?service={service_id}")
        await desk.type()
        await desk.send(ServicesState.use_dialog(False))  # noqa: FBT003 - as the dialog says it
        assert desk.var("asks_to_discard") is True
        await desk.send(ServicesState.keep)
        steps = desk.var("steps") or 0
        await desk.send(ServicesState.go_back(""))
        assert desk.var("asks_to_discard") is True
        assert desk.query == f"service={service_id}"
        assert desk.var("steps") == steps + 1
        await desk.send(ServicesState.discard)

    desk = at_services(visit)

    assert (desk.opened, desk.query) == (("", ""), "")
    assert desk.var("back_to") == service_id


def test_back_and_forward_open_and_close_what_the_address_says() -> None:
    service_id = given_service()

    async def visit(desk: ServicesDesk) -> None:
        await desk.arrive()
        await desk.open("service", service_id)
        await desk.send(ServicesState.go_back(""))
        assert desk.opened == ("", "")
        await desk.send(ServicesState.go_back(f"?service={service_id}"))

    assert at_services(visit).opened == ("service", service_id)


@pytest.mark.parametrize("query", ["?service=unknown", "?service=a%00b", "?service=" + "x" * 999])
def test_an_address_that_names_nothing_says_so(query: str) -> None:
    desk = at_services(lambda desk: desk.arrive(query))

    assert desk.opened == ("", "")
    assert desk.toasts == ["This service does not exist, or you may not see it."]


def test_a_list_that_is_looked_at_again_is_right_again() -> None:
    async def visit(desk: ServicesDesk) -> None:
        await desk.arrive()
        given_service()
        await desk.send(ServicesState.load)

    assert at_services(visit).names == ["Haircut"]


def test_providers_see_the_list_and_no_editor_and_the_server_refuses() -> None:
    service_id = given_service()
    before = the_service()

    async def visit(desk: ServicesDesk) -> None:
        await desk.arrive(f"?service={service_id}")
        assert desk.names == ["Haircut"]
        assert desk.opened == ("", "")
        await desk.open("service", service_id)
        await desk.send(ServicesState.save({"name": "Mine", "duration_minutes": "5"}))
        await desk.send(ServicesState.archive)

    desk = at_services(visit, role=Role.PROVIDER)

    assert desk.opened == ("", "")
    assert the_service() == before
    assert "You may not do this" in desk.toasts[-1]

"""The tab Providers: the list, and the editor of one provider."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings_app.domain.access import Role
from bookings_app.domain.catalog import Colour, NewProvider
from bookings_app.ui.setup.state import NEW
from bookings_app.usecases import catalog, setup
from bookings_app.usecases.views import ProviderView
from tests.factories import (
    ADMIN,
    NOON,
    given_location,
    given_provider,
    given_service,
    given_team,
)
from tests.stored_bookings import given_stored_booking
from tests.ui.setup_desk import ProvidersDesk, at_providers

pytestmark = pytest.mark.usefixtures("sqlite_database")


def the_provider() -> ProviderView:
    """The only one there is."""
    (provider,) = catalog.list_providers(include_archived=True)
    return provider


def test_the_list_says_what_each_does_where() -> None:
    team = given_team()
    given_provider(name="Cleo")

    async def visit(seat: ProvidersDesk) -> None:
        await seat.arrive()

    seat = at_providers(visit)

    assert [(each.name, each.services, each.locations) for each in seat.var("lines")] == [
        ("Ben", "Haircut", "Old Town"),
        ("Cleo", "None", "No hours yet"),
    ]
    assert team.provider_id == seat.var("lines")[0].id


def test_somebody_new_does_everything_until_told_otherwise() -> None:
    haircut, shave = given_service(name="Haircut"), given_service(name="Shave")

    async def visit(seat: ProvidersDesk) -> None:
        await seat.arrive("?new=1")
        await seat.save(**{f"service_ids.{shave}": None}, name="  Cleo ", email="Cleo@Example.com")

    seat = at_providers(visit)

    assert seat.opened == ("", "")
    assert (the_provider().name, the_provider().service_ids) == ("Cleo", (haircut,))
    assert seat.toasts == ["Cleo can be booked once their hours are set."]


def test_everything_wrong_is_said_at_once_and_nothing_is_saved() -> None:
    given_service()
    setup.create_provider(NewProvider("Ben", "ben@example.com"), by=ADMIN, now=NOON)

    async def visit(seat: ProvidersDesk) -> None:
        await seat.arrive("?new=1")
        await seat.save(name="x" * 10_000, email="BEN@example.com")

    seat = at_providers(visit)

    assert set(seat.errors) == {"name", "email"}
    assert seat.errors["email"] == "This is the e-mail of Ben. Enter another one."
    assert seat.opened == ("provider", NEW)
    assert the_provider().name == "Ben"


def test_what_somebody_else_changed_meanwhile_is_kept() -> None:
    provider_id = given_provider(name="Ben")

    async def visit(seat: ProvidersDesk) -> None:
        await seat.arrive(f"?provider={provider_id}")
        theirs = NewProvider("Ben", "ben@example.com", colour=Colour.PLUM)
        setup.update_provider(provider_id, theirs, by=ADMIN, now=NOON)
        await seat.save(name="Benedict")

    seat = at_providers(visit)

    saved = the_provider()
    assert (saved.name, saved.email, saved.colour) == ("Benedict", "ben@example.com", Colour.PLUM)
    assert "is kept: e-mail and colour." in seat.toasts[0]


def test_of_two_who_change_the_same_the_second_is_told_and_may_insist() -> None:
    provider_id = given_provider(name="Ben")

    async def visit(seat: ProvidersDesk) -> None:
        await seat.arrive(f"?provider={provider_id}")
        theirs = NewProvider("Benno", colour=the_provider().colour)
        setup.update_provider(provider_id, theirs, by=ADMIN, now=NOON)
        await seat.save(name="Benedict")
        assert "“Benno”" in seat.errors["name"]
        assert the_provider().name == "Benno"
        await seat.save(name="Benedict")

    at_providers(visit)

    assert the_provider().name == "Benedict"


def test_archiving_says_first_what_stays_and_restoring_brings_them_back() -> None:
    team = given_team()
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    given_stored_booking(team, at)

    async def visit(seat: ProvidersDesk) -> None:
        await seat.arrive(f"?provider={team.provider_id}")
        await seat.send(seat.state.ask_to_archive)
        assert seat.var("archive_question").startswith("They cannot be booked any more. The 1 up")
        await seat.send(seat.state.archive)
        assert seat.names == []
        await seat.send(seat.state.show_archived(True))  # noqa: FBT003 - as the switch says it
        assert seat.names == ["Ben"]
        await seat.open("provider", team.provider_id)
        await seat.send(seat.state.restore)

    at_providers(visit)

    assert the_provider().archived_at is None


def test_providers_see_the_list_and_open_only_their_own_hours() -> None:
    here = given_location()
    ben = given_provider(name="Ben", location_id=here)
    given_provider(name="Cleo", location_id=here)

    async def visit(seat: ProvidersDesk) -> None:
        await seat.arrive(f"?provider={ben}")

    seat = at_providers(visit, Role.PROVIDER, ben)

    assert [(each.name, each.opens) for each in seat.var("lines")] == [
        ("Ben", True),
        ("Cleo", False),
    ]
    assert seat.opened == ("", "")

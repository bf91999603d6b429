"""Taking services, locations and providers back."""

from collections.abc import Callable

import pytest

from bookings_app.domain.access import Actor
from bookings_app.domain.errors import Forbidden, NotFound, SlotNotOffered
from bookings_app.usecases import archiving, catalog
from tests.bookings import given_booking
from tests.factories import ADMIN, MANAGER, NOON, Team, api_key, given_team, provider_actor

pytestmark = pytest.mark.usefixtures("database")

EACH = pytest.mark.parametrize(
    ("archive", "restore", "which"),
    [
        (archiving.archive_service, archiving.restore_service, "service_id"),
        (archiving.archive_location, archiving.restore_location, "location_id"),
        (archiving.archive_provider, archiving.restore_provider, "provider_id"),
    ],
)

Verb = Callable[..., None]


@EACH
def test_what_is_back_is_offered_as_it_was(archive: Verb, restore: Verb, which: str) -> None:
    team = given_team()
    named = getattr(team, which)
    archive(named, by=ADMIN, now=NOON)
    with pytest.raises(SlotNotOffered):
        given_booking(team)

    for _ in range(2):
        restore(named, by=MANAGER, now=NOON)

    given_booking(team)
    assert_all_are_listed(team)


def assert_all_are_listed(team: Team) -> None:
    assert [each.id for each in catalog.list_services()] == [team.service_id]
    assert [each.id for each in catalog.list_locations()] == [team.location_id]
    assert [each.id for each in catalog.list_providers()] == [team.provider_id]


@EACH
def test_only_what_exists_can_come_back(archive: Verb, restore: Verb, which: str) -> None:
    for unknown in ("unknown", "a\x00b"):
        for verb in (archive, restore):
            with pytest.raises(NotFound, match=which.removesuffix("_id")):
                verb(unknown, by=ADMIN, now=NOON)


@EACH
@pytest.mark.parametrize("actor", [provider_actor("p"), api_key("setup:read")])
def test_others_take_nothing_back(archive: Verb, restore: Verb, which: str, actor: Actor) -> None:
    del archive
    with pytest.raises(Forbidden):
        restore(getattr(given_team(), which), by=actor, now=NOON)

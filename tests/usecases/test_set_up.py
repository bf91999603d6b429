"""Setting up services, locations and providers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bookings_app.domain.access import Actor
from bookings_app.domain.catalog import NewLocation, NewProvider, NewService
from bookings_app.domain.errors import Forbidden, Invalid, NotFound
from bookings_app.usecases import archiving, catalog, setup
from tests.factories import (
    ADMIN,
    MANAGER,
    NOON,
    ai_agent,
    api_key,
    given_location,
    given_provider,
    given_service,
    provider_actor,
)

pytestmark = pytest.mark.usefixtures("database")

HAIRCUT = NewService(name="Haircut", duration_minutes=30)
OLD_TOWN = NewLocation(name="Old Town", time_zone="Europe/Madrid")
BEN = NewProvider(name="Ben")


def test_a_service_is_kept_as_entered_its_name_trimmed() -> None:
    location_id = given_location()
    new = NewService(
        name="  Colour ",
        duration_minutes=90,
        description="With care",
        buffer_before_minutes=5,
        buffer_after_minutes=10,
        slot_step_minutes=15,
        requires_approval=True,
        min_notice_minutes=60,
        booking_window_days=30,
        available_from=date(2026, 3, 1),
        available_to=date(2026, 3, 31),
        location_ids=(location_id, location_id),
    )

    setup.create_service(new, by=MANAGER, now=NOON)

    (stored,) = catalog.list_services()
    assert stored.name == "Colour"
    assert stored.duration_minutes == 90
    assert stored.description == "With care"
    assert (stored.buffer_before_minutes, stored.buffer_after_minutes) == (5, 10)
    assert stored.slot_step_minutes == 15
    assert stored.requires_approval
    assert (stored.min_notice_minutes, stored.booking_window_days) == (60, 30)
    assert (stored.available_from, stored.available_to) == (date(2026, 3, 1), date(2026, 3, 31))
    assert stored.location_ids == (location_id,)


def test_every_wrong_field_of_a_service_is_named_at_once() -> None:
    new = NewService(
        name=" ",
        duration_minutes=0,
        buffer_after_minutes=721,
        slot_step_minutes=1441,
        available_from=date(2026, 3, 2),
        available_to=date(2026, 3, 1),
        location_ids=("nowhere",),
    )

    with pytest.raises(Invalid) as refused:
        setup.create_service(new, by=ADMIN, now=NOON)

    assert [field for field, _ in refused.value.errors] == [
        "name",
        "duration_minutes",
        "buffer_after_minutes",
        "slot_step_minutes",
        "available_to",
        "location_ids",
    ]
    assert catalog.list_services() == []


@pytest.mark.parametrize(
    ("field", "least", "most"),
    [
        ("duration_minutes", 1, 1_440),
        ("buffer_before_minutes", 0, 720),
        ("buffer_after_minutes", 0, 720),
        ("slot_step_minutes", 1, 1_440),
        ("min_notice_minutes", 0, 525_600),
        ("booking_window_days", 0, 3_650),
    ],
)
def test_numbers_are_taken_up_to_their_limits(field: str, least: int, most: int) -> None:
    for allowed in (least, most):
        setup.create_service(replace(HAIRCUT, **{field: allowed}), by=ADMIN, now=NOON)
    for refused in (least - 1, most + 1):
        with pytest.raises(Invalid, match="must be a whole number"):
            setup.create_service(replace(HAIRCUT, **{field: refused}), by=ADMIN, now=NOON)


@pytest.mark.parametrize("name", ["a\x00b", "a\u202eb", "\u200b", "x" * 256, "a\ud800"])
def test_a_name_that_cannot_be_shown_or_is_too_long_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        setup.create_service(replace(HAIRCUT, name=name), by=ADMIN, now=NOON)


@pytest.mark.parametrize(
    "time_zone", ["", "Madrid", "Europe", "../etc/passwd", "localtime", "UTC+1", "x\x00"]
)
def test_a_location_needs_a_known_time_zone(time_zone: str) -> None:
    with pytest.raises(Invalid) as refused:
        setup.create_location(replace(OLD_TOWN, time_zone=time_zone), by=ADMIN, now=NOON)

    assert [field for field, _ in refused.value.errors] == ["time_zone"]


def test_a_provider_offers_the_services_named() -> None:
    service_id = given_service()
    new = NewProvider(name="Ben", email="Ben@Example.com", service_ids=(service_id,))

    setup.create_provider(new, by=ADMIN, now=NOON)

    (stored,) = catalog.list_providers()
    assert (stored.name, stored.email) == ("Ben", "Ben@Example.com")
    assert stored.service_ids == (service_id,)
    assert stored.location_ids == ()


def test_a_provider_cannot_offer_a_service_that_is_unknown_or_retired() -> None:
    retired = given_service()
    archiving.archive_service(retired, by=ADMIN, now=NOON)

    for service_id in ("unknown", retired):
        with pytest.raises(Invalid) as refused:
            setup.create_provider(replace(BEN, service_ids=(service_id,)), by=ADMIN, now=NOON)
        assert [field for field, _ in refused.value.errors] == ["service_ids"]


def test_a_wrong_email_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        setup.create_provider(replace(BEN, email="ben at example"), by=ADMIN, now=NOON)

    assert [field for field, _ in refused.value.errors] == ["email"]


def test_what_is_retired_leaves_the_lists_and_is_shown_when_asked_for() -> None:
    location_id = given_location()
    service_id = given_service(location_ids=[location_id])
    provider_id = given_provider()
    assert [each.id for each in catalog.locations_offering(service_id)] == [location_id]

    archiving.archive_location(location_id, by=ADMIN, now=NOON)
    archiving.archive_service(service_id, by=ADMIN, now=NOON)
    archiving.archive_provider(provider_id, by=ADMIN, now=NOON)

    assert catalog.list_locations() == []
    assert catalog.list_services() == []
    assert catalog.list_providers() == []
    assert catalog.locations_offering(service_id) == []
    assert [each.archived_at for each in catalog.list_locations(include_archived=True)] == [NOON]
    assert [each.archived_at for each in catalog.list_services(include_archived=True)] == [NOON]
    assert [each.archived_at for each in catalog.list_providers(include_archived=True)] == [NOON]


@pytest.mark.parametrize(
    "archive", [archiving.archive_location, archiving.archive_service, archiving.archive_provider]
)
def test_only_what_exists_can_be_retired(archive: Callable[..., None]) -> None:
    with pytest.raises(NotFound):
        archive("unknown", by=ADMIN, now=NOON)


@pytest.mark.parametrize(
    "actor", [provider_actor("p"), api_key("setup:read", "bookings:write"), ai_agent("c")]
)
@pytest.mark.parametrize(
    ("verb", "new"),
    [
        (setup.create_location, OLD_TOWN),
        (setup.create_service, HAIRCUT),
        (setup.create_provider, BEN),
        (archiving.archive_location, "any"),
        (archiving.archive_service, "any"),
        (archiving.archive_provider, "any"),
    ],
)
def test_others_may_not_change_the_set_up(
    verb: Callable[..., Any], new: object, actor: Actor
) -> None:
    with pytest.raises(Forbidden):
        verb(new, by=actor, now=NOON)


def test_a_key_with_the_scope_may_change_the_set_up() -> None:
    setup.create_location(OLD_TOWN, by=api_key("setup:write"), now=NOON)

    assert [each.name for each in catalog.list_locations()] == ["Old Town"]

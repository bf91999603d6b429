"""Changing a provider, and whose e-mail is whose."""

from dataclasses import replace

import pytest

from bookings_app.domain.catalog import Colour, NewProvider
from bookings_app.domain.errors import Forbidden, Invalid, NotFound
from bookings_app.usecases import archiving, catalog, setup
from bookings_app.usecases.views import ProviderView
from tests.factories import (
    ADMIN,
    MANAGER,
    NOON,
    given_location,
    given_provider,
    given_service,
    provider_actor,
)

pytestmark = pytest.mark.usefixtures("database")

BEN = NewProvider(name="Ben", email="ben@example.com")


def given(new: NewProvider) -> str:
    """A provider; their id."""
    return setup.create_provider(new, by=ADMIN, now=NOON).id


def test_every_field_is_replaced_and_hours_stay() -> None:
    haircut, shave, here = given_service(), given_service(name="Shave"), given_location()
    provider_id = given_provider(service_ids=[haircut], location_id=here)
    changed = NewProvider(" Benedict ", "b@example.com", (shave,), Colour.CYAN)

    answer = setup.update_provider(provider_id, changed, by=MANAGER, now=NOON)

    expected = ProviderView(
        id=provider_id,
        name="Benedict",
        email="b@example.com",
        service_ids=(shave,),
        location_ids=(here,),
        colour=Colour.CYAN,
        archived_at=None,
    )
    assert answer == expected
    assert catalog.get_provider(provider_id) == expected
    assert catalog.get_service(haircut).provider_ids == ()


def test_the_colour_stays_where_it_is_not_named() -> None:
    provider_id = given(replace(BEN, colour=Colour.BROWN))

    setup.update_provider(provider_id, BEN, by=ADMIN, now=NOON)

    assert catalog.get_provider(provider_id).colour is Colour.BROWN


def test_the_same_e_mail_in_other_letters_is_refused_with_whose_it_is() -> None:
    given(BEN)
    cleo = given(NewProvider("Cleo"))
    twice = NewProvider("Cleo", "BEN@Example.com")

    for attempt in (
        lambda: setup.create_provider(twice, by=ADMIN, now=NOON),
        lambda: setup.update_provider(cleo, twice, by=ADMIN, now=NOON),
    ):
        with pytest.raises(Invalid) as refused:
            attempt()
        assert refused.value.errors == (("email", "This is the e-mail of Ben. Enter another one."),)


def test_ones_own_e_mail_may_be_written_otherwise_and_nobody_needs_one() -> None:
    ben = given(BEN)

    setup.update_provider(ben, replace(BEN, email="Ben@Example.com"), by=ADMIN, now=NOON)
    setup.update_provider(ben, replace(BEN, email=""), by=ADMIN, now=NOON)
    given(NewProvider("Cleo"))

    assert [each.email for each in catalog.list_providers()] == ["", ""]


def test_who_is_archived_gives_the_e_mail_back_until_somebody_has_taken_it() -> None:
    ben = given(BEN)
    archiving.archive_provider(ben, by=ADMIN, now=NOON)
    given(NewProvider("Benita", "Ben@example.com"))

    with pytest.raises(Invalid) as refused:
        archiving.restore_provider(ben, by=ADMIN, now=NOON)

    assert refused.value.errors == (
        ("email", "Benita has the e-mail of Ben now. Change it there first."),
    )
    assert catalog.get_provider(ben).archived_at == NOON


def test_every_wrong_field_is_named_at_once() -> None:
    ben = given(BEN)
    wrong = NewProvider("\u200b", "ben at example", ("nothing",))

    with pytest.raises(Invalid) as refused:
        setup.update_provider(ben, wrong, by=ADMIN, now=NOON)

    assert [field for field, _ in refused.value.errors] == ["name", "email", "service_ids"]


def test_only_who_exists_can_be_changed_and_only_by_those_who_set_up() -> None:
    with pytest.raises(NotFound):
        setup.update_provider("unknown", BEN, by=ADMIN, now=NOON)
    ben = given(BEN)
    with pytest.raises(Forbidden):
        setup.update_provider(ben, BEN, by=provider_actor(ben), now=NOON)

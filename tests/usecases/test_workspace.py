"""What holds for the whole workspace."""

from dataclasses import replace

import pytest

from bookings_app.domain.access import Actor, ProviderVisibility
from bookings_app.domain.errors import Forbidden, Invalid
from bookings_app.domain.workspace import Clock
from bookings_app.usecases.views import Workspace
from bookings_app.usecases.workspace import save_workspace, workspace
from tests.factories import ADMIN, MANAGER, NOON, api_key, provider_actor

pytestmark = pytest.mark.usefixtures("database")

OURS = Workspace(
    name="Riverside Clinic",
    time_zone="Europe/Madrid",
    week_starts_on=6,
    provider_visibility=ProviderVisibility.ASSIGNED_SERVICES,
    default_country="ES",
    clock=Clock.TWELVE_HOURS,
    cancellation_reasons=("Flu", "Weather"),
)


def test_on_the_first_day_providers_see_their_own_bookings() -> None:
    assert workspace() == Workspace(
        name="Bookings",
        time_zone="UTC",
        week_starts_on=0,
        provider_visibility=ProviderVisibility.OWN,
        default_country="",
        clock=Clock.TWENTY_FOUR_HOURS,
        cancellation_reasons=(
            "Customer asked",
            "Provider is ill",
            "Double entry",
            "Other appointment",
        ),
    )


def test_what_is_saved_is_what_holds_and_can_be_saved_again() -> None:
    save_workspace(OURS, by=ADMIN, now=NOON)
    assert workspace() == OURS

    save_workspace(replace(OURS, week_starts_on=0, default_country=" de "), by=ADMIN, now=NOON)
    assert workspace() == replace(OURS, week_starts_on=0, default_country="DE")


def test_every_wrong_field_is_named_and_nothing_is_saved() -> None:
    before = workspace()
    wrong = replace(OURS, name="", time_zone="Madrid", week_starts_on=7, default_country="Spain")

    with pytest.raises(Invalid) as refused:
        save_workspace(wrong, by=ADMIN, now=NOON)

    assert [field for field, _ in refused.value.errors] == [
        "name",
        "time_zone",
        "week_starts_on",
        "default_country",
    ]
    assert workspace() == before


def test_reasons_are_trimmed_kept_once_and_may_be_none_at_all() -> None:
    written = (" Flu ", "", "weather", "FLU", "\u200b", "Weather")
    save_workspace(replace(OURS, cancellation_reasons=written), by=ADMIN, now=NOON)
    assert workspace().cancellation_reasons == ("Flu", "weather")

    save_workspace(replace(OURS, cancellation_reasons=()), by=ADMIN, now=NOON)
    assert workspace().cancellation_reasons == ()


def test_reasons_are_few_and_short_and_each_wrong_one_is_named() -> None:
    twelve = tuple(f"Reason {number}" for number in range(12))
    save_workspace(replace(OURS, cancellation_reasons=twelve), by=ADMIN, now=NOON)

    for reasons, fields in (
        ((*twelve, "One more"), ["cancellation_reasons"]),
        (("x" * 80, "x" * 81, "a\x00b"), ["cancellation_reasons.1", "cancellation_reasons.2"]),
    ):
        with pytest.raises(Invalid) as refused:
            save_workspace(replace(OURS, cancellation_reasons=reasons), by=ADMIN, now=NOON)
        assert [field for field, _ in refused.value.errors] == fields
    assert workspace().cancellation_reasons == twelve


@pytest.mark.parametrize("day", [-1, 1, 2, 3, 4, 7])
def test_weeks_start_on_monday_saturday_or_sunday(day: int) -> None:
    for first_day in (0, 5, 6):
        save_workspace(replace(OURS, week_starts_on=first_day), by=ADMIN, now=NOON)
        assert workspace().week_starts_on == first_day

    with pytest.raises(Invalid) as refused:
        save_workspace(replace(OURS, week_starts_on=day), by=ADMIN, now=NOON)
    assert [field for field, _ in refused.value.errors] == ["week_starts_on"]


def test_a_clock_has_twelve_or_twenty_four_hours() -> None:
    odd = replace(OURS, clock="10h")  # pyright: ignore[reportArgumentType] - what a door may hand on

    with pytest.raises(Invalid) as refused:
        save_workspace(odd, by=ADMIN, now=NOON)

    assert [field for field, _ in refused.value.errors] == ["clock"]


@pytest.mark.parametrize("actor", [MANAGER, provider_actor("p"), api_key("setup:write")])
def test_only_administrators_change_it(actor: Actor) -> None:
    with pytest.raises(Forbidden):
        save_workspace(OURS, by=actor, now=NOON)


def test_only_countries_that_number_phones_are_taken() -> None:
    for country in ("UK", "XX", "e5"):
        with pytest.raises(Invalid) as refused:
            save_workspace(replace(OURS, default_country=country), by=ADMIN, now=NOON)
        assert [field for field, _ in refused.value.errors] == ["default_country"]

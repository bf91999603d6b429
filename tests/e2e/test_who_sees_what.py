"""Providers see their own bookings, managers and administrators all; only these change settings."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from bookings_app.domain.access import ProviderVisibility, Role
from bookings_app.usecases.workspace import save_workspace, workspace
from tests.e2e.screens import (
    Wizard,
    block,
    calendar,
    details,
    filters,
    messages,
    next_month,
    wait_for_calendar,
)
from tests.e2e.team import Team, Week
from tests.factories import ADMIN

SignIn = Callable[..., Page]

NOBODYS_ID = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def bens_and_petras(team: Team, week: Week) -> tuple[str, str]:
    """Ana is Ben's, Nora is Petra's; the ids of the two."""
    bens = team.book(week.at(1, "10:00"), customer="Ana Ruiz")
    petras = team.book(week.at(1, "12:00"), provider_id=team.petra, customer="Nora Quinn")
    return bens, petras


@pytest.fixture
def providers_see_their_services(team: Team) -> Iterator[None]:
    """The workspace's setting, for one test."""
    del team  # it has opened the database
    before = workspace()
    wider = replace(before, provider_visibility=ProviderVisibility.ASSIGNED_SERVICES)
    save_workspace(wider, by=ADMIN, now=datetime.now(UTC))
    yield
    save_workspace(before, by=ADMIN, now=datetime.now(UTC))


@pytest.mark.usefixtures("bens_and_petras")
def test_managers_and_administrators_see_every_booking(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    for email in (team.manager, team.admin):
        page = sign_in(email, f"/bookings?date={week.monday}")

        expect(block(page, "Ana Ruiz")).to_be_visible()
        expect(block(page, "Nora Quinn")).to_be_visible()


@pytest.mark.usefixtures("bens_and_petras")
def test_a_provider_sees_their_own_bookings_only(sign_in: SignIn, team: Team, week: Week) -> None:
    page = sign_in(team.ben_signs_in_as, f"/bookings?view=week&date={week.monday}")

    expect(block(page, "Ana Ruiz")).to_be_visible()
    expect(calendar(page)).not_to_contain_text("Nora Quinn")

    page.goto(f"/bookings?view=week&date={week.monday}&provider={team.petra}")
    wait_for_calendar(page)
    expect(calendar(page)).not_to_contain_text("Nora Quinn")


@pytest.mark.usefixtures("bens_and_petras", "providers_see_their_services")
def test_providers_also_see_bookings_of_services_they_offer_where_the_workspace_says_so(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    page = sign_in(team.ben_signs_in_as, f"/bookings?view=week&date={week.monday}")

    expect(block(page, "Ana Ruiz")).to_be_visible()
    expect(block(page, "Nora Quinn")).to_be_visible()


def test_somebody_elses_booking_answers_like_one_that_does_not_exist(
    sign_in: SignIn, team: Team, week: Week, bens_and_petras: tuple[str, str]
) -> None:
    bens, petras = bens_and_petras
    page = sign_in(team.ben_signs_in_as, f"/bookings?date={week.monday}&booking={bens}")
    expect(details(page)).to_contain_text("Ana Ruiz")

    for booking_id in (petras, NOBODYS_ID):
        page.goto(f"/bookings?date={week.monday}&booking={booking_id}")

        expect(messages(page).get_by_role("alert")).to_contain_text(
            "This booking does not exist, or you may not see it."
        )
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(page).not_to_have_url(f"booking={booking_id}")
        messages(page).get_by_role("button", name="Close message").click()


def test_a_provider_books_for_themselves_only(sign_in: SignIn, team: Team) -> None:
    day = next_month(12)
    offer = team.offer("Facial", providers=("Ines Faro", "Olga Brandt"))
    _, email = team.add_member(Role.PROVIDER, offer.provider_id)
    page = sign_in(email, f"/bookings?view=list&date={day}")

    wizard = Wizard(page).open()
    expect(wizard.choice("Haircut")).to_be_hidden()
    expect(wizard.choice(offer.service)).to_be_checked()
    wizard.go_on("Date & time")
    wizard.turn_to(day)
    wizard.pick("10:00 – 10:30 1 free")
    wizard.go_on("Provider")
    expect(wizard.choice("Ines Faro")).to_be_checked()
    expect(wizard.choice("Olga Brandt")).to_be_hidden()
    wizard.go_on("Customer")
    wizard.name.fill("Lena Voss")
    wizard.create.click()

    expect(block(page, "Lena Voss")).to_contain_text("Ines Faro")


def test_a_providers_filters_offer_what_is_theirs(sign_in: SignIn, team: Team) -> None:
    page = sign_in(team.ben_signs_in_as, "/bookings?view=week")
    wait_for_calendar(page)

    filters(page).get_by_role("button", name="Provider").click()

    offered = page.get_by_role("dialog", name="Provider")
    expect(offered.get_by_role("button", name="Ben Okafor")).to_be_visible()
    expect(offered.get_by_role("button", name="Petra Lind")).to_be_hidden()


@pytest.mark.parametrize("role", [Role.MANAGER, Role.PROVIDER])
def test_whoever_is_no_administrator_reads_the_workspace_and_changes_nothing(
    sign_in: SignIn, team: Team, role: Role
) -> None:
    email = team.manager if role is Role.MANAGER else team.ben_signs_in_as
    page = sign_in(email, "/settings")

    expect(page.get_by_text("Administrators can change this.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Name")).to_be_hidden()
    expect(page.get_by_role("button", name="Save")).to_be_hidden()

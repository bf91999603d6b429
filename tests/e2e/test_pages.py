"""The pages around the calendar: lists of the set-up, settings, what is not there, and themes."""

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.screens import Wizard, block, calendar, details
from tests.e2e.team import Team, Week
from tests.e2e.watching import Complaints

SignIn = Callable[..., Page]


def test_the_four_tabs_of_scheduling_lead_to_each_other(sign_in: SignIn, team: Team) -> None:
    page = sign_in(team.manager, "/scheduling/services")
    tabs = page.get_by_role("navigation", name="Scheduling")
    haircut = page.get_by_role("row").filter(has_text="Haircut")
    expect(haircut).to_contain_text("45 min")
    expect(haircut).to_contain_text("Harbour, Old Town")
    expect(page.get_by_role("row").filter(has_text="Colour")).to_contain_text("Needed")

    tabs.get_by_role("link", name="Locations").click()
    harbour = page.get_by_role("row").filter(has_text="2 Example Quay")
    expect(harbour).to_contain_text("Europe/Athens")

    tabs.get_by_role("link", name="Providers").click()
    ben = page.get_by_role("row").filter(has_text="Ben Okafor")
    expect(ben).to_contain_text("Colour, Haircut")
    expect(ben).to_contain_text("Old Town")

    tabs.get_by_role("link", name="Bookings").click()
    expect(calendar(page)).to_be_visible()
    expect(page.get_by_role("button", name="New Booking")).to_be_visible()


@pytest.mark.usefixtures("workspace_as_before")
def test_what_an_administrator_saves_holds_for_everybody(sign_in: SignIn, team: Team) -> None:
    page = sign_in(team.admin, "/settings")
    expect(page.get_by_role("button", name="Save")).to_be_hidden()

    page.get_by_label("Name").fill("Example Salon")
    page.get_by_label("Time zone").fill("Europe/Paris")
    page.get_by_role("combobox", name="Weeks start on").click()
    page.get_by_role("option", name="Sunday").click()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("region", name="Messages")).to_contain_text("The workspace is saved.")
    colleague = sign_in(team.manager, "/settings")
    for said in ("Example Salon", "Europe/Paris", "Sunday"):
        expect(colleague.get_by_role("definition").filter(has_text=said)).to_be_visible()
    colleague.goto("/bookings?view=week&date=2025-03-05")
    expect(colleague.get_by_text("2 – 8 March 2025", exact=True).first).to_be_visible()


def test_settings_that_cannot_be_taken_say_why_beside_the_field(
    sign_in: SignIn, team: Team
) -> None:
    page = sign_in(team.admin, "/settings")

    page.get_by_label("Time zone").fill("Middle/Nowhere")
    page.get_by_label("Country of phone numbers").fill("Spain")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("alert")).to_have_count(2)
    expect(page.get_by_role("alert").last).to_contain_text(
        "Enter the two letters of a country such as ES"
    )
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_label("Time zone")).not_to_have_value("Middle/Nowhere")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_an_address_that_leads_nowhere_says_so_and_shows_the_way(
    sign_in: SignIn, team: Team, complaints: Complaints
) -> None:
    complaints.expect("404")
    page = sign_in(team.manager, "/no/such/page")

    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
    page.get_by_role("link", name="Go to the calendar").click()
    expect(page.get_by_role("heading", name="Bookings")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/scheduling"])
def test_short_addresses_lead_to_the_calendar(sign_in: SignIn, team: Team, path: str) -> None:
    page = sign_in(team.manager, path)

    expect(calendar(page)).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_follows_the_systems_theme_without_a_complaint(
    sign_in: SignIn, team: Team, week: Week, theme: Literal["light", "dark"]
) -> None:
    team.book(week.at(1, "10:00"))
    page = sign_in(team.admin, f"/bookings?date={week.monday}", color_scheme=theme)
    expect(page.locator(f"html.{theme}")).to_be_attached()
    expect(page.locator(f".cal [data-color-scheme={theme}]")).to_be_attached()
    block(page, "Ana Ruiz").click()
    expect(details(page)).to_be_visible()
    page.keyboard.press("Escape")
    wizard = Wizard(page)
    wizard.open()
    expect(wizard.dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(wizard.dialog).not_to_be_attached()

    for path, name in (
        ("/scheduling/services", "Scheduling"),
        ("/scheduling/locations", "Scheduling"),
        ("/scheduling/providers", "Scheduling"),
        ("/settings", "Settings"),
    ):
        page.goto(path)
        expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
        assert is_dark(page) == (theme == "dark")


def is_dark(page: Page) -> bool:
    """Whether the page itself is darker than its text."""
    lightness: int = page.evaluate(
        "Number(getComputedStyle(document.querySelector('.page-set') ?? document.body)"
        ".color.match(/[0-9]+/)[0])"
    )
    return lightness > 127

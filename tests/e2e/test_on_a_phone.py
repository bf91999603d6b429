"""A phone: a list instead of a grid, filters in a sheet, and nothing wider than the screen."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.e2e.screens import Wizard, block, details, messages, named, next_month
from tests.e2e.team import Team, Week

SignIn = Callable[..., Page]

SCREEN: ViewportSize = {"width": 390, "height": 844}
DAY = next_month(25)


@pytest.fixture
def on_phone(sign_in: SignIn) -> Callable[[str, str], Page]:
    """Open a page as that member, on a phone."""

    def open_page(email: str, path: str) -> Page:
        options: dict[str, Any] = {"viewport": SCREEN, "has_touch": True, "is_mobile": True}
        return sign_in(email, path, **options)

    return open_page


def test_the_calendar_is_a_list_of_the_days_ahead(
    on_phone: Callable[[str, str], Page], team: Team, week: Week
) -> None:
    team.book(week.at(1, "10:00"))
    page = on_phone(team.manager, f"/bookings?date={week.monday}")

    expect(block(page, "Ana Ruiz")).to_contain_text("Haircut · Ben Okafor · Old Town")
    expect(page.get_by_role("radiogroup", name="View")).to_be_hidden()

    block(page, "Ana Ruiz").tap()
    expect(details(page)).to_contain_text("Ana Ruiz")
    box = details(page).bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, SCREEN["width"])
    details(page).get_by_role("button", name="Close").tap()
    expect(details(page)).to_be_hidden()


@pytest.mark.parametrize(
    "path",
    [
        "/bookings",
        "/scheduling/services",
        "/scheduling/locations",
        "/scheduling/providers",
        "/scheduling/bookings",
        "/settings",
        "/setup",
        "/login",
    ],
)
def test_nothing_is_wider_than_the_screen(
    on_phone: Callable[[str, str], Page], team: Team, path: str
) -> None:
    page = on_phone(team.admin, path)
    expect(page.get_by_role("heading", level=1).first).to_be_attached()
    page.wait_for_load_state("networkidle")

    assert width(page) <= SCREEN["width"]


def test_filters_are_in_a_sheet(
    on_phone: Callable[[str, str], Page], team: Team, week: Week
) -> None:
    team.book(week.at(1, "10:00"), customer="Ana Ruiz")
    team.book(week.at(1, "12:00"), provider_id=team.petra, customer="Nora Quinn")
    page = on_phone(team.manager, f"/bookings?date={week.monday}")
    expect(block(page, "Nora Quinn")).to_be_visible()

    page.get_by_role("button", name="Filters").tap()
    sheet = page.get_by_role("dialog", name="Filters")
    expect(sheet.get_by_text("Confirmed2")).to_be_visible()
    sheet.get_by_label("Provider").select_option("Ben Okafor")
    sheet.get_by_role("button", name="Show bookings").tap()

    expect(sheet).to_be_hidden()
    expect(block(page, "Ana Ruiz")).to_be_visible()
    expect(block(page, "Nora Quinn")).to_be_hidden()
    page.get_by_role("button", name="Filters 1").tap()
    sheet.get_by_role("button", name="Clear filters").tap()
    sheet.get_by_role("button", name="Show bookings").tap()
    expect(block(page, "Nora Quinn")).to_be_visible()


def test_the_whole_wizard_fits_and_books(on_phone: Callable[[str, str], Page], team: Team) -> None:
    offer = team.offer("Facial", providers=("Ines Faro", "Olga Brandt"))
    page = on_phone(team.manager, f"/bookings?date={DAY}")
    page.get_by_role("button", name="New Booking").tap()
    wizard = Wizard(page)

    def on() -> None:
        assert width(page) <= SCREEN["width"]
        wizard.next.tap()

    expect(wizard.dialog).to_contain_text("New booking · Service & location")
    wizard.choice(offer.service).tap()
    expect(wizard.choice("Old Town")).to_be_checked()
    on()
    expect(wizard.dialog).to_contain_text("New booking · Date & time")
    wizard.leaf_to(DAY)
    wizard.day(DAY).tap()
    expect(wizard.times.get_by_role("heading", name=named(DAY))).to_be_visible()
    wizard.choice("10:00 – 10:30").tap()
    expect(wizard.choice("10:00 – 10:30")).to_be_checked()
    on()
    expect(wizard.dialog).to_contain_text("New booking · Provider")
    wizard.choice("Olga Brandt").tap()
    expect(wizard.choice("Olga Brandt")).to_be_checked()
    on()
    expect(wizard.dialog).to_contain_text("New booking · Customer")
    wizard.name.fill("Lena Voss")
    assert width(page) <= SCREEN["width"]
    wizard.create.tap()

    expect(wizard.dialog).to_be_hidden()
    expect(messages(page)).to_contain_text("Booked: Lena Voss")
    expect(block(page, "Lena Voss").filter(has_text=offer.service)).to_be_visible()


def width(page: Page) -> int:
    """How far one could scroll to the right."""
    reached: int = page.evaluate(
        "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
    )
    return reached

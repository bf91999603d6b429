"""A clinic in two cities, built from nothing through the screens, and booked in both."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.desk import Desk
from tests.e2e.new_team import FirstRun, FirstSteps
from tests.e2e.screens import Wizard, block, calendar, choose_filter, details
from tests.e2e.team import LISBON, instant

MADRID = ZoneInfo("Europe/Madrid")
NEW_YORK = ZoneInfo("America/New_York")
WEEKDAYS = ("Tuesday", "Wednesday", "Thursday", "Friday")


def next_monday() -> date:
    """A day on which both of them work."""
    today = datetime.now(LISBON).date()
    return today + timedelta(days=7 - today.weekday())


def begin(page: Page, address: str) -> None:
    """The team, its first location, a service, and its administrator who does it."""
    first = FirstRun(page, address)
    first.fill_in(team="Two Cities", zone=MADRID.key)
    first.send()
    steps = FirstSteps(page)
    steps.add_location("Old Town")
    steps.add_service("First visit")
    steps.add_myself()
    steps.save_hours()
    steps.expect_made("A location", "Old Town, Europe/Madrid")
    page.get_by_role("link", name="More locations").click()


def tab(page: Page, name: str) -> None:
    """One of the four tabs."""
    page.get_by_role("navigation", name="Scheduling").get_by_role("link", name=name).click()


def row(page: Page, name: str) -> Locator:
    """A line of a list."""
    return page.get_by_role("row").filter(has_text=name)


def add_location(page: Page, name: str, zone: ZoneInfo) -> None:
    """In the tab Locations."""
    page.get_by_role("button", name="New location").click()
    editor = page.get_by_role("dialog", name="New location")
    editor.get_by_label("Name").fill(name)
    editor.get_by_label("Time zone").fill(zone.key)
    editor.get_by_role("button", name="Create location").click()
    expect(row(page, name)).to_contain_text("America/New York")


def offer_also_at(page: Page, service: str, location: str) -> None:
    """In the tab Services."""
    tab(page, "Services")
    page.get_by_role("link", name=service).click()
    editor = page.get_by_role("dialog", name=service)
    editor.get_by_role("checkbox", name=location).check()
    editor.get_by_role("button", name="Save").click()
    expect(row(page, service)).to_contain_text(location)


def add_provider(page: Page, name: str, *, service: str, location: str) -> None:
    """In the tab Providers, with hours from Monday to Friday at one of the locations."""
    tab(page, "Providers")
    page.get_by_role("button", name="New provider").click()
    editor = page.get_by_role("dialog", name="New provider")
    editor.get_by_label("Name").fill(name)
    editor.get_by_role("checkbox", name=service).check()
    editor.get_by_role("button", name="Create provider").click()
    page.get_by_role("link", name=f"Hours of {name}").click()
    hours = page.get_by_role("region", name="Weekly hours")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    hours.get_by_role("button", name="Add hours on Monday").click()
    hours.get_by_label("Monday, location").select_option(location)
    hours.get_by_role("button", name="Copy Monday").click()
    copies = page.get_by_role("dialog", name="Copy Monday")
    for day in WEEKDAYS:
        copies.get_by_role("checkbox", name=day).check()
    copies.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Save hours").click()
    expect(page.get_by_role("button", name="Save hours")).to_be_hidden()


def book(page: Page, location: str, zone: str, provider: str, customer: str) -> None:
    """Through the wizard, at ten o'clock of the location."""
    wizard = Wizard(page).open()
    wizard.pick(location)
    wizard.go_on("Date & time")
    wizard.turn_to(next_monday())
    expect(wizard.times).to_contain_text(f"{location} time ({zone})")
    expect(wizard.times.get_by_role("radio").first).to_contain_text("09:00 – 09:30")
    wizard.pick("10:00 – 10:30")
    wizard.go_on("Provider")
    expect(wizard.choice(provider)).to_be_checked()
    wizard.go_on("Customer")
    wizard.name.fill(customer)
    wizard.create.click()
    expect(wizard.dialog).to_be_hidden()


def test_a_clinic_in_two_cities_is_built_and_booked_by_the_clocks_of_both(
    new_desk: Desk, context_of: Callable[..., BrowserContext]
) -> None:
    page = context_of().new_page()
    begin(page, new_desk.first_addresses()[-1])
    add_location(page, "Uptown", NEW_YORK)
    offer_also_at(page, "First visit", "Uptown")
    add_provider(page, "Noa Levi", service="First visit", location="Uptown")
    tab(page, "Bookings")
    expect(calendar(page)).to_be_visible()
    page.get_by_role("button", name="Later", exact=True).click()

    book(page, "Old Town", "Europe/Madrid", "Mara Cole", "Ana Ruiz")
    book(page, "Uptown", "America/New York", "Noa Levi", "Ben Ode")

    # Two clocks on one screen: the reader's own, which is Lisbon's.
    for customer, zone in (("Ana Ruiz", MADRID), ("Ben Ode", NEW_YORK)):
        here = instant(next_monday(), "10:00", zone).astimezone(LISBON)
        expect(block(page, customer)).to_contain_text(f"{here:%H:%M}")
    block(page, "Ben Ode").click()
    expect(details(page, "First visit")).to_contain_text("10:00 – 10:30")
    expect(details(page, "First visit")).to_contain_text("America/New York time. For you: Mon")
    page.keyboard.press("Escape")
    choose_filter(page, "Location", "Uptown")
    expect(block(page, "Ben Ode")).to_contain_text("10:00")
    expect(calendar(page).get_by_role("button").filter(has_text="Ana Ruiz")).to_be_hidden()
    expect(page.get_by_text("Times in America/New York").first).to_be_visible()

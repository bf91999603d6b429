"""What is typed into the editors of the set-up outlives the desk and the page."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from bookings_app.usecases.catalog import get_location, get_provider, list_services
from tests.e2e.desk import Desk
from tests.e2e.screens import messages
from tests.e2e.team import LISBON, Team, Week, given_location
from tests.e2e.watching import Complaints

SignIn = Callable[..., Page]


def field(page: Page, name: str) -> Locator:
    """A field of the open editor by its label."""
    return page.get_by_role("dialog").get_by_label(re.compile(f"^{name}( optional)?$"))


def pick(page: Page, name: str, option: str) -> None:
    """One of a few."""
    page.get_by_role("combobox", name=name).click()
    page.get_by_role("option", name=option).click()


def press(page: Page, name: str) -> None:
    """A button of the open editor."""
    page.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()


def test_what_was_typed_is_there_after_a_restart_and_is_saved_as_it_stands(
    sign_in: SignIn, team: Team, week: Week, desk: Desk, complaints: Complaints
) -> None:
    complaints.expect("ERR_CONNECTION_REFUSED", "WebSocket connection to .* failed", "Failed to")
    offer = team.offer("Facial")
    place = given_location("Annex", "3 Example Yard", LISBON)
    services = sign_in(team.manager, "/scheduling/services?new=1")
    providers = sign_in(team.manager, f"/scheduling/providers?provider={offer.provider_id}")
    locations = sign_in(team.manager, f"/scheduling/locations?location={place}")
    closures = sign_in(team.manager, "/scheduling/locations")

    field(services, "Name").fill("Kept through")
    field(services, "Duration").fill("50")
    pick(services, "Colour", "Plum")
    services.get_by_role("group", name="Offered at").get_by_label("Old Town").check()
    field(providers, "E-mail").fill("ines@example.com")
    providers.get_by_role("dialog").get_by_label(offer.service).uncheck()
    field(locations, "Time zone").fill("madri")
    locations.get_by_role("option", name="Europe/Madrid").click()
    closures.get_by_role("button", name="New closure").click()
    field(closures, "First day").fill(str(week.day(0)))
    pick(closures, "Where", "Harbour")

    desk.kill()
    expect(services.get_by_role("button", name="Create service")).to_be_disabled()
    desk.start()

    expect(services.get_by_role("button", name="Create service")).to_be_enabled(timeout=30_000)
    expect(field(services, "Name")).to_have_value("Kept through")
    expect(field(services, "Duration")).to_have_value("50")
    expect(services.get_by_role("combobox", name="Colour")).to_have_text("Plum")
    press(services, "Create service")
    expect(messages(services)).to_contain_text("Kept through is in the services now.")
    (made,) = [each for each in list_services() if each.name == "Kept through"]
    assert (made.duration_minutes, made.colour) == (50, "plum")
    assert made.location_ids == (team.old_town,)

    expect(field(providers, "E-mail")).to_have_value("ines@example.com", timeout=30_000)
    press(providers, "Save")
    expect(messages(providers)).to_contain_text("is saved.")
    saved = get_provider(offer.provider_id)
    assert (saved.email, saved.service_ids) == ("ines@example.com", ())

    expect(field(locations, "Time zone")).to_have_value("Europe/Madrid", timeout=30_000)
    press(locations, "Save")
    expect(messages(locations)).to_contain_text("Annex is saved.")
    assert get_location(place).time_zone == "Europe/Madrid"

    expect(field(closures, "First day")).to_have_value(str(week.day(0)), timeout=30_000)
    expect(closures.get_by_role("combobox", name="Where")).to_have_text("Harbour")
    press(closures, "Add closure")
    expect(closures.get_by_role("table", name="Closures")).to_contain_text("Harbour")


def test_what_was_discarded_or_saved_does_not_come_back(
    sign_in: SignIn, team: Team, complaints: Complaints
) -> None:
    complaints.expect("^dialog: $")
    offer = team.offer("Facial")
    page = sign_in(team.manager, f"/scheduling/providers?provider={offer.provider_id}")
    email = field(page, "E-mail")
    email.fill("typed@example.com")
    page.once("dialog", lambda asked: asked.accept())
    page.reload()
    expect(email).to_have_value("typed@example.com")

    page.keyboard.press("Escape")
    page.get_by_role("alertdialog").get_by_role("button", name="Discard").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("table").get_by_role("link", name="Ines", exact=True).first.focus()
    page.goto(f"/scheduling/providers?provider={offer.provider_id}")

    expect(email).to_have_value("")

"""Account: one's look, clock, password and browsers."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from bookings_app.domain.access import Role
from tests.e2e.screens import messages
from tests.e2e.team import PASSWORD, Team

SignIn = Callable[..., Page]

NEW_PASSWORD = "harbour-violet-77"


def change_password(page: Page, current: str, new: str) -> None:
    """Fill in the form, and send it."""
    page.get_by_label("Current password").fill(current)
    page.get_by_label("New password").fill(new)
    page.get_by_role("button", name="Change password").click()


def test_a_new_password_by_the_current_one_which_signs_out_other_browsers(
    sign_in: SignIn, context_of: Callable[..., BrowserContext], team: Team
) -> None:
    _, email = team.add_member(Role.MANAGER)
    elsewhere = sign_in(email, "/account")
    page = sign_in(email, "/account")
    expect(page.get_by_role("main")).to_contain_text(email)

    change_password(page, "a guess", NEW_PASSWORD)
    expect(page.get_by_role("alert")).to_have_text("This is not your password.")
    change_password(page, PASSWORD, "short")
    expect(page.get_by_role("alert")).to_contain_text("12")
    change_password(page, PASSWORD, NEW_PASSWORD)

    expect(messages(page)).to_contain_text("Your password is changed.")
    expect(page.get_by_label("Current password")).to_have_value("")
    expect(elsewhere).to_have_url(re.compile("/login"))
    fresh = context_of().new_page()
    fresh.goto("/login")
    fresh.get_by_label("E-mail").fill(email)
    fresh.get_by_label("Password").fill(NEW_PASSWORD)
    fresh.get_by_role("button", name="Sign in").click()
    expect(fresh).to_have_url(re.compile("/bookings"))


def test_a_browser_is_signed_out_from_another_one(sign_in: SignIn, team: Team) -> None:
    _, email = team.add_member(Role.MANAGER)
    left_open = sign_in(email, "/account")
    expect(left_open.get_by_role("main")).to_contain_text("This browser")
    page = sign_in(email, "/account")
    sessions = page.get_by_role("listitem").filter(has_text="Signed in")
    expect(sessions).to_have_count(2)

    page.get_by_role("button", name=re.compile("^Sign out .+")).click()

    expect(messages(page)).to_contain_text("That browser is signed out.")
    expect(sessions).to_have_count(1)
    expect(left_open).to_have_url(re.compile("/login"))


def test_ones_own_clock_and_look_are_kept(sign_in: SignIn, team: Team) -> None:
    _, email = team.add_member(Role.MANAGER)
    page = sign_in(email, "/account")
    zone = page.get_by_label("Time zone")
    expect(zone).to_have_attribute("placeholder", "The browser's own")
    zone.fill("tokyo")
    page.get_by_role("option", name="Asia/Tokyo").click()
    expect(messages(page)).to_contain_text("Asia/Tokyo")
    page.get_by_role("radio", name="Dark").click()
    expect(page.locator("html")).to_have_class(re.compile("dark"))

    page.reload()

    expect(zone).to_have_value("Asia/Tokyo")
    expect(page.locator("html")).to_have_class(re.compile("dark"))


def test_a_time_zone_is_found_by_its_city_and_given_up_again_by_keyboard(
    sign_in: SignIn, team: Team
) -> None:
    _, email = team.add_member(Role.MANAGER)
    page = sign_in(email, "/account")
    zone = page.get_by_label("Time zone")
    zone.focus()
    page.keyboard.type("madrid")
    expect(page.get_by_role("option")).to_have_text(re.compile("^Europe/Madrid"))
    page.keyboard.press("Enter")
    expect(messages(page)).to_contain_text("Europe/Madrid")
    expect(zone).to_have_value("Europe/Madrid")

    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").nth(1)).to_contain_text("This browser's: Europe/Lisbon")
    page.keyboard.press("Enter")
    expect(zone).to_have_value("")


def test_a_time_zone_that_is_none_stays_as_it_was_typed_and_says_so(
    sign_in: SignIn, team: Team
) -> None:
    page = sign_in(team.manager, "/account")
    zone = page.get_by_label("Time zone")
    zone.fill("Bad/Zone")
    page.keyboard.press("Tab")

    expect(page.get_by_role("alert")).to_contain_text("No such time zone.")
    expect(zone).to_have_value("Bad/Zone")
    zone.fill("")
    page.keyboard.press("Tab")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_signing_out_on_a_phone(sign_in: SignIn, team: Team) -> None:
    _, email = team.add_member(Role.PROVIDER, team.offer().provider_id)
    page = sign_in(email, "/today", viewport={"width": 390, "height": 844}, has_touch=True)
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Account").tap()

    page.get_by_role("button", name="Sign out", exact=True).tap()

    expect(page).to_have_url(re.compile("/login"))


def test_the_team_sees_the_name_one_chooses(sign_in: SignIn, team: Team) -> None:
    _, email = team.add_member(Role.MANAGER)
    page = sign_in(email, "/account")
    own = page.get_by_label("Your name, as the team sees it")
    expect(own).to_have_value("Manager Guest")
    own.fill(" ")
    page.get_by_role("button", name="Save name").click()
    expect(page.get_by_role("alert")).to_have_text("Enter a name.")

    own.fill("Mara Lind")
    page.get_by_role("button", name="Save name").click()

    expect(messages(page)).to_contain_text("The team sees you as Mara Lind.")
    expect(page.get_by_role("button", name="Signed in as Mara Lind")).to_be_visible()

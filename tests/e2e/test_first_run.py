"""A team that starts with nothing: from the printed address to its first booking."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.databases import PostgreSQL, running_redis
from tests.e2e.desk import Desk, in_place_of
from tests.e2e.new_team import FirstRun, FirstSteps
from tests.e2e.screens import Wizard, block, calendar
from tests.e2e.team import LISBON, PASSWORD
from tests.e2e.watching import Complaints

Contexts = Callable[..., BrowserContext]

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}
NOT_ANY_MORE = "This link does not work any more."


@pytest.fixture
def page(new_desk: Desk, context_of: Contexts) -> Page:
    """A browser at that desk."""
    del new_desk
    return context_of().new_page()


def sign_in_again(page: Page) -> None:
    """By the screens, as the first administrator."""
    page.get_by_role("button", name="Signed in as Mara Cole").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("E-mail").fill("mara@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def next_monday() -> datetime:
    """A day on which somebody works who works on weekdays."""
    today = datetime.now(LISBON)
    return today + timedelta(days=7 - today.weekday())


def make_first_booking(page: Page) -> None:
    """The button at the end, and the wizard through all its steps."""
    page.get_by_role("button", name="Make the first booking").click()
    wizard = Wizard(page)
    expect(wizard.choice("Haircut")).to_be_checked()
    expect(wizard.choice("Old Town")).to_be_checked()
    wizard.come_to_customer("Haircut", next_monday().date(), "10:00 – 10:30")
    wizard.name.fill("Ana Ruiz")
    wizard.create.click()
    expect(wizard.dialog).to_be_hidden()


def test_from_the_printed_address_to_a_booking(new_desk: Desk, page: Page) -> None:
    (address,) = new_desk.first_addresses()
    first = FirstRun(page, address)
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Lisbon")
    first.fill_in()
    first.send()
    steps = FirstSteps(page)
    expect(page).to_have_url(re.compile("/setup"))

    steps.add_location("Old Town")
    steps.add_service("Haircut")
    steps.expect_made("A location", "Old Town, Europe/Lisbon")
    steps.expect_made("A service", "Haircut, 30 min, at Old Town")
    page.reload()
    steps.expect_open("A provider")
    sign_in_again(page)
    expect(calendar(page)).to_contain_text("Nobody can be booked yet")
    page.get_by_role("button", name="Take the first steps").click()
    steps.add_myself()
    steps.save_hours()

    steps.expect_made("A provider", "Mara Cole, for Haircut")
    steps.expect_made("Weekly hours", "Mara Cole: Mon – Fri, 09:00 – 17:00, at Old Town")
    expect(page.get_by_role("link", name="Invite members")).to_be_visible()
    make_first_booking(page)
    page.get_by_role("button", name="Later").click()
    expect(block(page, "Ana Ruiz")).to_contain_text("10:00")


def test_everything_wrong_is_said_at_once_and_all_but_the_password_stays(
    new_desk: Desk, page: Page, complaints: Complaints
) -> None:
    complaints.expect("422")
    first = FirstRun(page, new_desk.first_addresses()[-1])
    first.fill_in(team=" ", email="mara", zone="Middle/Nowhere")
    first.send("short")

    expect(page.get_by_role("alert")).to_have_count(4)
    expect(page.get_by_text("Enter the name of your team.")).to_be_visible()
    first.fill_in(team="Riverside", email="mara")
    page.get_by_label("Time zone").fill("madrid")
    first.send()
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.get_by_label("Your name")).to_have_value("Mara Cole")
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Madrid")
    expect(first.password).to_have_value("")
    expect(page.get_by_text("passwords are not")).to_be_visible()

    page.get_by_label("E-mail").fill("mara@example.com")
    first.send()
    FirstSteps(page).expect_open("A location")


def test_of_two_with_the_address_one_wins_and_the_other_is_told(
    new_desk: Desk, page: Page, context_of: Contexts, complaints: Complaints
) -> None:
    complaints.expect("404")
    address = new_desk.first_addresses()[-1]
    mine, theirs = FirstRun(page, address), FirstRun(context_of().new_page(), address)
    mine.fill_in()
    theirs.fill_in(name="Noa Levi", email="noa@example.com")
    mine.send()
    FirstSteps(page).expect_open("A location")

    theirs.send()
    told = theirs.page.get_by_role("alert")
    expect(told).to_contain_text("Somebody was faster: this workspace has an administrator")
    theirs.page.goto(address)
    expect(theirs.page.get_by_role("alert")).to_contain_text("Ask an administrator for a new one.")


def test_two_who_set_a_team_up_at_once_see_what_the_other_made(
    new_desk: Desk, page: Page, context_of: Contexts
) -> None:
    first = FirstRun(page, new_desk.first_addresses()[-1])
    first.fill_in()
    first.send()
    steps = FirstSteps(page)
    steps.expect_open("A location")
    other = context_of(storage_state=page.context.storage_state()).new_page()
    other.goto("/setup")
    theirs = FirstSteps(other)
    theirs.expect_open("A location")

    steps.add_location("Old Town")

    theirs.expect_made("A location", "Old Town, Europe/Lisbon")
    theirs.expect_open("A service")


def test_on_a_phone(new_desk: Desk, context_of: Contexts) -> None:
    page = context_of(**PHONE).new_page()
    first = FirstRun(page, new_desk.first_addresses()[-1])
    first.fill_in()
    first.send()
    steps = FirstSteps(page)
    steps.add_location("Old Town")
    steps.add_service("Haircut")
    steps.add_myself()
    steps.expect_open("Weekly hours")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == PHONE["viewport"]["width"]
    for box in page.get_by_role("checkbox").all():
        target = box.locator("xpath=ancestor::*[contains(@class, 'fs-check')]").bounding_box()
        assert target is not None
        assert target["height"] >= 44
    steps.save_hours()

    make_first_booking(page)
    page.goto(f"/bookings?date={next_monday():%Y-%m-%d}")
    expect(block(page, "Ana Ruiz")).to_be_visible()


def test_by_keyboard(new_desk: Desk, page: Page) -> None:
    first = FirstRun(page, new_desk.first_addresses()[-1])
    first.fill_in()
    first.send()
    steps = FirstSteps(page)
    steps.expect_open("A location")
    press, write = page.keyboard.press, page.keyboard.type

    page.get_by_label("Name").focus()
    write("Old Town")
    press("Enter")
    steps.expect_open("A service")
    expect(page.get_by_label("Name")).to_be_focused()
    write("Haircut")
    press("Tab")
    expect(page.get_by_label("Duration in minutes")).to_be_focused()
    press("Tab")
    expect(page.get_by_role("checkbox", name="Old Town")).to_be_focused()
    press("Space")
    press("Tab")
    press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Choose at least one location")
    press("Shift+Tab")
    press("Space")
    press("Tab")
    press("Enter")
    steps.expect_made("A service", "Haircut, 30 min, at Old Town")


def test_what_still_keeps_everybody_from_being_booked_is_mended_where_the_page_says(
    new_desk: Desk, page: Page
) -> None:
    first = FirstRun(page, new_desk.first_addresses()[-1])
    first.fill_in()
    first.send()
    steps = FirstSteps(page)
    steps.add_location("Old Town")
    steps.add_service("Haircut")
    steps.step("A location").get_by_role("link", name="Change").click()
    page.get_by_role("dialog", name="Old Town").get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="New location").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Harbour")
    page.get_by_role("button", name="Create location").click()
    expect(page.get_by_role("link", name="Harbour")).to_be_visible()
    page.goto("/setup")
    steps.add_myself()
    steps.expect_open("Weekly hours")
    page.get_by_label("Location").select_option("Harbour")
    steps.save_hours()

    expect(page.get_by_role("heading", name="Nobody can be booked yet")).to_be_visible()
    page.get_by_role("link", name="Offer Haircut at Harbour").click()
    editor = page.get_by_role("dialog", name="Haircut")
    editor.get_by_role("checkbox", name="Harbour").check()
    editor.get_by_role("button", name="Save").click()
    expect(editor).to_be_hidden()
    page.goto("/setup")
    expect(page.get_by_role("button", name="Make the first booking")).to_be_visible()


def test_every_start_prints_another_address_until_there_is_a_member(
    new_desk: Desk, page: Page, complaints: Complaints
) -> None:
    complaints.expect("WebSocket connection .* failed")
    new_desk.stop()
    new_desk.start()
    before, after = new_desk.first_addresses()
    page.goto("/")
    expect(page.get_by_role("alert")).to_contain_text("Open the address that Bookings printed")
    page.goto(before)
    expect(page.get_by_role("alert")).to_contain_text(f"{NOT_ANY_MORE} Start Bookings again")
    first = FirstRun(page, after)
    first.fill_in()
    first.send()
    FirstSteps(page).expect_open("A location")

    new_desk.stop()
    new_desk.start()

    assert new_desk.first_addresses() == [before, after]
    page.reload()
    FirstSteps(page).expect_open("A location")


def test_several_workers_on_postgresql_print_one_address_that_works(
    desk: Desk, postgresql: PostgreSQL, tmp_path: Path
) -> None:
    database_url = postgresql.empty()
    with running_redis() as redis_url:
        several = {"BOOKINGS_WORKERS": "2", "BOOKINGS_REDIS_URL": redis_url}
        new = Desk(desk.port, database_url, tmp_path / "serve.log", several)
        with in_place_of(desk, new):
            (address,) = new.first_addresses()
            answer = send_first_run(new, address)
    postgresql.drop(database_url)

    assert answer.json() == {"next": "/setup"}


def send_first_run(desk: Desk, address: str) -> httpx.Response:
    """What the form behind the address sends, without a browser."""
    form = {
        "token": dict(parse_qsl(urlsplit(address).query))["token"],
        "workspace_name": "Riverside",
        "time_zone": "Europe/Madrid",
        "name": "Mara Cole",
        "email": "mara@example.com",
        "password": PASSWORD,
    }
    return httpx.post(f"{desk.url}/auth/first-run", data=form, headers={"Origin": desk.url})

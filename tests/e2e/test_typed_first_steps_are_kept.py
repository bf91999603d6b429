"""What is typed into the first steps outlives page and desk; what is wrong is said at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.desk import Desk
from tests.e2e.new_team import FirstRun, FirstSteps
from tests.e2e.watching import Complaints, Network

Contexts = Callable[..., BrowserContext]

KEPT = "sessionStorage.getItem('first-steps-typed')"


@pytest.fixture
def page(new_desk: Desk, context_of: Contexts) -> Page:
    """A browser at the first of the first steps."""
    page = context_of().new_page()
    first = FirstRun(page, new_desk.first_addresses()[-1])
    first.fill_in()
    first.send()
    FirstSteps(page).expect_open("A location")
    return page


def leave_and_come_back(page: Page) -> None:
    """By the links of the application, without a reload."""
    page.get_by_role("link", name="Contacts").first.click()
    expect(page.get_by_role("heading", name="Contacts")).to_be_visible()
    page.go_back()


def test_every_step_keeps_what_is_typed_until_it_is_taken(page: Page) -> None:
    steps, name = FirstSteps(page), page.get_by_label("Name")
    name.fill("Old Town")
    page.get_by_label("Address").fill("1 Example Yard")
    page.reload()
    expect(name).to_have_value("Old Town")
    expect(page.get_by_label("Address")).to_have_value("1 Example Yard")
    leave_and_come_back(page)
    expect(name).to_have_value("Old Town")
    page.get_by_role("button", name="Add the location").click()

    steps.expect_open("A service")
    expect(name).to_have_value("")
    assert page.evaluate(KEPT) is None
    name.fill("Haircut")
    page.get_by_label("Duration").fill("45")
    page.get_by_role("checkbox", name="Old Town").click()
    page.reload()
    expect(page.get_by_label("Duration")).to_have_value("45")
    expect(page.get_by_role("checkbox", name="Old Town")).not_to_be_checked()
    page.get_by_role("checkbox", name="Old Town").click()
    page.get_by_role("button", name="Add the service").click()

    steps.expect_made("A service", "Haircut, 45 min, at Old Town")
    page.get_by_role("checkbox", name="I take bookings myself").click()
    expect(name).to_have_value("Mara Cole")
    page.get_by_label("E-mail").fill("mara.cole@example.com")
    page.reload()
    expect(page.get_by_role("checkbox", name="I take bookings myself")).to_be_checked()
    expect(name).to_have_value("Mara Cole")
    expect(page.get_by_label("E-mail")).to_have_value("mara.cole@example.com")
    page.get_by_role("button", name="Add the provider").click()

    steps.expect_open("Weekly hours")
    page.get_by_label("From", exact=True).fill("10")
    page.get_by_role("checkbox", name="With a break").click()
    page.get_by_role("checkbox", name="Friday").click()
    page.reload()
    expect(page.get_by_label("From", exact=True)).to_have_value("10")
    expect(page.get_by_role("checkbox", name="With a break")).to_be_checked()
    steps.save_hours()
    steps.expect_made("Weekly hours", "Mara Cole: Mon – Thu, 10:00 – 17:00, at Old Town")
    assert page.evaluate(KEPT) is None


def test_what_is_typed_is_there_after_the_desk_was_started_again(
    new_desk: Desk, page: Page, complaints: Complaints
) -> None:
    complaints.expect("ERR_CONNECTION_REFUSED", "WebSocket connection to .* failed", "Failed to")
    page.get_by_label("Name").fill("Harbour")
    page.get_by_label("Time zone").fill("athens")
    page.get_by_role("option", name="Europe/Athens").click()

    new_desk.kill()
    expect(page.get_by_role("button", name="Add the location")).to_be_disabled()
    new_desk.start()

    add = page.get_by_role("button", name="Add the location")
    expect(add).to_be_enabled(timeout=30_000)
    expect(page.get_by_label("Name")).to_have_value("Harbour")
    add.click()
    FirstSteps(page).expect_made("A location", "Harbour, Europe/Athens")


def test_fields_that_a_slow_line_draws_late_get_what_was_typed_into_them(
    new_desk: Desk, page: Page, complaints: Complaints
) -> None:
    complaints.expect("ERR_CONNECTION_REFUSED", "WebSocket connection to .* failed", "Failed to")
    steps, network = FirstSteps(page), Network()
    steps.add_location("Old Town")
    steps.add_service("Haircut")
    steps.expect_open("A provider")
    network.listen(page)
    page.clock.install()
    page.reload()
    page.get_by_role("checkbox", name="I take bookings myself").click()
    expect(page.get_by_label("Name")).to_have_value("Mara Cole")
    page.get_by_label("E-mail").fill("mara.cole@example.com")

    new_desk.kill()
    expect(page.get_by_role("button", name="Add the provider")).to_be_disabled()
    network.hold_back('"myself_rx_state_":true')
    new_desk.start()
    while not network.holds_something:
        page.wait_for_timeout(100)
    page.clock.fast_forward("01:00")
    network.let_through()

    expect(page.get_by_role("checkbox", name="I take bookings myself")).to_be_checked()
    expect(page.get_by_label("Name")).to_have_value("Mara Cole")
    expect(page.get_by_label("E-mail")).to_have_value("mara.cole@example.com")


def test_whoever_signs_out_leaves_nothing_typed_behind(page: Page) -> None:
    page.get_by_label("Name").fill("Harbour")
    expect(page.get_by_label("Name")).to_have_value("Harbour")
    page.get_by_role("button", name="Signed in as Mara Cole").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert page.evaluate(KEPT) is None


def test_hours_say_while_they_are_typed_what_is_wrong_and_when_they_end(page: Page) -> None:
    steps = FirstSteps(page)
    steps.add_location("Old Town")
    steps.add_service("Haircut")
    steps.add_myself()
    steps.expect_open("Weekly hours")
    start, end = page.get_by_label("From", exact=True), page.get_by_label("To", exact=True)

    start.fill("25:00")
    end.fill("soon")
    expect(page.get_by_text("Enter a time from 00:00 to 23:59.")).to_be_visible()
    expect(page.get_by_text("Enter a time from 00:00 to 24:00.")).to_be_hidden()
    steps.save_hours()
    expect(page.get_by_role("alert")).to_have_count(2)
    expect(start).to_be_focused()
    expect(start).to_have_value("25:00")
    expect(end).to_have_value("soon")
    start.fill("10:00 pm")
    end.fill("6")
    expect(page.get_by_text("Ends on the next day.")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    steps.save_hours()
    steps.expect_made("Weekly hours", "Mara Cole: Mon – Fri, 22:00 – 06:00 of the next day")

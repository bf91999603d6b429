"""One booking in a dialog: how it opens and closes, and that customers' words stay words."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from bookings_app.domain.booking import BookingStatus
from tests.e2e.screens import block, calendar, details, messages, show_view, wait_for_calendar
from tests.e2e.team import Team, Week

SignIn = Callable[..., Page]

HOSTILE = [
    '<img src=x onerror="alert(1)">',
    '"><svg onload=alert(1)>',
    "{{7*7}} ${7*7} {7*7}",
    "</script><script>alert(1)</script>",
    "<b>bold</b> & 'quoted' `ticked`",
]


def test_a_click_opens_all_that_is_known_of_a_booking(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    team.book(week.at(1, "10:00"), phone="+351 600 333 444", notes="Ring twice.")
    page = sign_in(team.manager, f"/bookings?date={week.monday}")

    block(page, "Ana Ruiz").click()

    shown = details(page)
    for said in (
        "Confirmed",
        f"{week.day(1):%A %-d %B %Y}, 10:00 – 10:45",
        "Ben Okafor",
        "Old Town, 1 Example Street",
        "Manual",
        "Ana Ruiz",
        "+351 600 333 444",
        "Ring twice.",
        "Alba created, confirmed at once",
    ):
        expect(shown).to_contain_text(said)


def test_enter_opens_a_booking_and_escape_leads_back_to_it(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    team.book(week.at(1, "10:00"))
    page = sign_in(team.manager, f"/bookings?date={week.monday}")
    opener = block(page, "Ana Ruiz")
    wait_for_calendar(page)

    opener.press("Enter")
    expect(details(page)).to_be_visible()
    expect(details(page).locator(":focus")).to_be_attached()
    page.keyboard.press("Escape")

    expect(details(page)).to_be_hidden()
    expect(opener).to_be_focused()


def test_an_open_booking_is_in_the_address_and_back_closes_it(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    booking_id = team.book(week.at(1, "10:00"))
    page = sign_in(team.manager, f"/bookings?date={week.monday}")
    block(page, "Ana Ruiz").click()
    expect(details(page)).to_contain_text("Ana Ruiz")
    expect(page).to_have_url(re.compile(f"booking={booking_id}"))

    with page.expect_response(re.compile("/api/ui/calendar")):  # the page has arrived
        page.reload()
    expect(details(page)).to_contain_text("Ana Ruiz")
    page.keyboard.press("Escape")
    expect(details(page)).to_be_hidden()
    expect(page).not_to_have_url(re.compile("booking="))

    block(page, "Ana Ruiz").click()
    expect(details(page)).to_contain_text("Ana Ruiz")
    expect(page).to_have_url(re.compile(f"booking={booking_id}"))
    page.go_back()
    expect(details(page)).to_be_hidden()
    expect(block(page, "Ana Ruiz")).to_be_visible()


def test_a_cancelled_booking_says_why(sign_in: SignIn, team: Team, week: Week) -> None:
    booking_id = team.book(week.at(1, "10:00"))
    team.bring_to(booking_id, BookingStatus.CANCELLED, now=datetime.now(UTC))

    page = sign_in(team.manager, f"/bookings?date={week.monday}&booking={booking_id}")

    expect(details(page)).to_contain_text("Cancelled by Alba")
    expect(details(page)).to_contain_text("Flu")


def test_a_moved_booking_leads_to_the_new_one_and_back(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    old_id = team.book(week.at(1, "10:00"))
    team.move(old_id, week.at(2, "14:00"))
    page = sign_in(team.manager, f"/bookings?date={week.monday}&booking={old_id}")
    expect(details(page)).to_contain_text("Rescheduled")

    details(page).get_by_role("button", name="open the new booking").click()
    expect(details(page)).to_contain_text(f"{week.day(2):%A %-d %B %Y}, 14:00 – 14:45")

    details(page).get_by_role("button", name="open the old booking").click()
    expect(details(page)).to_contain_text(f"{week.day(1):%A %-d %B %Y}, 10:00 – 10:45")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_customers_write_is_text_wherever_it_is_shown(
    sign_in: SignIn, team: Team, week: Week, text: str
) -> None:
    page = sign_in(team.manager, f"/bookings?date={week.monday}")
    expect(calendar(page).get_by_role("table")).to_be_visible()

    team.book(week.at(1, "10:00"), customer=text, notes=text)

    expect(messages(page)).to_contain_text(text)
    expect_text_only(messages(page))
    for view in ("Week", "Day", "Month", "List"):
        if view == "Day":
            calendar(page).get_by_role("link", name=f"{week.day(1):%-d %B %Y}").click()
        else:
            show_view(page, view)
        expect(block(page, text)).to_be_visible()
        expect_text_only(calendar(page))
    block(page, text).click()
    expect(details(page).get_by_role("definition").filter(has_text=text)).to_have_count(2)
    expect_text_only(details(page))


def expect_text_only(part: Locator) -> None:
    """Nothing in it is an element that a customer wrote."""
    expect(part.locator("img, script, b:text-is('bold'), svg[onload]")).to_have_count(0)

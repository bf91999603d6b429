"""Where there are no bookings to show, the page says why, and what to do about it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.screens import block, calendar, choose_filter
from tests.e2e.team import Team, Week
from tests.e2e.watching import Complaints

SignIn = Callable[..., Page]

FEED = "**/api/ui/calendar?**"


def test_where_filters_leave_nothing_the_page_says_so_and_offers_to_clear_them(
    sign_in: SignIn, team: Team, three_bookings: Week
) -> None:
    page = sign_in(team.manager, f"/bookings?date={three_bookings.monday}")
    choose_filter(page, "Service", "Massage")
    choose_filter(page, "Status", "Pending")

    expect(calendar(page).get_by_role("heading", name="No bookings match")).to_be_visible()
    expect(calendar(page)).to_contain_text("has 3 bookings, but none for Massage that are Pending.")
    calendar(page).get_by_role("button", name="Clear filters").click()

    expect(block(page, "Ana Ruiz")).to_be_visible()
    expect(calendar(page).get_by_role("heading", name="No bookings match")).to_be_hidden()


def test_from_nothing_a_button_leads_to_the_next_booking_that_matches(
    sign_in: SignIn, team: Team, three_bookings: Week
) -> None:
    week = three_bookings
    page = sign_in(team.manager, f"/bookings?view=day&date={week.monday}&service={team.massage}")

    calendar(page).get_by_role("button", name=f"Next match: {week.day(3):%a %-d %b}").click()

    expect(block(page, "Yuki Mori")).to_be_visible()


@pytest.mark.parametrize("cause", ["an answer 500", "no answer"])
def test_when_bookings_cannot_be_loaded_the_page_says_so_and_can_try_again(
    sign_in: SignIn, team: Team, complaints: Complaints, cause: str
) -> None:
    complaints.expect("Failed to load resource", "Unhandled event source error")
    page = sign_in(team.manager, "/bookings?date=2025-03-05")
    expect(calendar(page).get_by_role("table")).to_be_visible()

    def fail(route: Route) -> None:
        route.fulfill(status=500) if cause == "an answer 500" else route.abort()

    page.route(FEED, fail)
    page.get_by_role("button", name="Later").click()
    failure = calendar(page).get_by_role("alert")
    expect(failure).to_contain_text("The bookings could not be loaded")
    expect(failure).to_contain_text("Your bookings are safe")

    page.unroute(FEED)
    failure.get_by_role("button", name="Try again").click()
    expect(failure).to_be_hidden()
    expect(calendar(page).get_by_role("table")).to_be_visible()

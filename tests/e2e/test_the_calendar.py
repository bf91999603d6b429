"""The calendar: four views, an address that says it all, filters, a legend, and one clock."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bookings_app.domain.booking import BookingStatus
from tests.e2e.screens import (
    block,
    calendar,
    choose_filter,
    counted,
    filters,
    show_view,
    wait_for_calendar,
)
from tests.e2e.team import Team, Week

SignIn = Callable[..., Page]


def shown_customers(page: Page) -> list[str]:
    """Which of the three are on the calendar."""
    on_screen = calendar(page).inner_text()
    return [name for name in ("Ana Ruiz", "Nora Quinn", "Yuki Mori") if name in on_screen]


@pytest.mark.parametrize(
    ("view", "title"),
    [
        ("Month", "March 2025"),
        ("Week", "3 – 9 March 2025"),
        ("Day", "Wednesday 5 March 2025"),
        ("List", "3 – 9 March 2025"),
    ],
)
def test_each_view_says_which_days_it_shows(
    sign_in: SignIn, team: Team, view: str, title: str
) -> None:
    page = sign_in(team.manager, "/bookings?date=2025-03-05")

    show_view(page, view)

    expect(page.get_by_text(title, exact=True).first).to_be_visible()


@pytest.mark.parametrize("view", ["Month", "Week", "Day", "List"])
def test_each_view_shows_the_bookings_of_its_days(
    sign_in: SignIn, team: Team, week: Week, view: str
) -> None:
    team.book(week.at(1, "10:00"), customer="Ana Ruiz")
    page = sign_in(team.manager, f"/bookings?date={week.day(1)}")

    show_view(page, view)

    shown = block(page, "Ana Ruiz")
    expect(shown).to_contain_text("10:00")
    expect(shown).to_contain_text("Confirmed")
    expect(shown).to_contain_text("Haircut")


def test_arrows_and_today_move_through_the_days(sign_in: SignIn, team: Team) -> None:
    page = sign_in(team.manager, "/bookings?view=week&date=2025-03-05")
    shown = page.get_by_text("3 – 9 March 2025", exact=True).first
    expect(shown).to_be_visible()

    page.get_by_role("button", name="Later").click()
    expect(page.get_by_text("10 – 16 March 2025", exact=True).first).to_be_visible()

    page.get_by_role("button", name="Earlier").click()
    expect(shown).to_be_visible()

    page.get_by_role("button", name="Today").click()
    expect(shown).to_be_hidden()
    expect(calendar(page).locator(".today").first).to_be_visible()


def test_keys_stand_for_the_buttons(sign_in: SignIn, team: Team) -> None:
    page = sign_in(team.manager, "/bookings?view=week&date=2025-03-05")
    views = page.get_by_role("radiogroup", name="View")
    wait_for_calendar(page)

    for key, view in (("m", "Month"), ("d", "Day"), ("l", "List"), ("w", "Week")):
        page.keyboard.press(key)
        expect(views.get_by_role("radio", name=view)).to_be_checked()

    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("10 – 16 March 2025", exact=True).first).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_role("dialog", name="New booking")).to_be_visible()


def test_a_day_of_the_month_leads_to_that_day(
    sign_in: SignIn, team: Team, three_bookings: Week
) -> None:
    week = three_bookings
    page = sign_in(team.manager, f"/bookings?view=month&date={week.day(1)}")
    expect(block(page, "Ana Ruiz")).to_be_visible()

    calendar(page).get_by_role("link", name=f"Go to {week.day(1):%-d %B %Y}").click()

    expect(page.get_by_role("radio", name="Day")).to_be_checked()
    expect(block(page, "Ana Ruiz")).to_be_visible()
    expect(block(page, "Nora Quinn")).to_be_hidden()


def test_view_day_and_filters_are_in_the_address_and_come_back_with_it(
    sign_in: SignIn, team: Team, three_bookings: Week
) -> None:
    week = three_bookings
    page = sign_in(team.manager, f"/bookings?date={week.monday}")
    show_view(page, "List")
    choose_filter(page, "Provider", "Ben Okafor")
    choose_filter(page, "Status", "Confirmed", "Pending")
    expect(block(page, "Ana Ruiz")).to_be_visible()
    for said in (
        "view=list",
        f"date={week.monday}",
        f"provider={team.ben}",
        "status=pending,confirmed",
    ):
        expect(page).to_have_url(re.compile(re.escape(said)))
    address = page.url

    page.reload()
    expect_same_screen(page, address)

    page.get_by_role("button", name="Settings").click()
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    page.go_back()
    expect_same_screen(page, address)

    expect_same_screen(sign_in(team.manager, address), address)


def expect_same_screen(page: Page, address: str) -> None:
    """The list of Ben's bookings, as it was left."""
    expect(block(page, "Ana Ruiz")).to_be_visible()
    expect(block(page, "Nora Quinn")).to_be_hidden()
    expect(page.get_by_role("radio", name="List")).to_be_checked()
    expect(filters(page).get_by_role("button", name="Provider: Ben Okafor")).to_be_visible()
    expect(filters(page).get_by_role("button", name="Status: Pending, Confirmed")).to_be_visible()
    expect(page).to_have_url(address)


@pytest.mark.parametrize(
    ("kind", "name", "left"),
    [
        ("Service", "Massage", ["Yuki Mori"]),
        ("Location", "Old Town", ["Ana Ruiz", "Nora Quinn"]),
        ("Provider", "Petra Lind", ["Nora Quinn"]),
        ("Status", "Pending", ["Nora Quinn"]),
    ],
)
def test_each_filter_leaves_what_it_says(
    sign_in: SignIn, team: Team, three_bookings: Week, kind: str, name: str, left: list[str]
) -> None:
    page = sign_in(team.manager, f"/bookings?date={three_bookings.monday}")
    expect(block(page, "Yuki Mori")).to_be_visible()
    assert shown_customers(page) == ["Ana Ruiz", "Nora Quinn", "Yuki Mori"]

    choose_filter(page, kind, name)

    gone = next(each for each in ("Ana Ruiz", "Yuki Mori") if each not in left)
    expect(block(page, gone)).to_be_hidden()
    expect(block(page, left[0])).to_be_visible()
    assert shown_customers(page) == left

    filters(page).get_by_role("button", name=f"Clear {kind.lower()}").click()
    expect(block(page, gone)).to_be_visible()


def test_several_statuses_can_be_chosen_and_all_filters_cleared_at_once(
    sign_in: SignIn, team: Team, three_bookings: Week
) -> None:
    page = sign_in(team.manager, f"/bookings?date={three_bookings.monday}")
    choose_filter(page, "Location", "Old Town")
    choose_filter(page, "Status", "Pending", "Cancelled")
    expect(block(page, "Ana Ruiz")).to_be_hidden()
    assert shown_customers(page) == ["Nora Quinn"]

    choose_filter(page, "Status", "Confirmed")
    expect(filters(page).get_by_role("button", name="Status: 3 statuses")).to_be_visible()
    expect(block(page, "Ana Ruiz")).to_be_visible()

    page.get_by_role("button", name="Clear all").click()
    expect(block(page, "Yuki Mori")).to_be_visible()
    expect(page).not_to_have_url(re.compile("status="))


def test_the_legend_counts_what_is_on_the_screen(sign_in: SignIn, team: Team, week: Week) -> None:
    team.book(week.at(0, "09:00"), service_id=team.colour)
    for clock, status in (
        ("11:00", BookingStatus.COMPLETED),
        ("12:00", BookingStatus.CANCELLED),
        ("13:00", BookingStatus.NO_SHOW),
    ):
        starts_at = week.at(0, clock)
        team.bring_to(team.book(starts_at), status, now=starts_at)
    team.move(team.book(week.at(1, "10:00")), week.at(2, "10:00"))
    team.book(week.at(9, "10:00"))

    page = sign_in(team.manager, f"/bookings?date={week.monday}")

    for status, number in (
        ("Pending", 1),
        ("Confirmed", 1),
        ("Completed", 1),
        ("Cancelled", 1),
        ("No-show", 1),
        ("Rescheduled", 1),
    ):
        expect(counted(page, status)).to_have_text(f"{status}{number}")
    show_view(page, "Day")
    expect(counted(page, "Confirmed")).to_have_text("Confirmed0")
    expect(counted(page, "Completed")).to_have_text("Completed1")


def test_times_are_by_one_clock_and_its_zone_is_named_when_it_is_not_the_readers(
    sign_in: SignIn, team: Team, three_bookings: Week
) -> None:
    page = sign_in(team.manager, f"/bookings?view=list&date={three_bookings.monday}")
    expect(block(page, "Yuki Mori")).to_contain_text("13:00")
    expect(block(page, "Ana Ruiz")).to_contain_text("10:00")

    choose_filter(page, "Location", "Harbour")

    expect(block(page, "Yuki Mori")).to_contain_text("15:00")
    expect(page.get_by_text("Times in Europe/Athens").first).to_be_visible()

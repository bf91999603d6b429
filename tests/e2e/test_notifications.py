"""The bell keeps what others did until it was read, and leads to the booking."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Locator, Page, expect

from bookings_app.domain.access import Role
from bookings_app.domain.booking import BookingStatus
from tests.e2e.screens import details
from tests.e2e.team import Team, Week

SignIn = Callable[..., Page]


def bell(page: Page) -> Locator:
    """The button in the corner."""
    return page.get_by_role("button", name=re.compile("^Notifications"))


def opened(page: Page) -> Locator:
    """What drops out of it."""
    bell(page).click()
    return page.get_by_role("dialog", name="Notifications")


def newcomer(sign_in: SignIn, team: Team) -> Page:
    """The calendar of a manager who has heard of nothing yet."""
    _, email = team.add_member(Role.MANAGER)
    return sign_in(email, "/bookings")


def test_what_others_did_is_kept_until_it_was_read_and_leads_to_the_booking(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    page = newcomer(sign_in, team)
    expect(bell(page)).to_have_accessible_name("Notifications, none unread")

    booking_id = team.book(week.at(0, "10:00"), customer="Lena Voss")
    expect(bell(page)).to_have_accessible_name("Notifications, 1 unread")
    page.reload()
    expect(bell(page)).to_have_accessible_name("Notifications, 1 unread")
    row = opened(page).get_by_role("button").filter(has_text="booked Haircut for Lena Voss")
    expect(row).to_contain_text("just now")
    row.click()

    expect(details(page)).to_contain_text("Lena Voss")
    expect(page).to_have_url(re.compile(f"booking={booking_id}"))
    page.keyboard.press("Escape")
    expect(bell(page)).to_have_accessible_name("Notifications, none unread")


def test_cancelled_bookings_say_why_and_moved_ones_where_to(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    page = newcomer(sign_in, team)
    cancelled = team.book(week.at(0, "10:00"), customer="Otto Brandt")
    team.bring_to(cancelled, BookingStatus.CANCELLED, now=datetime.now(UTC))
    moved = team.book(week.at(1, "10:00"), customer="Zoe Klein")
    team.move(moved, week.at(2, "12:00"))
    expect(bell(page)).to_have_accessible_name("Notifications, 4 unread")

    shown = opened(page)

    expect(shown).to_contain_text("“Flu”")
    expect(shown).to_contain_text(re.compile(r"10:00 → .*12:00"))


def test_all_are_read_at_once_also_on_ones_other_pages(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    _, email = team.add_member(Role.MANAGER)
    page, elsewhere = sign_in(email, "/bookings"), sign_in(email, "/bookings")
    team.book(week.at(0, "10:00"))
    team.book(week.at(1, "10:00"))
    expect(bell(elsewhere)).to_have_accessible_name("Notifications, 2 unread")

    opened(page).get_by_role("button", name="Mark all as read").click()

    expect(bell(page)).to_have_accessible_name("Notifications, none unread")
    expect(bell(elsewhere)).to_have_accessible_name("Notifications, none unread")


def test_many_of_a_kind_are_one_row_that_unfolds(sign_in: SignIn, team: Team, week: Week) -> None:
    page = newcomer(sign_in, team)
    for number in range(4):
        team.book(week.at(number, "10:00"), customer=f"Customer {number}")
    expect(bell(page)).to_have_accessible_name("Notifications, 4 unread")

    shown = opened(page)
    shown.get_by_text("booked 4 bookings").click()
    shown.get_by_role("button").filter(has_text="Customer 2").click()

    expect(details(page)).to_contain_text("Customer 2")


def test_the_bell_of_a_provider_is_silent_about_others(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    _, email = team.add_member(Role.PROVIDER, team.petra)
    page = sign_in(email, "/bookings")
    team.book(week.at(0, "10:00"), customer="Lena Voss")
    team.book(week.at(0, "10:00"), provider_id=team.petra, customer="Otto Brandt")

    expect(bell(page)).to_have_accessible_name("Notifications, 1 unread")
    shown = opened(page)

    expect(shown).to_contain_text("Otto Brandt")
    expect(shown).not_to_contain_text("Lena Voss")

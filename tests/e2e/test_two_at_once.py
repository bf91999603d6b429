"""Two people act on one booking from two browsers: one wins, the other is told."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from bookings_app.domain.access import Role
from bookings_app.usecases.booking_details import get_booking
from tests.e2e.screens import details, messages
from tests.e2e.team import Team, Week
from tests.factories import ADMIN

SignIn = Callable[..., Page]


def with_it_open(sign_in: SignIn, team: Team, booking_id: str, name: str) -> Page:
    """A manager's page with the booking's details."""
    _, email = team.add_member(Role.MANAGER, name=name)
    page = sign_in(email, f"/bookings?booking={booking_id}")
    expect(details(page)).to_be_visible()
    return page


def history_of(booking_id: str) -> list[str]:
    """What happened to it, oldest first."""
    booking = get_booking(booking_id, seen_by=ADMIN, now=datetime.now(UTC))
    return [change.what for change in booking.history]


def cancel(page: Page, reason: str) -> None:
    """Ask for it and answer why, up to the last click."""
    details(page).get_by_role("button", name="Cancel booking").click()
    page.get_by_role("textbox", name=re.compile("reason", re.IGNORECASE)).fill(reason)


def test_of_two_who_cancel_one_is_told_that_the_other_was_faster(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    booking_id = team.book(week.at(0, "10:00"))
    first = with_it_open(sign_in, team, booking_id, "Fast Guest")
    second = with_it_open(sign_in, team, booking_id, "Slow Guest")
    cancel(first, "Flu")
    cancel(second, "Double entry")

    first.get_by_role("button", name="Cancel booking").last.click()
    expect(messages(first)).to_contain_text("Cancelled")
    expect(second.get_by_role("dialog").filter(has_text="Fast Guest").first).to_be_visible()

    assert history_of(booking_id) == ["created", "cancelled"]
    booking = get_booking(booking_id, seen_by=ADMIN, now=datetime.now(UTC))
    assert booking.cancellation_reason == "Flu"


def test_the_buttons_of_the_other_page_follow(sign_in: SignIn, team: Team, week: Week) -> None:
    booking_id = team.book(week.at(1, "10:00"))
    first = with_it_open(sign_in, team, booking_id, "Fast Guest")
    second = with_it_open(sign_in, team, booking_id, "Slow Guest")
    expect(details(second).get_by_role("button", name="Reschedule")).to_be_visible()

    cancel(first, "Flu")
    first.get_by_role("button", name="Cancel booking").last.click()

    expect(details(second)).to_contain_text("Fast Guest")
    expect(details(second).get_by_role("button", name="Reschedule")).to_be_hidden()
    expect(details(second).get_by_role("button", name="Book again")).to_be_visible()
    assert history_of(booking_id) == ["created", "cancelled"]

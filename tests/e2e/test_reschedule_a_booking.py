"""Moving a booking: the old one is closed, a new one made, or nothing has changed."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.views import BookingDetails
from tests.e2e.screens import details, messages
from tests.e2e.team import Team, Week
from tests.factories import ADMIN

SignIn = Callable[..., Page]


def stored(booking_id: str) -> BookingDetails:
    """The booking as it is now."""
    return get_booking(booking_id, seen_by=ADMIN, now=datetime.now(UTC))


def moving(sign_in: SignIn, team: Team, booking_id: str) -> Page:
    """The manager's page where that booking is about to be moved."""
    page = sign_in(team.manager, f"/bookings?booking={booking_id}")
    details(page).get_by_role("button", name="Reschedule").click()
    expect(page.get_by_role("dialog", name="Reschedule")).to_be_visible()
    return page


def slot(page: Page, begins: str) -> str:
    """The button of a start, picked."""
    card = page.get_by_role("dialog", name="Reschedule").get_by_role(
        "radio", name=re.compile(f"^{begins} –")
    )
    card.click()
    expect(card).to_be_checked()
    return begins


def test_a_booking_moves_to_another_time_of_its_day(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    booking_id = team.book(week.at(0, "10:00"))
    page = moving(sign_in, team, booking_id)
    question = page.get_by_role("dialog", name="Reschedule")
    expect(question.get_by_role("button", name="Reschedule")).to_be_disabled()

    slot(page, "14:30")
    question.get_by_role("button", name="Reschedule").click()

    expect(messages(page)).to_contain_text(re.compile("Moved to .*14:30"))
    old = stored(booking_id)
    assert old.status == "rescheduled"
    new = stored(old.rescheduled_to or "")
    assert (new.status, new.starts_at) == ("confirmed", week.at(0, "14:30"))
    assert (new.rescheduled_from, new.customer_name) == (booking_id, old.customer_name)


def test_when_the_time_went_meanwhile_nothing_has_changed_and_the_nearest_are_marked(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    booking_id = team.book(week.at(1, "10:00"))
    page = moving(sign_in, team, booking_id)
    slot(page, "14:30")
    for provider_id in (team.ben, team.petra):
        _try_to_take(team, week.at(1, "14:30"), provider_id)

    question = page.get_by_role("dialog", name="Reschedule")
    question.get_by_role("button", name="Reschedule").click()

    expect(question.get_by_role("alert")).to_contain_text("14:30")
    expect(question.get_by_text("Nearest").first).to_be_visible()
    assert [change.what for change in stored(booking_id).history] == ["created"]


def test_who_keeps_it_as_it_is_has_changed_nothing(sign_in: SignIn, team: Team, week: Week) -> None:
    booking_id = team.book(week.at(2, "10:00"))
    page = moving(sign_in, team, booking_id)

    page.get_by_role("button", name="Keep as it is").click()

    expect(details(page).get_by_role("button", name="Reschedule")).to_be_visible()
    assert stored(booking_id).status == "confirmed"


def _try_to_take(team: Team, starts_at: datetime, provider_id: str) -> None:
    team.book(starts_at, provider_id=provider_id, customer="Somebody Faster")

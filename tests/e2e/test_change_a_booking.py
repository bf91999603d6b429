"""Each step of a booking's life, by the buttons of its details and no others."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from bookings_app.domain.customer import CustomerDetails
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.bookings import NewBooking, create_booking
from bookings_app.usecases.views import BookingDetails
from tests.e2e.screens import block, details, messages
from tests.e2e.team import LISBON, Team, Week, instant
from tests.factories import ADMIN

SignIn = Callable[..., Page]

STEPS = ("Confirm", "Complete", "No-show", "Reschedule", "Cancel booking", "Book again", "Edit")


def last_tuesday(clock: str) -> datetime:
    """A time that has passed, on a day on which everybody worked."""
    today = datetime.now(LISBON).date()
    return instant(today - timedelta(days=(today.weekday() - 1) % 7 or 7), clock)


def booked_earlier(team: Team, clock: str) -> str:
    """A booking that has begun, and was made the day before; its id."""
    starts_at = last_tuesday(clock)
    new = NewBooking(team.haircut, team.old_town, team.ben, starts_at, CustomerDetails("Ana Ruiz"))
    return create_booking(new, by=ADMIN, now=starts_at - timedelta(days=1)).id


def opened(sign_in: SignIn, team: Team, booking_id: str) -> Page:
    """The manager's page with that booking's details."""
    page = sign_in(team.manager, f"/bookings?booking={booking_id}")
    expect(details(page)).to_be_visible()
    return page


def button(page: Page, name: str) -> Locator:
    """A button of the details."""
    return details(page).get_by_role("button", name=name, exact=True)


def insist_on_steps(page: Page, *expected: str) -> None:
    """Exactly these are offered."""
    expect(button(page, expected[0])).to_be_visible()
    offered = [name for name in STEPS if button(page, name).count()]
    assert offered == list(expected)


def stored(booking_id: str) -> BookingDetails:
    """The booking as it is now."""
    return get_booking(booking_id, seen_by=ADMIN, now=datetime.now(UTC))


def test_a_pending_booking_is_confirmed(sign_in: SignIn, team: Team, week: Week) -> None:
    offer = team.offer("Facial", requires_approval=True)
    booking_id = team.book(
        week.at(0, "10:00"), service_id=offer.service_id, provider_id=offer.provider_id
    )
    page = sign_in(team.manager, f"/bookings?booking={booking_id}")
    dialog = details(page, offer.service)

    dialog.get_by_role("button", name="Confirm", exact=True).click()

    expect(dialog).to_contain_text("Confirmed")
    expect(dialog.get_by_role("button", name="Confirm", exact=True)).to_be_hidden()
    assert stored(booking_id).status == "confirmed"


def test_before_it_begins_a_booking_can_be_moved_or_cancelled_only(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    page = opened(sign_in, team, team.book(week.at(1, "10:00")))

    insist_on_steps(page, "Reschedule", "Cancel booking", "Edit")
    expect(details(page)).to_contain_text("Complete and No-show from")


@pytest.mark.parametrize(
    ("clock", "step", "status", "said"),
    [
        ("09:00", "Complete", "completed", "Completed."),
        ("11:00", "No-show", "no_show", "Marked as no-show; the time is free again."),
    ],
)
def test_once_it_has_begun_it_is_said_how_it_went(
    sign_in: SignIn, team: Team, clock: str, step: str, status: str, said: str
) -> None:
    booking_id = booked_earlier(team, clock)
    page = opened(sign_in, team, booking_id)
    insist_on_steps(page, "Complete", "No-show", "Reschedule", "Cancel booking", "Edit")

    button(page, step).click()

    expect(messages(page)).to_contain_text(said)
    insist_on_steps(page, "Book again", "Edit")
    assert stored(booking_id).status == status


def test_cancelling_asks_why_and_common_reasons_can_be_picked(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    booking_id = team.book(week.at(2, "10:00"))
    page = opened(sign_in, team, booking_id)
    button(page, "Cancel booking").click()
    question = page.get_by_role("dialog", name="Cancel this booking?")
    reason = question.get_by_role("textbox")
    expect(reason).to_be_focused()
    expect(question.get_by_role("button", name="Cancel booking")).to_be_disabled()

    reason.fill("Called to say they have a flu")
    question.get_by_role("button", name="Cancel booking").click()

    expect(messages(page)).to_contain_text("Cancelled; the time is free.")
    expect(details(page)).to_contain_text("Called to say they have a flu")
    insist_on_steps(page, "Book again", "Edit")
    assert stored(booking_id).cancellation_reason == "Called to say they have a flu"


def test_who_keeps_the_booking_has_changed_nothing(sign_in: SignIn, team: Team, week: Week) -> None:
    booking_id = team.book(week.at(3, "10:00"))
    page = opened(sign_in, team, booking_id)

    button(page, "Cancel booking").click()
    page.get_by_role("button", name="Keep booking").click()

    expect(button(page, "Cancel booking")).to_be_visible()
    assert [change.what for change in stored(booking_id).history] == ["created"]


def test_book_again_opens_the_wizard_filled_in(sign_in: SignIn, team: Team, week: Week) -> None:
    booking_id = booked_earlier(team, "13:00")
    page = opened(sign_in, team, booking_id)
    button(page, "Complete").click()

    button(page, "Book again").click()

    wizard = page.get_by_role("dialog", name=re.compile("^New booking"))
    expect(wizard).to_contain_text("Haircut")
    expect(wizard.locator("[aria-current=step]")).to_contain_text("Date & time")
    del week


def test_everything_is_done_by_keyboard(sign_in: SignIn, team: Team, week: Week) -> None:
    booking_id = team.book(week.at(0, "12:00"), customer="Lena Voss")
    page = sign_in(team.manager, f"/bookings?date={week.monday}")
    block(page, "Lena Voss").press("Enter")
    expect(details(page)).to_be_visible()
    button(page, "Cancel booking").press("Enter")
    question = page.get_by_role("dialog", name="Cancel this booking?")
    expect(question.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("Flu")
    expect(question.get_by_role("textbox")).to_have_value("Flu")
    question.get_by_role("button", name="Cancel booking").press("Enter")

    expect(button(page, "Book again")).to_be_visible()
    page.keyboard.press("Escape")
    expect(details(page)).to_be_hidden()
    assert stored(booking_id).status == "cancelled"

"""Correcting who comes: the customer's details, and nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.editing import CustomerChanges, edit_customer
from bookings_app.usecases.views import BookingDetails
from tests.e2e.screens import block, details
from tests.e2e.team import Team, Week
from tests.factories import MANAGER

SignIn = Callable[..., Page]


def stored(booking_id: str) -> BookingDetails:
    """The booking as it is now."""
    return get_booking(booking_id, seen_by=MANAGER, now=datetime.now(UTC))


def editing(sign_in: SignIn, team: Team, week: Week, booking_id: str) -> Page:
    """The manager's calendar with that booking open to be edited."""
    page = sign_in(team.manager, f"/bookings?date={week.monday}&booking={booking_id}")
    details(page).get_by_role("button", name="Edit", exact=True).click()
    expect(details(page).get_by_label("Name")).to_be_focused()
    return page


def test_four_fields_can_be_edited_and_the_calendar_follows(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    booking_id = team.book(week.at(0, "10:00"), customer="Ana Ruis")
    page = editing(sign_in, team, week, booking_id)
    dialog = details(page)
    assert dialog.get_by_role("textbox").count() == 4

    dialog.get_by_label("Name").fill("Ana Ruiz Soto")
    dialog.get_by_label("Notes").fill("Left knee")
    dialog.get_by_role("button", name="Save").click()

    expect(dialog.get_by_role("button", name="Edit", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(block(page, "Ana Ruiz Soto")).to_be_visible()
    now = stored(booking_id)
    assert (now.customer_name, now.notes) == ("Ana Ruiz Soto", "Left knee")
    assert now.starts_at == week.at(0, "10:00")


def test_what_cannot_be_taken_is_said_beside_its_field_and_stays_typed(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    booking_id = team.book(week.at(1, "10:00"))
    page = editing(sign_in, team, week, booking_id)
    dialog = details(page)

    dialog.get_by_label("Name").fill(" ")
    dialog.get_by_label("E-mail").fill("ana at home")
    dialog.get_by_role("button", name="Save").click()

    expect(dialog.get_by_text("Enter a name.")).to_be_visible()
    expect(dialog.get_by_text("Enter an e-mail address like")).to_be_visible()
    expect(dialog.get_by_label("E-mail")).to_have_value("ana at home")
    assert stored(booking_id).version == 1


def test_the_second_of_two_is_told_what_the_first_wrote_and_loses_nothing(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    booking_id = team.book(week.at(2, "10:00"))
    page = editing(sign_in, team, week, booking_id)
    dialog = details(page)
    dialog.get_by_label("Notes").fill("Prefers the ground floor")
    edit_customer(
        booking_id, CustomerChanges(phone="+34 600 999 888"), by=MANAGER, now=datetime.now(UTC)
    )

    dialog.get_by_role("button", name="Save").click()

    expect(dialog.get_by_role("alert")).to_contain_text("600 999 888")
    expect(dialog.get_by_label("Notes")).to_have_value("Prefers the ground floor")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("button", name="Edit", exact=True)).to_be_visible()
    now = stored(booking_id)
    assert (now.customer_phone, now.notes) == ("+34 600 999 888", "Prefers the ground floor")

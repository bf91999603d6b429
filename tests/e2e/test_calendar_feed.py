"""A provider's calendar in other programs: the address is made, read, renewed and revoked."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import httpx
import icalendar
from playwright.sync_api import Page, expect

from bookings_app.domain.access import Role
from bookings_app.domain.booking import BookingStatus
from tests.e2e.screens import calendar, messages
from tests.e2e.team import Team, Week

SignIn = Callable[..., Page]


def feed_of(page: Page) -> str:
    """The address that the page shows, once it shows one."""
    line = page.get_by_label("Address of the calendar feed")
    expect(line).to_have_value(re.compile(r"/calendar/feed/.+\.ics$"))
    return line.input_value()


def told(address: str) -> dict[str, str]:
    """What a calendar program gets there: each event's status by its title."""
    answer = httpx.get(address)
    assert answer.status_code == 200
    events = icalendar.Calendar.from_ical(answer.content).events
    return {str(event["SUMMARY"]): str(event["STATUS"]) for event in events}


def test_an_address_from_account_follows_what_becomes_of_a_booking_until_it_is_revoked(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    offer = team.offer("Facial")
    _, email = team.add_member(Role.PROVIDER, offer.provider_id)
    booking_id = team.book(
        week.at(0, "10:00"),
        service_id=offer.service_id,
        provider_id=offer.provider_id,
        customer="Lena Voss",
    )
    page = sign_in(email, "/account")
    page.get_by_role("button", name="Make an address").click()
    first = feed_of(page)
    title = f"{offer.service} - Lena Voss"
    assert told(first) == {title: "CONFIRMED"}

    team.bring_to(booking_id, BookingStatus.CANCELLED, now=datetime.now(UTC))
    assert told(first) == {f"Cancelled: {title}": "CANCELLED"}

    page.get_by_role("button", name="New address").click()
    page.get_by_role("alertdialog").get_by_role("button", name="New address").click()
    expect(messages(page)).to_contain_text("The address before works no more.")
    second = feed_of(page)
    assert httpx.get(first).status_code == 404
    assert told(second)

    page.get_by_role("button", name="Revoke").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("button", name="Make an address")).to_be_visible()
    assert httpx.get(second).status_code == 404


def test_beside_a_calendar_on_a_phone(sign_in: SignIn, team: Team) -> None:
    offer = team.offer("Facial")
    _, email = team.add_member(Role.PROVIDER, offer.provider_id)
    page = sign_in(email, "/calendar", viewport={"width": 390, "height": 844}, has_touch=True)
    expect(calendar(page)).to_be_visible()

    page.get_by_role("button", name="Calendar feed").tap()
    page.get_by_role("button", name="Make an address").tap()

    assert told(feed_of(page)) == {}
    page.get_by_role("button", name="Done").tap()
    expect(page.get_by_role("dialog")).to_be_hidden()

"""Who can be booked and when: providers, their weekly hours, time off, and what these hit."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from bookings_app.domain.access import Role
from bookings_app.usecases.schedules import get_schedule
from tests.e2e.screens import details
from tests.e2e.team import Offer, Team, Week
from tests.e2e.watching import Complaints
from tests.factories import ADMIN

SignIn = Callable[..., Page]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def hours_of(page: Page, offer: Offer) -> None:
    """Open a provider's hours by their address."""
    page.goto(f"/scheduling/hours?provider={offer.provider_id}")
    expect(page.get_by_role("region", name="Weekly hours")).to_be_visible()


def weekly(offer: Offer) -> list[tuple[int, int, int]]:
    """Weekday, start and end as they are kept."""
    found = get_schedule(offer.provider_id, seen_by=ADMIN).weekly
    return [(each.weekday, each.start_minute, each.end_minute) for each in found]


def test_a_provider_is_made_and_gets_hours_by_the_keyboard_alone(
    sign_in: SignIn, team: Team
) -> None:
    page = sign_in(team.manager, "/scheduling/providers")
    expect(page.get_by_role("row").filter(has_text="Ben")).not_to_have_count(0)
    page.get_by_role("button", name="New provider").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="New provider")).to_be_visible()
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Nadia Keys")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.get_by_role("link", name="Hours of Nadia Keys").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Nadia Keys")).to_be_visible()
    page.get_by_role("button", name="Add hours on Monday").focus()
    page.keyboard.press("Enter")
    start = page.get_by_role("textbox", name="Monday from")
    expect(start).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("8.30")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("12")
    monday = page.get_by_role("region", name="Resulting week").get_by_role(
        "region", name=re.compile("^Mon")
    )
    expect(monday).to_contain_text("08:30–12:00")
    page.keyboard.press("Enter")

    expect(page.get_by_text("The hours are saved.")).to_be_visible()
    expect(start).to_have_value("08:30")
    page.reload()
    expect(start).to_have_value("08:30")


def test_days_are_copied_and_wrong_times_are_named_where_they_stand(
    sign_in: SignIn, team: Team
) -> None:
    offer = team.offer("Facial", weekdays=[0])
    page = sign_in(team.manager, "/scheduling/providers")
    hours_of(page, offer)

    page.get_by_role("button", name="Copy Monday").click()
    page.get_by_role("checkbox", name="Wednesday").click()
    page.get_by_role("checkbox", name="Friday").click()
    page.get_by_role("button", name="Copy", exact=True).click()
    page.get_by_role("textbox", name="Wednesday to").fill("26:00")
    page.get_by_role("textbox", name="Friday from").fill("soon")
    page.get_by_role("button", name="Save hours").click()

    expect(page.get_by_text("Enter a time from 00:00 to 24:00.")).to_be_visible()
    expect(page.get_by_text("Enter a time from 00:00 to 23:59.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Wednesday to")).to_be_focused()
    expect(page.get_by_role("textbox", name="Friday from")).to_have_value("soon")
    page.get_by_role("textbox", name="Wednesday to").fill("11")
    page.get_by_role("textbox", name="Friday from").fill("10am")
    page.get_by_role("button", name="Save hours").click()
    expect(page.get_by_text("The hours are saved.")).to_be_visible()
    assert weekly(offer) == [(0, 540, 720), (2, 540, 660), (4, 600, 720)]


def test_copying_a_day_says_which_days_it_replaced_and_can_be_undone(
    sign_in: SignIn, team: Team
) -> None:
    offer = team.offer("Facial", weekdays=[0, 1, 3])
    page = sign_in(team.manager, "/scheduling/providers")
    hours_of(page, offer)
    tuesday = page.get_by_role("textbox", name="Tuesday from")
    page.get_by_role("textbox", name="Tuesday from").fill("10")

    page.get_by_role("button", name="Copy Tuesday").click()
    page.get_by_role("checkbox", name="All other days").click()
    page.get_by_role("button", name="Copy", exact=True).click()
    said = page.get_by_role("status").filter(has_text="It replaced the hours on")
    expect(said).to_contain_text("Copied. It replaced the hours on Monday and Thursday.")
    expect(page.get_by_role("textbox", name="Sunday from")).to_have_value("10")
    said.get_by_role("button", name="Undo").click()

    expect(said).to_have_count(0)
    expect(page.get_by_role("textbox", name="Sunday from")).to_have_count(0)
    expect(page.get_by_role("textbox", name="Monday from")).to_have_value("09:00")
    expect(tuesday).to_have_value("10")
    expect(page.get_by_role("button", name="Copy Tuesday")).to_be_focused()


def test_typed_hours_are_not_lost_by_a_link_or_a_reload(
    sign_in: SignIn, team: Team, complaints: Complaints
) -> None:
    complaints.expect("^dialog: $")
    offer = team.offer("Facial", weekdays=[0])
    page = sign_in(team.manager, "/scheduling/providers")
    hours_of(page, offer)
    end = page.get_by_role("textbox", name="Monday to")
    end.fill("15:15")

    page.get_by_role("link", name="Contacts").click()
    page.get_by_role("button", name="Keep editing").click()
    expect(end).to_have_value("15:15")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(end).to_have_value("15:15")
    expect(page.get_by_role("button", name="Save hours")).to_be_visible()

    page.get_by_role("link", name="Contacts").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Discard").click()
    expect(page).to_have_url(re.compile("/contacts"))
    assert weekly(offer) == [(0, 540, 720)]


def test_a_provider_on_a_phone_is_away_and_sees_which_bookings_that_hits(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    offer = team.offer("Facial")
    _, email = team.add_member(Role.PROVIDER, offer.provider_id)
    team.book(
        week.at(0, "10:00"),
        service_id=offer.service_id,
        provider_id=offer.provider_id,
        customer="Lena Voss",
    )
    page = sign_in(email, "/account", **PHONE)
    page.get_by_role("link", name="My hours and time off").click()
    page.get_by_role("button", name="Add an exception").click()
    page.get_by_role("dialog").get_by_label("From").fill(str(week.day(0)))
    page.get_by_label("Until, included").fill(str(week.day(1)))
    page.get_by_label("Reason, for the team").fill("Course")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("region", name="Exceptions")).to_contain_text("Course")
    hit = page.get_by_role("region", name="Bookings outside working hours")
    expect(hit).to_contain_text("Lena Voss")
    hit.get_by_role("button").filter(has_text="Lena Voss").click()
    expect(details(page, offer.service)).to_contain_text("Lena Voss")
    page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_a_tap_leads_from_the_hours_to_the_week_they_make(
    sign_in: SignIn, team: Team
) -> None:
    offer = team.offer("Facial")
    page = sign_in(
        team.manager, f"/scheduling/hours?provider={offer.provider_id}", **PHONE, is_mobile=True
    )
    week = page.get_by_role("region", name="Resulting week")
    page.get_by_role("textbox", name="Monday from").fill("10")
    expect(week).not_to_be_in_viewport()

    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Week").tap()

    expect(week.get_by_role("heading", name="Resulting week")).to_be_in_viewport(ratio=1)
    assert week.get_by_role("heading", name="Resulting week").evaluate("it => it.clientHeight") < 30
    expect(week).to_contain_text("10:00–12:00")
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_booking_that_is_cancelled_leaves_the_list_of_those_hit(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    offer = team.offer("Facial")
    booking_id = team.book(
        week.at(0, "10:00"),
        service_id=offer.service_id,
        provider_id=offer.provider_id,
        customer="Lena Voss",
    )
    page = sign_in(team.manager, "/scheduling/providers")
    hours_of(page, offer)
    page.get_by_role("button", name="Remove Monday 09:00–12:00").click()
    page.get_by_role("button", name="Save hours").click()
    hit = page.get_by_role("region", name="Bookings outside working hours")
    expect(hit).to_contain_text("Lena Voss")

    team.move(booking_id, week.at(1, "10:00"))

    expect(hit).to_have_count(0)

"""A provider's own calendar: the events that bookings made, and time off alike."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from bookings_app.domain.access import Role
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.schedule import NewTimeOff
from bookings_app.usecases.schedules import add_time_off
from tests.e2e.screens import calendar, details
from tests.e2e.team import Team, Week
from tests.factories import ADMIN

SignIn = Callable[..., Page]


def test_events_and_time_off_stand_beside_each_other_and_follow(
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
    away = NewTimeOff(week.at(1, "09:00"), week.at(1, "09:00") + timedelta(hours=3), "Training")
    add_time_off(offer.provider_id, away, by=ADMIN, now=datetime.now(UTC))
    page = sign_in(email, f"/calendar?view=week&date={week.monday}")
    event = calendar(page).get_by_role("button").filter(has_text="Lena Voss")
    expect(event).to_be_visible()
    expect(calendar(page)).to_contain_text("Training")

    event.click()
    expect(details(page, offer.service)).to_contain_text("Lena Voss")
    page.keyboard.press("Escape")
    team.bring_to(booking_id, BookingStatus.CANCELLED, now=datetime.now(UTC))

    expect(event).to_be_hidden()


def test_the_calendar_of_somebody_else_is_empty(sign_in: SignIn, team: Team, week: Week) -> None:
    mine, theirs = team.offer("Facial"), team.offer("Facial")
    _, email = team.add_member(Role.PROVIDER, mine.provider_id)
    team.book(
        week.at(2, "10:00"),
        service_id=theirs.service_id,
        provider_id=theirs.provider_id,
        customer="Zoe Klein",
    )

    page = sign_in(email, f"/calendar?view=week&date={week.monday}&provider={theirs.provider_id}")

    expect(calendar(page)).to_be_visible()
    expect(calendar(page)).not_to_contain_text("Zoe Klein")


def test_managers_look_at_whoever_they_choose(sign_in: SignIn, team: Team, week: Week) -> None:
    offer = team.offer("Facial", providers=("Odile Marsh",))
    team.book(
        week.at(2, "10:00"),
        service_id=offer.service_id,
        provider_id=offer.provider_id,
        customer="Lena Voss",
    )
    page = sign_in(team.manager, f"/calendar?view=week&date={week.monday}")
    expect(calendar(page)).to_contain_text("Whose calendar?")

    page.get_by_role("button", name="Provider", exact=True).click()
    page.get_by_role("textbox", name="Search providers").fill("Odile Marsh")
    page.get_by_role("dialog", name="Provider").get_by_role("button", name="Odile Marsh").click()

    expect(calendar(page).get_by_role("button").filter(has_text="Lena Voss")).to_be_visible()


def test_a_tab_keeps_the_address_it_is_sent_to_whatever_it_showed_before(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    booking_id = team.book(week.at(1, "10:00"))
    _, email = team.add_member(Role.PROVIDER, team.ben)
    page = sign_in(email, f"/bookings?booking={booking_id}")
    for day in (week.day(7), week.day(14), week.day(21)):
        page.goto(f"/bookings?booking={booking_id}")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.goto(f"/calendar?view=week&date={day}")
        expect(page.locator(".cal[data-loading='']")).to_be_visible()
        expect(page).to_have_url(re.compile(f"view=week&date={day}$"))

"""A booking that hours no longer cover is marked wherever it is shown, as soon as they change."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from bookings_app.domain.access import Role
from bookings_app.domain.schedule import HoursWindow, NewClosure, NewTimeOff, Span
from bookings_app.usecases import closures, schedules
from tests.e2e.screens import block, details, show_view, wait_for_calendar
from tests.e2e.team import Offer, Team, Week, around_now
from tests.e2e.watching import watch_navigations
from tests.factories import ADMIN

SignIn = Callable[..., Page]

AWAY = "Outside working hours: time off"
PHONE = {"width": 390, "height": 844}


def be_away(provider_id: str, starts_at: datetime, hours: int = 3) -> str:
    """Time off from then on, saved by another process; its id."""
    away = NewTimeOff(starts_at, starts_at + timedelta(hours=hours), "Training")
    return schedules.add_time_off(provider_id, away, by=ADMIN, now=datetime.now(UTC)).id


def change_hours(offer: Offer, hours: Span, *breaks: Span) -> None:
    windows = [HoursWindow(offer.location_id, day, *hours, breaks) for day in range(7)]
    schedules.set_working_hours(offer.provider_id, windows, by=ADMIN, now=datetime.now(UTC))


def close(offer: Offer, on: date) -> None:
    closure = NewClosure(on, on, "Holiday", offer.location_id)
    closures.add_closure(closure, by=ADMIN, now=datetime.now(UTC))


@pytest.fixture
def offer(team: Team, week: Week) -> Offer:
    """Lena's facial, on a Tuesday at ten."""
    offer = team.offer("Facial")
    team.book(
        week.at(1, "10:00"),
        service_id=offer.service_id,
        provider_id=offer.provider_id,
        customer="Lena Voss",
    )
    return offer


def mark(shown: Locator) -> Locator:
    """The sign of a marked booking."""
    return shown.locator("svg.warning")


def test_time_off_marks_a_booking_on_an_open_calendar_and_taking_it_back_unmarks_it(
    sign_in: SignIn, team: Team, week: Week, offer: Offer
) -> None:
    page = sign_in(team.manager, f"/bookings?view=week&date={week.monday}")
    lena = block(page, "Lena Voss")
    expect(lena).to_be_visible()
    expect(mark(lena)).to_have_count(0)
    navigations = watch_navigations(page)

    away = be_away(offer.provider_id, week.at(1, "09:00"))

    expect(mark(lena)).to_be_visible(timeout=1_000)
    expect(lena).to_contain_text(AWAY)
    expect(lena.get_by_title(AWAY)).to_be_visible()
    schedules.remove_time_off(offer.provider_id, away, by=ADMIN, now=datetime.now(UTC))
    expect(mark(lena)).to_have_count(0, timeout=1_000)
    expect(lena).not_to_contain_text("Outside working hours")
    assert navigations == []


@pytest.mark.parametrize("view", ["Month", "Day", "List"])
def test_every_view_has_the_mark_and_says_why(
    sign_in: SignIn, team: Team, week: Week, offer: Offer, view: str
) -> None:
    be_away(offer.provider_id, week.at(1, "09:00"))
    page = sign_in(team.manager, f"/bookings?view=week&date={week.day(1)}")
    wait_for_calendar(page)

    show_view(page, view)

    lena = block(page, "Lena Voss")
    expect(mark(lena).locator("visible=true")).to_have_count(1)
    expect(lena).to_contain_text(AWAY)
    expect(lena.get_by_title(AWAY)).to_be_visible()


def test_each_reason_is_named_and_the_details_say_it_too(
    sign_in: SignIn, team: Team, week: Week, offer: Offer
) -> None:
    page = sign_in(team.manager, f"/bookings?view=week&date={week.monday}")
    lena = block(page, "Lena Voss")
    expect(lena).to_be_visible()

    change_hours(offer, (13 * 60, 17 * 60))
    expect(lena.get_by_title("Outside working hours", exact=True)).to_be_visible()
    change_hours(offer, (9 * 60, 17 * 60), (10 * 60, 11 * 60))
    expect(lena.get_by_title("Outside working hours: break")).to_be_visible()
    lena.click()
    sentence = f"Outside working hours. {offer.providers[0]} is on a break at this time."
    expect(details(page, "Facial")).to_contain_text(sentence)
    close(offer, week.day(1))
    expect(details(page, "Facial")).to_contain_text("The location is closed at this time.")
    page.keyboard.press("Escape")
    expect(lena.get_by_title("Outside working hours: closed")).to_be_visible()


def test_on_a_phone_the_list_says_it_in_words(
    sign_in: SignIn, team: Team, week: Week, offer: Offer
) -> None:
    be_away(offer.provider_id, week.at(1, "09:00"))

    page = sign_in(team.manager, f"/bookings?date={week.monday}", viewport=PHONE)

    lena = block(page, "Lena Voss")
    expect(mark(lena).locator("visible=true")).to_have_count(1)
    expect(lena.get_by_text(AWAY).locator("visible=true").last).to_be_in_viewport()


def test_ones_own_calendar_has_the_mark_beside_the_time_off(
    sign_in: SignIn, team: Team, week: Week, offer: Offer
) -> None:
    _, email = team.add_member(Role.PROVIDER, offer.provider_id)
    page = sign_in(email, f"/calendar?view=week&date={week.monday}")
    lena = block(page, "Lena Voss")
    expect(lena).to_be_visible()

    be_away(offer.provider_id, week.at(1, "09:00"))

    expect(mark(lena)).to_be_visible(timeout=1_000)
    expect(lena.get_by_title(AWAY)).to_be_visible()


def test_today_says_it_on_the_card_while_it_is_open(sign_in: SignIn, team: Team) -> None:
    offer = team.offer("Facial", hours=(0, 24 * 60))
    _, email = team.add_member(Role.PROVIDER, offer.provider_id)
    around_now(offer, minutes=10, customer="Lena Voss")
    page = sign_in(email, "/today", viewport=PHONE)
    card = page.get_by_role("region", name="Now")
    expect(card).to_contain_text("Lena Voss")
    expect(mark(card)).to_have_count(0)

    be_away(offer.provider_id, datetime.now(UTC) - timedelta(minutes=20))

    expect(card).to_contain_text(AWAY)
    expect(mark(card)).to_be_visible()

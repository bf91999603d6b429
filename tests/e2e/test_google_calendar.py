"""A provider's Google Calendar: connected at the consent page, written to, and changed there.

Google is a stand-in; the way to it and back is the browser's.
"""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import select

from bookings_app.db.google import promise_poll
from bookings_app.db.google_tables import GoogleCalendarRow
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.domain.access import Role
from bookings_app.integrations.google_accounts import CALLBACK
from bookings_app.usecases import database
from tests.e2e.desk import Desk, in_place_of
from tests.e2e.screens import Wizard, details, next_month
from tests.e2e.team import Offer, Team, build_team
from tests.e2e.watching import Complaints
from tests.fake_google import FakeGoogleServer
from tests.google_accounts import CLIENT_ID, CLIENT_SECRET, google_environment

SignIn = Callable[..., Page]

BEN = "ben@gmail.example"
DAY = next_month(11)
TWO_HOURS = timedelta(hours=2)


@pytest.fixture
def google(
    desk: Desk, team: Team, tmp_path: Path, complaints: Complaints
) -> Iterator[FakeGoogleServer]:
    """The stand-in, and a desk with a team of its own that knows it as Google."""
    del team  # whose database is open: another takes its place
    complaints.expect("/favicon.ico")  # the stand-in has none
    with FakeGoogleServer() as server:
        server.google.add_client(CLIENT_ID, CLIENT_SECRET, [desk.url + CALLBACK])
        server.google.add_account(BEN, "Europe/Lisbon")
        connected = Desk(
            desk.port,
            f"sqlite:///{tmp_path}/google.db",
            tmp_path / "serve.log",
            google_environment(server),
        )
        with in_place_of(desk, connected):
            database.open_database(connected.database_url)
            yield server
            database.open_database(desk.database_url)


@pytest.fixture
def clinic(google: FakeGoogleServer) -> Team:
    """Who works at that desk."""
    del google
    return build_team()


@pytest.fixture
def offer(clinic: Team) -> Offer:
    """A service that one provider offers all day."""
    return clinic.offer("Facial", hours=(9 * 60, 17 * 60))


def connected_at_the_consent_page(page: Page) -> None:
    """From Account to Google, agree there, and back."""
    page.get_by_role("button", name="Connect Google Calendar").click()
    page.get_by_label(BEN).check()
    page.get_by_role("button", name="Allow").click()
    expect(page.get_by_role("main")).to_contain_text(BEN)
    expect(page.get_by_role("button", name="Disconnect")).to_be_visible()


def booked(page: Page, offer: Offer) -> Locator:
    """Book half past nine in the wizard; the details of the booking."""
    page.goto(f"/bookings?view=day&date={DAY}")
    wizard = Wizard(page).open()
    wizard.come_to_customer(offer.service, DAY, "09:30 – 10:00")
    wizard.name.fill("Lena Voss")
    wizard.create.click()
    page.get_by_role("button").filter(has_text="Lena Voss").first.click()
    return details(page, offer.service)


def look_in_google() -> None:
    """Bring the next look at every calendar forward: it comes each minute by itself."""
    with unit_of_work() as work:
        for calendar in work.session.exec(select(GoogleCalendarRow)):
            promise_poll(work, calendar, now=datetime.now(UTC))


def only_event(google: FakeGoogleServer, page: Page) -> tuple[str, str, datetime]:
    """Id, title and start of the one event that stands there, once it is the only one."""
    deadline = time.monotonic() + 20
    while len(events := google.google.events(BEN)) != 1 and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    (event,) = events
    return event["id"], event["summary"], datetime.fromisoformat(event["start"]["dateTime"])


def test_booked_here_moved_there_and_settled(
    google: FakeGoogleServer, clinic: Team, offer: Offer, sign_in: SignIn
) -> None:
    _, email = clinic.add_member(Role.PROVIDER, offer.provider_id)
    page = sign_in(email, "/account")
    connected_at_the_consent_page(page)

    shown = booked(page, offer)
    expect(shown).to_contain_text("Synced", timeout=20_000)
    event, title, before = only_event(google, page)
    assert title == f"{offer.service} - Lena Voss"

    google.google.person_moves(BEN, event, TWO_HOURS)
    look_in_google()
    expect(shown).to_contain_text("Somebody moved it in Google Calendar to", timeout=20_000)
    marked = page.locator("[data-booking]").filter(has_text="Lena Voss")
    expect(marked).to_contain_text("Changed in Google Calendar")
    shown.get_by_role("button", name="Accept").click()

    expect(shown).to_contain_text("11:30 – 12:00")
    expect(shown).to_contain_text("Synced", timeout=20_000)
    moved, title, after = only_event(google, page)
    assert (title, after) == (f"{offer.service} - Lena Voss", before + TWO_HOURS)

    google.google.person_deletes(BEN, moved)
    look_in_google()
    expect(shown).to_contain_text("Somebody deleted it in Google Calendar", timeout=20_000)
    shown.get_by_role("button", name="Restore").click()

    expect(shown).to_contain_text("Synced", timeout=20_000)
    assert only_event(google, page)[2] == after


def test_a_lost_access_is_said_on_open_pages_and_connecting_again_writes_what_waited(
    google: FakeGoogleServer, clinic: Team, offer: Offer, sign_in: SignIn
) -> None:
    _, email = clinic.add_member(Role.PROVIDER, offer.provider_id)
    page = sign_in(email, "/account")
    connected_at_the_consent_page(page)
    manager = sign_in(clinic.manager, "/bookings")
    lost = "must be connected again"
    expect(manager.get_by_role("button", name="New Booking")).to_be_visible()

    google.google.revoke_account(BEN)
    google.google.expire_access_tokens()
    look_in_google()

    for each in (page, manager):
        expect(each.get_by_role("status").filter(has_text=lost)).to_be_visible(timeout=20_000)
    shown = booked(page, offer)
    expect(shown).to_contain_text("Needs attention")
    manager.get_by_role("link", name="Look at calendars").click()
    expect(manager.get_by_role("table", name="Connected calendars")).to_contain_text(
        "Connect again"
    )
    expect(manager.get_by_role("list", name="Not written")).to_contain_text("On hold")
    manager.get_by_role("button", name="Discard BK-").click()
    manager.get_by_role("alertdialog").get_by_role("button", name="Keep it").click()
    expect(manager.get_by_role("alertdialog")).to_be_hidden()

    page.goto("/account")
    page.get_by_role("button", name="Connect again").click()
    page.get_by_label(BEN).check()
    page.get_by_role("button", name="Allow").click()

    for each in (page, manager):
        expect(each.get_by_role("status").filter(has_text=lost)).to_be_hidden(timeout=20_000)
    page.goto(f"/bookings?view=day&date={DAY}")
    page.get_by_role("button").filter(has_text="Lena Voss").first.click()
    expect(details(page, offer.service)).to_contain_text("Synced", timeout=20_000)
    assert only_event(google, page)[1] == f"{offer.service} - Lena Voss"


def test_when_google_keeps_one_busy_it_stands_on_their_calendar_and_is_no_time_to_book(
    google: FakeGoogleServer, clinic: Team, offer: Offer, sign_in: SignIn
) -> None:
    _, email = clinic.add_member(Role.PROVIDER, offer.provider_id)
    page = sign_in(email, "/account")
    connected_at_the_consent_page(page)
    begins = f"{DAY}T09:30:00"
    google.google.person_adds(BEN, "Choir", begins, f"{DAY}T10:00:00")
    look_in_google()

    page.goto(f"/calendar?view=day&date={DAY}")
    busy = page.get_by_text("Busy in Google Calendar")
    while not busy.is_visible():
        page.reload()
        expect(page.locator(".cal[data-loading='']")).to_be_visible()
    expect(page.get_by_role("list", name="On screen")).to_contain_text("Busy in Google")
    expect(page.get_by_role("main")).not_to_contain_text("Choir")

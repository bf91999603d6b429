"""Signing in: who gets in, where to, and how a session ends for pages that are open."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bookings_app.domain.access import Actor, ActorKind, Role
from bookings_app.domain.member import Invitation
from bookings_app.usecases import members, sessions
from tests.e2e.screens import block, details
from tests.e2e.team import PASSWORD, Team, Week
from tests.e2e.watching import Traffic
from tests.factories import ADMIN

SignIn = Callable[..., Page]

TWO_SECONDS = 2_000


@pytest.fixture
def stranger(context_of: Callable[..., BrowserContext]) -> Page:
    """A page of nobody."""
    return context_of().new_page()


def fill_in(page: Page, email: str, password: str) -> None:
    """Sign in, once the page is connected: from then on it knows where one was going."""
    expect(page.get_by_role("main").get_by_role("paragraph").first).not_to_be_empty()
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_member_signs_in_by_the_form_and_lands_on_the_calendar(
    stranger: Page, team: Team
) -> None:
    stranger.goto("/login")

    fill_in(stranger, team.manager, PASSWORD)

    expect(stranger.get_by_role("heading", name="Bookings")).to_be_visible()
    expect(stranger.get_by_role("button", name="Signed in as Marco Weiss")).to_be_visible()
    assert "/bookings" in stranger.url


def test_a_wrong_password_gets_a_sentence_that_does_not_say_what_was_wrong(
    stranger: Page, team: Team
) -> None:
    for email in (team.manager, "nobody@example.com"):
        stranger.goto("/login")

        fill_in(stranger, email, "not-the-password-1")

        expect(stranger.get_by_role("alert")).to_have_text("E-mail or password is wrong.")
        assert email not in stranger.url


def test_whoever_opens_a_page_first_signs_in_and_then_sees_that_page(
    stranger: Page, team: Team, week: Week
) -> None:
    team.book(week.at(2, "10:00"), customer="Lena Voss")
    stranger.goto(f"/bookings?view=day&date={week.day(2)}&status=confirmed")
    expect(stranger.get_by_role("heading", name="Sign in")).to_be_visible()

    fill_in(stranger, team.manager, PASSWORD)

    expect(block(stranger, "Lena Voss")).to_be_visible()
    expect(stranger.get_by_role("radio", name="Day")).to_be_checked()
    expect(stranger.get_by_role("button", name="Status: Confirmed")).to_be_visible()


def test_a_wrong_password_does_not_lose_the_page_one_was_going_to(
    stranger: Page, team: Team
) -> None:
    stranger.goto("/scheduling/locations")
    expect(stranger.get_by_role("heading", name="Sign in")).to_be_visible()
    fill_in(stranger, team.manager, "not-the-password-1")
    expect(stranger.get_by_role("alert")).to_be_visible()

    fill_in(stranger, team.manager, PASSWORD)

    expect(stranger.get_by_role("table", name="Locations")).to_contain_text("Old Town")


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "/\\example.org"])
def test_nobody_is_led_to_another_site(stranger: Page, team: Team, elsewhere: str) -> None:
    stranger.goto(f"/login?next={elsewhere}")

    fill_in(stranger, team.manager, PASSWORD)

    expect(stranger.get_by_role("heading", name="Bookings")).to_be_visible()


def test_signing_out_leaves_nothing_to_look_at(sign_in: SignIn, team: Team, week: Week) -> None:
    team.book(week.at(0, "10:00"), customer="Lena Voss")
    page = sign_in(team.manager, f"/bookings?date={week.monday}")
    expect(block(page, "Lena Voss")).to_be_visible()

    page.get_by_role("button", name="Signed in as Marco Weiss").click()
    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_text("Lena Voss")).to_be_hidden()


def revoke(member_id: str) -> None:
    """End their sessions, as they can from another browser."""
    owner = Actor(ActorKind.MEMBER, member_id, "Guest", role=Role.MANAGER)
    for session in sessions.list_sessions(by=owner, now=datetime.now(UTC)):
        sessions.revoke_session(session.id, by=owner)


def make(member_id: str, role: Role, provider_id: str | None) -> None:
    """Give them another role, as an administrator can."""
    (member,) = (each for each in members.list_members(by=ADMIN) if each.id == member_id)
    changed = Invitation(member.email, "Guest", role, provider_id)
    members.change_member(member_id, changed, by=ADMIN, now=datetime.now(UTC))


def deactivate(member_id: str) -> None:
    members.deactivate_member(member_id, by=ADMIN)


@pytest.mark.parametrize("end", [revoke, deactivate])
def test_an_open_page_ends_within_two_seconds_of_its_session_and_is_there_after_signing_in_again(
    sign_in: SignIn, team: Team, week: Week, end: Callable[[str], None]
) -> None:
    team.book(week.at(0, "10:00"), customer="Lena Voss")
    member_id, email = team.add_member(Role.MANAGER)
    page = sign_in(email, f"/bookings?date={week.monday}")
    expect(block(page, "Lena Voss")).to_be_visible()

    end(member_id)

    expect(page.get_by_text("Lena Voss")).to_be_hidden(timeout=TWO_SECONDS)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    fill_in(page, team.manager, PASSWORD)
    expect(block(page, "Lena Voss")).to_be_visible()


@pytest.mark.parametrize("path", ["/today", "/calendar", "/contacts", "/settings", "/account"])
def test_so_does_every_other_page(sign_in: SignIn, team: Team, path: str) -> None:
    member_id, email = team.add_member(Role.PROVIDER, team.ben)
    page = sign_in(email, path)
    expect(page.get_by_role("button", name="Signed in as Provider Guest")).to_be_visible()
    page.wait_for_load_state("networkidle")

    deactivate(member_id)

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible(timeout=2 * TWO_SECONDS)


def test_a_page_follows_the_role_of_its_member(sign_in: SignIn, team: Team, week: Week) -> None:
    team.book(week.at(0, "10:00"), customer="Lena Voss")
    team.book(week.at(0, "10:00"), provider_id=team.petra, customer="Otto Brandt")
    member_id, email = team.add_member(Role.MANAGER)
    page = sign_in(email, f"/bookings?date={week.monday}")
    block(page, "Otto Brandt").click()
    expect(details(page)).to_contain_text("Otto Brandt")

    make(member_id, Role.PROVIDER, team.ben)
    expect(page.get_by_text("Otto Brandt").first).to_be_hidden(timeout=TWO_SECONDS)
    expect(block(page, "Lena Voss")).to_be_visible()
    expect(page.get_by_text("Otto Brandt")).to_have_count(0)
    expect(page.get_by_role("link", name="Today")).to_be_visible()

    make(member_id, Role.MANAGER, None)
    expect(block(page, "Otto Brandt")).to_be_visible()


def test_what_is_for_administrators_leaves_the_page_of_one_who_is_none_any_more(
    sign_in: SignIn, team: Team
) -> None:
    member_id, email = team.add_member(Role.ADMIN)
    page = sign_in(email, "/settings/members")
    members_on_page = page.get_by_role("table", name="Members")
    expect(members_on_page).to_contain_text(team.manager)

    make(member_id, Role.MANAGER, None)

    expect(page.get_by_text(team.manager)).to_have_count(0, timeout=TWO_SECONDS)
    expect(page.get_by_text("Members are for administrators.")).to_be_visible()
    expect(page.get_by_text(team.manager)).to_have_count(0)


@pytest.mark.parametrize("end", [revoke, deactivate])
def test_an_open_page_whose_session_ended_hears_nothing_more(
    sign_in: SignIn, team: Team, week: Week, end: Callable[[str], None]
) -> None:
    member_id, email = team.add_member(Role.MANAGER)
    traffic = Traffic()
    ended = sign_in(email, f"/bookings?date={week.monday}", traffic=traffic)
    standing = sign_in(team.manager, f"/bookings?date={week.monday}")
    team.book(week.at(0, "10:00"), customer="Lena Voss")
    expect(block(ended, "Lena Voss")).to_be_visible()
    expect(block(standing, "Lena Voss")).to_be_visible()

    end(member_id)
    team.book(week.at(1, "10:00"), customer="Otto Brandt")

    expect(block(standing, "Otto Brandt")).to_be_visible()
    standing.reload()
    expect(block(standing, "Otto Brandt")).to_be_visible()
    assert "Lena Voss" in traffic.heard()
    assert "Otto Brandt" not in traffic.heard()

"""What an administrator saves holds on every open page at once, without a reload."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from bookings_app.domain.access import ProviderVisibility, Role
from bookings_app.domain.workspace import Clock
from bookings_app.usecases.workspace import save_workspace, workspace
from tests.e2e.screens import (
    Wizard,
    block,
    calendar,
    choose_filter,
    details,
    messages,
    next_month,
    wait_for_calendar,
)
from tests.e2e.team import Team, Week
from tests.e2e.watching import watch_navigations
from tests.factories import ADMIN

SignIn = Callable[..., Page]

pytestmark = pytest.mark.usefixtures("workspace_as_before")

TWO_SECONDS = 2_000
DAY = next_month(24)


def save(**changed: Any) -> None:
    """Save the workspace from this process, which is not the one that serves pages."""
    save_workspace(replace(workspace(), **changed), by=ADMIN, now=datetime.now(UTC))


def press_save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    expect(messages(page)).to_contain_text("The workspace is saved.")


def axis(page: Page) -> Locator:
    """The hours beside the calendar."""
    return calendar(page).locator(".c-sh")


def test_clock_week_and_name_are_on_a_colleagues_open_calendar_within_two_seconds(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    team.book(week.at(1, "13:30"), customer="Lena Voss")
    colleague = sign_in(team.manager, f"/bookings?date={week.monday}")
    lena = block(colleague, "Lena Voss")
    expect(lena).to_contain_text("13:30 Haircut")
    expect(axis(colleague).get_by_text("14:00", exact=True)).to_be_visible()
    navigations = watch_navigations(colleague)

    page = sign_in(team.admin, "/settings")
    page.get_by_label("Name").fill("Quiet Salon")
    page.get_by_role("combobox", name="Weeks start on").click()
    page.get_by_role("option", name="Saturday").click()
    page.get_by_role("radio", name="12 hours, such as 2:30 pm").click()
    press_save(page)

    expect(lena).to_contain_text("1:30 pm Haircut", timeout=TWO_SECONDS)
    expect(axis(colleague).get_by_text("2:00 pm", exact=True)).to_be_visible()
    expect(axis(colleague).get_by_text("14:00", exact=True)).to_have_count(0)
    expect(calendar(colleague).locator(".dh").first).to_contain_text("Sat")
    mark = colleague.get_by_role("navigation", name="Sections").get_by_role("img")
    expect(mark).to_have_accessible_name("Quiet Salon")
    assert navigations == []


def test_every_page_words_times_by_the_clock_of_twelve_hours(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    save(clock=Clock.TWELVE_HOURS)
    team.book(week.at(1, "13:30"), customer="Lena Voss", phone="+351 600 777 111")
    page = sign_in(team.manager, f"/bookings?date={week.monday}")
    expect(block(page, "Lena Voss")).to_be_visible()
    team.book(week.at(2, "16:00"), customer="Otto Brandt")

    expect(messages(page)).to_contain_text(", 4:00 pm")
    page.get_by_role("button", name=re.compile("^Notifications")).click()
    bell = page.get_by_role("dialog", name="Notifications")
    expect(bell).to_contain_text(", 4:00 pm")
    page.keyboard.press("Escape")
    block(page, "Lena Voss").click()
    expect(details(page)).to_contain_text("1:30 pm – 2:15 pm")
    expect(details(page)).to_contain_text(re.compile(r"Today, \d{1,2}:\d\d [ap]m"))
    page.keyboard.press("Escape")
    page.get_by_role("radio", name="List").click()
    expect(block(page, "Lena Voss")).to_contain_text("1:30 pm – 2:15 pm")
    page.goto("/account")
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"Today, \d{1,2}:\d\d [ap]m"))
    page.goto("/contacts?q=Nora+Quinn")
    page.get_by_role("link", name=re.compile("Nora Quinn")).first.click()
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"Last message .+:\d\d [ap]m"))


def test_the_widest_time_of_twelve_hours_is_whole_in_a_list_on_a_phone(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    save(clock=Clock.TWELVE_HOURS)
    team.book(week.at(1, "12:30"), customer="Lena Voss")
    screen = {"width": 390, "height": 844}
    page = sign_in(team.manager, f"/bookings?date={week.monday}", viewport=screen, is_mobile=True)

    time = block(page, "Lena Voss").get_by_text("12:30 pm", exact=False).first
    expect(time).to_be_visible()
    wide, room = time.evaluate("each => [each.scrollWidth, each.clientWidth]")
    assert wide <= room


def test_an_open_wizard_words_its_times_anew_and_keeps_what_was_picked_and_typed(
    sign_in: SignIn, team: Team
) -> None:
    offer = team.offer("Facial")
    page = sign_in(team.manager, f"/bookings?view=list&date={DAY}")
    wizard = Wizard(page).open()
    wizard.come_to_times(offer.service, DAY)
    wizard.pick("10:00 – 10:30")

    save(clock=Clock.TWELVE_HOURS)

    expect(wizard.choice("10:00 am – 10:30 am")).to_be_checked(timeout=TWO_SECONDS)
    wizard.go_on("Provider")
    expect(wizard.dialog).to_contain_text("10:00 am – 10:30 am, ")
    wizard.go_on("Customer")
    wizard.name.fill("Lena Voss")
    save(clock=Clock.TWENTY_FOUR_HOURS)
    expect(wizard.dialog.get_by_role("button", name=re.compile("10:00$"))).to_be_visible()
    expect(wizard.name).to_have_value("Lena Voss")


def test_reasons_for_cancelling_are_offered_where_the_question_is_open_already(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    team.book(week.at(1, "10:00"), customer="Lena Voss")
    colleague = sign_in(team.manager, f"/bookings?date={week.monday}")
    block(colleague, "Lena Voss").click()
    details(colleague).get_by_role("button", name="Cancel booking").click()
    question = colleague.get_by_role("dialog")
    expect(question.get_by_role("button", name="Double entry")).to_be_visible()
    question.get_by_label("Reason").fill("Their dog")

    page = sign_in(team.admin, "/settings")
    page.get_by_role("button", name="Remove Double entry").click()
    page.get_by_label("Another reason").fill("Weather")
    page.get_by_label("Another reason").press("Enter")
    page.get_by_role("button", name="Move Weather up").click()
    press_save(page)

    expect(question.get_by_role("button", name="Weather")).to_be_visible(timeout=TWO_SECONDS)
    expect(question.get_by_role("button", name="Double entry")).to_have_count(0)
    expect(question.get_by_label("Reason")).to_have_value("Their dog")
    page.reload()
    reasons = page.get_by_role("list", name="Reasons for cancelling").get_by_role("listitem")
    expect(reasons).to_have_text(
        ["Customer asked", "Provider is ill", "Weather", "Other appointment"]
    )


def test_a_reason_that_cannot_be_taken_is_refused_beside_the_field_and_stays_written(
    sign_in: SignIn, team: Team
) -> None:
    page = sign_in(team.admin, "/settings")
    field = page.get_by_label("Another reason")

    for written, sentence in (
        (" ", "Enter a reason."),
        ("double entry", "This reason is in the list already."),
        ("x" * 81, "The reason is too long: at most 80 characters."),
    ):
        field.fill(written)
        page.get_by_role("button", name="Add").click()

        expect(page.get_by_role("alert")).to_have_text(sentence)
        expect(field).to_have_value(written)


def test_a_reason_keeps_the_focus_while_it_moves(sign_in: SignIn, team: Team) -> None:
    page = sign_in(team.admin, "/settings")
    up = page.get_by_role("button", name="Move Double entry up")

    up.press("Enter")
    expect(up).to_be_focused()
    up.press("Enter")
    expect(up).to_be_disabled()
    expect(page.get_by_role("button", name="Move Double entry down")).to_be_focused()


def test_settings_that_are_being_changed_stay_when_somebody_else_saves(
    sign_in: SignIn, team: Team
) -> None:
    page = sign_in(team.admin, "/settings")
    page.get_by_label("Name").fill("Quiet Salon")

    save(name="Loud Salon")

    expect(page.get_by_text("Somebody else has saved the workspace meanwhile.")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("Quiet Salon")
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_label("Name")).to_have_value("Loud Salon")


def test_what_providers_see_follows_the_setting_on_their_open_pages(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    team.book(week.at(1, "10:00"), customer="Lena Voss")
    team.book(week.at(1, "12:00"), provider_id=team.petra, customer="Otto Brandt")
    _, email = team.add_member(Role.PROVIDER, team.ben)
    bens = sign_in(email, f"/bookings?view=week&date={week.monday}")
    expect(block(bens, "Lena Voss")).to_be_visible()
    expect(block(bens, "Otto Brandt")).to_be_hidden()
    navigations = watch_navigations(bens)
    page = sign_in(team.admin, "/settings")

    page.get_by_role("radio", name="Their own, and all of the services they offer").click()
    press_save(page)
    expect(block(bens, "Otto Brandt")).to_be_visible(timeout=TWO_SECONDS)
    block(bens, "Otto Brandt").click()
    expect(details(bens)).to_contain_text("Otto Brandt")
    team.book(week.at(1, "15:00"), provider_id=team.petra, customer="Zoe Klein")
    expect(messages(bens)).to_contain_text("Zoe Klein")

    page.get_by_role("radio", name="Their own bookings").click()
    page.get_by_role("button", name="Save").click()
    expect(bens.get_by_text("Otto Brandt").first).to_be_hidden(timeout=TWO_SECONDS)
    expect(details(bens)).to_be_hidden()
    expect(block(bens, "Lena Voss")).to_be_visible()
    for gone in ("Otto Brandt", "Zoe Klein"):
        expect(bens.get_by_text(gone)).to_have_count(0)
    assert navigations == []


def test_a_setting_saved_by_another_process_is_followed_too(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    team.book(week.at(1, "12:00"), provider_id=team.petra, customer="Otto Brandt")
    _, email = team.add_member(Role.PROVIDER, team.ben)
    bens = sign_in(email, f"/bookings?view=week&date={week.monday}")
    wait_for_calendar(bens)

    save(provider_visibility=ProviderVisibility.ASSIGNED_SERVICES)

    expect(block(bens, "Otto Brandt")).to_be_visible(timeout=TWO_SECONDS)
    choose_filter(bens, "Provider", "Petra Lind")
    save(provider_visibility=ProviderVisibility.OWN)
    expect(block(bens, "Otto Brandt")).to_be_hidden(timeout=TWO_SECONDS)

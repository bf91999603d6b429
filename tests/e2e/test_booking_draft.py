"""New Booking keeps what was entered, books once, and says so when a slot goes meanwhile."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.screens import Wizard, block, calendar, messages, named, next_month
from tests.e2e.team import Offer, Team, instant

SignIn = Callable[..., Page]

DAY = next_month(18)


@pytest.fixture
def page(sign_in: SignIn, team: Team) -> Page:
    """The list of the week that is booked, as a manager sees it."""
    return sign_in(team.manager, f"/bookings?view=list&date={DAY}")


@pytest.fixture
def offer(team: Team) -> Offer:
    """Six slots each morning, with Ines."""
    return team.offer("Facial")


@pytest.fixture
def wizard(page: Page, offer: Offer) -> Wizard:
    """At the last step, with a name and notes."""
    wizard = Wizard(page).open()
    wizard.come_to_customer(offer.service, DAY, "10:00 – 10:30")
    wizard.name.fill("Lena Voss")
    wizard.dialog.get_by_label("Notes").fill("First visit.")
    return wizard


def booked(page: Page, offer: Offer) -> Locator:
    """The bookings of the offer on the calendar."""
    return calendar(page).get_by_role("button").filter(has_text=offer.service)


def test_back_and_the_names_of_steps_keep_what_was_picked_and_typed(
    wizard: Wizard, offer: Offer
) -> None:
    wizard.dialog.get_by_role("button", name="Back").click()
    expect(wizard.choice("Ines")).to_be_checked()
    wizard.dialog.get_by_role("button", name="Back").click()
    expect(wizard.choice("10:00 – 10:30")).to_be_checked()
    wizard.dialog.get_by_role("button", name="Service & location").click()
    expect(wizard.choice(offer.service)).to_be_checked()

    wizard.go_on("Date & time")
    expect(wizard.choice("10:00 – 10:30")).to_be_checked()
    wizard.go_on("Provider")
    wizard.go_on("Customer")
    expect(wizard.name).to_have_value("Lena Voss")
    expect(wizard.dialog.get_by_label("Notes")).to_have_value("First visit.")


def test_a_double_click_makes_one_booking(page: Page, wizard: Wizard, offer: Offer) -> None:
    wizard.create.dblclick()

    expect(wizard.dialog).to_be_hidden()
    expect(booked(page, offer)).to_have_count(1)
    page.reload()
    expect(booked(page, offer)).to_have_count(1)


def test_a_reload_brings_the_draft_back(page: Page, wizard: Wizard, offer: Offer) -> None:
    page.reload()

    expect(wizard.step("Customer")).to_be_attached()
    expect(wizard.name).to_have_value("Lena Voss")
    expect(wizard.dialog.get_by_label("Notes")).to_have_value("First visit.")
    expect(wizard.dialog.get_by_role("button", name="Provider Ines")).to_be_visible()
    wizard.create.click()
    expect(wizard.dialog).to_be_hidden()
    expect(booked(page, offer)).to_have_count(1)

    page.reload()
    expect(booked(page, offer)).to_have_count(1)
    expect(wizard.dialog).to_be_hidden()


def test_a_wizard_in_which_nothing_was_entered_stays_closed_after_a_reload(page: Page) -> None:
    wizard = Wizard(page).open()

    page.reload()

    expect(page.get_by_role("button", name="New Booking")).to_be_enabled()
    expect(calendar(page)).to_be_visible()
    expect(wizard.dialog).to_be_hidden()


def test_closing_asks_before_anything_typed_is_lost(page: Page, wizard: Wizard) -> None:
    question = page.get_by_role("alertdialog", name="Discard what you entered?")

    page.keyboard.press("Escape")
    question.get_by_role("button", name="Keep editing").click()
    expect(question).to_be_hidden()
    expect(wizard.name).to_have_value("Lena Voss")

    wizard.dialog.get_by_role("button", name="Close").click()
    question.get_by_role("button", name="Discard").click()
    expect(wizard.dialog).to_be_hidden()
    page.reload()
    expect(page.get_by_role("button", name="New Booking")).to_be_enabled()
    expect(wizard.dialog).to_be_hidden()


def test_a_slot_that_went_meanwhile_is_said_and_nothing_typed_is_lost(
    page: Page, wizard: Wizard, offer: Offer, team: Team
) -> None:
    take(team, offer, "10:00")

    wizard.create.click()

    expect(wizard.dialog.get_by_role("alert")).to_contain_text(
        "10:00 with Ines was just taken. Everything you entered is kept."
        " The three nearest free times are marked."
    )
    expect(wizard.step("Date & time")).to_be_attached()
    expect(wizard.choice("10:00 – 10:30")).to_be_disabled()
    expect(wizard.choice("10:00 – 10:30")).to_contain_text("Taken")
    nearest = wizard.times.get_by_role("radio", name="Nearest")
    assert [each.inner_text().split("\n")[0] for each in nearest.all()] == [
        "09:00 – 09:30",
        "09:30 – 10:00",
        "10:30 – 11:00",
    ]
    expect(nearest.first).to_be_focused()
    expect(wizard.next).to_be_disabled()

    wizard.pick("10:30 – 11:00")
    wizard.go_on("Provider")
    wizard.go_on("Customer")
    expect(wizard.name).to_have_value("Lena Voss")
    expect(wizard.dialog.get_by_label("Notes")).to_have_value("First visit.")
    wizard.create.click()

    expect(messages(page).filter(has_text="Booked: Lena Voss")).to_contain_text("10:30")
    expect(block(page, "Lena Voss").filter(has_text=offer.service)).to_contain_text("10:30")


def test_a_slot_that_went_before_the_provider_was_asked_for_is_said_as_well(
    page: Page, offer: Offer, team: Team
) -> None:
    wizard = Wizard(page).open()
    wizard.come_to_times(offer.service, DAY)
    wizard.pick("11:30 – 12:00")
    take(team, offer, "11:30")

    wizard.next.click()

    expect(wizard.dialog.get_by_role("alert")).to_contain_text("11:30 was just taken.")
    expect(wizard.next).to_be_disabled()


def test_when_the_whole_day_went_the_nearest_times_are_of_other_days(
    wizard: Wizard, offer: Offer, team: Team
) -> None:
    for clock in ("09:00", "09:30", "10:00", "10:30", "11:00", "11:30"):
        take(team, offer, clock)

    wizard.create.click()

    expect(wizard.dialog.get_by_role("alert")).to_contain_text("10:00 with Ines was just taken.")
    nearest = wizard.times.get_by_role("radio", name="Nearest")
    expect(nearest).to_have_count(3)
    day_before = DAY - timedelta(days=1)
    expect(nearest.first).to_contain_text(f"{day_before:%a} {day_before.day} {day_before:%b}")
    expect(wizard.times.get_by_role("heading", name=named(DAY))).to_be_visible()


def take(team: Team, offer: Offer, clock: str) -> None:
    """Book it from another process, for somebody else."""
    team.book(
        instant(DAY, clock),
        service_id=offer.service_id,
        provider_id=offer.provider_id,
        customer="Otto Brandt",
    )

"""New Booking: four steps from a service to a customer, by mouse and by keyboard."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.screens import Wizard, block, details, messages, next_month, wait_for_calendar
from tests.e2e.team import LISBON, Team, instant

SignIn = Callable[..., Page]

DAY = next_month(15)
PHONE = re.compile("[+]351 ?600 ?111 ?222")


@pytest.fixture
def page(sign_in: SignIn, team: Team) -> Page:
    """The list of the week that is booked, as a manager sees it."""
    return sign_in(team.manager, f"/bookings?view=list&date={DAY}")


@pytest.fixture
def wizard(page: Page) -> Wizard:
    return Wizard(page)


def test_four_steps_make_a_confirmed_booking(page: Page, wizard: Wizard, team: Team) -> None:
    offer = team.offer("Facial", providers=("Ines Faro", "Olga Brandt"))

    wizard.open()
    wizard.pick(offer.service)
    expect(wizard.choice("Old Town")).to_be_checked()
    wizard.go_on("Date & time")
    wizard.turn_to(DAY)
    wizard.pick("10:00 – 10:30 2 free")
    wizard.go_on("Provider")
    wizard.pick("Olga Brandt")
    wizard.go_on("Customer")
    expect(wizard.dialog).to_contain_text("Confirmed at once")
    wizard.name.fill("Lena Voss")
    wizard.dialog.get_by_label("Phone").fill("+351 600 333 444")
    wizard.dialog.get_by_label("E-mail").fill("lena@example.com")
    wizard.dialog.get_by_label("Notes").fill("First visit.")
    wizard.create.click()

    expect(wizard.dialog).to_be_hidden()
    # The year is said where it is another one.
    year = "" if DAY.year == datetime.now(LISBON).year else f" {DAY.year}"
    said = f"Booked: Lena Voss, {DAY:%a %-d %b}{year}, 10:00."
    expect(messages(page)).to_contain_text(said)
    block(page, "Lena Voss").filter(has_text=offer.service).click()
    for each in (
        "Confirmed",
        "Olga Brandt",
        "+351 600 333 444",
        "lena@example.com",
        "First visit.",
        "Marco Weiss created, confirmed at once",
    ):
        expect(details(page, offer.service)).to_contain_text(each)


def test_a_service_that_needs_approval_makes_a_pending_booking(
    page: Page, wizard: Wizard, team: Team
) -> None:
    offer = team.offer("Peeling", requires_approval=True)

    wizard.open()
    expect(wizard.choice(offer.service)).to_contain_text("needs approval")
    wizard.come_to_customer(offer.service, DAY, "10:00 – 10:30")
    expect(wizard.dialog).to_contain_text("Pending until somebody approves it")
    wizard.name.fill("Lena Voss")
    wizard.create.click()

    expect(messages(page)).to_contain_text("Pending: waits for approval.")
    expect(block(page, "Lena Voss").filter(has_text=offer.service)).to_contain_text("Pending")


def test_everything_can_be_done_by_keyboard(page: Page, wizard: Wizard, team: Team) -> None:
    offer = team.offer("Facial", providers=("Ines Faro", "Olga Brandt"))
    wait_for_calendar(page)
    keys = page.keyboard

    keys.press("n")
    expect(wizard.dialog.get_by_role("radio").first).to_be_focused()
    arrow_to(page, wizard, offer.service)
    keys.press("Enter")
    expect(wizard.step("Date & time")).to_be_attached()

    first_free = wizard.times.get_by_role("heading", level=3).inner_text()
    expect(wizard.dialog.get_by_role("button", name=first_free)).to_be_focused()
    keys.press("ArrowRight")
    keys.press("Enter")
    expect(wizard.times.get_by_role("heading", level=3)).not_to_have_text(first_free)
    keys.press("Tab")
    expect(wizard.choice("09:00 – 09:30")).to_be_focused()
    arrow_to(page, wizard, "09:30 – 10:00")
    keys.press("Enter")
    expect(wizard.step("Provider")).to_be_attached()

    expect(wizard.choice("Ines Faro")).to_be_focused()
    arrow_to(page, wizard, "Olga Brandt")
    keys.press("Enter")
    expect(wizard.search).to_be_focused()

    keys.type("nora")
    expect(wizard.dialog.get_by_role("option", name="Nora Quinn")).to_be_visible()
    keys.press("Enter")
    expect(wizard.name).to_have_value("Nora Quinn")
    expect(wizard.name).to_be_focused()
    keys.press("Enter")

    expect(wizard.dialog).to_be_hidden()
    expect(messages(page)).to_contain_text("Booked: Nora Quinn")
    expect(page.get_by_role("button", name="New Booking")).to_be_focused()


def arrow_to(page: Page, wizard: Wizard, name: str) -> None:
    """Go down with the arrow keys, which pick as they go, to the choice of that name."""
    target = wizard.choice(name)
    while not target.evaluate("element => element === document.activeElement"):
        page.keyboard.press("ArrowDown", delay=50)  # fingers are not faster
    expect(target).to_be_checked()


def test_only_locations_that_offer_the_service_can_be_picked(wizard: Wizard, team: Team) -> None:
    wizard.open()

    wizard.pick("Haircut")
    places = wizard.dialog.get_by_role("radiogroup", name="Location").get_by_role("radio")
    expect(places).to_have_count(2)
    expect(wizard.next).to_be_disabled()
    wizard.pick("Old Town")
    expect(wizard.next).to_be_enabled()

    wizard.pick("Massage")
    expect(places).to_have_count(1)
    expect(wizard.choice("Harbour")).to_be_checked()


def test_days_say_whether_they_have_free_times(wizard: Wizard, team: Team) -> None:
    few, full = DAY, DAY + timedelta(days=1)
    offer = team.offer("Facial", weekdays=[few.weekday(), full.weekday()])
    for day, clocks in ((few, ("09:00", "09:30", "10:00")), (full, SIX_SLOTS)):
        for clock in clocks:
            team.book(
                instant(day, clock),
                service_id=offer.service_id,
                provider_id=offer.provider_id,
            )

    wizard.open()
    wizard.pick(offer.service)
    wizard.go_on("Date & time")
    wizard.leaf_to(few)

    expect(wizard.day(few)).to_have_accessible_name(re.compile("few times left"))
    expect(wizard.day(full)).to_have_accessible_name(re.compile("full"))
    expect(wizard.day(few + timedelta(days=7))).to_have_accessible_name(re.compile("free times"))
    closed = wizard.day(few + timedelta(days=2))
    expect(closed).to_have_accessible_name(re.compile("no times"))
    expect(closed).to_be_disabled()

    wizard.day(full).click()
    expect(wizard.times).to_contain_text(f"No free times on {full:%a} {full.day} {full:%B}")
    wizard.times.get_by_role("button", name="Why?").click()
    expect(wizard.times).to_contain_text("Ines")
    expect(wizard.times).to_contain_text("Booked")


SIX_SLOTS = ("09:00", "09:30", "10:00", "10:30", "11:00", "11:30")


def test_each_slot_says_from_when_to_when_and_how_many_are_free(wizard: Wizard, team: Team) -> None:
    offer = team.offer("Facial", providers=("Ines", "Olga"))
    team.book(instant(DAY, "10:00"), service_id=offer.service_id, provider_id=offer.provider_id)
    for provider_id in offer.provider_ids:
        team.book(instant(DAY, "11:00"), service_id=offer.service_id, provider_id=provider_id)

    wizard.open()
    wizard.come_to_times(offer.service, DAY)

    slots = wizard.times.get_by_role("radio")
    expect(slots).to_have_count(5)
    assert [each.inner_text().split("\n") for each in slots.all()] == [
        ["09:00 – 09:30", "2 free"],
        ["09:30 – 10:00", "2 free"],
        ["10:00 – 10:30", "1 free"],
        ["10:30 – 11:00", "2 free"],
        ["11:30 – 12:00", "2 free"],
    ]
    wizard.pick("10:00 – 10:30")
    wizard.go_on("Provider")
    expect(wizard.choice("Olga")).to_be_checked()
    expect(wizard.choice("Ines")).to_be_hidden()
    wizard.dialog.get_by_text("Why not Ines?").click()
    expect(wizard.dialog).to_contain_text("Booked")


def test_a_contact_is_found_from_two_letters_on_and_fills_in_what_is_known(
    page: Page, wizard: Wizard, team: Team
) -> None:
    offer = team.offer("Facial")
    wizard.open()
    wizard.come_to_customer(offer.service, DAY, "10:00 – 10:30")
    found = wizard.dialog.get_by_role("option")

    wizard.search.press_sequentially("n")
    expect(found).to_have_count(0)
    wizard.search.press_sequentially("o")
    expect(found.filter(has_text="Nora Quinn")).to_contain_text(PHONE)
    found.filter(has_text="Nora Quinn").click()

    expect(wizard.name).to_have_value("Nora Quinn")
    expect(wizard.dialog.get_by_label("Phone")).to_have_value(PHONE)
    expect(wizard.dialog.get_by_label("E-mail")).to_have_value("nora@example.com")
    expect(wizard.choice("WhatsApp")).to_be_checked()
    expect(wizard.choice("None")).to_be_visible()
    wizard.pick("E-mail, nora@example.com")
    wizard.create.click()

    expect(wizard.dialog).to_be_hidden()
    block(page, "Nora Quinn").filter(has_text=offer.service).click()
    expect(details(page, offer.service)).to_contain_text("E-mail conversation")


def test_somebody_new_is_entered_as_they_were_searched_for(wizard: Wizard, team: Team) -> None:
    offer = team.offer("Facial")
    wizard.open()
    wizard.come_to_customer(offer.service, DAY, "10:00 – 10:30")

    wizard.search.press_sequentially("Zora Unknown")
    expect(wizard.dialog.get_by_text("No contact “Zora Unknown”")).to_be_visible()
    wizard.dialog.get_by_role("option", name="New customer “Zora Unknown”").click()

    expect(wizard.name).to_have_value("Zora Unknown")


def test_without_a_name_nothing_is_booked_and_the_field_says_so(wizard: Wizard, team: Team) -> None:
    offer = team.offer("Facial")
    wizard.open()
    wizard.come_to_customer(offer.service, DAY, "10:00 – 10:30")

    wizard.dialog.get_by_label("Notes").fill("Rings twice.")
    wizard.create.click()

    expect(wizard.name).to_have_accessible_description("Enter a name.")
    expect(wizard.name).to_be_focused()
    expect(wizard.dialog.get_by_label("Notes")).to_have_value("Rings twice.")
    wizard.name.fill("Lena Voss")
    wizard.create.click()
    expect(wizard.dialog).to_be_hidden()

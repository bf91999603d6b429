"""The address book: finding people, all of one person, and one contact for each phone."""

import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Locator, Page, expect

from bookings_app.domain.contact import NewContact
from bookings_app.domain.customer import CustomerDetails
from bookings_app.usecases.bookings import NewBooking, create_booking
from bookings_app.usecases.contacts import create_contact
from bookings_app.usecases.status_changes import cancel_booking
from tests.e2e.screens import Wizard, details, messages, next_month
from tests.e2e.team import Team, Week
from tests.factories import ADMIN

SignIn = Callable[..., Page]

PHONE = {"width": 390, "height": 844}


def given_contact(name: str, *, phone: str = "", email: str = "") -> str:
    """A contact; their id."""
    new = NewContact(name=name, phone=phone, email=email)
    return create_contact(new, by=ADMIN, now=datetime.now(UTC)).id


def given_name() -> str:
    """A name that no other test looks for."""
    return f"Iris {secrets.token_hex(4)}"


def given_phone() -> str:
    """A phone that nobody has."""
    return f"+34 6{secrets.randbelow(10**8):08}"


def booked(team: Team, contact_id: str, starts_at: datetime) -> str:
    """A haircut of that contact with Ben, from another process; its id."""
    new = NewBooking(
        service_id=team.haircut,
        location_id=team.old_town,
        provider_id=team.ben,
        starts_at=starts_at,
        customer=CustomerDetails(name=""),
        contact_id=contact_id,
    )
    return create_booking(new, by=ADMIN, now=datetime.now(UTC)).id


def search(page: Page, text: str) -> None:
    """Type into the field above the list."""
    page.get_by_role("searchbox", name="Name, phone or e-mail").fill(text)


def listed(page: Page) -> Locator:
    """Who is in the list."""
    return page.get_by_role("region", name="All contacts").get_by_role("link")


def person(page: Page) -> Locator:
    """Whoever is open."""
    return page.get_by_role("region", name="Contact", exact=True)


def form(page: Page) -> Locator:
    """The dialog that makes or corrects a contact."""
    return page.get_by_role("dialog", name=re.compile("contact$"))


def test_somebody_is_found_and_opened_and_a_reload_shows_the_same(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    name, phone = given_name(), given_phone()
    contact_id = given_contact(name, phone=phone, email="iris@example.com")
    booked(team, contact_id, week.at(1, "10:00"))
    page = sign_in(team.manager, "/contacts")

    search(page, phone.replace(" ", "-"))
    expect(listed(page)).to_have_count(1)
    listed(page).get_by_text(name).click()

    expect(person(page).get_by_role("heading", name=name)).to_be_visible()
    expect(person(page)).to_contain_text("iris@example.com")
    expect(person(page).get_by_role("button", name="Haircut")).to_contain_text("Confirmed")
    expect(page).to_have_url(re.compile(f"contact={contact_id}"))
    page.reload()
    expect(person(page).get_by_role("heading", name=name)).to_be_visible()
    expect(listed(page)).to_have_count(1)
    expect(page).to_have_url(re.compile(f"contact={contact_id}"))


def test_back_leads_through_whoever_was_open_to_the_whole_list(sign_in: SignIn, team: Team) -> None:
    first, second = given_name(), given_name()
    given_contact(first)
    given_contact(second)
    page = sign_in(team.manager, "/contacts?q=iris")
    for name in (first, second):
        listed(page).filter(has_text=name).click()
        expect(person(page).get_by_role("heading", name=name)).to_be_visible()

    page.go_back()
    expect(person(page).get_by_role("heading", name=first)).to_be_visible()
    page.go_back()
    expect(person(page).get_by_role("heading", name="Nobody picked")).to_be_visible()
    page.go_forward()
    expect(person(page).get_by_role("heading", name=first)).to_be_visible()


def test_everything_works_by_keyboard(sign_in: SignIn, team: Team, week: Week) -> None:
    name = given_name()
    contact_id = given_contact(name)
    booked(team, contact_id, week.at(1, "11:00"))
    page = sign_in(team.manager, "/contacts")
    expect(listed(page).first).to_be_visible()

    page.keyboard.press("/")
    page.keyboard.type(name)
    expect(listed(page)).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    haircut = person(page).get_by_role("button", name="Haircut")
    haircut.focus()
    page.keyboard.press("Enter")
    expect(details(page)).to_be_visible()
    page.keyboard.press("Escape")

    expect(details(page)).to_be_hidden()
    expect(haircut).to_be_focused()
    page.get_by_role("button", name="Edit").focus()
    page.keyboard.press("Enter")
    expect(form(page).get_by_label("Name")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Edit")).to_be_focused()


def test_the_same_phone_in_another_spelling_leads_to_its_contact(
    sign_in: SignIn, team: Team
) -> None:
    name, phone = given_name(), given_phone()
    given_contact(name, phone=phone)
    page = sign_in(team.manager, "/contacts")

    page.get_by_role("button", name="New contact").click()
    form(page).get_by_label("Name").fill("Iris Other")
    form(page).get_by_label("Phone").fill(phone.replace("+", "00").replace(" ", "-"))
    form(page).get_by_role("button", name="Create contact").click()

    expect(form(page).get_by_label("Phone")).to_have_accessible_description(
        f"{name} has this phone already."
    )
    expect(form(page).get_by_label("Phone")).to_be_focused()
    expect(form(page).get_by_label("Name")).to_have_value("Iris Other")
    form(page).get_by_role("button", name=f"Open {name}").click()
    expect(person(page).get_by_role("heading", name=name)).to_be_visible()
    expect(form(page)).to_be_hidden()


def test_whoever_is_not_found_is_entered_with_every_mistake_named_at_once(
    sign_in: SignIn, team: Team
) -> None:
    name = given_name()
    page = sign_in(team.manager, "/contacts")

    search(page, name)
    expect(page.get_by_text(f"No contact “{name}”")).to_be_visible()
    page.get_by_role("region", name="All contacts").get_by_role("button").click()
    expect(form(page).get_by_label("Name")).to_have_value(name)
    form(page).get_by_label("Phone").fill("600 111 222")
    form(page).get_by_label("E-mail").fill("iris@")
    form(page).get_by_role("button", name="Create contact").click()

    expect(form(page)).to_contain_text("Enter the phone with its country")
    expect(form(page)).to_contain_text("Enter an e-mail address")
    form(page).get_by_label("Phone").fill("")
    form(page).get_by_label("E-mail").fill("iris@example.com")
    form(page).get_by_role("button", name="Create contact").click()
    expect(messages(page)).to_contain_text(f"{name} is in the contacts now.")
    expect(person(page).get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("")


def test_what_was_typed_is_not_lost_without_a_question(sign_in: SignIn, team: Team) -> None:
    contact_id = given_contact(given_name())
    page = sign_in(team.manager, f"/contacts?contact={contact_id}")
    page.get_by_role("button", name="Edit").click()
    form(page).get_by_label("Notes").fill("Left knee")

    page.keyboard.press("Escape")
    page.get_by_role("alertdialog").get_by_role("button", name="Keep editing").click()
    expect(form(page).get_by_label("Notes")).to_have_value("Left knee")
    form(page).get_by_role("button", name="Save").click()

    expect(form(page)).to_be_hidden()
    expect(person(page)).to_contain_text("Left knee")


def test_bookings_of_the_open_contact_follow_what_happens_to_them(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    contact_id = given_contact(given_name())
    page = sign_in(team.manager, f"/contacts?contact={contact_id}")
    expect(person(page)).to_contain_text("Nothing upcoming.")

    booking_id = booked(team, contact_id, week.at(1, "12:00"))
    haircut = person(page).get_by_role("button", name="Haircut")
    expect(haircut).to_contain_text("Confirmed")
    cancel_booking(booking_id, reason="Flu", by=ADMIN, now=datetime.now(UTC))

    expect(haircut).to_contain_text("Cancelled")


def test_a_booking_for_the_open_contact_warns_of_one_at_the_same_time(
    sign_in: SignIn, team: Team
) -> None:
    name, on = given_name(), next_month(17)
    contact_id = given_contact(name, email="iris@example.com")
    offer = team.offer("Peel", providers=("Ines", "Olga"))
    page = sign_in(team.manager, f"/contacts?contact={contact_id}")

    for provider in ("first", "second"):
        page.get_by_role("button", name="New Booking").click()
        wizard = Wizard(page)
        expect(wizard.dialog).to_be_visible()
        wizard.come_to_customer(offer.service, on, "09:00 –")
        expect(wizard.name).to_have_value(name)
        warning = wizard.dialog.get_by_text(f"{name} already has a booking at that time")
        expect(warning).to_have_count(0 if provider == "first" else 1)
        wizard.create.click()
        expect(wizard.dialog).to_be_hidden()

    both = person(page).get_by_role("button", name=offer.service)
    expect(both).to_have_count(2)


def test_a_long_list_shows_more_when_asked(sign_in: SignIn, team: Team) -> None:
    family = given_name()
    for number in range(51):
        given_contact(f"{family} {number:02}")
    page = sign_in(team.manager, "/contacts")

    search(page, family)
    expect(page.get_by_role("status").filter(has_text="51 contacts found")).to_be_attached()
    expect(listed(page)).to_have_count(50)
    page.get_by_role("button", name="Show more").click()

    expect(listed(page)).to_have_count(51)
    expect(page.get_by_role("button", name="Show more")).to_be_hidden()


def test_a_provider_sees_whom_they_have_booked_and_finds_others_by_exact_phone(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    mine, theirs, phone = given_name(), given_name(), given_phone()
    booked(team, given_contact(mine), week.at(1, "13:00"))
    given_contact(theirs, phone=phone)
    page = sign_in(team.ben_signs_in_as, "/contacts")

    search(page, "iris")
    expect(listed(page).filter(has_text=mine)).to_be_visible()
    expect(listed(page).filter(has_text=theirs)).to_have_count(0)
    search(page, phone)
    listed(page).filter(has_text=theirs).click()

    expect(person(page).get_by_role("heading", name=theirs)).to_be_visible()
    expect(person(page).get_by_role("button", name="New Booking")).to_be_visible()
    expect(person(page).get_by_role("button", name="Edit")).to_have_count(0)


def test_on_a_phone_the_list_comes_first_and_the_person_leads_back_to_it(
    sign_in: SignIn, team: Team
) -> None:
    name = given_name()
    given_contact(name, phone=given_phone())
    page = sign_in(team.manager, f"/contacts?q={name.replace(' ', '+')}", viewport=PHONE)
    row = listed(page).filter(has_text=name)

    row.click()
    expect(person(page).get_by_role("heading", name=name)).to_be_focused()
    expect(row).to_be_hidden()
    person(page).get_by_role("button", name="Contacts").click()

    expect(row).to_be_focused()
    expect(person(page)).to_be_hidden()
    page.go_forward()
    expect(person(page).get_by_role("heading", name=name)).to_be_visible()
    page.go_back()
    expect(row).to_be_visible()

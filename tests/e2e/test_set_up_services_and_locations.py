"""The set-up in a real browser: services, locations and closures made, changed and archived."""

import re
import secrets
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Locator, Page, ViewportSize, expect

from bookings_app.usecases.catalog import list_locations, list_services
from tests.e2e.keyboard import tab_to
from tests.e2e.screens import Wizard, details, messages
from tests.e2e.team import LISBON, Team, Week, given_location, given_service
from tests.e2e.watching import Complaints

SignIn = Callable[..., Page]

PHONE: ViewportSize = {"width": 390, "height": 844}


def own(name: str) -> str:
    """A name that no other test looks for."""
    return f"{name} {secrets.token_hex(3)}"


def row(page: Page, name: str) -> Locator:
    """What opens the editor of one in the list."""
    return page.get_by_role("table").get_by_role("link", name=name, exact=True)


def editor(page: Page, name: str | re.Pattern[str]) -> Locator:
    """The sheet in which it is made or changed."""
    return page.get_by_role("dialog", name=name)


def field(sheet: Locator, name: str) -> Locator:
    """A field of it by its label, whether it must be filled or not."""
    return sheet.get_by_label(re.compile(f"^{name}( optional)?$"))


def wrong(sheet: Locator) -> Locator:
    """What is said of fields that cannot be taken."""
    return sheet.get_by_role("alert")


def press(sheet: Locator, name: str) -> None:
    """One of its buttons."""
    sheet.get_by_role("button", name=name, exact=True).click()


def discards(page: Page) -> Locator:
    """The question before what was typed is lost."""
    return page.get_by_role("alertdialog", name="Discard what you entered?")


def test_a_service_is_made_and_an_open_calendar_can_book_it(sign_in: SignIn, team: Team) -> None:
    name = own("Massage")
    calendar = sign_in(team.manager, "/bookings")
    page = sign_in(team.manager, "/scheduling/services")
    page.get_by_role("button", name="New service").click()
    sheet = editor(page, "New service")
    expect(page).to_have_url(re.compile(r"\?new=1$"))
    expect(field(sheet, "Name")).to_be_focused()

    field(sheet, "Name").fill(name)
    field(sheet, "Duration").fill("50")
    sheet.get_by_role("combobox", name="Colour").click()
    page.get_by_role("option", name="Plum").click()
    field(sheet, "Minimum notice").fill("2")
    sheet.get_by_role("combobox", name="Unit of the minimum notice").click()
    page.get_by_role("option", name="days").click()
    field(sheet, "Available from").fill("2026-01-31")
    sheet.get_by_role("group", name="Offered at").get_by_label("Old Town").check()
    sheet.get_by_role("group", name="Done by").get_by_label("Ben Okafor").check()
    press(sheet, "Create service")

    expect(messages(page)).to_contain_text(f"{name} is in the services now.")
    expect(sheet).to_be_hidden()
    expect(row(page, name)).to_be_focused()
    (made,) = [each for each in list_services() if each.name == name]
    assert (made.duration_minutes, made.min_notice_minutes) == (50, 2 * 1_440)
    assert (made.colour, str(made.available_from)) == ("plum", "2026-01-31")
    assert (made.location_ids, made.provider_ids) == ((team.old_town,), (team.ben,))
    expect(Wizard(calendar).open().choice(name)).to_be_visible()


def test_wrong_input_is_said_beside_each_field_and_stays_as_it_was_typed(
    sign_in: SignIn, team: Team
) -> None:
    page = sign_in(team.manager, "/scheduling/services?new=1")
    sheet = editor(page, "New service")
    typed = {
        "Duration": "30.5",
        "Buffer before": "-5",
        "Buffer after": "1e9",
        "Starts every": "abc",
        "Available from": "9999-12-31",
    }
    for name, text in typed.items():
        field(sheet, name).fill(text)
    field(sheet, "Available until").press_sequentially("31")  # and no month, no year

    press(sheet, "Create service")

    expect(wrong(sheet)).to_have_count(7)
    expect(field(sheet, "Name")).to_be_focused()
    expect(field(sheet, "Name")).to_have_accessible_description("Enter a name.")
    for name, text in typed.items():
        expect(field(sheet, name)).to_have_value(text)
        expect(field(sheet, name)).to_have_attribute("aria-invalid", "true")
    expect(sheet.get_by_text("must be a whole number between 1 and 1,440")).to_have_count(2)


def test_the_address_says_what_is_open_to_reload_and_to_go_back(
    sign_in: SignIn, team: Team
) -> None:
    name = own("Shave")
    service_id = given_service(name, 30, (team.old_town,))
    page = sign_in(team.manager, "/scheduling/services")
    row(page, name).click()
    expect(page).to_have_url(re.compile(rf"\?service={service_id}$"))

    page.reload()
    expect(field(editor(page, name), "Duration")).to_have_value("30")
    page.go_back()
    expect(editor(page, name)).to_be_hidden()
    expect(page).to_have_url(re.compile("services/?$"))
    page.go_forward()
    expect(editor(page, name)).to_be_visible()


def test_going_back_or_leaving_with_typed_text_asks_first(
    sign_in: SignIn, team: Team, complaints: Complaints
) -> None:
    name = own("Shave")
    given_service(name, 30, (team.old_town,))
    page = sign_in(team.manager, "/scheduling/services")
    row(page, name).click()
    sheet = editor(page, name)
    field(sheet, "Duration").fill("40")

    page.go_back()
    press(discards(page), "Keep editing")
    expect(field(sheet, "Duration")).to_have_value("40")
    expect(page).to_have_url(re.compile(r"\?service="))

    complaints.expect("^dialog: ")
    with page.expect_event("dialog") as asked:
        page.evaluate("setTimeout(() => window.location.reload())")
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    expect(field(sheet, "Duration")).to_have_value("40")

    page.keyboard.press("Escape")
    press(discards(page), "Discard")
    expect(sheet).to_be_hidden()
    expect(page).to_have_url(re.compile("services/?$"))
    expect(row(page, name)).to_be_focused()


def test_what_future_bookings_use_is_archived_with_their_number_said_before(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    offer = team.offer()
    for day in (1, 2):
        team.book(week.at(day, "10:00"), service_id=offer.service_id, provider_id=offer.provider_id)
    page = sign_in(team.manager, f"/scheduling/services?service={offer.service_id}")
    press(editor(page, offer.service), "Archive")
    question = page.get_by_role("alertdialog", name=f"Archive {offer.service}?")
    tuesday = week.day(1)
    expect(question).to_contain_text(
        f"The 2 upcoming bookings, the next on {tuesday:%a} {tuesday.day} {tuesday:%b}"
    )
    press(question, "Archive")

    expect(messages(page)).to_contain_text(f"{offer.service} is archived.")
    expect(row(page, offer.service)).to_be_hidden()
    page.get_by_role("switch", name="Show archived").click()
    row(page, offer.service).click()
    press(editor(page, offer.service), "Restore")
    expect(messages(page)).to_contain_text(f"{offer.service} can be booked again.")


def test_a_closure_that_hits_a_booking_lists_it_and_opens_it(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    place = given_location(own("Annex"), "3 Example Yard", LISBON)
    (name,) = [each.name for each in list_locations() if each.id == place]
    offer = team.offer(location_id=place)
    team.book(
        week.at(1, "10:00"),
        service_id=offer.service_id,
        location_id=place,
        provider_id=offer.provider_id,
        customer="Iris Vale",
    )
    page = sign_in(team.manager, "/scheduling/locations")
    page.get_by_role("button", name="New closure").click()
    sheet = editor(page, "New closure")
    field(sheet, "First day").fill(str(week.day(0)))
    field(sheet, "Last day").fill(str(week.day(0) + timedelta(days=500)))
    sheet.get_by_role("combobox", name="Where").click()
    page.get_by_role("option", name=name).click()
    press(sheet, "Add closure")
    expect(wrong(sheet)).to_have_text(
        "A closure lasts 400 days at most. Archive a location that closes for longer."
    )
    field(sheet, "Last day").fill(str(week.day(2)))
    press(sheet, "Add closure")

    hit = page.get_by_role("dialog", name="Bookings outside working hours")
    booking = hit.get_by_role("button", name=re.compile("Iris Vale"))
    booking.click()
    expect(details(page, offer.service)).to_contain_text("Iris Vale")
    page.keyboard.press("Escape")
    expect(details(page, offer.service)).to_be_hidden()
    expect(booking).to_be_focused()
    press(hit, "Done")
    expect(hit).to_be_hidden()

    closure = page.get_by_role("table", name="Closures").get_by_role("row").filter(has_text=name)
    expect(closure.get_by_role("link")).to_be_focused()
    closure.get_by_role("link").click()
    press(editor(page, "Closure"), "Remove")
    press(page.get_by_role("alertdialog", name="Remove this closure?"), "Remove")
    expect(closure).to_have_count(0)


def test_on_a_phone_the_list_is_cards_and_the_editor_fills_the_screen(
    sign_in: SignIn, team: Team
) -> None:
    name = own("Kiosk")
    page = sign_in(
        team.manager, "/scheduling/locations", viewport=PHONE, has_touch=True, is_mobile=True
    )
    page.get_by_role("button", name="New location").tap()
    sheet = editor(page, "New location")
    expect(field(sheet, "Time zone")).to_have_value("Europe/Lisbon")
    for side, size in PHONE.items():
        expect(sheet).to_have_css(side, f"{size}px")
    for button in ("Cancel", "Create location"):
        expect(sheet.get_by_role("button", name=button)).to_be_in_viewport(ratio=1)

    field(sheet, "Name").fill(name)
    field(sheet, "Time zone").fill("Atlantis/Harbour")
    sheet.get_by_role("button", name="Create location").tap()
    expect(wrong(sheet)).to_have_text("Choose a time zone such as Europe/Madrid.")
    field(sheet, "Time zone").fill("Europe/Athens")
    sheet.get_by_role("button", name="Create location").tap()

    expect(sheet).to_be_hidden()
    card = page.get_by_role("row").filter(has_text=name)
    expect(card).to_contain_text("Europe/Athens")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    card.tap()
    expect(editor(page, name)).to_be_visible()


def test_everything_goes_by_keyboard_alone(sign_in: SignIn, team: Team) -> None:
    name = own("Shave")
    service_id = given_service(name, 30, (team.old_town,))
    page = sign_in(team.manager, "/scheduling/services")
    expect(row(page, name)).to_be_visible()

    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search services")).to_be_focused()
    page.keyboard.type(name)
    expect(page.get_by_role("table").get_by_role("link")).to_have_count(1)
    tab_to(row(page, name))
    page.keyboard.press("Enter")
    sheet = editor(page, name)
    expect(field(sheet, "Name")).to_be_focused()
    tab_to(field(sheet, "Duration"))
    page.keyboard.type("40")
    tab_to(field(sheet, "Requires approval.*"))
    page.keyboard.press("Space")
    tab_to(sheet.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")

    expect(sheet).to_be_hidden()
    expect(row(page, name)).to_be_focused()
    (saved,) = [each for each in list_services() if each.id == service_id]
    assert (saved.duration_minutes, saved.requires_approval) == (40, True)
    assert saved.location_ids == (team.old_town,)


def test_providers_see_the_lists_and_nothing_to_change_them(sign_in: SignIn, team: Team) -> None:
    page = sign_in(team.ben_signs_in_as, f"/scheduling/services?service={team.haircut}")

    expect(page.get_by_role("cell", name="Haircut", exact=True)).to_be_visible()
    expect(page.get_by_role("table").get_by_role("link")).to_have_count(0)
    expect(page.get_by_role("button", name="New service")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)

"""Where a provider lands: what asks for an answer, what comes, true without a reload."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import BrowserContext, Page, expect

from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.domain.access import Role
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.customer import CustomerDetails
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.bookings import NewBooking, create_booking
from tests.e2e.screens import details, messages
from tests.e2e.team import LISBON, PASSWORD, Team, around_now, instant
from tests.factories import ADMIN

SignIn = Callable[..., Page]

PHONE = {"width": 390, "height": 844}


def yesterday(clock: str) -> datetime:
    """That time of the day before, in Lisbon."""
    return instant(datetime.now(LISBON).date() - timedelta(days=1), clock)


def test_a_provider_lands_on_what_still_needs_an_answer_and_gives_it_in_one_tap(
    sign_in: SignIn, team: Team
) -> None:
    offer = team.offer("Facial")
    _, email = team.add_member(Role.PROVIDER, offer.provider_id)
    new = NewBooking(
        offer.service_id,
        offer.location_id,
        offer.provider_id,
        yesterday("10:00"),
        CustomerDetails("Lena Voss"),
    )
    booking_id = create_booking(new, by=ADMIN, now=yesterday("08:00")).id
    page = sign_in(email, "/today", viewport=PHONE, has_touch=True)
    waiting = page.get_by_role("region", name="Waiting for an answer")
    expect(waiting).to_contain_text("Lena Voss")

    waiting.get_by_role("button", name="Complete").click()

    expect(messages(page)).to_contain_text("Completed.")
    expect(waiting).to_be_hidden()
    booking = get_booking(booking_id, seen_by=ADMIN, now=datetime.now(UTC))
    assert booking.status == "completed"


def test_what_is_booked_meanwhile_is_there_without_a_reload(sign_in: SignIn, team: Team) -> None:
    offer = team.offer("Facial", hours=(0, 1_440))
    _, email = team.add_member(Role.PROVIDER, offer.provider_id)
    page = sign_in(email, "/today", viewport=PHONE, has_touch=True)
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    half_hours = datetime.now(LISBON).hour * 2 + 2
    on = datetime.now(LISBON).date() + timedelta(days=half_hours // 48)
    clock = f"{half_hours % 48 // 2:02}:{30 * (half_hours % 2):02}"

    team.book(
        instant(on, clock),
        service_id=offer.service_id,
        provider_id=offer.provider_id,
        customer="Otto Brandt",
        phone="+351 600 999 888",
    )

    expect(page.get_by_role("main")).to_contain_text("Otto Brandt")


def test_the_day_of_others_is_not_shown(sign_in: SignIn, team: Team) -> None:
    mine, theirs = team.offer("Facial"), team.offer("Facial")
    _, email = team.add_member(Role.PROVIDER, mine.provider_id)
    new = NewBooking(
        theirs.service_id,
        theirs.location_id,
        theirs.provider_id,
        yesterday("11:00"),
        CustomerDetails("Zoe Klein"),
    )
    create_booking(new, by=ADMIN, now=yesterday("08:00"))

    page = sign_in(email, "/today", viewport=PHONE, has_touch=True)

    expect(page.get_by_role("main")).to_contain_text("Nothing today")
    expect(page.get_by_role("main")).not_to_contain_text("Zoe Klein")


def test_signing_in_on_a_phone_leads_a_provider_to_their_day_and_its_bar(
    context_of: Callable[..., BrowserContext], team: Team
) -> None:
    _, email = team.add_member(Role.PROVIDER, team.offer().provider_id)
    page = context_of(viewport=PHONE, has_touch=True).new_page()
    page.goto("/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    bar = page.get_by_role("navigation", name="Sections")
    expect(bar.get_by_role("link")).to_have_text(["Today", "Calendar", "Contacts", "Account"])
    expect(bar.get_by_role("link", name="Today")).to_have_attribute("aria-current", "page")


def test_who_is_there_now_is_called_written_to_and_answered_with_one_tap(
    sign_in: SignIn, team: Team
) -> None:
    offer = team.offer("Facial")
    _, email = team.add_member(Role.PROVIDER, offer.provider_id)
    booking_id = around_now(offer, 20, customer="Ida Lund", phone="+351 600 123 123")
    page = sign_in(email, "/today", viewport=PHONE, has_touch=True)
    card = page.get_by_role("region", name="Now")
    expect(card).to_contain_text("Ida Lund")

    for name, href in (("Call", "tel:+351600123123"), ("Message", "sms:+351600123123")):
        link = card.get_by_role("link", name=f"{name} Ida Lund")
        expect(link).to_have_attribute("href", href)
        box = link.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    card.get_by_role("button", name="No-show").tap()

    expect(messages(page)).to_contain_text("Marked as no-show; the time is free again.")
    expect(card).to_be_hidden()
    expect(page.get_by_role("main")).to_contain_text("Earlier today: 1 no-show")
    booking = get_booking(booking_id, seen_by=ADMIN, now=datetime.now(UTC))
    assert booking.status == "no_show"


def test_what_comes_is_confirmed_in_its_row(sign_in: SignIn, team: Team) -> None:
    offer = team.offer("Facial")
    _, email = team.add_member(Role.PROVIDER, offer.provider_id)
    around_now(offer, 20, customer="Ida Lund")
    later = around_now(offer, -50, customer="Kai Moor", status=BookingStatus.PENDING)
    page = sign_in(email, "/today", viewport=PHONE, has_touch=True)

    page.get_by_role("button", name="Confirm: Kai Moor").tap()

    expect(messages(page)).to_contain_text("Confirmed.")
    expect(page.get_by_role("button", name="Confirm: Kai Moor")).to_be_hidden()
    booking = get_booking(later, seen_by=ADMIN, now=datetime.now(UTC))
    assert booking.status == "confirmed"


def test_what_somebody_else_answers_goes_by_itself(sign_in: SignIn, team: Team) -> None:
    offer = team.offer("Facial")
    _, email = team.add_member(Role.PROVIDER, offer.provider_id)
    booking_id = around_now(offer, 90, customer="Ida Lund")
    page = sign_in(email, "/today", viewport=PHONE, has_touch=True)
    waiting = page.get_by_role("region", name="Waiting for an answer")
    expect(waiting).to_contain_text("Ida Lund")

    team.bring_to(booking_id, BookingStatus.COMPLETED, now=datetime.now(UTC))

    expect(waiting).to_be_hidden()
    expect(page.get_by_role("main")).to_contain_text("Earlier today: 1 completed")


def test_time_passes_on_an_open_page(sign_in: SignIn, team: Team) -> None:
    """Nobody changes anything: the hour is over, and the page notices within a minute."""
    offer = team.offer("Facial")
    _, email = team.add_member(Role.PROVIDER, offer.provider_id)
    booking_id = around_now(offer, 20, customer="Ida Lund")
    page = sign_in(email, "/login")
    page.clock.install()
    page.goto("/today")
    expect(page.get_by_role("region", name="Now")).to_contain_text("Ida Lund")
    with unit_of_work() as work:
        row = work.session.get(BookingRow, booking_id)
        assert row is not None
        row.ends_at = row.blocks_to = datetime.now(UTC)
        work.session.add(row)

    page.clock.fast_forward(61_000)

    waiting = page.get_by_role("region", name="Waiting for an answer")
    expect(waiting).to_contain_text("Ida Lund")
    expect(page.get_by_role("region", name="Now")).to_be_hidden()


def test_all_of_it_works_with_the_keyboard(sign_in: SignIn, team: Team) -> None:
    offer = team.offer("Facial")
    _, email = team.add_member(Role.PROVIDER, offer.provider_id)
    around_now(offer, 90, customer="Ida Lund")
    page = sign_in(email, "/today")
    row = page.get_by_role("button", name="Ida Lund").first
    row.focus()

    page.keyboard.press("Enter")
    expect(details(page, "Haircut")).to_contain_text("Ida Lund")
    page.keyboard.press("Escape")
    expect(details(page, "Haircut")).to_be_hidden()
    expect(row).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Complete: Ida Lund")).to_be_focused()
    page.keyboard.press("Enter")

    expect(messages(page)).to_contain_text("Completed.")
    expect(page.get_by_role("heading", name="Today")).to_be_focused()


def test_managers_see_the_day_of_the_team(sign_in: SignIn, team: Team) -> None:
    offer = team.offer("Facial", providers=("Ines Tal",))
    around_now(offer, 20, customer="Ida Lund")

    page = sign_in(team.manager, "/today")

    expect(page.get_by_role("region", name="Now")).to_contain_text("Ida Lund")

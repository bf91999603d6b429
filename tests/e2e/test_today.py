"""Where a provider lands: what asks for an answer, what comes, true without a reload."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from bookings_app.domain.access import Role
from bookings_app.domain.customer import CustomerDetails
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.bookings import NewBooking, create_booking
from tests.e2e.screens import messages
from tests.e2e.team import LISBON, Team, instant
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

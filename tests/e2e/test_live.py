"""Whatever happens is on every open page that may show it, at once; a lost connection is said."""

from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from bookings_app.domain.booking import BookingStatus
from bookings_app.usecases.editing import CustomerChanges, edit_customer
from tests.e2e.desk import Desk
from tests.e2e.screens import (
    Wizard,
    block,
    calendar,
    choose_filter,
    counted,
    details,
    messages,
    next_month,
    wait_for_calendar,
)
from tests.e2e.team import Team, Week
from tests.e2e.watching import Complaints, Network, Traffic, watch_navigations
from tests.factories import ADMIN

SignIn = Callable[..., Page]

A_SECOND = 1_000
# What is in every frame that says how things are.
A_DELTA = '"delta"'
DAY = next_month(22)


def test_a_booking_made_on_one_page_is_on_another_within_a_second(
    sign_in: SignIn, team: Team
) -> None:
    offer = team.offer("Facial")
    maker = sign_in(team.manager, f"/bookings?view=list&date={DAY}")
    colleague = sign_in(team.admin, f"/bookings?view=list&date={DAY}")
    wait_for_calendar(colleague)
    navigations = watch_navigations(colleague)
    wizard = Wizard(maker).open()
    wizard.come_to_customer(offer.service, DAY, "10:00 – 10:30")
    wizard.name.fill("Lena Voss")
    wizard.create.click()
    expect(wizard.dialog).to_be_hidden()

    appeared = block(colleague, "Lena Voss").filter(has_text=offer.service)
    expect(appeared).to_be_visible(timeout=A_SECOND)

    assert navigations == []
    sentence = f"Marco Weiss booked {offer.service} for Lena Voss"
    expect(messages(colleague)).to_contain_text(sentence)
    expect(block(maker, "Lena Voss").filter(has_text=offer.service)).to_be_visible()
    expect(messages(maker)).to_contain_text("Booked: Lena Voss")
    expect(messages(maker)).not_to_contain_text("Marco Weiss")


def test_a_booking_made_by_another_process_is_there_within_a_second(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    page = sign_in(team.manager, f"/bookings?date={week.monday}")
    wait_for_calendar(page)
    navigations = watch_navigations(page)

    team.book(week.at(1, "10:00"), customer="Lena Voss")

    expect(block(page, "Lena Voss")).to_be_visible(timeout=A_SECOND)
    expect(messages(page)).to_contain_text("Alba booked Haircut for Lena Voss")
    expect(counted(page, "Confirmed")).to_have_text("Confirmed1")
    assert navigations == []


def test_changes_of_a_booking_follow_on_the_calendar_and_in_its_open_dialog(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    booking_id = team.book(week.at(1, "10:00"), customer="Lena Voss")
    page = sign_in(team.manager, f"/bookings?date={week.monday}")
    block(page, "Lena Voss").click()
    expect(details(page)).to_contain_text("Confirmed")

    edit_customer(booking_id, CustomerChanges(name="Lena Berg"), by=ADMIN, now=datetime.now(UTC))
    expect(details(page)).to_contain_text("Changed just now by Alba: changed the name.")
    team.bring_to(booking_id, BookingStatus.CANCELLED, now=datetime.now(UTC))
    expect(details(page)).to_contain_text("Changed just now by Alba: cancelled.")
    expect(details(page)).to_contain_text("Cancelled by Alba")

    page.keyboard.press("Escape")
    expect(block(page, "Lena Berg")).to_contain_text("Cancelled")
    expect(counted(page, "Confirmed")).to_have_text("Confirmed0")
    expect(counted(page, "Cancelled")).to_have_text("Cancelled1")


def test_a_booking_that_filters_leave_out_does_not_come_and_one_that_leaves_them_goes(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    booking_id = team.book(week.at(1, "10:00"), customer="Lena Voss")
    page = sign_in(team.manager, f"/bookings?date={week.monday}")
    choose_filter(page, "Provider", "Ben Okafor")
    choose_filter(page, "Status", "Confirmed")
    expect(block(page, "Lena Voss")).to_be_visible()

    team.book(week.at(2, "10:00"), provider_id=team.petra, customer="Otto Brandt")
    team.book(week.at(3, "10:00"), customer="Zoe Klein")
    expect(block(page, "Zoe Klein")).to_be_visible()
    expect(block(page, "Otto Brandt")).to_be_hidden()

    team.bring_to(booking_id, BookingStatus.CANCELLED, now=datetime.now(UTC))
    expect(block(page, "Lena Voss")).to_be_hidden()


def test_a_page_is_told_nothing_of_bookings_its_member_may_not_see(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    traffic = Traffic()
    bens = sign_in(team.ben_signs_in_as, f"/bookings?date={week.monday}", traffic=traffic)
    wait_for_calendar(bens)
    now = datetime.now(UTC)

    petras = team.book(
        week.at(1, "10:00"),
        provider_id=team.petra,
        customer="Otto Brandt",
        phone="+351 600 999 888",
    )
    edit_customer(petras, CustomerChanges(notes="Hidden note"), by=ADMIN, now=now)
    moved = team.move(petras, week.at(2, "10:00"))
    team.bring_to(moved, BookingStatus.CANCELLED, now=now)
    handed_over = team.book(week.at(3, "10:00"), customer="Lena Voss")
    handed_to_petra = team.move(handed_over, week.at(3, "12:00"), provider_id=team.petra)
    expect(block(bens, "Lena Voss")).to_contain_text("Rescheduled")
    bens.reload()
    block(bens, "Lena Voss").click()
    expect(details(bens)).to_contain_text("Rescheduled")

    heard = traffic.heard()
    assert handed_over in heard
    for kept_back in (petras, moved, handed_to_petra, "Otto Brandt", "999 888", "Hidden note"):
        assert kept_back not in heard


def test_a_page_that_lost_the_desk_says_so_and_comes_back_with_what_happened_meanwhile(
    sign_in: SignIn, team: Team, week: Week, desk: Desk, complaints: Complaints
) -> None:
    complaints.expect("ERR_CONNECTION_REFUSED", "WebSocket connection to .* failed", "Failed to")
    leaves = team.book(week.at(0, "10:00"), customer="Lena Voss")
    page = sign_in(team.manager, f"/bookings?date={week.monday}")
    state = page.get_by_role("status").filter(has_text="Live")
    expect(block(page, "Lena Voss")).to_be_visible()
    expect(state).to_be_visible()

    desk.kill()
    expect(page.get_by_text("Reconnecting…")).to_be_visible()
    expect(block(page, "Lena Voss")).to_be_visible()
    expect(page.get_by_role("button", name="New Booking")).to_be_disabled()
    team.book(week.at(1, "10:00"), customer="Otto Brandt")
    team.bring_to(leaves, BookingStatus.CANCELLED, now=datetime.now(UTC))
    desk.start()

    expect(block(page, "Otto Brandt")).to_be_visible(timeout=30_000)
    expect(block(page, "Lena Voss")).to_contain_text("Cancelled")
    expect(state).to_be_visible()
    team.book(week.at(2, "10:00"), customer="Zoe Klein")
    expect(block(page, "Zoe Klein")).to_be_visible()
    expect(page.get_by_role("button", name="New Booking")).to_be_enabled()


def test_what_was_typed_into_the_wizard_survives_a_restart_of_the_desk(
    sign_in: SignIn, team: Team, desk: Desk, complaints: Complaints
) -> None:
    complaints.expect("ERR_CONNECTION_REFUSED", "WebSocket connection to .* failed", "Failed to")
    offer, network = team.offer("Facial"), Network()
    page = sign_in(team.manager, f"/bookings?view=list&date={DAY}", network=network)
    wizard = Wizard(page).open()
    wizard.come_to_customer(offer.service, DAY, "10:00 – 10:30")
    wizard.name.fill("Lena Voss")

    desk.kill()
    expect(wizard.create).to_be_disabled()
    expect(wizard.dialog).to_contain_text("Waiting for the connection")
    network.hold_back(A_DELTA)
    desk.start()

    while not network.holds_something:
        page.wait_for_timeout(100)
    expect(wizard.dialog).to_contain_text("Waiting for the connection")
    expect(wizard.create).to_be_disabled()
    network.let_through()
    expect(wizard.create).to_be_enabled()
    expect(wizard.name).to_have_value("Lena Voss")
    wizard.create.click()
    expect(block(page, "Lena Voss").filter(has_text=offer.service)).to_be_visible()


def test_without_a_network_the_page_says_so_and_catches_up_later(
    sign_in: SignIn, team: Team, week: Week, complaints: Complaints
) -> None:
    complaints.expect("ERR_INTERNET_DISCONNECTED", "WebSocket connection to .* failed")
    network = Network()
    page = sign_in(team.manager, f"/bookings?date={week.monday}", network=network)
    wait_for_calendar(page)

    network.cut(page)
    expect(page.get_by_text("Reconnecting…")).to_be_visible()
    team.book(week.at(1, "10:00"), customer="Otto Brandt")
    expect(calendar(page)).not_to_contain_text("Otto Brandt")
    network.mend(page)

    expect(block(page, "Otto Brandt")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("status").filter(has_text="Live")).to_be_visible()

"""Bookings to come from a file of another system."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bookings_app.domain.access import Role
from bookings_app.domain.booking import BookingSource, BookingStatus
from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.domain.errors import Forbidden, ImportRefused
from bookings_app.usecases import catalog, changes
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.contacts import search_contacts
from bookings_app.usecases.import_report import ImportReport
from bookings_app.usecases.importing import ImportKind, import_file, look_at_file
from bookings_app.usecases.listing import list_bookings
from bookings_app.usecases.notifications import unread_counts
from bookings_app.usecases.views import BookingDetails, CalendarEntry
from tests.bookings import (
    DAY,
    TEN,
    Event,
    announcements,
    event_of,
    given_booking,
    history,
    nothing_happens,
)
from tests.factories import (
    ADMIN,
    MANAGER,
    NOON,
    given_contact,
    given_provider,
    given_team,
    provider_actor,
)
from tests.members import given_member

pytestmark = pytest.mark.usefixtures("database")

FIRST = "Service,Location,Provider,Date,Time,Customer,Phone,E-mail,Notes"
ANA = "Haircut,Old Town,Ben,2026-03-09,10:00,Ana Ruiz,+34 600 111 222,ana@example.com,Tea"


def file(*lines: str) -> bytes:
    return "\n".join((FIRST, *lines)).encode()


def imported(*lines: str) -> ImportReport:
    return import_file(file(*lines), by=MANAGER, now=NOON)


def refused(*lines: str) -> list[tuple[int, str, str]]:
    """What a dry run says of the lines; importing them stores nothing."""
    report = look_at_file(file(*lines), by=ADMIN, now=NOON)
    with nothing_happens(), pytest.raises(ImportRefused):
        imported(*lines)
    return [(each.line, each.column, each.message) for each in report.refused]


def everything() -> list[CalendarEntry]:
    wanted = BookingFilter(starts_before=TEN + 999 * DAY, ends_after=TEN - 999 * DAY)
    return list_bookings(wanted, seen_by=ADMIN)


def only() -> BookingDetails:
    """The one booking there is."""
    (entry,) = everything()
    return get_booking(entry.id, seen_by=ADMIN, now=NOON)


def test_a_row_is_a_booking_with_its_event_its_history_and_its_contact() -> None:
    team = given_team(buffer_after_minutes=10)

    with announcements() as heard:
        report = imported(ANA)

    booking = only()
    assert (booking.service_id, booking.location_id, booking.provider_id) == (
        team.service_id,
        team.location_id,
        team.provider_id,
    )
    assert (booking.starts_at, booking.ends_at) == (TEN, TEN + timedelta(minutes=30))
    assert booking.blocks_to == TEN + timedelta(minutes=40)
    assert (booking.customer_name, booking.customer_phone, booking.customer_email) == (
        "Ana Ruiz",
        "+34 600 111 222",
        "ana@example.com",
    )
    assert (booking.notes, booking.outside_hours) == ("Tea", "")
    assert (booking.status, booking.source) == (BookingStatus.CONFIRMED, BookingSource.MANUAL)
    assert booking.created_by_name == "Marco"
    assert [(each.what, each.after) for each in booking.history] == [
        ("created", {"status": "confirmed", "imported": True})
    ]
    assert event_of(booking.id) == Event(
        team.provider_id, "Haircut - Ana Ruiz", TEN, TEN + timedelta(minutes=30)
    )
    (ana,) = search_contacts("+34600111222", seen_by=ADMIN)
    assert (booking.contact_id, ana.email, ana.notes) == (ana.id, "ana@example.com", "")
    assert heard[-1] == changes.newest_change() == 1
    assert report == ImportReport(
        ImportKind.BOOKINGS, 1, 1, 0, 1, 0, (), (), first_on=date(2026, 3, 9)
    )


def test_a_service_that_asks_for_approval_makes_pending_ones() -> None:
    given_team(requires_approval=True)

    imported(ANA)

    assert only().status is BookingStatus.PENDING
    assert event_of(only().id) is None


def test_a_row_without_phone_and_e_mail_names_nobody_in_the_address_book() -> None:
    given_team()

    report = imported("Haircut,Old Town,Ben,2026-03-09,10:00,Ana Ruiz,,,")

    assert only().contact_id is None
    assert report.new_contacts == 0


def test_the_same_phone_is_the_same_contact_and_the_booking_keeps_what_was_written() -> None:
    given_team()
    contact_id = given_contact(name="Ana Ruiz", phone="+34 600 111 222")

    imported(
        "Haircut,Old Town,Ben,2026-03-09,10:00,Luis Ruiz,0034 600 111 222,,",
        "Haircut,Old Town,Ben,2026-03-09,11:00,Ana Ruiz,+34600111222,,",
    )

    assert [(each.contact_id, each.customer_name) for each in everything()] == [
        (contact_id, "Luis Ruiz"),
        (contact_id, "Ana Ruiz"),
    ]


def test_times_off_the_grid_and_outside_working_time_are_taken_and_marked() -> None:
    given_team()

    report = imported(
        "Haircut,Old Town,Ben,2026-03-09,10:07,Ana,,,",
        "Haircut,Old Town,Ben,2026-03-09,16:45,Ben,,,",
        "Haircut,Old Town,Ben,2026-03-08,10:00,Cleo,,,",
    )

    assert [(each.customer_name, each.outside_hours) for each in everything()] == [
        ("Cleo", "outside_hours"),
        ("Ana", ""),
        ("Ben", "outside_hours"),
    ]
    assert (report.bookings, report.outside_hours) == (3, 2)


def test_what_holds_the_provider_refuses_stored_or_on_an_earlier_line() -> None:
    team = given_team(buffer_after_minutes=10)
    given_booking(team, TEN)

    assert refused(
        "Haircut,Old Town,Ben,2026-03-09,09:30,Ana,,,",
        "Haircut,Old Town,Ben,2026-03-09,10:40,Ana,,,",
        "Haircut,Old Town,Ben,2026-03-09,11:19,Ana,,,",
        "Haircut,Old Town,Ben,2026-03-09,09:20,Ana,,,",
    ) == [
        (2, "time", "Ben is booked already from 10:00 to 10:40, with buffers."),
        (4, "time", "Line 3 takes Ben's time from 10:40 to 11:20, with buffers."),
    ]


def test_what_gave_its_time_back_refuses_nothing_and_colleagues_do_not() -> None:
    team = given_team()
    given_booking(team, TEN, status=BookingStatus.CANCELLED)
    given_provider(name="Cleo", service_ids=[team.service_id])

    report = imported(ANA, ANA.replace("Ben", "Cleo"))

    assert report.bookings == 2


def test_every_wrong_cell_is_named() -> None:
    given_team()

    found = refused(
        ",,,,,,,,",
        "Shave,Market,Cleo,soon,25:00,,12,ana at example,",
        "Haircut,Old Town,nobody@example.com,2026-03-02,09:00,Ana,,,",
        "Haircut,Old Town,Ben,2026-03-02,12:59,Ana,,,",
        "Haircut,Old Town,Ben,2026-03-29,02:30,Ana,,,",
        "Haircut,Old Town,Ben,2026-03-09,10:00",
    )

    assert found == [
        (3, "service", "There is no service called “Shave”."),
        (3, "location", "There is no location called “Market”."),
        (3, "provider", "There is no provider called “Cleo”."),
        (3, "phone", found[3][2]),
        (3, "customer", "Enter a name."),
        (3, "email", found[5][2]),
        (3, "date", "Write the date as 2030-01-31 or 31.01.2030."),
        (3, "time", "Write the time as 14:30 or 2:30 pm."),
        (4, "provider", "There is no provider called “nobody@example.com”."),
        (5, "date", "This time is over: only bookings to come can be imported."),
        (6, "time", "This time does not exist: the clocks are put forward over it."),
        (7, "", "This line has 5 of 9 columns."),
    ]


def test_notice_window_and_season_bind_no_import_but_a_time_that_comes_twice_is_said() -> None:
    team = given_team(min_notice_minutes=600)
    service = catalog.get_service(team.service_id)
    assert service.min_notice_minutes == 600

    report = imported(
        "Haircut,Old Town,Ben,2026-03-02,13:00,Ana,,,",
        "Haircut,Old Town,Ben,2026-10-25,02:30,Ana,,,",
    )

    assert [each.starts_at for each in everything()] == [
        NOON,
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    ]
    assert report.notices == (
        "Line 3: this time comes twice, for clocks are put back; the first was taken.",
    )


def test_nobody_is_notified_one_by_one() -> None:
    team = given_team()
    ben = given_member(email="ben@example.com", role=Role.PROVIDER, provider_id=team.provider_id)

    imported(ANA)

    assert unread_counts([ben.id]) == {}
    assert history(only().id) == ["created"]


def test_a_dry_run_stores_nothing() -> None:
    given_team()

    with nothing_happens():
        report = look_at_file(file(ANA), by=ADMIN, now=NOON)

    assert (report.bookings, report.new_contacts) == (1, 1)
    assert search_contacts("Ana", seen_by=ADMIN) == []


def test_providers_import_nothing() -> None:
    team = given_team()

    with pytest.raises(Forbidden):
        import_file(file(ANA), by=provider_actor(team.provider_id), now=NOON)

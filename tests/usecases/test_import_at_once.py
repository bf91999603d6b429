"""Importing while others import and book."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest

from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.domain.errors import ImportRefused, SlotTaken
from bookings_app.usecases.contacts import ContactChanges, edit_contact, get_contact
from bookings_app.usecases.doctor import examine
from bookings_app.usecases.import_report import FileRefused
from bookings_app.usecases.importing import import_file
from bookings_app.usecases.listing import list_bookings
from bookings_app.usecases.views import CalendarEntry
from tests.bookings import DAY, TEN, given_booking
from tests.databases import in_another_process
from tests.factories import ADMIN, NOON, Team, given_contact, given_provider, given_team

pytestmark = pytest.mark.usefixtures("database")

FIRST = "Service,Location,Provider,Date,Time,Customer,Phone,E-mail,Notes"
ANA = "Haircut,Old Town,Ben,2026-03-09,10:00,Ana Ruiz,,,"


def file(*lines: str) -> bytes:
    return "\n".join((FIRST, *lines)).encode()


def everything() -> list[CalendarEntry]:
    wanted = BookingFilter(starts_before=TEN + 999 * DAY, ends_after=TEN - 999 * DAY)
    return list_bookings(wanted, seen_by=ADMIN)


def test_two_files_at_once_and_others_who_book_never_double_anybody(database: str) -> None:
    team = given_team()
    cleo = Team(
        team.service_id,
        team.location_id,
        given_provider(name="Cleo", service_ids=[team.service_id], location_id=team.location_id),
    )
    lines = [
        ANA.replace("10:00", f"{10 + number // 2}:{number % 2 * 30:02}").replace("Ben", provider)
        for number in range(8)
        for provider in ("Ben", "Cleo")
    ]
    start = threading.Barrier(4)

    def attempt(act: int) -> str:
        start.wait()
        try:
            if act < 2:
                import_file(file(*lines[::-1] if act else lines), by=ADMIN, now=NOON)
            else:
                given_booking(cleo if act == 2 else team, TEN + 7 * timedelta(minutes=30))
        except (ImportRefused, SlotTaken) as refusal:
            return type(refusal).__name__
        return "done"

    with ThreadPoolExecutor(4) as threads:
        ended = list(threads.map(attempt, range(4)))

    assert "done" in ended
    assert [check.name for check in examine(database) if not check.ok] == []
    assert ended[:2].count("done") <= 1
    if "done" in ended[:2]:
        assert len(everything()) == 16


def test_what_is_renamed_after_a_file_was_read_refuses_it_as_a_whole(database: str) -> None:
    given_team()
    renamed = ["UPDATE service SET name = 'Trim'", "UPDATE provider SET name = name"]

    with in_another_process(database, *renamed) as other, ThreadPoolExecutor() as pool:
        ours = pool.submit(import_file, file(ANA), by=ADMIN, now=NOON)
        assert wait([ours], timeout=2).not_done == {ours}
        other.commit()
        with pytest.raises(FileRefused) as refusal:
            ours.result()

    assert list(refusal.value.errors) == [
        ("2.service", "Line 2: There is no service called “Haircut”.")
    ]
    assert everything() == []


def test_a_contact_is_corrected_while_a_file_fills_it_in_and_both_are_kept() -> None:
    contact = given_contact(name="Ana Ruiz", phone="+34600111222")

    for number in range(12):
        start = threading.Barrier(2)
        told = f"Name,Phone,Notes\nAna Ruiz,+34600111222,note {number:02}\n"

        def fill_in(told: str = told, start: threading.Barrier = start) -> None:
            start.wait()
            import_file(told.encode(), by=ADMIN, now=NOON)

        def correct(number: int = number, start: threading.Barrier = start) -> None:
            start.wait()
            wanted = ContactChanges(email=f"ana{number}@example.com")
            edit_contact(contact, wanted, by=ADMIN, now=NOON)

        with ThreadPoolExecutor(2) as threads:
            for ended in [threads.submit(fill_in), threads.submit(correct)]:
                ended.result()

    ana = get_contact(contact, seen_by=ADMIN)
    assert ana.email == "ana11@example.com"
    assert ana.notes == "\n".join(f"note {number:02}" for number in range(12))

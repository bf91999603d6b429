"""Importing while others import and book."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.domain.errors import ImportRefused, SlotTaken
from bookings_app.usecases.doctor import examine
from bookings_app.usecases.importing import import_file
from bookings_app.usecases.listing import list_bookings
from bookings_app.usecases.views import CalendarEntry
from tests.bookings import DAY, TEN, given_booking
from tests.factories import ADMIN, NOON, Team, given_provider, given_team

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

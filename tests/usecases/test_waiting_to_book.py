"""Booking while another program holds the database, or when it takes no writes."""

import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from pathlib import Path

import pytest

from bookings_app.db.unit_of_work import BUSY_TIMEOUT, connect, disconnect
from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.domain.errors import DatabaseUnwritable
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.bookings import create_booking
from bookings_app.usecases.listing import bookings_between, list_bookings
from bookings_app.usecases.status_changes import cancel_booking
from tests.bookings import DAY, HALF_HOUR, TEN, given_booking, insist_that_all_is_well, wanted
from tests.databases import in_another_process, without_privileges
from tests.factories import ADMIN, NOON, given_team

THAT_DAY = BookingFilter(starts_before=TEN + DAY, ends_after=TEN - DAY)

# As long as a backup or a check of another program may take. How quick this machine
# is must not decide: the test waits for longer than the application would.
HELD = timedelta(seconds=5)
PATIENCE = timedelta(minutes=2)


def ids() -> list[str]:
    """The bookings on the calendar."""
    return [entry.id for entry in list_bookings(THAT_DAY, seen_by=ADMIN)]


def test_while_another_program_holds_the_file_booking_waits_and_looking_does_not(
    sqlite_database: str,
) -> None:
    connect(sqlite_database, busy_timeout=PATIENCE)
    team = given_team()
    before = given_booking(team)

    with in_another_process(sqlite_database) as other, ThreadPoolExecutor() as pool:
        booking = pool.submit(create_booking, wanted(team, TEN + HALF_HOUR), by=ADMIN, now=NOON)
        assert wait([booking], timeout=HELD.total_seconds()).not_done == {booking}
        assert ids() == [before]
        calendar = bookings_between(THAT_DAY, seen_by=ADMIN)
        assert (calendar.change, [entry.id for entry in calendar.entries]) == (1, [before])
        assert get_booking(before, seen_by=ADMIN, now=NOON).id == before
        assert not booking.done()
        other.commit()
        after = booking.result()

    assert HELD < BUSY_TIMEOUT
    assert ids() == [before, after.id]
    assert after.history[0].number == 2
    insist_that_all_is_well(sqlite_database)


def test_a_file_that_takes_no_writes_can_be_looked_at_and_says_so_when_booked(
    migrated_file: Path,
) -> None:
    with tempfile.TemporaryDirectory(prefix="bookings-") as folder:
        path = Path(folder) / "bookings.db"
        shutil.copyfile(migrated_file, path)
        connect(f"sqlite:///{path}")
        team = given_team()
        booking_id = given_booking(team)
        disconnect()
        path.chmod(0o444)
        Path(folder).chmod(0o777)

        with without_privileges():
            connect(f"sqlite:///{path}")
            with pytest.raises(DatabaseUnwritable, match="read-only or the disk is full"):
                create_booking(wanted(team, TEN + HALF_HOUR), by=ADMIN, now=NOON)
            with pytest.raises(DatabaseUnwritable):
                cancel_booking(booking_id, by=ADMIN, reason="Flu", now=NOON)
            assert ids() == [booking_id]
            disconnect()

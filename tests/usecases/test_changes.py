"""What happened: numbered in the order of commits, and told once it stands."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.usecases import changes
from bookings_app.usecases.editing import CustomerChanges, edit_customer
from bookings_app.usecases.listing import bookings_between
from bookings_app.usecases.rescheduling import reschedule_booking
from bookings_app.usecases.status_changes import cancel_booking, confirm_booking
from bookings_app.usecases.views import ChangeView
from tests.bookings import DAY, HALF_HOUR, TEN, announcements, given_booking
from tests.databases import in_another_process
from tests.factories import ADMIN, MANAGER, NOON, Team, given_team
from tests.writers import Attempt, book_at_once

pytestmark = pytest.mark.usefixtures("database")

WRITERS = 8
EACH = 6


def test_changes_tell_who_did_what_to_which_booking_in_order() -> None:
    booking_id = given_booking()
    confirm_booking(booking_id, by=MANAGER, now=NOON + HALF_HOUR)
    new = reschedule_booking(booking_id, TEN + DAY, by=MANAGER, now=NOON + DAY)

    assert [
        (change.number, change.booking_id, change.what, change.by_name, change.at)
        for change in changes.list_changes(0, limit=10)
    ] == [
        (1, booking_id, "created", "Alba", NOON),
        (2, booking_id, "confirmed", "Marco", NOON + HALF_HOUR),
        (3, booking_id, "rescheduled", "Marco", NOON + DAY),
        (4, new.id, "created", "Marco", NOON + DAY),
    ]


def test_changes_are_read_on_from_any_number_a_few_at_a_time() -> None:
    for number in range(5):
        given_booking(given_team(), TEN + number * HALF_HOUR)

    assert [change.number for change in changes.list_changes(0, limit=2)] == [1, 2]
    assert [change.number for change in changes.list_changes(2, limit=2)] == [3, 4]
    assert [change.number for change in changes.list_changes(4, limit=2)] == [5]
    assert changes.list_changes(5, limit=2) == []
    assert changes.newest_change() == 5


def test_before_the_first_change_there_is_nothing() -> None:
    assert changes.newest_change() == 0
    assert changes.list_changes(0, limit=10) == []


def test_entries_are_the_bookings_as_they_are_now() -> None:
    first, second = given_booking(given_team()), given_booking(given_team())
    cancel_booking(first, by=ADMIN, reason="Flu", now=NOON)

    entries = changes.entries_for_changes([first, second, "unknown"])

    assert {id_: entry.status.value for id_, entry in entries.items()} == {
        first: "cancelled",
        second: "confirmed",
    }
    assert changes.entries_for_changes([]) == {}


def record_and_fall(booking_id: str) -> None:
    """A change that gets its number, in a transaction that then falls."""
    with unit_of_work() as work:
        row = work.session.get_one(BookingRow, booking_id)
        changes.record(work, row, what="edited", by=ADMIN, now=NOON, before={}, after={})
        work.settle()
        raise ZeroDivisionError


def test_a_change_that_falls_with_its_transaction_leaves_no_number_and_is_not_heard_of() -> None:
    booking_id = given_booking(given_team())

    with announcements() as heard:
        with pytest.raises(ZeroDivisionError):
            record_and_fall(booking_id)
        assert heard == []
        edit_customer(booking_id, CustomerChanges(name="Berta"), by=ADMIN, now=NOON)

    assert heard == [2]
    assert [change.number for change in changes.list_changes(0, limit=10)] == [1, 2]


def test_a_listener_hears_from_every_thread_until_it_leaves() -> None:
    heard: list[int] = []
    team = given_team()

    with changes.listening(lambda: heard.append(threading.get_ident())):
        given_booking(team)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(given_booking, team, TEN + HALF_HOUR).result()
    given_booking(team, TEN + 2 * HALF_HOUR)

    assert len(heard) == 2
    assert heard[0] == threading.get_ident() != heard[1]


def test_a_listener_that_fails_undoes_nothing() -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with changes.listening(fail):
        booking_id = given_booking(given_team())

    assert [change.booking_id for change in changes.list_changes(0, limit=10)] == [booking_id]


def busy_team(work_each: Callable[[Team, int], object]) -> list[Team]:
    """Have writers, each with a team of their own, work at once; the teams."""
    teams = [given_team() for _ in range(WRITERS)]
    together = threading.Barrier(WRITERS)

    def work(team: Team) -> None:
        together.wait()
        for number in range(EACH):
            work_each(team, number)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(work, teams))
    return teams


def make_and_move(team: Team, number: int) -> None:
    """Three changes in two transactions."""
    booking_id = given_booking(team, TEN + number * HALF_HOUR)
    reschedule_booking(booking_id, TEN + DAY + number * HALF_HOUR, by=ADMIN, now=NOON)


def test_whoever_reads_on_while_many_write_misses_nothing_and_there_is_no_hole() -> None:
    done = threading.Event()
    read: list[ChangeView] = []

    def follow() -> None:
        last = 0
        while True:
            ending = done.is_set()
            news = changes.list_changes(last, limit=5)
            read.extend(news)
            last = news[-1].number if news else last
            if ending and not news:
                return

    reader = threading.Thread(target=follow)
    reader.start()
    try:
        busy_team(make_and_move)
    finally:
        done.set()
        reader.join()

    assert [change.number for change in read] == list(range(1, 3 * WRITERS * EACH + 1))
    assert read == changes.list_changes(0, limit=1_000)


def test_the_calendar_and_its_change_number_are_of_one_moment() -> None:
    everything = BookingFilter(starts_before=TEN + 7 * DAY, ends_after=TEN - DAY)
    looks: list[tuple[int, int]] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            seen = bookings_between(everything, seen_by=ADMIN)
            looks.append((seen.change, len(seen.entries)))

    viewer = threading.Thread(target=look)
    viewer.start()
    try:
        busy_team(lambda team, number: given_booking(team, TEN + number * HALF_HOUR))
    finally:
        done.set()
        viewer.join()

    # Each change here makes one booking: the number says how many there are.
    assert looks
    assert all(change == entries for change, entries in looks)
    assert looks == sorted(looks)


def test_commits_of_this_process_are_noticed() -> None:
    before = changes.commits_elsewhere()
    assert changes.commits_elsewhere() == before

    given_booking(given_team())

    assert changes.commits_elsewhere() != before


def test_commits_of_another_process_are_noticed_once_they_stand(database: str) -> None:
    booking_id = given_booking(given_team())
    edit = f"UPDATE booking SET notes = 'Theirs' WHERE id = '{booking_id}'"
    count = "UPDATE change_counter SET number = number + 1"
    before = changes.commits_elsewhere()

    with in_another_process(database, edit, count) as other:
        assert changes.commits_elsewhere() == before
        other.commit()
        assert changes.commits_elsewhere() != before


def test_a_booking_that_another_process_makes_is_noticed_and_read(database: str) -> None:
    team = given_team()
    given_booking(team)
    before, seen = changes.commits_elsewhere(), changes.newest_change()
    attempt = Attempt(team.service_id, team.location_id, team.provider_id, (TEN + DAY).isoformat())

    book_at_once(database, [attempt], now=NOON, processes=1, threads=1)

    assert changes.commits_elsewhere() != before
    (change,) = changes.list_changes(seen, limit=10)
    assert (change.what, change.by_name) == ("created", "Writer 0")

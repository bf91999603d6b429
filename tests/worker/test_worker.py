"""The worker, against a receiver on this machine, in this process and in ones that are killed."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import select

from bookings_app.config import Settings, load_settings, settings
from bookings_app.db.installation import belongs_to
from bookings_app.db.outbox import Promise, promise
from bookings_app.db.outbox_tables import OutboxRow
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.integrations.this_place import ThisPlace
from bookings_app.usecases import webhook_delivery, webhook_log
from bookings_app.usecases.bookings import create_booking
from bookings_app.usecases.installation import confirm_installation, may_send
from bookings_app.usecases.outbox import claim_due
from bookings_app.worker.duties import worker_beside, worker_for
from tests.bookings import DAY, HALF_HOUR, stored, wanted
from tests.factories import ADMIN, Team, given_team
from tests.receiver import Handler, Listening, receiver
from tests.webhooks import Heard, given_webhook, ids, promised_tellings, told_events, verified

ROOT = Path(__file__).parents[2]
PRIVATE = {"BOOKINGS_WEBHOOKS_ALLOW_PRIVATE": "1"}


@pytest.fixture(autouse=True)
def private_allowed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Receivers of these tests are on this machine."""
    monkeypatch.setenv("BOOKINGS_WEBHOOKS_ALLOW_PRIVATE", "1")
    settings.cache_clear()
    yield
    settings.cache_clear()


@contextmanager
def working() -> Generator[None]:
    """A worker at it in this process, meanwhile."""
    ready, done = threading.Event(), threading.Event()

    async def work() -> None:
        async with worker_for(settings()).running():
            ready.set()
            await asyncio.to_thread(done.wait)

    thread = threading.Thread(target=asyncio.run, args=(work(),))
    thread.start()
    ready.wait()
    try:
        yield
    finally:
        done.set()
        thread.join()


@contextmanager
def process_at_work(database: str) -> Generator[subprocess.Popen[str]]:
    """`bookings worker` in a process of its own; killed at the end if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bookings_app.cli.main", "worker"],
        cwd=ROOT,
        env={**os.environ, **PRIVATE, "BOOKINGS_DATABASE_URL": database},
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("The worker is at it")
        try:
            yield process
        finally:
            process.kill()


def end_leases() -> None:
    """Let a minute pass for whoever was killed."""
    with unit_of_work() as work:
        for row in work.session.exec(select(OutboxRow)):
            if row.lease_until is not None:
                row.lease_until -= timedelta(minutes=1)


def given_bookings(team: Team, count: int) -> list[str]:
    """So many bookings of a Monday to come, made now: workers go by the real clock."""
    now = datetime.now(UTC)
    monday = (now + (8 - now.isoweekday()) * DAY).replace(hour=9, minute=0, second=0, microsecond=0)
    return [
        create_booking(wanted(team, monday + number * HALF_HOUR), by=ADMIN, now=now).id
        for number in range(count)
    ]


@pytest.mark.usefixtures("database")
def test_what_happens_is_told_at_once_and_verified_by_another_library() -> None:
    team = given_team()
    with receiver() as there, working():
        made = given_webhook(url=there.url)
        given_bookings(team, 3)
        heard = there.wait_for(3)

    assert [verified(each, made.secret)["type"] for each in heard] == ["booking.created"] * 3
    assert len(set(ids(heard))) == 3
    assert promised_tellings() == []


@pytest.mark.usefixtures("database")
def test_a_receiver_that_hangs_keeps_no_other_waiting() -> None:
    team = given_team()
    stop = threading.Event()

    def hang(handler: Handler, _: Heard) -> None:
        stop.wait(10)
        handler.answer(204)

    with receiver(hang) as slow, receiver() as quick, working():
        given_webhook(url=slow.url)
        given_webhook(url=quick.url)
        given_bookings(team, 5)
        quick.wait_for(5)
        assert len(slow.wait_for(1)) == 1
        stop.set()


@pytest.mark.usefixtures("database")
def test_a_worker_that_stops_leaves_what_is_under_way_a_moment_to_finish() -> None:
    team = given_team()
    with receiver() as there:
        with working():
            given_webhook(url=there.url)
            given_bookings(team, 1)
            there.wait_for(1)
        assert promised_tellings() == []


def test_one_process_has_its_worker_inside_and_several_have_none() -> None:
    def is_real(found: Settings) -> bool:
        return worker_beside(found).__name__ == "running"

    assert is_real(load_settings({}))
    assert not is_real(load_settings({"BOOKINGS_WORKERS": "2"}))


def test_a_worker_process_tells_what_another_process_promised_and_ends_when_told(
    database: str,
) -> None:
    team = given_team()
    with receiver() as there, process_at_work(database) as process:
        given_webhook(url=there.url)
        given_bookings(team, 2)
        there.wait_for(2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_two_worker_processes_tell_each_thing_once(database: str) -> None:
    team = given_team()
    with receiver() as there, process_at_work(database), process_at_work(database):
        for _ in range(4):
            given_webhook(url=there.url)
        given_bookings(team, 10)
        heard = there.wait_for(40)

    assert set(Counter(ids(heard)).values()) == {1}


def booking_process(database: str, count: int) -> subprocess.Popen[str]:
    """A process that books one after the other, and says so after each commit."""
    program = (
        "import sys\n"
        "from bookings_app.usecases.database import open_database\n"
        "from tests.worker.test_worker import book_and_say\n"
        f"open_database({database!r})\n"
        f"book_and_say({count})\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def book_and_say(count: int) -> None:
    """Book so often, each time for another provider, telling whoever started this."""
    for _ in range(count):
        (booking_id,) = given_bookings(given_team(), 1)
        sys.stdout.write(f"{booking_id}\n")
        sys.stdout.flush()


def read_until_killed(process: subprocess.Popen[str], after: int) -> set[str]:
    """The bookings that a process made until it was killed, after so many."""
    assert process.stdout is not None
    made = {process.stdout.readline().strip() for _ in range(after)}
    process.send_signal(signal.SIGKILL)
    made |= {line.strip() for line in process.stdout if line.endswith("\n")}
    process.wait(20)
    return made


def test_whoever_books_may_be_killed_after_the_commit_and_every_event_is_told(
    database: str,
) -> None:
    with receiver() as there:
        given_webhook(url=there.url)
        made: set[str] = set()
        for after in (1, 2, 5):
            with booking_process(database, 50) as process:
                made |= read_until_killed(process, after)
        count = len(told_events())
        with working():
            heard = there.wait_for(count)

    told = [verified_booking(each) for each in heard]
    assert made <= set(told)
    assert set(Counter(told).values()) == {1}


def verified_booking(heard: Heard) -> str:
    """The booking that a message tells of."""
    return heard.body.partition('"booking":{"id":"')[2].partition('"')[0]


def test_a_worker_may_be_killed_at_any_moment_and_nothing_is_lost_or_told_under_two_ids(
    database: str,
) -> None:
    killed_during = 3
    arrived = threading.Semaphore(0)
    go_on = threading.Event()

    def wait_for_the_kill(handler: Handler, _: Heard) -> None:
        arrived.release()
        go_on.wait(20)
        with suppress(OSError):  # whoever was killed hears nothing any more
            handler.answer(204)

    team = given_team()
    with receiver(wait_for_the_kill) as there:
        made = given_webhook(url=there.url)
        given_bookings(team, 6)
        for _ in range(killed_during):
            with process_at_work(database) as process:
                assert arrived.acquire(timeout=20)  # it has told, and has not noted it yet
                process.kill()
            end_leases()
        go_on.set()
        with working():
            there.wait_for(killed_during + 6)
            wait_until_nothing_is_promised(there)

    by_booking: dict[str, set[str]] = {}
    for heard in there.heard:
        by_booking.setdefault(verified_booking(heard), set()).add(heard.id)
    assert len(by_booking) == 6
    assert all(len(each) == 1 for each in by_booking.values())
    log = webhook_log.list_deliveries(made.webhook.id, by=ADMIN)
    assert [each.status for each in log] == ["delivered"] * 6


def wait_until_nothing_is_promised(there: Listening) -> None:
    """Look again after each message, for a while."""
    until = datetime.now(UTC) + timedelta(seconds=20)
    while promised_tellings() and datetime.now(UTC) < until:
        with there.changed:
            there.changed.wait(0.05)
    assert promised_tellings() == []


def test_what_is_not_the_workers_own_stays(database: str) -> None:
    del database
    with unit_of_work() as work:
        promise(work, Promise("mail", subject="booking", lane="ana"), now=datetime.now(UTC))
    with working():
        pass

    assert [row["kind"] for row in stored(OutboxRow)] == ["mail"]


@pytest.mark.usefixtures("database")
def test_a_copy_of_the_database_tells_nobody_until_somebody_says_that_it_is_the_real_one() -> None:
    team, place = given_team(), ThisPlace(settings())
    with receiver() as there:
        given_webhook(url=there.url)
        with unit_of_work() as work:
            belongs_to(work, "where it was copied from")
        given_bookings(team, 1)
        allowed = partial(may_send, place)
        kinds, now = {webhook_delivery.KIND}, datetime.now(UTC)
        assert claim_due(kinds, now=now, limit=8, allowed=allowed) == []
        with working():
            assert len(promised_tellings()) == 1
            confirm_installation(place, by=ADMIN, now=now)
            there.wait_for(1)

    assert promised_tellings() == []

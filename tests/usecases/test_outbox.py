"""Promises to do something outside: each by one worker at a time, and none is lost."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from bookings_app.db import outbox
from bookings_app.db.outbox import Job, Promise
from bookings_app.db.outbox_tables import OutboxRow
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.usecases.outbox import LEASE, claim_due, nobody_is_at_it, try_again_later
from tests.bookings import DAY, stored
from tests.factories import NOON
from tests.sql_counter import statements

pytestmark = pytest.mark.usefixtures("database")

MINUTE = timedelta(minutes=1)


def given_promises(*subjects: str, lane: str = "", kind: str = "look") -> None:
    """Each in a lane of its own, unless one is named."""
    with unit_of_work() as work:
        for subject in subjects:
            outbox.promise(work, Promise(kind, subject, lane or subject), now=NOON)


def claimed(*, now: datetime = NOON, limit: int = 10, kind: str = "look") -> list[Job]:
    return sorted(claim_due([kind], now=now, limit=limit), key=lambda job: job.subject)


def subjects(*, now: datetime = NOON, limit: int = 10) -> list[str]:
    return [job.subject for job in claimed(now=now, limit=limit)]


def finish(job: Job) -> None:
    with unit_of_work() as work:
        outbox.finish(work, job)


def fail(job: Job, *, now: datetime = NOON) -> datetime | None:
    with unit_of_work() as work:
        return try_again_later(work, job, reason="It was closed.", now=now)


def test_what_is_due_is_claimed_once_until_its_lease_ends() -> None:
    given_promises("a", "b")

    assert subjects() == ["a", "b"]
    assert subjects() == []
    assert subjects(now=NOON + LEASE - timedelta(seconds=1)) == []
    assert subjects(now=NOON + LEASE) == ["a", "b"]


def test_of_thousands_that_wait_a_few_are_claimed_as_of_a_few() -> None:
    with unit_of_work() as work:
        waiting = [Promise("look", f"{number}", f"lane {number % 20}") for number in range(5_000)]
        outbox.promise_all(work, waiting, now=NOON)

    # Searched for again with each row they would take hours.
    jobs = claimed(limit=8)

    assert len({job.lane for job in jobs}) == len(jobs) == 8


def test_what_is_done_is_gone() -> None:
    given_promises("a")

    finish(claimed()[0])

    assert stored(OutboxRow) == []


def test_nothing_due_costs_one_look_and_no_write() -> None:
    with statements() as asked:
        assert claim_due(["look"], now=NOON, limit=10) == []

    assert len(asked) == 1


def test_only_the_kinds_asked_for_are_claimed() -> None:
    given_promises("a")
    given_promises("a", kind="other")

    assert [job.kind for job in claimed(kind="other")] == ["other"]


def test_of_a_lane_one_is_claimed_at_a_time_in_the_order_of_promises() -> None:
    with unit_of_work() as work:
        for number in (2, 1, 3):
            row = Promise("look", f"subject {number}", "lane", id=f"{number:03}")
            outbox.promise(work, row, now=NOON)

    for number in (1, 2, 3):
        (job,) = claimed()
        assert job.subject == f"subject {number}"
        assert claimed() == []
        finish(job)


def test_what_is_promised_twice_is_done_once() -> None:
    given_promises("a")
    given_promises("a")

    finish(claimed()[0])

    assert stored(OutboxRow) == []


def test_what_is_promised_again_while_somebody_is_at_it_is_done_again_and_not_twice_at_once() -> (
    None
):
    given_promises("a")
    (job,) = claimed()
    given_promises("a")

    assert claimed() == []
    finish(job)
    (again,) = claimed()
    finish(again)
    assert stored(OutboxRow) == []


def test_a_failure_of_what_was_promised_again_meanwhile_does_not_put_it_off() -> None:
    given_promises("a")
    (job,) = claimed()
    given_promises("a")

    fail(job)

    assert subjects() == ["a"]


def test_what_failed_waits_longer_each_time_and_says_why() -> None:
    given_promises("a")
    now = NOON
    for attempt in range(1, 20):
        (job,) = claimed(now=now)
        assert job.attempts == attempt
        again_at = fail(job, now=now)
        assert again_at is not None
        assert timedelta(seconds=1) <= again_at - now <= min(15 * MINUTE, 2**attempt * MINUTE / 30)
        assert claimed(now=again_at - timedelta(seconds=1)) == []
        now = again_at

    assert stored(OutboxRow)[0]["reason"] == "It was closed."


def test_after_a_day_it_is_given_up_and_stays_to_be_seen() -> None:
    given_promises("a")
    (job,) = claimed(now=NOON + DAY)

    assert fail(job, now=NOON + DAY) is None

    assert [(row["state"], row["reason"]) for row in stored(OutboxRow)] == [
        ("dead", "It was closed.")
    ]
    assert claimed(now=NOON + 9 * DAY) == []


def test_what_is_promised_again_after_it_was_given_up_begins_anew() -> None:
    given_promises("a")
    fail(claimed(now=NOON + DAY)[0], now=NOON + DAY)
    with unit_of_work() as work:
        outbox.promise(work, Promise("look", "a", "a"), now=NOON + 2 * DAY)

    (job,) = claimed(now=NOON + 2 * DAY)

    assert (job.attempts, job.created_at) == (1, NOON + 2 * DAY)


def test_what_is_parked_waits_until_its_lane_is_released() -> None:
    given_promises("a", lane="lane")
    given_promises("c")
    with unit_of_work() as work:
        outbox.park_lane(work, "lane", reason="Nobody is signed in there.")

    assert subjects(now=NOON + DAY) == ["c"]
    with unit_of_work() as work:
        outbox.release_lane(work, "lane", now=NOON + 2 * DAY)
    assert subjects(now=NOON + 2 * DAY) == ["a", "c"]


def test_whoever_was_too_slow_changes_nothing_any_more() -> None:
    given_promises("a")
    (slow,) = claimed()
    (quick,) = claimed(now=NOON + LEASE)

    finish(slow)
    fail(slow)

    assert [row["claimed_by"] for row in stored(OutboxRow)] == [quick.claimed_by]


def test_many_workers_at_once_never_claim_one_twice() -> None:
    given_promises(*(f"subject {number:02}" for number in range(60)))
    together = threading.Barrier(6)

    def work_away() -> list[str]:
        together.wait()
        mine: list[str] = []
        while jobs := claim_due(["look"], now=NOON, limit=3):
            mine.extend(job.subject for job in jobs)
        return mine

    with ThreadPoolExecutor(6) as pool:
        found = [pool.submit(work_away) for _ in range(6)]
        counted = Counter(subject for each in found for subject in each.result())

    assert set(counted.values()) == {1}
    # One that stood before a locked row may go home early: what it left is claimed next.
    assert len(counted) + len(claimed(limit=60)) == 60


def test_what_is_due_for_minutes_while_nobody_is_at_it_shows_that_no_worker_runs() -> None:
    given_promises("a", "b")
    later = NOON + 5 * MINUTE

    assert not nobody_is_at_it("look", now=NOON + MINUTE)
    assert nobody_is_at_it("look", now=later)
    assert not nobody_is_at_it("other", now=later)
    claimed(now=later, limit=1)
    assert not nobody_is_at_it("look", now=later)

"""Many who book at once, in several processes: for tests and measurements.

`book_at_once` starts the processes, lets them go at the same moment, and answers with
how each attempt ended. Run as a program, this is one of the processes.
"""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bookings_app.db.unit_of_work import reading
from bookings_app.domain.access import Actor, ActorKind, Role
from bookings_app.domain.customer import CustomerDetails
from bookings_app.domain.errors import BookingError
from bookings_app.usecases.bookings import NewBooking, create_booking
from bookings_app.usecases.database import close_database, open_database

ROOT = Path(__file__).parents[1]
BOOKED = "booked"

_OVERLAPS = """
    SELECT count(*) FROM booking one JOIN booking other
    ON one.provider_id = other.provider_id AND one.id < other.id
    AND one.blocks_from < other.blocks_to AND other.blocks_from < one.blocks_to
    WHERE one.status IN ('pending', 'confirmed', 'completed')
    AND other.status IN ('pending', 'confirmed', 'completed')
"""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One booking that somebody tries to make; `starts_at` is an instant in ISO format."""

    service_id: str
    location_id: str
    provider_id: str
    starts_at: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended: BOOKED, or the code of the refusal; and what it took."""

    ended: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How all of them ended, and how long it took from the first to the last."""

    each: tuple[Outcome, ...]
    seconds: float

    @property
    def counts(self) -> Counter[str]:
        """How many ended in which way."""
        return Counter(outcome.ended for outcome in self.each)


def book_at_once(
    database_url: str,
    attempts: Sequence[Attempt],
    *,
    now: datetime,
    processes: int = 8,
    threads: int = 4,
) -> Outcomes:
    """Have `processes` × `threads` writers make these attempts, shared out in turn.

    The database is migrated, and what is booked is in it. An attempt that ends in
    anything but a booking or a refusal fails all of it.
    """
    jobs = [
        {
            "database_url": database_url,
            "attempts": [asdict(attempt) for attempt in attempts[number::processes]],
            "now": now.isoformat(),
            "threads": threads,
            "name": f"Writer {number}",
        }
        for number in range(processes)
    ]
    writers = [_started(job) for job in jobs]
    for writer in writers:
        _expect(writer, "ready")
    began = time.perf_counter()
    for writer in writers:
        _tell(writer, "go")
    answers = [writer.communicate()[0] for writer in writers]
    seconds = time.perf_counter() - began
    for writer in writers:
        assert writer.returncode == 0, f"writer {writer.args} failed"
    return Outcomes(
        tuple(Outcome(**outcome) for answer in answers for outcome in json.loads(answer)),
        seconds,
    )


def overlaps() -> int:
    """How many pairs of bookings hold one provider at one time, by a query of its own."""
    with reading() as look:
        return int(look.session.connection().execute(text(_OVERLAPS)).scalar_one())


def _started(job: dict[str, Any]) -> subprocess.Popen[str]:
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.writers"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    _tell(writer, json.dumps(job))
    return writer


def _tell(writer: subprocess.Popen[str], line: str) -> None:
    assert writer.stdin is not None
    writer.stdin.write(f"{line}\n")
    writer.stdin.flush()


def _expect(writer: subprocess.Popen[str], line: str) -> None:
    assert writer.stdout is not None
    assert writer.stdout.readline().strip() == line


def _write() -> None:
    """Be one of the processes: a job and a word on stdin, outcomes on stdout."""
    job = json.loads(sys.stdin.readline())
    open_database(job["database_url"])
    by = Actor(ActorKind.MEMBER, job["name"], job["name"], role=Role.ADMIN)
    now = datetime.fromisoformat(job["now"])
    attempts = iter([_new(attempt) for attempt in job["attempts"]])
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    assert sys.stdin.readline().strip() == "go"
    with ThreadPoolExecutor(job["threads"]) as pool:
        lists = [
            pool.submit(list, _outcomes(attempts, by=by, now=now)) for _ in range(job["threads"])
        ]
        outcomes = [asdict(outcome) for each in lists for outcome in each.result()]
    close_database()
    sys.stdout.write(json.dumps(outcomes))


def _new(attempt: dict[str, str]) -> NewBooking:
    return NewBooking(
        service_id=attempt["service_id"],
        location_id=attempt["location_id"],
        provider_id=attempt["provider_id"],
        starts_at=datetime.fromisoformat(attempt["starts_at"]),
        customer=CustomerDetails("Ana Ruiz", "+34 600 111 222"),
    )


def _outcomes(attempts: Iterator[NewBooking], *, by: Actor, now: datetime) -> Iterator[Outcome]:
    """Take one attempt after another from those that all threads share."""
    for new in attempts:
        began = time.perf_counter()
        try:
            create_booking(new, by=by, now=now)
            ended = BOOKED
        except BookingError as refusal:
            ended = refusal.code
        yield Outcome(ended, time.perf_counter() - began)


if __name__ == "__main__":
    _write()

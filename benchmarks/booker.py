"""A process of its own whose threads book what they are told, and say how each attempt went.

Each line on its input is an order; each line on its output answers one. It reads
`python -m benchmarks.booker DATABASE-ADDRESS`.
"""

import json
import os
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from bookings_app.domain.customer import CustomerDetails
from bookings_app.domain.errors import BookingError
from bookings_app.usecases.bookings import NewBooking, create_booking
from bookings_app.usecases.database import close_database, open_database
from tests.factories import ADMIN

READY, GO = "ready", "go"
WON = "won"

# A provider's id and a start.
Slot = tuple[str, str]
# What became of it, and how many seconds it took.
Outcome = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Order:
    """Whom to book and when, one list for each thread.

    Ids of bookings that were made are appended to the file `acknowledge_in`, if any,
    each as soon as `create_booking` has returned it.
    """

    service_id: str
    location_id: str
    now: str
    slots: Sequence[Sequence[Slot]]
    acknowledge_in: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """How the attempts went, and when the first began and the last ended: `perf_counter`."""

    begun: float
    ended: float
    outcomes: Sequence[Outcome]


class _Threads:
    """Carries one order out."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._now = datetime.fromisoformat(order.now)
        self._together = threading.Barrier(len(order.slots))
        self._outcomes: list[list[Outcome]] = [[] for _ in order.slots]
        self._broken: list[BaseException] = []
        self._acknowledged = _opened(order.acknowledge_in)

    def run(self) -> Report:
        threads = [
            threading.Thread(target=self._work, args=(number,))
            for number in range(len(self._order.slots))
        ]
        begun = perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self._broken:
            raise self._broken[0]
        outcomes = [outcome for each in self._outcomes for outcome in each]
        return Report(begun, perf_counter(), outcomes)

    def _work(self, number: int) -> None:
        try:
            bookings = [self._asked_for(slot) for slot in self._order.slots[number]]
            self._together.wait()
            for new in bookings:
                begun = perf_counter()
                became = self._attempt(new)
                self._outcomes[number].append((became, perf_counter() - begun))
        except BaseException as error:  # it is for `run` to raise
            self._broken.append(error)
            self._together.abort()

    def _attempt(self, new: NewBooking) -> str:
        try:
            booking = create_booking(new, by=ADMIN, now=self._now)
        except BookingError as refusal:
            return refusal.code
        if self._acknowledged is not None:
            os.write(self._acknowledged, f"{booking.id}\n".encode())
        return WON

    def _asked_for(self, slot: Slot) -> NewBooking:
        provider_id, starts_at = slot
        return NewBooking(
            service_id=self._order.service_id,
            location_id=self._order.location_id,
            provider_id=provider_id,
            starts_at=datetime.fromisoformat(starts_at),
            customer=CustomerDetails(name="Ana Ruiz", phone="+34 600 111 222"),
        )


def _opened(path: str | None) -> int | None:
    """The file, so that what is written is with the system at once, whatever happens to us."""
    if path is None:
        return None
    return os.open(Path(path), os.O_WRONLY | os.O_CREAT | os.O_APPEND)


def main() -> None:
    """Say that we are ready, then do what each line asks for."""
    open_database(sys.argv[1])
    _say(READY)
    for line in sys.stdin:
        threads = _Threads(Order(**json.loads(line)))
        _say(READY)
        if sys.stdin.readline().strip() == GO:
            report = threads.run()
            _say({"begun": report.begun, "ended": report.ended, "outcomes": report.outcomes})
    close_database()


def _say(what: Any) -> None:  # noqa: ANN401 - whatever JSON can say
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

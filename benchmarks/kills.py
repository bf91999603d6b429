"""Kills: processes that book are killed in the middle of it, and nothing acknowledged is lost."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from benchmarks.booker import Order, Slot
from benchmarks.crowd import Booker, started_booker
from benchmarks.figures import Figure, fact
from benchmarks.places import Places, connected
from benchmarks.proof import overlaps, stored_ids
from benchmarks.size import Size
from benchmarks.town import CELLS, HALF_HOUR, Town, given_town, opening_of, weekdays_from
from bookings_app.usecases.database import close_database
from bookings_app.usecases.doctor import examine

NAME = "kills"
SHOWS = (
    "Four processes of two threads each book at random and append each id that `create_booking` has"
    " returned to a file. Again and again one of them is ended by kill -9 at a random moment and"
    " another takes its place. Afterwards every id in the files must be stored, and"
    " `bookings doctor` must find nothing."
)

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
_THREADS = 2
_ATTEMPTS = 3_000
_DAYS = 500
_LONGEST_WAIT = 0.3
_SECONDS_TO_BEGIN = 120


@dataclass(frozen=True, slots=True)
class _Amount:
    kills: int
    processes: int


_AMOUNTS = {
    Size.FULL: _Amount(kills=20, processes=4),
    Size.QUICK: _Amount(kills=6, processes=3),
    Size.TINY: _Amount(kills=2, processes=2),
}


def measure(places: Places, size: Size) -> Iterator[Figure]:
    """Kill writers of each kind of database."""
    amount = _AMOUNTS[size]
    for kind, url in places.both():
        with connected(url):
            town = given_town(now=NOW, last_on=NOW.date())
        folder = places.folder / f"acknowledged-{kind}"
        folder.mkdir()
        with ExitStack() as stack:
            _Slaughter(url, town, folder, stack).run(amount)
        acknowledged = _acknowledged(folder)
        stored = stored_ids(url)
        where = f"{kind}, {amount.kills} times kill -9"
        yield fact(
            f"{where}: acknowledged bookings lost",
            len(acknowledged - stored),
            wanted=0,
            note=f"of {len(acknowledged):,}; {len(stored):,} stored",
        )
        yield fact(f"{where}: overlaps", overlaps(url), wanted=0)
        wrong = [check.name for check in examine(url) if not check.ok]
        close_database()
        yield fact(
            f"{where}: findings of `bookings doctor`", len(wrong), wanted=0, note=", ".join(wrong)
        )


@dataclass
class _Slaughter:
    """Writers of one database, and who kills them."""

    url: str
    town: Town
    folder: Path
    stack: ExitStack
    random: Random = field(default_factory=lambda: Random(9))
    started: int = 0

    def run(self, amount: _Amount) -> None:
        """Kill one after the other, each once it has acknowledged something."""
        waiting = [self._start() for _ in range(amount.processes)]
        writing = [self._set_to_work(each) for each in waiting]
        waiting = [self._start()]
        for kill in range(amount.kills):
            booker, file = writing.pop(0)
            _wait_for_more(file)
            time.sleep(self.random.uniform(0, _LONGEST_WAIT))
            booker.process.kill()
            booker.process.wait()
            if kill + amount.processes < amount.kills:
                writing.append(self._set_to_work(waiting.pop()))
                waiting.append(self._start())

    def _start(self) -> Booker:
        return self.stack.enter_context(started_booker(self.url))

    def _set_to_work(self, booker: Booker) -> tuple[Booker, Path]:
        booker.hear()
        self.started += 1
        file = self.folder / f"{self.started}"
        booker.prepare(self._order(file))
        booker.begin()
        return booker, file

    def _order(self, file: Path) -> Order:
        slots = [[self._any_slot() for _ in range(_ATTEMPTS)] for _ in range(_THREADS)]
        return Order(
            service_id=self.town.service_ids[0],
            location_id=self.town.location_id,
            now=NOW.isoformat(),
            slots=slots,
            acknowledge_in=str(file),
        )

    def _any_slot(self) -> Slot:
        opening = _OPENINGS[self.random.randrange(_DAYS)]
        starts_at = opening + self.random.randrange(CELLS) * HALF_HOUR
        return self.random.choice(self.town.provider_ids), starts_at.isoformat()


_OPENINGS = [opening_of(on) for on in islice(weekdays_from(NOW.date() + timedelta(days=1)), _DAYS)]


def _wait_for_more(file: Path) -> None:
    """Until the process has acknowledged another booking from now on."""
    deadline = time.monotonic() + _SECONDS_TO_BEGIN
    before = file.stat().st_size if file.exists() else 0
    while not file.exists() or file.stat().st_size <= before:
        if time.monotonic() > deadline:
            message = "a process acknowledged nothing"
            raise RuntimeError(message)
        time.sleep(0.001)


def _acknowledged(folder: Path) -> set[str]:
    """What was promised: whole lines, for a process may die in the middle of one."""
    texts = [file.read_text() for file in folder.iterdir()]
    return {line for text in texts for line in text.split("\n")[:-1]}

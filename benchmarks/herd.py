"""Herd: everybody wants the same slot at the same moment, and exactly one gets it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from statistics import median

from benchmarks.booker import WON, Order, Slot
from benchmarks.crowd import book, crowd
from benchmarks.figures import MS, Figure, fact
from benchmarks.places import Places, connected
from benchmarks.proof import overlaps
from benchmarks.size import Size
from benchmarks.town import Town, given_town, opening_of, weekdays_from

NAME = "herd"
SHOWS = (
    "32 threads in 8 processes begin at once and try to book the same provider at the same start,"
    " round after round on another day."
)

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Amount:
    rounds: int
    processes: int
    threads: int

    @property
    def herd(self) -> int:
        """How many want the slot."""
        return self.processes * self.threads


_AMOUNTS = {
    Size.FULL: _Amount(rounds=20, processes=8, threads=4),
    Size.QUICK: _Amount(rounds=5, processes=8, threads=4),
    Size.TINY: _Amount(rounds=2, processes=2, threads=2),
}


def measure(places: Places, size: Size) -> Iterator[Figure]:
    """Let the herd at each kind of database."""
    amount = _AMOUNTS[size]
    for kind, url in places.both():
        with connected(url):
            town = given_town(now=NOW, last_on=NOW.date(), providers=1)
        with crowd(url, processes=amount.processes) as bookers:
            reports = [book(bookers, _orders(town, slot, amount)) for slot in _slots(town, amount)]
        became = [Counter(outcome for outcome, _ in each.outcomes) for each in reports]
        where = f"{kind}, herd of {amount.herd}, {amount.rounds} rounds"
        lost = amount.herd - 1
        just_one = sum(each == Counter({WON: 1, "slot_taken": lost}) for each in became)
        yield fact(f"{where}: 1 won and {lost} `slot_taken`", just_one, wanted=amount.rounds)
        yield fact(f"{where}: overlaps", overlaps(url), wanted=0)
        took = median((each.ended - each.begun) * 1000 for each in reports)
        yield Figure(f"{where}: until all are answered", took, MS)


def _slots(town: Town, amount: _Amount) -> Iterator[Slot]:
    for on in islice(weekdays_from(NOW.date() + timedelta(days=1)), amount.rounds):
        opening = opening_of(on)
        yield town.provider_ids[0], opening.isoformat()


def _orders(town: Town, slot: Slot, amount: _Amount) -> list[Order]:
    order = Order(
        service_id=town.service_ids[0],
        location_id=town.location_id,
        now=NOW.isoformat(),
        slots=[[slot]] * amount.threads,
    )
    return [order] * amount.processes

"""Creating: how many bookings a second one process makes, when each of them is free to be had."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from benchmarks.booker import WON, Order, Report, Slot
from benchmarks.crowd import book, crowd
from benchmarks.figures import Figure, fact, of_runs, percentile
from benchmarks.places import Places, connected
from benchmarks.size import Size
from benchmarks.town import CELLS, HALF_HOUR, Town, given_town, opening_of, weekdays_from

NAME = "creating"
SHOWS = (
    "Bookings made in the server: one process calls the use case from 1, 8 and 32 threads, each"
    " time for another free slot of one of 20 providers. Both databases write to the disk before"
    " they answer."
)

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
# The goal is for eight clients.
_CLIENTS = 8


@dataclass(frozen=True, slots=True)
class _Amount:
    threads: tuple[int, ...]
    bookings: int
    runs: int


_AMOUNTS = {
    Size.FULL: _Amount((1, 8, 32), bookings=320, runs=7),
    Size.QUICK: _Amount((1, 8, 32), bookings=96, runs=5),
    Size.TINY: _Amount((1, 8), bookings=16, runs=2),
}


def measure(places: Places, size: Size) -> Iterator[Figure]:
    """Make bookings in each kind of database."""
    amount = _AMOUNTS[size]
    for kind, url in places.both():
        with connected(url):
            town = given_town(now=NOW, last_on=NOW.date())
        slots = _free_slots(town)
        with crowd(url, processes=1) as bookers:
            book(bookers, [_order(town, slots, amount.bookings, threads=1)])
            for threads in amount.threads:
                orders = [
                    _order(town, slots, amount.bookings, threads=threads)
                    for _ in range(amount.runs)
                ]
                reports = [book(bookers, [order]) for order in orders]
                yield from _figures(f"{kind}, {threads} at once", reports, threads=threads)


def _order(town: Town, slots: Iterator[Slot], bookings: int, *, threads: int) -> Order:
    return Order(
        service_id=town.service_ids[0],
        location_id=town.location_id,
        now=NOW.isoformat(),
        slots=[list(islice(slots, bookings // threads)) for _ in range(threads)],
    )


def _free_slots(town: Town) -> Iterator[Slot]:
    """One after the other, provider by provider, so that threads meet at none."""
    for on in weekdays_from(NOW.date() + timedelta(days=1)):
        opening = opening_of(on)
        for cell in range(CELLS):
            for provider_id in town.provider_ids:
                yield provider_id, (opening + cell * HALF_HOUR).isoformat()


def _figures(where: str, reports: Sequence[Report], *, threads: int) -> Iterator[Figure]:
    of_goal = threads == _CLIENTS
    rates = [len(each.outcomes) / (each.ended - each.begun) for each in reports]
    times = [[seconds * 1000 for _, seconds in each.outcomes] for each in reports]
    refused = sum(outcome != WON for each in reports for outcome, _ in each.outcomes)
    yield of_runs(f"{where}: rate", rates, unit="bookings/s", least=100 if of_goal else None)
    yield of_runs(f"{where}: p50", [percentile(each, 50) for each in times])
    yield of_runs(
        f"{where}: p95", [percentile(each, 95) for each in times], most=100 if of_goal else None
    )
    yield of_runs(f"{where}: the slowest", [max(each) for each in times])
    yield fact(f"{where}: refused", refused, wanted=0)

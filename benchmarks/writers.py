"""Writers: many processes that book at random into the same few days, and no overlap."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random

from benchmarks.booker import WON, Order, Report, Slot
from benchmarks.crowd import book, crowd
from benchmarks.figures import MS, Figure, fact, percentile
from benchmarks.places import Places, connected
from benchmarks.proof import overlaps, stored_ids
from benchmarks.size import Size
from benchmarks.town import Town, given_town, opening_of, weekdays_from

NAME = "writers"
SHOWS = (
    "Processes of several threads each try to book random providers at random quarters of an hour"
    " of one working week, half of them for 30 minutes, half for an hour with buffers on both"
    " sides: most attempts must lose. Overlaps are counted by a join over a plain connection."
)

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
_QUARTERS = 29  # from 09:00 to 16:00, so that the long service fits


@dataclass(frozen=True, slots=True)
class _Amount:
    attempts: int
    processes: int
    threads: int
    providers: int


_AMOUNTS = {
    Size.FULL: _Amount(10_000, processes=8, threads=4, providers=20),
    Size.QUICK: _Amount(2_000, processes=8, threads=4, providers=4),
    Size.TINY: _Amount(80, processes=2, threads=2, providers=1),
}


def measure(places: Places, size: Size) -> Iterator[Figure]:
    """Let them at each kind of database."""
    amount = _AMOUNTS[size]
    for kind, url in places.both():
        with connected(url):
            town = given_town(now=NOW, last_on=NOW.date(), providers=amount.providers)
        with crowd(url, processes=amount.processes) as bookers:
            report = book(bookers, _orders(town, amount))
        where = f"{kind}, {amount.attempts:,} attempts by {amount.processes * amount.threads}"
        yield from _figures(where, url, report, amount)


def _orders(town: Town, amount: _Amount) -> Iterator[Order]:
    """One for each process; every other one books another service."""
    random = Random(7)
    each = amount.attempts // (amount.processes * amount.threads)
    spare = amount.attempts - each * amount.processes * amount.threads
    for number in range(amount.processes):
        counts = [each] * amount.threads
        counts[0] += spare if number == 0 else 0
        yield Order(
            service_id=town.long_service_id if number % 2 else town.service_ids[0],
            location_id=town.location_id,
            now=NOW.isoformat(),
            slots=[[_any_slot(town, random) for _ in range(count)] for count in counts],
        )


def _any_slot(town: Town, random: Random) -> Slot:
    week = list(islice(weekdays_from(NOW.date() + timedelta(days=1)), 5))
    opening = opening_of(random.choice(week))
    starts_at = opening + random.randrange(_QUARTERS) * timedelta(minutes=15)
    return random.choice(town.provider_ids), starts_at.isoformat()


def _figures(where: str, url: str, report: Report, amount: _Amount) -> Iterator[Figure]:
    became = Counter(outcome for outcome, _ in report.outcomes)
    refused = became["slot_taken"]
    stored = len(stored_ids(url))
    taken = [seconds * 1000 for _, seconds in report.outcomes]
    yield fact(f"{where}: overlaps", overlaps(url), wanted=0)
    yield fact(
        f"{where}: booked + `slot_taken`",
        became[WON] + refused,
        wanted=amount.attempts,
        note=f"{became[WON]:,} + {refused:,}",
    )
    yield fact(f"{where}: bookings stored", stored, wanted=became[WON])
    rate = len(report.outcomes) / (report.ended - report.begun)
    yield Figure(f"{where}: rate", rate, "attempts/s")
    yield Figure(f"{where}: p50", percentile(taken, 50), MS)
    yield Figure(f"{where}: p99", percentile(taken, 99), MS)

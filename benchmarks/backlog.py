"""What a worker takes up once Google, or a webhook, is back after hours away."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

from benchmarks.figures import Figure, fact, of_runs
from benchmarks.places import Places, connected
from benchmarks.size import Size
from benchmarks.slots import NOW
from benchmarks.timing import runs_of
from bookings_app.db import outbox
from bookings_app.db.outbox import Promise
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.usecases.outbox import LEASE, claim_due

NAME = "backlog"
SHOWS = (
    "What is promised to be done in the calendars of 20 providers after hours in which nothing"
    " could be done: how long a worker takes to find and to claim 8 promises, each of another"
    " provider."
)

_KIND = "calendar"
_PROVIDERS = 20
_AT_ONCE = 8
_WAITING = {Size.FULL: (500, 20_000), Size.QUICK: (500, 5_000), Size.TINY: (50,)}
_RUNS = {Size.FULL: 7, Size.QUICK: 5, Size.TINY: 2}
_CLAIMS = {Size.FULL: 5, Size.QUICK: 3, Size.TINY: 1}


def measure(places: Places, size: Size) -> Iterator[Figure]:
    """Let so many wait in each kind of database, and claim again and again."""
    for waiting in _WAITING[size]:
        for kind, url in places.both():
            with connected(url):
                _let_wait(waiting)
                # Each claim comes after the lease of the one before.
                moments = (NOW + LEASE * turn for turn in count())
                runs = runs_of(
                    lambda _, moments=moments: claim_due(
                        [_KIND], now=next(moments), limit=_AT_ONCE
                    ),
                    range(_CLAIMS[size]),
                    runs=_RUNS[size],
                )
                claimed = claim_due([_KIND], now=next(moments), limit=_AT_ONCE)
                where = f"{kind}, {waiting:,} waiting"
                yield fact(f"{where}: claimed at once", len(claimed), wanted=_AT_ONCE)
                yield of_runs(f"{where}: claiming them", runs, most=100)


def _let_wait(promises: int) -> None:
    with unit_of_work() as work:
        outbox.promise_all(
            work,
            (
                Promise(_KIND, subject=f"{number}", lane=f"{number % _PROVIDERS}")
                for number in range(promises)
            ),
            now=NOW - timedelta(hours=1),
        )

"""REST: slots and bookings as other programs get them, over HTTP and with a key each."""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from time import perf_counter
from typing import Any

from benchmarks.desk import Desk, running_desk
from benchmarks.figures import Figure, fact, of_runs, percentile, shown
from benchmarks.places import Places, connected
from benchmarks.program import Program
from benchmarks.size import Size
from benchmarks.timing import runs_of
from benchmarks.town import CELLS, HALF_HOUR, Town, given_town, opening_of, weekdays_from
from bookings_app.domain.access import ActorKind
from bookings_app.domain.keys import NewKey
from bookings_app.usecases.keys import add_key
from tests.factories import ADMIN

NAME = "rest"
SHOWS = (
    "`bookings serve --no-frontend`, one worker, asked over HTTP on connections that stay open."
    " Slots where half of each day is booked, starts every 15 minutes; bookings as whole lists,"
    " page after page of 200. Then 1, 8 and 32 clients with a key each book free slots one after"
    " the other. CPU is what the worker used for one request, or for one list, all pages of it."
)

_MONTH_DAYS = 31
_CREATED = 201
# The goals are for eight clients.
_CLIENTS = 8
_KILOBYTE = 1_000


@dataclass(frozen=True, slots=True)
class _Amount:
    bookings: tuple[int, ...]
    days: int
    clients: tuple[int, ...]
    made: int
    runs: int


_AMOUNTS = {
    Size.FULL: _Amount((5_000, 50_000, 500_000), days=20, clients=(1, 8, 32), made=320, runs=7),
    Size.QUICK: _Amount((5_000,), days=10, clients=(1, 8, 32), made=96, runs=5),
    Size.TINY: _Amount((200,), days=2, clients=(1, 8), made=16, runs=2),
}


def measure(places: Places, size: Size) -> Iterator[Figure]:
    """Serve each kind of database, ask and book."""
    amount, now = _AMOUNTS[size], datetime.now(UTC)
    for kind, url in places.both():
        with connected(url):
            town = given_town(now=now, last_on=now.date() + timedelta(days=_MONTH_DAYS + 7))
            secrets = [
                add_key(NewKey(ActorKind.API_KEY, ("all",)), by=ADMIN, now=now).secret
                for _ in range(max(amount.clients))
            ]
        for bookings in amount.bookings:
            with connected(url):
                town.grow_to(bookings)
            with _served(places, url) as desk:
                programs = [Program(places.port, secret) for secret in secrets]
                yield from _Reading(desk, programs[0], town, amount, kind).figures()
                if bookings == amount.bookings[-1]:
                    free = _free(town)
                    for clients in amount.clients:
                        yield from _creating(kind, desk, programs[:clients], free, amount)


def _served(places: Places, url: str) -> Any:  # noqa: ANN401 - a context manager
    return running_desk(
        port=places.port,
        log=places.folder / "rest.log",
        flags=["--no-frontend"],
        BOOKINGS_DATABASE_URL=url,
        BOOKINGS_RATE_LIMIT="0",
    )


class _Reading:
    """One program that reads, at one number of bookings."""

    def __init__(
        self, desk: Desk, program: Program, town: Town, amount: _Amount, kind: str
    ) -> None:
        self._desk, self._program, self._town, self._amount = desk, program, town, amount
        self._where = f"{kind}, {town.bookings:,} bookings"
        self._first_on = town.now.date() + timedelta(days=1)

    def figures(self) -> Iterator[Figure]:
        """Slots, then bookings."""
        one = {"provider_id": self._town.provider_ids[0]}
        working = islice(weekdays_from(self._first_on), self._amount.days)
        days: list[dict[str, str]] = [{"date": each.isoformat()} for each in working]
        month = self._range(_MONTH_DAYS - 1)
        yield self._slots("slots of a day, one provider", [each | one for each in days], most=15)
        yield self._slots("slots of a day, any of 20", days, most=15)
        yield self._slots("slots of a month, any of 20", [month] * 3, most=60)
        yield from self._list("a week", self._range(7))
        yield from self._list("a month", self._range(_MONTH_DAYS))

    def _range(self, days: int) -> dict[str, str]:
        return {
            "from": self._first_on.isoformat(),
            "to": (self._first_on + timedelta(days=days)).isoformat(),
        }

    def _slots(self, what: str, cases: Sequence[dict[str, str]], *, most: float) -> Figure:
        asked = {"service_id": self._town.service_ids[0], "location_id": self._town.location_id}

        def ask(case: dict[str, str]) -> object:
            return self._program.get("/slots", asked | case)

        return self._timed(what, ask, cases, most=most)

    def _list(self, what: str, days: dict[str, str]) -> Iterator[Figure]:
        asked = {
            name: f"{opening_of(date.fromisoformat(on)):%Y-%m-%dT00:00:00Z}"
            for name, on in days.items()
        }
        plain = list(self._program.pages("/bookings", asked))
        packed = list(self._program.pages("/bookings", asked, packed=True))
        rows = sum(len(json.loads(page.body)["items"]) for page in plain)

        def read(case: dict[str, str]) -> object:
            return list(self._program.pages("/bookings", case, packed=True))

        where = f"{self._where}: bookings of {what}"
        yield self._timed(f"bookings of {what}, {rows:,} rows", read, [asked] * 3)
        yield Figure(f"{where}: plain", sum(each.sent_bytes for each in plain) / _KILOBYTE, "kB")
        yield Figure(
            f"{where}: compressed", sum(each.sent_bytes for each in packed) / _KILOBYTE, "kB"
        )

    def _timed(
        self,
        what: str,
        ask: Callable[[dict[str, str]], object],
        cases: Sequence[dict[str, str]],
        *,
        most: float | None = None,
    ) -> Figure:
        asked = 0

        def counted(case: dict[str, str]) -> object:
            nonlocal asked
            asked += 1
            return ask(case)

        before = self._desk.processor_seconds()
        times = runs_of(counted, cases, runs=self._amount.runs)
        figure = of_runs(f"{self._where}: {what}", times, most=most)
        return _with_cpu(figure, self._desk.processor_seconds() - before, asked)


def _creating(
    kind: str,
    desk: Desk,
    programs: Sequence[Program],
    free: Iterator[dict[str, Any]],
    amount: _Amount,
) -> Iterator[Figure]:
    clients = len(programs)
    where = f"{kind}, {clients} clients" if clients > 1 else f"{kind}, 1 client"
    rates: list[float] = []
    slow: list[float] = []
    refused = 0
    before = desk.processor_seconds()
    for _ in range(amount.runs):
        shares = [list(islice(free, amount.made // clients)) for _ in programs]
        begun = perf_counter()
        with ThreadPoolExecutor(clients) as together:
            done = [*together.map(_book_all, programs, shares)]
        answers = [answer for each in done for answer in each]
        rates.append(len(answers) / (perf_counter() - begun))
        slow.append(percentile([took for _, took in answers], 95))
        refused += sum(status != _CREATED for status, _ in answers)
    used, asked = desk.processor_seconds() - before, amount.made * amount.runs
    is_goal = clients == _CLIENTS
    rate = of_runs(f"{where}: rate", rates, unit="bookings/s", least=100 if is_goal else None)
    yield _with_cpu(rate, used, asked)
    yield of_runs(f"{where}: p95", slow, most=100 if is_goal else None)
    yield fact(f"{where}: refused", refused, wanted=0)


def _with_cpu(figure: Figure, seconds: float, requests: int) -> Figure:
    return replace(figure, note=f"{figure.note}; CPU {shown(seconds * 1000 / requests)} ms")


def _book_all(program: Program, wanted: Sequence[dict[str, Any]]) -> list[tuple[int, float]]:
    return [program.book(each) for each in wanted]


def _free(town: Town) -> Iterator[dict[str, Any]]:
    """Bookings that can be had, one after the other, beyond the days that are half booked."""
    first_on = town.now.date() + timedelta(days=_MONTH_DAYS + 8)
    for on in weekdays_from(first_on):
        for cell in range(CELLS):
            for provider_id in town.provider_ids:
                yield {
                    "service_id": town.service_ids[0],
                    "location_id": town.location_id,
                    "provider_id": provider_id,
                    "starts_at": (opening_of(on) + cell * HALF_HOUR).isoformat(),
                    "customer": {"name": "Ana Ruiz"},
                }

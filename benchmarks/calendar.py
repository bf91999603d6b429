"""Calendar: what a month of a busy team asks of the database, the wire and the clock."""

import gzip
import http.client
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.desk import Desk, running_desk
from benchmarks.figures import Figure, fact, limited, of_runs
from benchmarks.places import Places, connected, free_port
from benchmarks.size import Size
from benchmarks.timing import runs_of
from benchmarks.town import given_town
from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.usecases.calendar_blocks import calendar_block
from bookings_app.usecases.listing import bookings_between
from tests.api.browser import SECURE_COOKIE, browser
from tests.factories import ADMIN
from tests.members import given_member, signed_in
from tests.sql_counter import statements

NAME = "calendar"
SHOWS = (
    "The six weeks of a month view, of a team's whole past: the feed that calendars read, from"
    " `bookings serve --no-frontend` over one connection, read to the end; its SQL statements"
    " are counted in a request to the same route in this process."
)

# The view of November 2026.
STARTS, ENDS = datetime(2026, 10, 26, tzinfo=UTC), datetime(2026, 12, 7, tzinfo=UTC)
_RANGE = {"start": STARTS.isoformat(), "end": ENDS.isoformat()}
_PATH = f"/api/ui/calendar?{urlencode(_RANGE)}"
_KILOBYTE = 1_000


@dataclass(frozen=True, slots=True)
class _Amount:
    bookings: int
    per_day: int
    expected: int
    looks: int
    runs: int


# 20 providers, 30 working days: 5 bookings of each a day make a month of 3,000.
_AMOUNTS = {
    Size.FULL: _Amount(100_000, per_day=5, expected=3_000, looks=15, runs=7),
    Size.QUICK: _Amount(10_000, per_day=5, expected=3_000, looks=5, runs=5),
    Size.TINY: _Amount(700, per_day=1, expected=600, looks=2, runs=2),
}


def measure(places: Places, size: Size) -> Iterator[Figure]:
    """Ask for one month of each kind of database."""
    amount = _AMOUNTS[size]
    for kind, url in places.both():
        where = f"{kind}, {amount.expected:,} of {amount.bookings:,} bookings"
        with connected(url):
            given_town(
                now=STARTS + timedelta(days=20),
                last_on=ENDS.date() - timedelta(days=1),
                per_day=amount.per_day,
            ).grow_to(amount.bookings)
            given_member()
            token = signed_in(now=datetime.now(UTC))
            yield from _inside(where, token, amount)
        log = places.folder / "calendar.log"
        yield from _over_http(where, url, token, log, amount)


def _inside(where: str, token: str, amount: _Amount) -> Iterator[Figure]:
    client = browser()
    client.headers |= {"Cookie": f"{SECURE_COOKIE}={token}", "Accept-Encoding": "identity"}
    with statements() as seen:
        body = client.get(_PATH).content
    yield limited(f"{where}: SQL statements", len(seen), most=3)
    wanted = BookingFilter(starts_before=ENDS, ends_after=STARTS)

    def look(_: int) -> None:
        found = bookings_between(wanted, seen_by=ADMIN)
        for entry in found.entries:
            calendar_block(entry)

    found = bookings_between(wanted, seen_by=ADMIN)
    yield fact(f"{where}: bookings in it", len(found.entries), wanted=amount.expected)
    yield of_runs(f"{where}: in the server", runs_of(look, range(amount.looks), runs=amount.runs))
    yield Figure(f"{where}: plain", len(body) / _KILOBYTE, "kB")


def _over_http(where: str, url: str, token: str, log: Path, amount: _Amount) -> Iterator[Figure]:
    port = free_port()
    with running_desk(
        port=port, log=log, flags=["--no-frontend"], BOOKINGS_DATABASE_URL=url
    ) as desk:
        client = _Client(desk, port, token)
        size = len(client.look())
        yield limited(f"{where}: compressed", size / _KILOBYTE, most=400, unit="kB")
        times = runs_of(lambda _: client.look(), range(amount.looks), runs=amount.runs)
        yield of_runs(f"{where}: over HTTP", times, most=60)


class _Client:
    """Reads the feed as browsers do, and as quickly as can be."""

    def __init__(self, desk: Desk, port: int, token: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._headers: Mapping[str, str] = {
            "Host": desk.url.removeprefix("http://"),
            "Cookie": f"{SECURE_COOKIE}={token}",
            "Accept-Encoding": "gzip",
        }

    def look(self) -> bytes:
        """The answer as it came, compressed."""
        self._connection.request("GET", _PATH, headers=dict(self._headers))
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != http.client.OK:
            message = f"the feed answered {answer.status}: {gzip.decompress(body)!r}"
            raise RuntimeError(message)
        return body

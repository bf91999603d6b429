"""Slots: how long it takes to find them, and that a longer past does not make it longer."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from benchmarks.figures import Bound, Figure, Goal, limited, of_runs
from benchmarks.places import Places, connected
from benchmarks.size import Size
from benchmarks.timing import runs_of
from benchmarks.town import Town, given_town, weekdays_from
from bookings_app.usecases.availability import SlotQuestion, days, find_slots
from tests.factories import ADMIN
from tests.sql_counter import statements

NAME = "slots"
SHOWS = (
    "Slots of any of 20 providers, in the server: the use case is called as the screens call it."
    " Each working day is half booked; starts come every 15 minutes, services take 30."
)

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MONTH_DAYS = 31
MOST_STATEMENTS = 8
_MOST_GROWTH = 1.5


@dataclass(frozen=True, slots=True)
class _Amount:
    bookings: tuple[int, ...]
    days: int
    runs: int


_AMOUNTS = {
    Size.FULL: _Amount((5_000, 50_000, 500_000), days=20, runs=7),
    Size.QUICK: _Amount((5_000, 50_000), days=10, runs=5),
    Size.TINY: _Amount((500,), days=2, runs=2),
}


def measure(places: Places, size: Size) -> Iterator[Figure]:
    """Fill each kind of database further and further, and ask the same each time."""
    amount = _AMOUNTS[size]
    for kind, url in places.both():
        with connected(url):
            town = given_town(now=NOW, last_on=NOW.date() + timedelta(days=MONTH_DAYS + 7))
            months: list[float] = []
            for bookings in amount.bookings:
                town.grow_to(bookings)
                figures = list(_figures(f"{kind}, {bookings:,} bookings", town, amount))
                yield from figures
                months.append(figures[1].value)
            yield Figure(
                f"{kind}: a month of {amount.bookings[-1]:,} to one of {amount.bookings[0]:,}",
                months[-1] / months[0],
                "times",
                Goal(Bound.AT_MOST, _MOST_GROWTH),
            )


def _figures(where: str, town: Town, amount: _Amount) -> Iterator[Figure]:
    first_on = NOW.date() + timedelta(days=1)
    dates = list(islice(weekdays_from(first_on), amount.days))
    single = [question(town, on, on) for on in dates]
    month = [question(town, first_on, first_on + timedelta(days=MONTH_DAYS - 1))]
    yield of_runs(f"{where}: slots of a day", _times(find_slots, single, amount), most=5)
    yield of_runs(f"{where}: slots of a month", _times(find_slots, month * 3, amount), most=40)
    yield of_runs(f"{where}: days of a month", _times(days, month * 3, amount), most=40)
    with statements() as seen:
        find_slots(month[0], by=ADMIN, now=NOW)
    yield limited(f"{where}: SQL statements", len(seen), most=MOST_STATEMENTS)


def question(town: Town, first_on: date, last_on: date) -> SlotQuestion:
    """What is asked of a town about these dates, both included."""
    return SlotQuestion(
        service_id=town.service_ids[0],
        location_id=town.location_id,
        first_on=first_on,
        last_on=last_on,
    )


def _times(
    ask: Callable[..., object], questions: Sequence[SlotQuestion], amount: _Amount
) -> list[float]:
    return runs_of(lambda each: ask(each, by=ADMIN, now=NOW), questions, runs=amount.runs)

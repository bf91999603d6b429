"""Slots of providers whose calendars in Google are full of other things."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from sqlalchemy import insert

from benchmarks.figures import Figure, limited, of_runs
from benchmarks.places import Places, connected
from benchmarks.size import Size
from benchmarks.slots import MONTH_DAYS, MOST_STATEMENTS, NOW, question
from benchmarks.timing import runs_of
from benchmarks.town import Town, given_town, opening_of, weekdays_from
from bookings_app.db.google_tables import BusyBlockRow, GoogleAccountRow, GoogleCalendarRow
from bookings_app.db.types import new_id
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.usecases.availability import find_slots
from tests.factories import ADMIN
from tests.sql_counter import statements

NAME = "busy"
SHOWS = (
    "The same slots when all 20 providers have connected a calendar that keeps them busy: half an"
    " hour in each of the next working days, again and again. The use case is called as the"
    " screens call it."
)

_HALF_HOUR = timedelta(minutes=30)
_BLOCKS = {Size.FULL: 5_000, Size.QUICK: 5_000, Size.TINY: 100}
_BOOKINGS = {Size.FULL: 50_000, Size.QUICK: 5_000, Size.TINY: 200}
_DAYS = {Size.FULL: 20, Size.QUICK: 10, Size.TINY: 2}
_RUNS = {Size.FULL: 7, Size.QUICK: 5, Size.TINY: 2}


def measure(places: Places, size: Size) -> Iterator[Figure]:
    """Fill each kind of database, connect everybody, and ask as the slots are asked for."""
    for kind, url in places.both():
        with connected(url):
            town = given_town(now=NOW, last_on=NOW.date() + timedelta(days=MONTH_DAYS + 7))
            town.grow_to(_BOOKINGS[size])
            _keep_everybody_busy(town, blocks=_BLOCKS[size])
            yield from _figures(f"{kind}, {_BLOCKS[size]:,} busy blocks", town, size)


def _figures(where: str, town: Town, size: Size) -> Iterator[Figure]:
    first_on = NOW.date() + timedelta(days=1)
    dates = list(islice(weekdays_from(first_on), _DAYS[size]))
    single = [question(town, on, on) for on in dates]
    month = [question(town, first_on, first_on + timedelta(days=MONTH_DAYS - 1))] * 3
    for what, asked, most in (("a day", single, 5), ("a month", month, 40)):
        runs = runs_of(lambda each: find_slots(each, by=ADMIN, now=NOW), asked, runs=_RUNS[size])
        yield of_runs(f"{where}: slots of {what}", runs, most=most)
    with statements() as seen:
        find_slots(month[0], by=ADMIN, now=NOW)
    yield limited(f"{where}: SQL statements", len(seen), most=MOST_STATEMENTS)


def _keep_everybody_busy(town: Town, *, blocks: int) -> None:
    """So many blocks, spread evenly over all providers and the working days that come."""
    with unit_of_work() as work:
        calendars = {provider_id: _calendar_of(provider_id) for provider_id in town.provider_ids}
        for account, calendar in calendars.values():
            work.session.add(account)
            work.session.flush()
            work.session.add(calendar)
        work.session.flush()
        each = blocks // len(calendars)
        rows = [
            {
                "id": new_id(),
                "calendar_id": calendar.id,
                "provider_id": provider_id,
                "event_id": f"event{number}",
                "starts_at": starts_at,
                "ends_at": starts_at + _HALF_HOUR,
            }
            for provider_id, (_, calendar) in calendars.items()
            for number, on in enumerate(islice(weekdays_from(NOW.date()), each))
            for starts_at in [opening_of(on) + (number % 16) * _HALF_HOUR]
        ]
        work.session.connection().execute(insert(BusyBlockRow), rows)


def _calendar_of(provider_id: str) -> tuple[GoogleAccountRow, GoogleCalendarRow]:
    account = GoogleAccountRow(
        provider_id=provider_id,
        refresh_token="-",
        scopes="",
        connected_by_name="Alba",
        connected_at=NOW,
    )
    calendar = GoogleCalendarRow(
        account_id=account.id, google_id=provider_id, name="", time_zone="UTC", blocks=True
    )
    return account, calendar

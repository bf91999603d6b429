"""Fan-out: a booking made on one screen, until every other open calendar shows it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice, product
from statistics import median
from time import perf_counter
from typing import Any

import aiohttp

from benchmarks.desk import Desk, running_desk
from benchmarks.figures import Bound, Figure, Goal, fact, of_runs
from benchmarks.places import POSTGRESQL, SQLITE, Places, connected, running_redis
from benchmarks.screen import TIMES, WIZARD, Screen
from benchmarks.size import Size
from benchmarks.town import HALF_HOUR, ZONE, given_town, opening_of, weekdays_from
from bookings_app.domain.access import Role
from bookings_app.domain.customer import CustomerDetails
from bookings_app.usecases.bookings import NewBooking, create_booking
from tests.api.browser import SECURE_COOKIE
from tests.factories import ADMIN
from tests.members import given_member, signed_in

NAME = "fan-out"
SHOWS = (
    "`bookings serve` with members who each have the calendar of one week open, over websockets and"
    " without browsers. One of them books in the wizard, step by step; timed from sending the last"
    " step until each other screen has the booking. Before that, a hundred changes: the pages have"
    " been open for a while. Then the same for bookings made by another process. Memory is each"
    " worker's resident set, at the end."
)

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Amount:
    screens: int
    bookings: int
    before: int
    changes: int


_AMOUNTS = {
    Size.FULL: _Amount(screens=50, bookings=3_000, before=100, changes=11),
    Size.QUICK: _Amount(screens=50, bookings=1_000, before=100, changes=5),
    Size.TINY: _Amount(screens=3, bookings=60, before=2, changes=1),
}


@dataclass(frozen=True, slots=True)
class _Setting:
    """How the application is started, and what is promised of it."""

    name: str
    kind: str
    workers: int
    most: float


_ONE = _Setting("one worker, SQLite", SQLITE, workers=1, most=300)
_TWO = _Setting("two workers, Redis, PostgreSQL", POSTGRESQL, workers=2, most=1_000)


def measure(places: Places, size: Size) -> Iterator[Figure]:
    """Watch one worker, then two."""
    amount = _AMOUNTS[size]
    for setting in (_ONE, _TWO):
        with ExitStack() as stack:
            url = places.sqlite() if setting.kind == SQLITE else places.postgresql.fresh()
            stack.enter_context(connected(url))
            desk = stack.enter_context(
                running_desk(
                    port=places.port,
                    log=places.folder / "fan-out.log",
                    flags=["--workers", str(setting.workers)],
                    BOOKINGS_DATABASE_URL=url,
                    BOOKINGS_REDIS_URL=_redis(stack) if setting.workers > 1 else "",
                )
            )
            yield from asyncio.run(_Watch(desk, setting, amount).figures())


def _redis(stack: ExitStack) -> str:
    return stack.enter_context(running_redis())


class _Watch:
    """Screens that look at one week, and bookings made in it."""

    def __init__(self, desk: Desk, setting: _Setting, amount: _Amount) -> None:
        self._desk = desk
        self._setting = setting
        self._amount = amount
        self._now = datetime.now(UTC)
        self._monday = _monday_after(self._now.date() + _WEEK)
        self._town = given_town(
            now=self._now, last_on=self._monday + timedelta(days=4), per_day=4, cells=8
        )
        self._town.grow_to(amount.bookings)
        self._for_clicks = _free_starts(self._monday, range(12, 16))
        self._for_others = product(
            _free_starts(self._monday, range(8, 12)), self._town.provider_ids
        )
        self._cookies = [_cookie(number) for number in range(amount.screens)]

    async def figures(self) -> list[Figure]:
        """Open the screens, change things, and see when they show it."""
        async with self._screens() as screens:
            await self._let_some_time_pass(screens)
            clicked = [await self._by_a_click(screens) for _ in range(self._amount.changes)]
            elsewhere = [await self._by_another(screens) for _ in range(self._amount.changes)]
            memory = self._desk.memory()
            sockets = self._desk.sockets()
        return [
            *self._times("booked in the wizard", clicked, most=self._setting.most),
            *self._times("booked by another process", elsewhere, most=1_000),
            self._memory(memory, sockets),
        ]

    @asynccontextmanager
    async def _screens(self) -> AsyncIterator[list[Screen]]:
        monday = datetime(self._monday.year, self._monday.month, self._monday.day, tzinfo=ZONE)
        start, end = monday.isoformat(), (monday + _WEEK).isoformat()
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector) as browser:
            screens = [Screen(self._desk.url, browser, cookie) for cookie in self._cookies]
            for screen in screens:
                await screen.open()
                await screen.show(start, end)
            yield screens
            await asyncio.gather(*(screen.close() for screen in screens))

    async def _let_some_time_pass(self, screens: list[Screen]) -> None:
        for _ in range(self._amount.before):
            await self._by_another(screens)

    async def _by_a_click(self, screens: list[Screen]) -> list[float]:
        """When each other screen had it, in ms after the click."""
        first, *others = screens
        await self._fill_in(first, next(self._for_clicks))
        submission = first.var(WIZARD, "submission_id")
        form = {"name": "Ana Ruiz", "submission": submission}
        before = set(first.heard)
        begun = perf_counter()
        await first.send(f"{WIZARD}.create", {"form": form})
        await first.until(lambda: set(first.heard) - before)
        await first.until(lambda: first.var(WIZARD, "finished") == submission)
        (booking_id,) = set(first.heard) - before
        return await _arrivals(others, booking_id, begun)

    async def _fill_in(self, screen: Screen, starts_at: datetime) -> None:
        """The wizard's steps before the last."""
        for handler, payload in (
            (f"{WIZARD}.open", {}),
            (f"{WIZARD}.pick_service", {"service_id": self._town.service_ids[0]}),
            (f"{WIZARD}.pick_location", {"location_id": self._town.location_id}),
            (f"{WIZARD}.go_on", {"step": 1}),
        ):
            await screen.send(handler, payload)
        await screen.until(lambda: screen.var(WIZARD, "step") == 2)
        local = starts_at.astimezone(ZONE)
        await screen.send(f"{TIMES}.pick_day", {"on": local.date().isoformat()})
        await screen.until(lambda: _offers(screen, starts_at))
        await screen.send(f"{TIMES}.pick_slot", {"starts_at": starts_at.isoformat()})
        await screen.send(f"{WIZARD}.go_on", {"step": 2})
        await screen.send(f"{WIZARD}.go_on", {"step": 3})
        await screen.until(lambda: screen.var(WIZARD, "step") == 4)

    async def _by_another(self, screens: list[Screen]) -> list[float]:
        """When each screen had it, in ms after this process asked for it."""
        starts_at, provider_id = next(self._for_others)
        new = NewBooking(
            service_id=self._town.service_ids[0],
            location_id=self._town.location_id,
            provider_id=provider_id,
            starts_at=starts_at,
            customer=CustomerDetails(name="Bo Elm"),
        )
        begun = perf_counter()
        booking = await asyncio.to_thread(create_booking, new, by=ADMIN, now=self._now)
        return await _arrivals(screens, booking.id, begun)

    def _times(self, what: str, rounds: list[list[float]], *, most: float) -> Iterator[Figure]:
        where = f"{self._setting.name}, {self._amount.screens} screens, {what}"
        last = [max(each) for each in rounds]
        yield of_runs(f"{where}: the last screen", last, most=most)
        worst = max(last)
        yield Figure(f"{where}: the last screen, worst", worst, "ms", Goal(Bound.AT_MOST, most))
        yield of_runs(f"{where}: the median screen", [median(each) for each in rounds])
        reached = sum(len(each) for each in rounds)
        wanted = len(rounds) * (self._amount.screens - ("wizard" in what))
        yield fact(f"{where}: screens reached", reached, wanted=wanted)

    def _memory(self, memory: list[float], sockets: list[int]) -> Figure:
        """The largest worker; how the screens are spread shows in their sockets."""
        both = zip(memory, sockets, strict=True)
        note = " and ".join(f"{size:.0f} MB with {count} sockets" for size, count in both)
        goal = Goal(Bound.AT_MOST, 250)
        return Figure(f"{self._setting.name}: memory", max(memory), "MB", goal, note)


async def _arrivals(screens: list[Screen], booking_id: str, begun: float) -> list[float]:
    await asyncio.gather(
        *(screen.until(lambda each=screen: booking_id in each.heard) for screen in screens)
    )
    return [(screen.heard[booking_id] - begun) * 1000 for screen in screens]


def _offers(screen: Screen, starts_at: datetime) -> bool:
    groups: list[Any] = screen.var(TIMES, "groups") or []
    wanted = starts_at.isoformat()
    return any(slot["id"] == wanted for group in groups for slot in group["slots"])


def _cookie(number: int) -> str:
    """A new manager who sees everything, signed in."""
    email = f"manager-{number}@example.com"
    given_member(email=email, role=Role.MANAGER)
    return f"{SECURE_COOKIE}={signed_in(email, now=datetime.now(UTC))}"


def _free_starts(monday: date, cells: range) -> Iterator[datetime]:
    """Starts in the afternoons of that week, which the town's own bookings leave free."""
    for on in islice(weekdays_from(monday), 5):
        for cell in cells:
            yield opening_of(on) + cell * HALF_HOUR


def _monday_after(on: date) -> date:
    return on + timedelta(days=7 - on.weekday())

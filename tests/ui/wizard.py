"""The wizard without a browser: a seat at one tab, and what others do meanwhile."""

import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bookings_app.domain.access import Role
from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.domain.customer import CustomerDetails
from bookings_app.ui.new_booking.state import NewBookingState
from bookings_app.ui.new_booking.time_state import TimeState
from bookings_app.usecases.bookings import NewBooking, create_booking
from bookings_app.usecases.listing import list_bookings
from bookings_app.usecases.views import CalendarEntry
from tests.factories import (
    ADMIN,
    Team,
)
from tests.ui.seat import Seat, seated

MADRID = ZoneInfo("Europe/Madrid")
ANA = {"name": "Ana Ruiz", "phone": "", "email": "", "notes": ""}


class Wizard(Seat):
    """The wizard in one tab, and what it shows by now."""

    @property
    def step(self) -> int:
        """The step one is at."""
        return self.shows(NewBookingState, "step")

    async def choose_place(self, team: Team) -> None:
        """Open it, and finish step 1."""
        await self.send(NewBookingState.open)
        await self.send(NewBookingState.pick_service(team.service_id))
        await self.send(NewBookingState.pick_location(team.location_id))
        await self.send(NewBookingState.go_on(1))

    async def choose_start(self, at: datetime) -> None:
        """Finish step 2."""
        await self.send(TimeState.pick_day(at.astimezone(MADRID).date().isoformat()))
        await self.send(TimeState.pick_slot(at.isoformat()))
        await self.send(NewBookingState.go_on(2))

    async def to_the_customer(self, team: Team, at: datetime) -> None:
        """Finish the first three steps."""
        await self.choose_place(team)
        await self.choose_start(at)
        await self.send(NewBookingState.go_on(3))

    async def create(self, **fields: str) -> None:
        """Press Create booking."""
        submission = self.shows(NewBookingState, "submission_id")
        await self.send(NewBookingState.create({**ANA, **fields, "submission": submission}))

    def slots(self) -> dict[str, str]:
        """The starts that are shown, and what their buttons say below."""
        return {
            slot.time: slot.line
            for group in self.shows(TimeState, "groups")
            for slot in group.slots
        }


def wizard(
    visit: Callable[[Wizard], Awaitable[None]],
    role: Role = Role.ADMIN,
    provider_id: str | None = None,
) -> Wizard:
    """Sit down at a fresh tab as a fresh member, and do that."""
    return seated(Wizard, visit, role, provider_id)


def next_monday() -> date:
    """A Monday after today whose week does not end in another month."""
    today = datetime.now(MADRID).date()
    monday = today + timedelta(days=7 - today.weekday())
    while (monday + timedelta(days=6)).month != monday.month:
        monday += timedelta(days=7)
    return monday


def monday_at(hour: int, minute: int = 0) -> datetime:
    """That time next Monday in Madrid."""
    on = next_monday()
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=MADRID).astimezone(UTC)


def taken(team: Team, at: datetime, *, name: str = "Somebody Else") -> None:
    """Somebody else is faster."""
    new = NewBooking(
        service_id=team.service_id,
        location_id=team.location_id,
        provider_id=team.provider_id,
        starts_at=at,
        customer=CustomerDetails(name=name),
    )
    create_booking(new, by=ADMIN, now=datetime.now(UTC))


def booked() -> list[CalendarEntry]:
    """Every booking."""
    around = BookingFilter(
        starts_before=monday_at(12) + timedelta(days=60), ends_after=monday_at(0)
    )
    return list_bookings(around, seen_by=ADMIN)


@contextmanager
def bookings_refused(url: str) -> Iterator[None]:
    """The database refuses every booking meanwhile, for no reason we know of."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        connection.executescript(
            "CREATE TRIGGER no_bookings BEFORE INSERT ON booking"
            " BEGIN SELECT RAISE(ABORT, 'no more bookings'); END"
        )
        yield
        connection.executescript("DROP TRIGGER no_bookings")

"""A town to measure in: twenty providers, and years of bookings put straight into its database."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, update

from bookings_app.db.booking_tables import BookingRow, ChangeCounterRow, ChangeRow, EventRow
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.domain.booking import WITH_EVENT, BookingStatus
from tests.factories import ADMIN, given_location, given_provider, given_service

PROVIDERS = 20
ZONE = ZoneInfo("Europe/Madrid")
OPENS = 9
CELLS = 16  # half hours from 09:00 to 17:00
HALF_HOUR = timedelta(minutes=30)

_FIRST_NAMES = (
    *("Ana", "Bo", "Carla", "Dev", "Elif", "Femi", "Greta", "Hugo", "Ines", "Juri"),
    *("Kaya", "Lars", "Mina", "Nuno", "Olga", "Pau", "Quinn", "Rosa", "Sven", "Tula"),
)
_LAST_NAMES = (
    *("Ash", "Birch", "Cedar", "Elm", "Hazel", "Larch", "Oak", "Pine", "Rowan", "Willow"),
    *("Acacia", "Beech", "Cherry", "Fir", "Holly", "Juniper", "Maple", "Olive", "Plum", "Yew"),
)
_REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_BATCH_DAYS = 20

_PAST = {
    BookingStatus.COMPLETED: 85,
    BookingStatus.CANCELLED: 10,
    BookingStatus.NO_SHOW: 5,
}
_COMING = {
    BookingStatus.CONFIRMED: 85,
    BookingStatus.PENDING: 10,
    BookingStatus.CANCELLED: 5,
}

Columns = dict[str, Any]


@dataclass
class Town:
    """One location whose providers work from 09:00 to 17:00 on weekdays.

    Every working day each provider has `per_day` bookings of half an hour, in some of
    the first `cells` half hours of the day. They reach from `last_on` as far back as it
    takes: more of them are a longer past, and the days that are looked at stay as full
    as they were. The long service, an hour with buffers, is in none of them.
    """

    location_id: str
    service_ids: tuple[str, ...]
    long_service_id: str
    provider_ids: tuple[str, ...]
    now: datetime
    next_on: date
    per_day: int
    cells: int = CELLS
    random: Random = field(default_factory=lambda: Random(2026))
    bookings: int = 0
    changes: int = 0

    def grow_to(self, count: int) -> None:
        """Have `count` bookings, with what follows from them, as if each had been made."""
        while self.bookings < count:
            rows = _Rows()
            for _ in range(_BATCH_DAYS):
                self._fill_day(rows, count)
            with unit_of_work() as work:
                rows.store(work.session.connection())

    def _fill_day(self, rows: "_Rows", count: int) -> None:
        opening = opening_of(self.next_on)
        for number in range(len(self.provider_ids)):
            for cell in sorted(self.random.sample(range(self.cells), self.per_day)):
                if self.bookings < count:
                    self._book(rows, number, opening + cell * HALF_HOUR)
        self.next_on = next(_weekdays_back(self.next_on - timedelta(days=1)))

    def _book(self, rows: "_Rows", number: int, starts_at: datetime) -> None:
        chances = _COMING if starts_at > self.now else _PAST
        (status,) = self.random.choices(list(chances), list(chances.values()))
        booking = self._booking(number, starts_at, status)
        rows.bookings.append(booking)
        self.bookings += 1
        first = (
            BookingStatus.PENDING if status is BookingStatus.PENDING else BookingStatus.CONFIRMED
        )
        self._note(rows, booking, "created", first)
        if status is not first:
            self._note(rows, booking, status, status)
        if status in WITH_EVENT:
            rows.events.append(_event(booking))

    def _booking(self, number: int, starts_at: datetime, status: BookingStatus) -> Columns:
        name = f"{self.random.choice(_FIRST_NAMES)} {self.random.choice(_LAST_NAMES)}"
        letters = self.random.choices(_REFERENCE_LETTERS, k=3)
        kind = self.random.randrange(len(self.service_ids))
        booked_at = starts_at - timedelta(days=14)
        return {
            "id": str(UUID(int=self.random.getrandbits(128), version=4)),
            "reference": f"BK-{self.bookings:06d}{''.join(letters)}",
            "service_id": self.service_ids[kind],
            "location_id": self.location_id,
            "provider_id": self.provider_ids[number],
            "service_name": SERVICE_NAMES[kind],
            "location_name": LOCATION_NAME,
            "provider_name": provider_name(number),
            "contact_id": None,
            "conversation_id": None,
            "customer_name": name,
            "customer_phone": f"+34 600 {self.random.randrange(10**6):06d}",
            "customer_email": f"{name.lower().replace(' ', '.')}@example.com",
            "notes": "Prefers the quiet room." if self.random.random() < 0.2 else "",
            "starts_at": starts_at,
            "ends_at": starts_at + HALF_HOUR,
            "blocks_from": starts_at,
            "blocks_to": starts_at + HALF_HOUR,
            "time_zone": ZONE.key,
            "status": status.value,
            "source": self.random.choice(("manual", "api", "ai_agent")),
            "cancellation_reason": "Flu" if status is BookingStatus.CANCELLED else "",
            "rescheduled_from": None,
            "rescheduled_to": None,
            "created_by_kind": ADMIN.kind.value,
            "created_by_id": ADMIN.id,
            "created_by_name": ADMIN.name,
            "created_at": booked_at,
            "updated_at": booked_at,
            "version": 1,
        }

    def _note(self, rows: "_Rows", booking: Columns, what: str, status: BookingStatus) -> None:
        self.changes += 1
        rows.changes.append(
            {
                "number": self.changes,
                "booking_id": booking["id"],
                "what": what,
                "by_kind": ADMIN.kind.value,
                "by_id": ADMIN.id,
                "by_name": ADMIN.name,
                "at": booking["created_at"],
                "before": {},
                "after": {"status": status.value},
                "reason": booking["cancellation_reason"],
            }
        )
        rows.newest = self.changes


@dataclass
class _Rows:
    bookings: list[Columns] = field(default_factory=list[Columns])
    changes: list[Columns] = field(default_factory=list[Columns])
    events: list[Columns] = field(default_factory=list[Columns])
    newest: int = 0

    def store(self, connection: Connection) -> None:
        """All of them, past the use cases and not past the guards."""
        for table, rows in (
            (BookingRow, self.bookings),
            (ChangeRow, self.changes),
            (EventRow, self.events),
        ):
            if rows:
                connection.execute(insert(table), rows)
        connection.execute(update(ChangeCounterRow).values(number=self.newest))


LOCATION_NAME = "Old Town"
SERVICE_NAMES = ("Haircut", "Consultation", "Repair")


def provider_name(number: int) -> str:
    """What the provider with that number is called."""
    return f"{_FIRST_NAMES[number]} {_LAST_NAMES[number]}"


def given_town(
    *,
    now: datetime,
    last_on: date,
    per_day: int = CELLS // 2,
    cells: int = CELLS,
    providers: int = PROVIDERS,
) -> Town:
    """A town without bookings, made through the use cases. Starts come every quarter of an hour."""
    location_id = given_location(name=LOCATION_NAME, time_zone=ZONE.key)
    service_ids = tuple(
        given_service(
            name=name, location_ids=[location_id], duration_minutes=30, slot_step_minutes=15
        )
        for name in SERVICE_NAMES
    )
    long_service_id = given_service(
        name="Long visit",
        location_ids=[location_id],
        duration_minutes=60,
        buffer_before_minutes=10,
        buffer_after_minutes=15,
        slot_step_minutes=15,
    )
    provider_ids = tuple(
        given_provider(
            name=provider_name(number),
            service_ids=(*service_ids, long_service_id),
            location_id=location_id,
        )
        for number in range(providers)
    )
    return Town(
        location_id=location_id,
        service_ids=service_ids,
        long_service_id=long_service_id,
        provider_ids=provider_ids,
        now=now,
        next_on=next(_weekdays_back(last_on)),
        per_day=per_day,
        cells=cells,
    )


def opening_of(on: date) -> datetime:
    """When the working day begins, in UTC."""
    return datetime.combine(on, time(OPENS), ZONE).astimezone(UTC)


def weekdays_from(first_on: date) -> Iterator[date]:
    """Mondays to Fridays from that date on."""
    while True:
        if first_on.weekday() < 5:
            yield first_on
        first_on += timedelta(days=1)


def _weekdays_back(last_on: date) -> Iterator[date]:
    while True:
        if last_on.weekday() < 5:
            yield last_on
        last_on -= timedelta(days=1)


def _event(booking: Columns) -> Columns:
    return {
        "booking_id": booking["id"],
        "provider_id": booking["provider_id"],
        "title": f"{booking['service_name']} - {booking['customer_name']}",
        "starts_at": booking["starts_at"],
        "ends_at": booking["ends_at"],
        "created_at": booking["created_at"],
        "updated_at": booking["updated_at"],
    }

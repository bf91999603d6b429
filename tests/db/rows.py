"""Rows as they lie in the database, stored past every rule: only the database says no."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import SQLModel

from bookings_app.db.booking_tables import BookingRow, ChangeRow
from bookings_app.db.google_tables import (
    BusyBlockRow,
    CalendarLinkRow,
    GoogleAccountRow,
    GoogleCalendarRow,
    InstallationRow,
)
from bookings_app.db.outbox_tables import OutboxRow, WebhookRow
from bookings_app.db.tables import (
    ClosureRow,
    ContactRow,
    ConversationRow,
    LocationRow,
    MemberRow,
    ProviderRow,
    ServiceRow,
    TimeOffRow,
    WorkingHoursRow,
)
from bookings_app.db.unit_of_work import UnitOfWork, unit_of_work

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

SERVICE = ServiceRow(id="service", name="Haircut", duration_minutes=60, created_at=NOON)
LOCATION = LocationRow(id="location", name="Old Town", time_zone="Europe/Madrid", created_at=NOON)
PROVIDER = ProviderRow(id="provider", name="Petra", created_at=NOON)
OTHER_PROVIDER = ProviderRow(id="other", name="Otto", created_at=NOON)

CATALOGUE = (SERVICE, LOCATION, PROVIDER, OTHER_PROVIDER)

DEFAULTS: dict[type[SQLModel], dict[str, Any]] = {
    BookingRow: {
        "service_id": "service",
        "location_id": "location",
        "provider_id": "provider",
        "service_name": "Haircut",
        "location_name": "Old Town",
        "provider_name": "Petra",
        "customer_name": "Ana Ruiz",
        "starts_at": NOON,
        "ends_at": NOON + HOUR,
        "blocks_from": NOON,
        "blocks_to": NOON + HOUR,
        "time_zone": "Europe/Madrid",
        "status": "confirmed",
        "source": "manual",
        "created_by_kind": "member",
        "created_by_id": "member",
        "created_by_name": "Alba",
        "created_at": NOON,
        "updated_at": NOON,
    },
    ChangeRow: {
        "number": 1,
        "booking_id": "booking",
        "what": "created",
        "by_kind": "member",
        "by_id": "member",
        "by_name": "Alba",
        "at": NOON,
        "after": {"status": "confirmed"},
    },
    ServiceRow: {"name": "Shave", "duration_minutes": 60, "created_at": NOON},
    ProviderRow: {"name": "Pablo", "created_at": NOON},
    MemberRow: {
        "email": "ana@example.org",
        "name": "Ana",
        "role": "admin",
        "password_hash": "-",
        "created_at": NOON,
    },
    WorkingHoursRow: {
        "provider_id": "provider",
        "location_id": "location",
        "weekday": 0,
        "start_minute": 540,
        "end_minute": 1020,
    },
    TimeOffRow: {"provider_id": "provider", "starts_at": NOON, "ends_at": NOON + HOUR},
    ClosureRow: {"first_on": NOON.date(), "last_on": NOON.date()},
    ContactRow: {"name": "Ana Ruiz", "created_at": NOON},
    OutboxRow: {
        "kind": "calendar",
        "subject": "booking",
        "lane": "provider",
        "created_at": NOON,
        "due_at": NOON,
    },
    WebhookRow: {
        "url": "https://example.com/bookings",
        "events": ["booking.created"],
        "secret": "whsec_",
        "created_by_name": "Alba",
        "created_at": NOON,
    },
    GoogleAccountRow: {
        "id": "account",
        "provider_id": "provider",
        "refresh_token": "-",
        "scopes": "",
        "connected_by_name": "Petra",
        "connected_at": NOON,
    },
    GoogleCalendarRow: {
        "account_id": "account",
        "google_id": "petra@example.com",
        "name": "Petra",
        "time_zone": "Europe/Madrid",
    },
    CalendarLinkRow: {
        "booking_id": "booking",
        "calendar_id": "calendar",
        "event_id": "bk0",
        "updated_at": NOON,
    },
    BusyBlockRow: {
        "calendar_id": "calendar",
        "provider_id": "provider",
        "event_id": "dentist",
        "starts_at": NOON,
        "ends_at": NOON + HOUR,
    },
    InstallationRow: {"fingerprint": "-"},
    ConversationRow: {"contact_id": "contact", "channel": "whatsapp", "external_id": "34600"},
}


def add(work: UnitOfWork, table: type[SQLModel], **columns: object) -> None:
    """Store a row in the transaction of `work`, as plain SQL."""
    row = table(**{**DEFAULTS.get(table, {}), **columns})
    work.session.connection().execute(insert(table).values(row.model_dump()))


def stored(table: type[SQLModel], **columns: object) -> None:
    """Store a row, committed."""
    with unit_of_work() as work:
        add(work, table, **columns)


def given_catalogue() -> None:
    """Store a service, a location and two providers."""
    with unit_of_work() as work:
        for row in CATALOGUE:
            work.session.connection().execute(insert(type(row)).values(row.model_dump()))


def booked(starts_at: datetime, ends_at: datetime, **columns: object) -> None:
    """Store a booking without buffers, committed."""
    times = {"starts_at": starts_at, "ends_at": ends_at}
    blocks = {"blocks_from": starts_at, "blocks_to": ends_at}
    stored(BookingRow, **{**times, **blocks, **columns})

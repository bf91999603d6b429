"""Bookings that tests begin with, made through the use cases, and what hangs on them."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import inspect
from sqlmodel import SQLModel, col, select

from bookings_app.db.booking_tables import (
    BookingRow,
    ChangeCounterRow,
    ChangeRow,
    EventRow,
    NotificationRow,
    SubmissionRow,
)
from bookings_app.db.bookings import CALENDAR
from bookings_app.db.outbox_tables import DeliveryRow, OutboxRow
from bookings_app.db.unit_of_work import reading
from bookings_app.domain.access import Actor
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.customer import CustomerDetails
from bookings_app.usecases import changes
from bookings_app.usecases.bookings import NewBooking, create_booking
from bookings_app.usecases.doctor import examine
from bookings_app.usecases.rescheduling import reschedule_booking
from bookings_app.usecases.status_changes import (
    cancel_booking,
    complete_booking,
    confirm_booking,
    mark_no_show,
)
from tests.factories import ADMIN, NOON, Team, given_team

# The Monday after NOON, 10:00 in Madrid; and once the day's work is over.
TEN = datetime(2026, 3, 9, 9, tzinfo=UTC)
EVENING = datetime(2026, 3, 9, 18, tzinfo=UTC)
HALF_HOUR = timedelta(minutes=30)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

_TABLES: tuple[type[SQLModel], ...] = (
    BookingRow,
    ChangeCounterRow,
    ChangeRow,
    DeliveryRow,
    EventRow,
    NotificationRow,
    OutboxRow,
    SubmissionRow,
)

ANA = CustomerDetails("Ana Ruiz", "+34 600 111 222", "ana@example.com", "Window seat")


@dataclass(frozen=True, slots=True)
class Event:
    """What a provider's calendar shows of a booking."""

    provider_id: str
    title: str
    starts_at: datetime
    ends_at: datetime


def wanted(
    team: Team,
    starts_at: datetime = TEN,
    *,
    customer: CustomerDetails = ANA,
    provider_id: str | None = None,
    contact_id: str | None = None,
    conversation_id: str | None = None,
    found_by: str = "",
    submission_id: str | None = None,
) -> NewBooking:
    """What is sent to book that team."""
    return NewBooking(
        service_id=team.service_id,
        location_id=team.location_id,
        provider_id=provider_id or team.provider_id,
        starts_at=starts_at,
        customer=customer,
        contact_id=contact_id,
        conversation_id=conversation_id,
        found_by=found_by,
        submission_id=submission_id,
    )


def given_booking(
    team: Team | None = None,
    starts_at: datetime = TEN,
    *,
    status: BookingStatus | None = None,
    contact_id: str | None = None,
    by: Actor = ADMIN,
) -> str:
    """A booking led to that status, if any is named; its id.

    Only a team that asks for approval has pending ones, and the default team does. A
    rescheduled one has moved to the day after.
    """
    team = team or given_team(requires_approval=True)
    made = create_booking(wanted(team, starts_at, contact_id=contact_id), by=by, now=NOON)
    if status not in {None, BookingStatus.PENDING} and made.status is BookingStatus.PENDING:
        confirm_booking(made.id, by=by, now=NOON)
    match status:
        case BookingStatus.CANCELLED:
            cancel_booking(made.id, by=by, reason="Flu", now=NOON)
        case BookingStatus.COMPLETED:
            complete_booking(made.id, by=by, now=EVENING)
        case BookingStatus.NO_SHOW:
            mark_no_show(made.id, by=by, now=EVENING)
        case BookingStatus.RESCHEDULED:
            reschedule_booking(made.id, starts_at + DAY, by=by, now=NOON)
        case _:
            pass
    return made.id


def history(booking_id: str) -> list[str]:
    """What happened to a booking, oldest first."""
    with reading() as look:
        query = select(ChangeRow.what).where(ChangeRow.booking_id == booking_id)
        return list(look.session.exec(query.order_by(col(ChangeRow.number))))


def event_of(booking_id: str) -> Event | None:
    """What its provider's calendar shows of a booking."""
    with reading() as look:
        row = look.session.get(EventRow, booking_id)
        return row and Event(row.provider_id, row.title, row.starts_at, row.ends_at)


def promised_looks() -> list[str]:
    """The bookings that are promised a look from outside."""
    with reading() as look:
        query = select(OutboxRow.subject).where(OutboxRow.kind == CALENDAR)
        return list(look.session.exec(query.order_by(OutboxRow.subject)))


def stored(table: type[SQLModel]) -> list[dict[str, Any]]:
    """Every row of a table, by what its columns hold, from the first on."""
    columns = [column.name for column in inspect(table).columns]
    with reading() as look:
        rows = [row.model_dump() for row in look.session.exec(select(table))]
    return sorted(rows, key=lambda row: json.dumps([row[name] for name in columns], default=str))


def everything_stored() -> dict[str, list[dict[str, Any]]]:
    """Every row of all that a booking brings with it."""
    return {table.__name__: stored(table) for table in _TABLES}


@contextmanager
def announcements() -> Generator[list[int]]:
    """Collect what is announced meanwhile: the newest change at each time."""
    heard: list[int] = []
    with changes.listening(lambda: heard.append(changes.newest_change())):
        yield heard


@contextmanager
def nothing_happens() -> Generator[None]:
    """Insist that nothing is stored or announced meanwhile."""
    before = everything_stored()
    with announcements() as heard:
        yield
    assert everything_stored() == before
    assert heard == []


def insist_that_all_is_well(database_url: str) -> None:
    """Have the doctor look at everything."""
    assert [check for check in examine(database_url) if not check.ok] == []

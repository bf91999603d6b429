"""The data: how all providers are connected with Google, and what waits to be written there."""

from collections.abc import Sequence

from sqlalchemy import case, delete, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.bookings import CALENDAR
from bookings_app.db.google_tables import GoogleAccountRow, GoogleCalendarRow
from bookings_app.db.outbox import DEAD, READY
from bookings_app.db.outbox_tables import OutboxRow
from bookings_app.db.tables import ProviderRow
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.google_accounts import GoogleStatus


def providers_with_accounts(
    work: UnitOfWork,
) -> Sequence[tuple[ProviderRow, GoogleAccountRow | None]]:
    """Every provider that can be booked or has an account, by name, and that account."""
    query = (
        select(ProviderRow, GoogleAccountRow)
        .outerjoin(GoogleAccountRow, col(GoogleAccountRow.provider_id) == col(ProviderRow.id))
        .where(or_(col(ProviderRow.archived_at).is_(None), col(GoogleAccountRow.id).is_not(None)))
        .order_by(col(ProviderRow.name), col(ProviderRow.id))
    )
    return work.session.exec(query).all()


def used_calendars(work: UnitOfWork) -> Sequence[GoogleCalendarRow]:
    """The calendars that are written to or keep somebody busy, by name."""
    query = (
        select(GoogleCalendarRow)
        .where(or_(col(GoogleCalendarRow.writes), col(GoogleCalendarRow.blocks)))
        .order_by(col(GoogleCalendarRow.name), col(GoogleCalendarRow.id))
    )
    return work.session.exec(query).all()


def promised_looks(work: UnitOfWork) -> Sequence[tuple[str, str, int]]:
    """How many looks are promised of each provider, by state."""
    number = func.count()
    query = (
        select_columns(col(OutboxRow.lane), col(OutboxRow.state), number)
        .where(col(OutboxRow.kind) == CALENDAR)
        .group_by(col(OutboxRow.lane), col(OutboxRow.state))
    )
    return [(row[0], row[1], row[2]) for row in work.session.connection().execute(query)]


def looks_that_failed(work: UnitOfWork, *, limit: int) -> Sequence[tuple[OutboxRow, BookingRow]]:
    """Looks that are tried again, or are not any more, with their bookings, the oldest first."""
    query = (
        select(OutboxRow, BookingRow)
        .join(BookingRow, col(BookingRow.id) == col(OutboxRow.subject))
        .join(GoogleAccountRow, col(GoogleAccountRow.provider_id) == col(OutboxRow.lane))
        .where(col(OutboxRow.kind) == CALENDAR)
        .where(or_(col(OutboxRow.state) != READY, col(OutboxRow.reason) != ""))
        .order_by(col(OutboxRow.state), col(OutboxRow.created_at), col(OutboxRow.id))
        .limit(limit)
    )
    return work.session.exec(query).all()


def look_promised(work: UnitOfWork, booking_id: str) -> OutboxRow | None:
    """The look that is promised to a booking."""
    query = select(OutboxRow).where(
        col(OutboxRow.kind) == CALENDAR, col(OutboxRow.subject) == booking_id
    )
    return work.session.exec(query).first()


def forget_look(work: UnitOfWork, promise_id: str) -> None:
    """Promise it no more."""
    work.session.connection().execute(delete(OutboxRow).where(col(OutboxRow.id) == promise_id))


def looks_given_up(work: UnitOfWork, provider_id: str) -> Sequence[OutboxRow]:
    """A provider's looks that are not tried any more, the oldest first."""
    query = select(OutboxRow).where(
        OutboxRow.kind == CALENDAR, OutboxRow.state == DEAD, OutboxRow.lane == provider_id
    )
    return work.session.exec(query.order_by(col(OutboxRow.created_at), col(OutboxRow.id))).all()


def troubled_accounts(work: UnitOfWork) -> Sequence[tuple[str, str, int]]:
    """Each account that must be connected again, or of which looks were given up, by name.

    Provider id, name, and how many looks those are: 0 of an account without access.
    """
    given_up = (
        select_columns(col(OutboxRow.lane), func.count().label("looks"))
        .where(col(OutboxRow.kind) == CALENDAR, col(OutboxRow.state) == DEAD)
        .group_by(col(OutboxRow.lane))
        .subquery()
    )
    lost = col(GoogleAccountRow.status) == GoogleStatus.RECONNECT
    query = (
        select_columns(
            col(ProviderRow.id),
            col(ProviderRow.name),
            case((lost, 0), else_=func.coalesce(given_up.c.looks, 0)),
        )
        .join(GoogleAccountRow, col(GoogleAccountRow.provider_id) == col(ProviderRow.id))
        .outerjoin(given_up, given_up.c.lane == col(ProviderRow.id))
        .where(or_(lost, given_up.c.looks > 0))
        .order_by(col(ProviderRow.name), col(ProviderRow.id))
    )
    return [(row[0], row[1], row[2]) for row in work.session.connection().execute(query)]

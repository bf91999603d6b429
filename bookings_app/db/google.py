"""The data: which event a booking has in Google, and which it should have."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, update
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from bookings_app.db.booking_tables import BookingRow, EventRow
from bookings_app.db.bookings import CALENDAR
from bookings_app.db.google_accounts import POLL
from bookings_app.db.google_tables import CalendarLinkRow, GoogleAccountRow, GoogleCalendarRow
from bookings_app.db.outbox import READY, Promise, promise
from bookings_app.db.outbox_tables import OutboxRow
from bookings_app.db.tables import LocationRow
from bookings_app.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Situation:
    """A booking, its event in its provider's calendar here, and what is in Google.

    `address` is its location's; `linked` is the calendar of the link, `writing` the one that
    bookings are written to.
    """

    booking: BookingRow
    address: str
    event: EventRow | None
    account: GoogleAccountRow | None
    writing: GoogleCalendarRow | None
    link: CalendarLinkRow | None
    linked: GoogleCalendarRow | None


def situation(work: UnitOfWork, booking_id: str) -> Situation | None:
    """All that decides about a booking's event in Google."""
    session = work.session
    booking = session.get(BookingRow, booking_id)
    if booking is None:
        return None
    account = session.exec(
        select(GoogleAccountRow).where(GoogleAccountRow.provider_id == booking.provider_id)
    ).first()
    link = session.get(CalendarLinkRow, booking_id)
    return Situation(
        booking=booking,
        address=session.get_one(LocationRow, booking.location_id).address,
        event=session.get(EventRow, booking_id),
        account=account,
        writing=writing_calendar(work, account.id) if account else None,
        link=link,
        linked=session.get(GoogleCalendarRow, link.calendar_id) if link else None,
    )


def writing_calendar(work: UnitOfWork, account_id: str) -> GoogleCalendarRow | None:
    """The calendar of an account that bookings are written to."""
    query = select(GoogleCalendarRow).where(GoogleCalendarRow.account_id == account_id)
    return work.session.exec(query.where(col(GoogleCalendarRow.writes))).first()


def link_of(work: UnitOfWork, booking_id: str) -> CalendarLinkRow | None:
    """A booking's link: nobody else changes it meanwhile."""
    query = select(CalendarLinkRow).where(CalendarLinkRow.booking_id == booking_id)
    return work.session.exec(query.with_for_update()).first()


def links_of(work: UnitOfWork, booking_ids: Collection[str]) -> Sequence[CalendarLinkRow]:
    """The links of these bookings."""
    query = select(CalendarLinkRow).where(col(CalendarLinkRow.booking_id).in_(booking_ids))
    return work.session.exec(query).all()


def remove_link(work: UnitOfWork, booking_id: str) -> None:
    """Forget that a booking has an event in Google."""
    work.session.connection().execute(
        delete(CalendarLinkRow).where(col(CalendarLinkRow.booking_id) == booking_id)
    )


def promise_look(work: UnitOfWork, booking_id: str, provider_id: str, *, now: datetime) -> None:
    """Promise to compare a booking with its event in Google."""
    promise(work, Promise(CALENDAR, subject=booking_id, lane=provider_id), now=now)


def promise_poll(work: UnitOfWork, calendar: GoogleCalendarRow, *, now: datetime) -> None:
    """Promise to look at a calendar's events: at once, and from then on again and again."""
    promise(work, Promise(POLL, subject=calendar.id, lane=calendar.account_id), now=now)


def differing(work: UnitOfWork, account: GoogleAccountRow, *, now: datetime) -> list[str]:
    """An account's bookings that have no event there and should, or have one and should not.

    Of those that should, only what is not over.
    """
    has_link = exists().where(col(CalendarLinkRow.booking_id) == col(EventRow.booking_id))
    missing = select_columns(col(EventRow.booking_id)).where(
        col(EventRow.provider_id) == account.provider_id, col(EventRow.ends_at) > now, ~has_link
    )
    has_event = exists().where(col(EventRow.booking_id) == col(CalendarLinkRow.booking_id))
    left_over = (
        select_columns(col(CalendarLinkRow.booking_id))
        .join(GoogleCalendarRow, col(GoogleCalendarRow.id) == col(CalendarLinkRow.calendar_id))
        .where(col(GoogleCalendarRow.account_id) == account.id, ~has_event)
    )
    connection = work.session.connection()
    return [*connection.execute(missing).scalars(), *connection.execute(left_over).scalars()]


def doubt_events(work: UnitOfWork, *, now: datetime) -> None:
    """Count no event of a booking to come as known to be there, and promise to look at each."""
    to_come = select_columns(col(EventRow.booking_id)).where(col(EventRow.ends_at) > now)
    connection = work.session.connection()
    linked = col(CalendarLinkRow.booking_id)
    connection.execute(update(CalendarLinkRow).where(linked.in_(to_come)).values(synced_version=""))
    found = connection.execute(
        select_columns(linked, col(BookingRow.provider_id))
        .join(BookingRow, col(BookingRow.id) == linked)
        .where(linked.in_(to_come))
        .order_by(col(BookingRow.starts_at), col(BookingRow.id))
    )
    for booking_id, provider_id in found.all():
        promise_look(work, booking_id, provider_id, now=now)


_ANY_ACCOUNT = select_columns(col(GoogleAccountRow.id)).limit(1)


def any_account(work: UnitOfWork) -> bool:
    """Whether anybody has connected an account."""
    return work.session.connection().execute(_ANY_ACCOUNT).first() is not None


def looks_for_nobody(work: UnitOfWork) -> bool:
    """Whether looks are promised whose providers have no account."""
    query = select_columns(col(OutboxRow.id)).where(_for_nobody()).limit(1)
    return work.session.connection().execute(query).first() is not None


def forget_looks_for_nobody(work: UnitOfWork) -> None:
    """Forget looks whose providers have no account: connecting one promises what is needed."""
    work.session.connection().execute(delete(OutboxRow).where(_for_nobody()))


def _for_nobody() -> ColumnElement[bool]:
    has_account = exists().where(col(GoogleAccountRow.provider_id) == col(OutboxRow.lane))
    return (col(OutboxRow.kind) == CALENDAR) & (col(OutboxRow.state) == READY) & ~has_account

"""The data: when events in Google keep providers busy, and how far their calendars are known."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.google_accounts import POLL
from bookings_app.db.google_tables import (
    BusyBlockRow,
    CalendarLinkRow,
    GoogleAccountRow,
    GoogleCalendarRow,
)
from bookings_app.db.outbox_tables import OutboxRow
from bookings_app.db.types import new_id
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.interval import Interval

# SQLite takes so many values in one statement and no more.
_AT_ONCE = 500


def calendar(
    work: UnitOfWork, calendar_id: str, *, for_update: bool = False
) -> tuple[GoogleCalendarRow, GoogleAccountRow] | None:
    """A calendar and its account. Locked `for_update`, nobody else changes it meanwhile."""
    query = (
        select(GoogleCalendarRow, GoogleAccountRow)
        .join(GoogleAccountRow, col(GoogleAccountRow.id) == col(GoogleCalendarRow.account_id))
        .where(GoogleCalendarRow.id == calendar_id)
    )
    if for_update:
        query = query.with_for_update(of=GoogleCalendarRow)
    return work.session.exec(query).first()


def keep(
    work: UnitOfWork,
    calendar_id: str,
    provider_id: str,
    busy: Mapping[str, Interval],
    *,
    instead_of: Collection[str] | None,
) -> None:
    """Keep when events make the provider busy, by the events' ids, instead of what was kept.

    That is all of the calendar's, or what was kept of these events only.
    """
    former = delete(BusyBlockRow).where(col(BusyBlockRow.calendar_id) == calendar_id)
    connection = work.session.connection()
    if instead_of is None:
        connection.execute(former)
    else:
        for some in _in_parts(instead_of):
            connection.execute(former.where(col(BusyBlockRow.event_id).in_(some)))
    rows = [_block(calendar_id, provider_id, event_id, time) for event_id, time in busy.items()]
    if rows:
        connection.execute(insert(BusyBlockRow), rows)


def links_to(
    work: UnitOfWork, calendar_id: str, event_ids: Collection[str]
) -> list[CalendarLinkRow]:
    """The links to these events of a calendar."""
    query = select(CalendarLinkRow).where(CalendarLinkRow.calendar_id == calendar_id)
    return [
        link
        for some in _in_parts(event_ids)
        for link in work.session.exec(query.where(col(CalendarLinkRow.event_id).in_(some)))
    ]


def calendars_linked(work: UnitOfWork, booking_ids: Collection[str]) -> dict[str, str]:
    """The calendars that these bookings have an event in, by booking."""
    query = select(CalendarLinkRow.booking_id, CalendarLinkRow.calendar_id)
    found: dict[str, str] = {}
    for some in _in_parts(booking_ids):
        wanted = query.where(col(CalendarLinkRow.booking_id).in_(some))
        found.update(work.session.exec(wanted).all())
    return found


def missing(
    work: UnitOfWork,
    calendar_id: str,
    told: Collection[str],
    window: Interval,
    *,
    before: datetime,
) -> list[str]:
    """Bookings within a window whose events should have been told of and were not.

    Of events that were known to be there before that.
    """
    query = (
        select(CalendarLinkRow.booking_id, CalendarLinkRow.event_id)
        .join(BookingRow, col(BookingRow.id) == col(CalendarLinkRow.booking_id))
        .where(CalendarLinkRow.calendar_id == calendar_id)
        .where(CalendarLinkRow.synced_version != "", CalendarLinkRow.inbound != "deleted")
        .where(CalendarLinkRow.updated_at < before)
        .where(BookingRow.ends_at > window.starts_at, BookingRow.starts_at < window.ends_at)
    )
    return [booking_id for booking_id, event_id in work.session.exec(query) if event_id not in told]


def bookings_named(work: UnitOfWork, booking_ids: Collection[str]) -> dict[str, str]:
    """Those of these that are bookings, with their providers."""
    found: dict[str, str] = {}
    for some in _in_parts(booking_ids):
        query = select(BookingRow.id, BookingRow.provider_id)
        found.update(work.session.exec(query.where(col(BookingRow.id).in_(some))).all())
    return found


def calendars_without_poll(work: UnitOfWork) -> Sequence[GoogleCalendarRow]:
    """Calendars that are used and that nobody has promised to look at."""
    promised = select_columns(col(OutboxRow.subject)).where(col(OutboxRow.kind) == POLL)
    query = select(GoogleCalendarRow).where(
        col(GoogleCalendarRow.writes) | col(GoogleCalendarRow.blocks),
        col(GoogleCalendarRow.id).not_in(promised),
    )
    return work.session.exec(query).all()


def _block(calendar_id: str, provider_id: str, event_id: str, time: Interval) -> dict[str, Any]:
    return {
        "id": new_id(),
        "calendar_id": calendar_id,
        "provider_id": provider_id,
        "event_id": event_id,
        "starts_at": time.starts_at,
        "ends_at": time.ends_at,
    }


def _in_parts(values: Iterable[str]) -> Iterable[list[str]]:
    rest = list(values)
    return (rest[first : first + _AT_ONCE] for first in range(0, len(rest), _AT_ONCE))

"""The data: bookings and what happened to them, page by page."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, tuple_
from sqlmodel import col, or_, select

from bookings_app.db.booking_tables import BookingRow, ChangeRow
from bookings_app.db.letter_case import holds_text
from bookings_app.db.listing import LONGEST_BOOKING, visible_to
from bookings_app.db.tables import ContactRow, LocationRow, ProviderRow, ServiceRow
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import BookingVisibility
from bookings_app.domain.booking_filter import BookingSearch

# Where a page ends: start and id of its last booking.
Place = tuple[datetime, str]

_SEARCHED = (
    col(BookingRow.customer_name),
    col(BookingRow.customer_phone),
    col(BookingRow.customer_email),
    col(BookingRow.reference),
)

_NAMED: dict[str, type[ServiceRow | LocationRow | ProviderRow | ContactRow]] = {
    "service": ServiceRow,
    "location": LocationRow,
    "provider": ProviderRow,
    "contact": ContactRow,
}


def page(
    work: UnitOfWork,
    wanted: BookingSearch,
    visibility: BookingVisibility,
    *,
    limit: int,
    after: Place | None,
) -> list[BookingRow]:
    """The bookings wanted by start and id, from behind `after` on."""
    query = (
        select(BookingRow)
        .where(visible_to(visibility), *_conditions(wanted))
        .order_by(col(BookingRow.starts_at), col(BookingRow.id))
        .limit(limit)
    )
    if after is not None:
        place = tuple_(col(BookingRow.starts_at), col(BookingRow.id))
        query = query.where(place > tuple_(*after))
    return list(work.session.exec(query))


def changes_page(
    work: UnitOfWork,
    visibility: BookingVisibility,
    *,
    after: int,
    limit: int,
    booking_id: str | None = None,
) -> list[ChangeRow]:
    """What happened after change `after` to visible bookings, or to one, in order."""
    query = (
        select(ChangeRow)
        .join(BookingRow, col(BookingRow.id) == col(ChangeRow.booking_id))
        .where(col(ChangeRow.number) > after, visible_to(visibility))
        .order_by(col(ChangeRow.number))
        .limit(limit)
    )
    if booking_id is not None:
        query = query.where(col(ChangeRow.booking_id) == booking_id)
    return list(work.session.exec(query))


def known_ids(work: UnitOfWork, what: str, ids: Collection[str]) -> frozenset[str]:
    """Those of `ids` that a service, location, provider or contact has, archived or not."""
    table = _NAMED[what]
    id_column = col(table.id)
    return frozenset(work.session.exec(select(table.id).where(id_column.in_(ids))))


def _conditions(wanted: BookingSearch) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        column.in_(values)
        for column, values in (
            (col(BookingRow.service_id), wanted.service_ids),
            (col(BookingRow.location_id), wanted.location_ids),
            (col(BookingRow.provider_id), wanted.provider_ids),
            (col(BookingRow.status), wanted.statuses),
        )
        if values
    ]
    if wanted.starts_before is not None:
        found.append(col(BookingRow.starts_at) < wanted.starts_before)
    if wanted.ends_after is not None:
        found.append(col(BookingRow.starts_at) > wanted.ends_after - LONGEST_BOOKING)
        found.append(col(BookingRow.ends_at) > wanted.ends_after)
    if wanted.contact_id is not None:
        found.append(col(BookingRow.contact_id) == wanted.contact_id)
    if wanted.updated_since is not None:
        found.append(col(BookingRow.updated_at) >= wanted.updated_since)
    if wanted.text:
        found.append(or_(*(holds_text(column, wanted.text) for column in _SEARCHED)))
    return found

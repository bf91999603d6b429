"""The data: which bookings somebody sees, and the lists made of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, false, literal, or_, select, true
from sqlalchemy.orm import Mapped
from sqlmodel import col

from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.google_tables import CalendarLinkRow
from bookings_app.db.tables import (
    LocationRow,
    ProviderRow,
    ProviderServiceRow,
    ServiceLocationRow,
    ServiceRow,
    WorkingHoursRow,
)
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import BookingVisibility
from bookings_app.domain.actor import Limits
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.domain.google_answers import Inbound

# A service takes a day at most, so what still runs began no earlier than that.
LONGEST_BOOKING = timedelta(minutes=1_440)


def _undecided(inbound: Inbound) -> ColumnElement[bool]:
    """The condition on bookings whose event a person in Google did that to."""
    of_those = select(col(CalendarLinkRow.booking_id)).where(
        col(CalendarLinkRow.inbound) == literal(inbound.value, literal_execute=True)
    )
    return and_(
        col(BookingRow.status) == BookingStatus.CONFIRMED.value,
        col(BookingRow.id).in_(of_those),
    )


UNDECIDED = or_(*(_undecided(each) for each in (Inbound.MOVED, Inbound.DELETED)))
IN_GOOGLE = case(
    *((_undecided(each), each.value) for each in (Inbound.MOVED, Inbound.DELETED)), else_=""
)

# In the order of CalendarEntry's fields.
ENTRY_COLUMNS: tuple[ColumnElement[Any] | Mapped[Any], ...] = (
    col(BookingRow.id),
    col(BookingRow.reference),
    col(BookingRow.service_id),
    col(BookingRow.service_name),
    col(BookingRow.location_id),
    col(BookingRow.location_name),
    col(BookingRow.provider_id),
    col(BookingRow.provider_name),
    col(BookingRow.contact_id),
    col(BookingRow.customer_name),
    col(BookingRow.starts_at),
    col(BookingRow.ends_at),
    col(BookingRow.time_zone),
    col(BookingRow.status),
    col(BookingRow.source),
    col(BookingRow.outside_hours),
    IN_GOOGLE,
)


def visible_to(visibility: BookingVisibility) -> ColumnElement[bool]:
    """The condition on bookings that hides what is not to be seen. Every read uses it."""
    within = _within(visibility.limits)
    if visibility.everything:
        return within
    ways: list[ColumnElement[bool]] = []
    if visibility.provider_ids:
        ways.append(col(BookingRow.provider_id).in_(visibility.provider_ids))
    if visibility.service_ids:
        ways.append(col(BookingRow.service_id).in_(visibility.service_ids))
    if visibility.contact_ids:
        ways.append(col(BookingRow.contact_id).in_(visibility.contact_ids))
    return and_(within, or_(false(), *ways))


def not_over(now: datetime) -> ColumnElement[bool]:
    """The condition on bookings that have not ended, for the index on their starts."""
    return and_(col(BookingRow.ends_at) > now, col(BookingRow.starts_at) > now - LONGEST_BOOKING)


def entries(
    work: UnitOfWork, wanted: BookingFilter, visibility: BookingVisibility
) -> Sequence[Sequence[Any]]:
    """ENTRY_COLUMNS of the bookings wanted, by start and id."""
    query = (
        select(*ENTRY_COLUMNS)
        .where(col(BookingRow.starts_at) < wanted.starts_before)
        .where(col(BookingRow.starts_at) > wanted.ends_after - LONGEST_BOOKING)
        .where(col(BookingRow.ends_at) > wanted.ends_after)
        .where(visible_to(visibility))
        .order_by(col(BookingRow.starts_at), col(BookingRow.id))
    )
    for column, values in (
        (col(BookingRow.service_id), wanted.service_ids),
        (col(BookingRow.location_id), wanted.location_ids),
        (col(BookingRow.provider_id), wanted.provider_ids),
        (col(BookingRow.status), wanted.statuses),
    ):
        if values:
            query = query.where(column.in_(values))
    return work.session.connection().execute(query).all()


def services_to_filter(work: UnitOfWork, visibility: BookingVisibility) -> Sequence[Row[str, str]]:
    """Id and name of services that visible bookings can have, by name."""
    own = select(col(ProviderServiceRow.service_id)).where(
        col(ProviderServiceRow.provider_id).in_(visibility.provider_ids)
    )
    query = (
        select(col(ServiceRow.id), col(ServiceRow.name))
        .where(col(ServiceRow.archived_at).is_(None))
        .where(
            _all_or(
                visibility,
                col(ServiceRow.id).in_(own),
                col(ServiceRow.id).in_(_booked_of(visibility, BookingRow.service_id)),
                col(ServiceRow.id).in_(visibility.service_ids),
            )
        )
        .order_by(col(ServiceRow.name), col(ServiceRow.id))
    )
    return work.session.connection().execute(query).all()


def locations_to_filter(work: UnitOfWork, visibility: BookingVisibility) -> Sequence[Row[str, str]]:
    """Id and name of locations that visible bookings can have, by name."""
    own = select(col(WorkingHoursRow.location_id)).where(
        col(WorkingHoursRow.provider_id).in_(visibility.provider_ids)
    )
    assigned = select(col(ServiceLocationRow.location_id)).where(
        col(ServiceLocationRow.service_id).in_(visibility.service_ids)
    )
    query = (
        select(col(LocationRow.id), col(LocationRow.name))
        .where(col(LocationRow.archived_at).is_(None))
        .where(
            _all_or(
                visibility,
                col(LocationRow.id).in_(own),
                col(LocationRow.id).in_(_booked_of(visibility, BookingRow.location_id)),
                col(LocationRow.id).in_(assigned),
            )
        )
        .order_by(col(LocationRow.name), col(LocationRow.id))
    )
    return work.session.connection().execute(query).all()


def providers_to_filter(work: UnitOfWork, visibility: BookingVisibility) -> Sequence[Row[str, str]]:
    """Id and name of providers that visible bookings can have, by name."""
    colleagues = select(col(ProviderServiceRow.provider_id)).where(
        col(ProviderServiceRow.service_id).in_(visibility.service_ids)
    )
    query = (
        select(col(ProviderRow.id), col(ProviderRow.name))
        .where(col(ProviderRow.archived_at).is_(None))
        .where(
            _all_or(
                visibility,
                col(ProviderRow.id).in_(visibility.provider_ids),
                col(ProviderRow.id).in_(colleagues),
            )
        )
        .order_by(col(ProviderRow.name), col(ProviderRow.id))
    )
    return work.session.connection().execute(query).all()


def _within(limits: Limits) -> ColumnElement[bool]:
    """The condition on bookings that name nothing beyond a key's limits."""
    named = (
        (col(BookingRow.location_id), limits.location_ids),
        (col(BookingRow.service_id), limits.service_ids),
        (col(BookingRow.provider_id), limits.provider_ids),
    )
    return and_(true(), *(column.in_(allowed) for column, allowed in named if allowed))


def _booked_of(visibility: BookingVisibility, id_column: str) -> Select[str]:
    """What a provider's own bookings name, though it may not be theirs any more."""
    return (
        select(col(id_column))
        .where(col(BookingRow.provider_id).in_(visibility.provider_ids))
        .distinct()
    )


def _all_or(visibility: BookingVisibility, *ways: ColumnElement[bool]) -> ColumnElement[bool]:
    return true() if visibility.everything else or_(*ways)

"""The data: what is asked about slots, put together once, with names for what differs.

Every booking asks all of it, and putting a statement together takes longer than
SQLite takes to answer it.
"""

from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, func, label, literal, or_, select
from sqlalchemy.sql.elements import Label
from sqlmodel import col

from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.google_tables import BusyBlockRow
from bookings_app.db.tables import (
    ClosureRow,
    DateOverrideRow,
    LocationRow,
    ProviderRow,
    ProviderServiceRow,
    ServiceLocationRow,
    ServiceRow,
    TimeOffRow,
    WorkingHoursRow,
)
from bookings_app.domain.booking import HOLDING

_PROVIDERS: BindParameter[Any] = bindparam("provider_ids", expanding=True)

_HOLDS = col(BookingRow.status).in_(sorted(HOLDING))

_OFFER_NAMES: tuple[Label[Any], ...] = (
    label("service_id", col(ServiceRow.id)),
    label("service_name", col(ServiceRow.name)),
    label("service_archived_at", col(ServiceRow.archived_at)),
    label("location_id", col(LocationRow.id)),
    label("location_name", col(LocationRow.name)),
    label("location_archived_at", col(LocationRow.archived_at)),
    label("offered_here", col(ServiceLocationRow.location_id)),
)

OFFER = (
    select(
        *_OFFER_NAMES,
        col(ServiceRow.duration_minutes),
        col(ServiceRow.buffer_before_minutes),
        col(ServiceRow.buffer_after_minutes),
        col(ServiceRow.slot_step_minutes),
        col(ServiceRow.requires_approval),
        col(ServiceRow.min_notice_minutes),
        col(ServiceRow.booking_window_days),
        col(ServiceRow.available_from),
        col(ServiceRow.available_to),
        col(LocationRow.time_zone),
    )
    .select_from(ServiceRow)
    .outerjoin(LocationRow, col(LocationRow.id) == bindparam("location_id"))
    .outerjoin(
        ServiceLocationRow,
        and_(
            col(ServiceLocationRow.service_id) == col(ServiceRow.id),
            col(ServiceLocationRow.location_id) == col(LocationRow.id),
        ),
    )
    .where(col(ServiceRow.id) == bindparam("service_id"))
)

_DOES_SERVICE: Label[Any] = label("does_service", col(ProviderServiceRow.service_id))

CANDIDATES = (
    select(col(ProviderRow.id), col(ProviderRow.name), col(ProviderRow.archived_at), _DOES_SERVICE)
    .outerjoin(
        ProviderServiceRow,
        and_(
            col(ProviderServiceRow.provider_id) == col(ProviderRow.id),
            col(ProviderServiceRow.service_id) == bindparam("service_id"),
        ),
    )
    .order_by(col(ProviderRow.name), col(ProviderRow.id))
)

CANDIDATE = CANDIDATES.where(col(ProviderRow.id) == bindparam("provider_id"))

CANDIDATE_LOCKED = CANDIDATE.with_for_update(of=ProviderRow, key_share=True)

CLOSURES = select(
    col(ClosureRow.location_id), col(ClosureRow.first_on), col(ClosureRow.last_on)
).where(
    or_(
        col(ClosureRow.location_id).is_(None),
        col(ClosureRow.location_id) == bindparam("location_id"),
    ),
    col(ClosureRow.first_on) <= bindparam("last_on"),
    col(ClosureRow.last_on) >= bindparam("first_on"),
)

WEEKLY_HOURS = select(
    col(WorkingHoursRow.provider_id),
    col(WorkingHoursRow.weekday),
    col(WorkingHoursRow.start_minute),
    col(WorkingHoursRow.end_minute),
    col(WorkingHoursRow.breaks),
).where(
    col(WorkingHoursRow.location_id) == bindparam("location_id"),
    col(WorkingHoursRow.provider_id).in_(_PROVIDERS),
)

OVERRIDES = select(
    col(DateOverrideRow.provider_id),
    col(DateOverrideRow.on_date),
    col(DateOverrideRow.location_id),
    col(DateOverrideRow.windows),
).where(
    col(DateOverrideRow.provider_id).in_(_PROVIDERS),
    col(DateOverrideRow.on_date).between(bindparam("first_on"), bindparam("last_on")),
    or_(
        col(DateOverrideRow.location_id).is_(None),
        col(DateOverrideRow.location_id) == bindparam("location_id"),
    ),
)

TIME_OFF = select(
    col(TimeOffRow.provider_id), col(TimeOffRow.starts_at), col(TimeOffRow.ends_at)
).where(
    col(TimeOffRow.provider_id).in_(_PROVIDERS),
    col(TimeOffRow.starts_at) < bindparam("before"),
    col(TimeOffRow.ends_at) > bindparam("after"),
)

HELD = select(
    col(BookingRow.provider_id), col(BookingRow.blocks_from), col(BookingRow.blocks_to)
).where(
    col(BookingRow.provider_id).in_(_PROVIDERS),
    col(BookingRow.blocks_from) < bindparam("before"),
    col(BookingRow.blocks_from) > bindparam("earliest"),
    col(BookingRow.blocks_to) > bindparam("after"),
    _HOLDS,
)

# What else keeps a provider busy: told apart, and asked for in the same breath.
BUSY = select(
    col(BusyBlockRow.provider_id),
    col(BusyBlockRow.starts_at),
    col(BusyBlockRow.ends_at),
    literal(1).label("is_busy"),
).where(
    col(BusyBlockRow.provider_id).in_(_PROVIDERS),
    col(BusyBlockRow.starts_at) < bindparam("before"),
    col(BusyBlockRow.ends_at) > bindparam("after"),
)

TAKEN = HELD.add_columns(literal(0).label("is_busy")).union_all(BUSY)

HOLDS_BEGINNING = (
    select(col(BookingRow.provider_id), func.count())
    .where(
        col(BookingRow.provider_id).in_(_PROVIDERS),
        col(BookingRow.starts_at) >= bindparam("first"),
        col(BookingRow.starts_at) < bindparam("before"),
        _HOLDS,
    )
    .group_by(col(BookingRow.provider_id))
)

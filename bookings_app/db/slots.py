"""The data: what decides about slots, in few statements of plain columns."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Protocol, cast

from sqlalchemy import (
    ColumnElement,
    Executable,
    Row,
    Select,
    and_,
    exists,
    func,
    label,
    not_,
    or_,
    select,
)
from sqlalchemy.sql.elements import Label
from sqlmodel import col

from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.listing import visible_to
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
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import BookingVisibility
from bookings_app.domain.booking import HOLDING, LONGEST_BLOCKED_TIME


class OfferRow(Protocol):
    """A service beside a location; `location_id` is None when there is no such location."""

    service_id: str
    service_name: str
    duration_minutes: int
    buffer_before_minutes: int
    buffer_after_minutes: int
    slot_step_minutes: int | None
    requires_approval: bool
    min_notice_minutes: int
    booking_window_days: int | None
    available_from: date | None
    available_to: date | None
    service_archived_at: datetime | None
    location_id: str | None
    location_name: str
    time_zone: str
    location_archived_at: datetime | None
    offered_here: str | None


class CandidateRow(Protocol):
    """A provider; `does_service` is None when they do not offer the service."""

    id: str
    name: str
    archived_at: datetime | None
    does_service: str | None


_OFFER_NAMES: tuple[Label[Any], ...] = (
    label("service_id", col(ServiceRow.id)),
    label("service_name", col(ServiceRow.name)),
    label("service_archived_at", col(ServiceRow.archived_at)),
    label("location_id", col(LocationRow.id)),
    label("location_name", col(LocationRow.name)),
    label("location_archived_at", col(LocationRow.archived_at)),
    label("offered_here", col(ServiceLocationRow.location_id)),
)

_DOES_SERVICE: Label[Any] = label("does_service", col(ProviderServiceRow.service_id))


def offer(work: UnitOfWork, service_id: str, location_id: str) -> OfferRow | None:
    """The service and the location, whether or not they go together; None: no such service."""
    query = (
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
        .outerjoin(LocationRow, col(LocationRow.id) == location_id)
        .outerjoin(
            ServiceLocationRow,
            and_(
                col(ServiceLocationRow.service_id) == col(ServiceRow.id),
                col(ServiceLocationRow.location_id) == col(LocationRow.id),
            ),
        )
        .where(col(ServiceRow.id) == service_id)
    )
    return cast("OfferRow | None", _rows(work, query).first())


def candidates(
    work: UnitOfWork,
    service_id: str,
    *,
    only: frozenset[str] | None,
    working_at: str | None = None,
) -> Sequence[CandidateRow]:
    """Who offers the service, by name; `only` these, if given.

    `working_at` adds those who do not offer it and have weekly hours at that location.
    """
    wanted = col(ProviderServiceRow.service_id).is_not(None)
    if working_at is not None:
        wanted = or_(wanted, _has_hours_at(working_at))
    query = _candidates(service_id).where(wanted, col(ProviderRow.archived_at).is_(None))
    if only is not None:
        query = query.where(col(ProviderRow.id).in_(only))
    return cast("Sequence[CandidateRow]", _rows(work, query).all())


def candidate(
    work: UnitOfWork, service_id: str, provider_id: str, *, lock: bool = False
) -> CandidateRow | None:
    """One provider, archived or not.

    With `lock` others who book this provider wait until the transaction is over;
    SQLite lets only one transaction write anyway.
    """
    query = _candidates(service_id).where(col(ProviderRow.id) == provider_id)
    if lock:
        query = query.with_for_update(of=ProviderRow, key_share=True)
    return cast("CandidateRow | None", _rows(work, query).first())


def closures(
    work: UnitOfWork, location_id: str, *, first_on: date, last_on: date
) -> Sequence[Row[str | None, date, date]]:
    """`location_id`, `first_on`, `last_on` of what closes the location on these dates."""
    query = select(
        col(ClosureRow.location_id), col(ClosureRow.first_on), col(ClosureRow.last_on)
    ).where(
        or_(col(ClosureRow.location_id).is_(None), col(ClosureRow.location_id) == location_id),
        col(ClosureRow.first_on) <= last_on,
        col(ClosureRow.last_on) >= first_on,
    )
    return _rows(work, query).all()


def weekly_hours(
    work: UnitOfWork, location_id: str, provider_ids: Collection[str]
) -> Sequence[Row[str, int, int, int, list[list[int]]]]:
    """`provider_id`, `weekday`, `start_minute`, `end_minute`, `breaks` at that location."""
    query = select(
        col(WorkingHoursRow.provider_id),
        col(WorkingHoursRow.weekday),
        col(WorkingHoursRow.start_minute),
        col(WorkingHoursRow.end_minute),
        col(WorkingHoursRow.breaks),
    ).where(
        col(WorkingHoursRow.location_id) == location_id,
        col(WorkingHoursRow.provider_id).in_(provider_ids),
    )
    return _rows(work, query).all()


def overrides(
    work: UnitOfWork,
    location_id: str,
    provider_ids: Collection[str],
    *,
    first_on: date,
    last_on: date,
) -> Sequence[Row[str, date, str | None, list[list[int]]]]:
    """`provider_id`, `on_date`, `location_id`, `windows` that matter at that location."""
    query = select(
        col(DateOverrideRow.provider_id),
        col(DateOverrideRow.on_date),
        col(DateOverrideRow.location_id),
        col(DateOverrideRow.windows),
    ).where(
        col(DateOverrideRow.provider_id).in_(provider_ids),
        col(DateOverrideRow.on_date).between(first_on, last_on),
        or_(
            col(DateOverrideRow.location_id).is_(None),
            col(DateOverrideRow.location_id) == location_id,
        ),
    )
    return _rows(work, query).all()


def time_off(
    work: UnitOfWork, provider_ids: Collection[str], *, after: datetime, before: datetime
) -> Sequence[Row[str, datetime, datetime]]:
    """`provider_id`, `starts_at`, `ends_at` of what touches that stretch."""
    query = select(
        col(TimeOffRow.provider_id), col(TimeOffRow.starts_at), col(TimeOffRow.ends_at)
    ).where(
        col(TimeOffRow.provider_id).in_(provider_ids),
        col(TimeOffRow.starts_at) < before,
        col(TimeOffRow.ends_at) > after,
    )
    return _rows(work, query).all()


def holds(
    work: UnitOfWork,
    provider_ids: Collection[str],
    *,
    after: datetime,
    before: datetime,
    without: str | None,
    visibility: BookingVisibility,
) -> Sequence[Row[str, datetime, datetime]]:
    """`provider_id`, `blocks_from`, `blocks_to` of bookings that touch that stretch.

    The booking `without` is left out, if it is one that `visibility` covers. No
    blocked time is longer than LONGEST_BLOCKED_TIME, so the index need not be read
    from the first booking on.
    """
    query = select(
        col(BookingRow.provider_id), col(BookingRow.blocks_from), col(BookingRow.blocks_to)
    ).where(
        col(BookingRow.provider_id).in_(provider_ids),
        col(BookingRow.blocks_from) < before,
        col(BookingRow.blocks_from) > after - LONGEST_BLOCKED_TIME,
        col(BookingRow.blocks_to) > after,
        _holding(),
    )
    if without is not None:
        query = query.where(not_(and_(col(BookingRow.id) == without, visible_to(visibility))))
    return _rows(work, query).all()


def holds_beginning(
    work: UnitOfWork, provider_ids: Collection[str], *, first: datetime, before: datetime
) -> dict[str, int]:
    """How many bookings that hold a provider's time start in that stretch, by provider."""
    query = (
        select(col(BookingRow.provider_id), func.count())
        .where(
            col(BookingRow.provider_id).in_(provider_ids),
            col(BookingRow.starts_at) >= first,
            col(BookingRow.starts_at) < before,
            _holding(),
        )
        .group_by(col(BookingRow.provider_id))
    )
    return dict(_rows(work, query).all())


def _candidates(service_id: str) -> Select[str, str, datetime | None, Any]:
    return (
        select(
            col(ProviderRow.id),
            col(ProviderRow.name),
            col(ProviderRow.archived_at),
            _DOES_SERVICE,
        )
        .outerjoin(
            ProviderServiceRow,
            and_(
                col(ProviderServiceRow.provider_id) == col(ProviderRow.id),
                col(ProviderServiceRow.service_id) == service_id,
            ),
        )
        .order_by(col(ProviderRow.name), col(ProviderRow.id))
    )


def _has_hours_at(location_id: str) -> ColumnElement[bool]:
    return (
        exists()
        .where(col(WorkingHoursRow.provider_id) == col(ProviderRow.id))
        .where(col(WorkingHoursRow.location_id) == location_id)
    )


def _holding() -> ColumnElement[bool]:
    return col(BookingRow.status).in_(sorted(HOLDING))


def _rows(work: UnitOfWork, query: Executable) -> Any:  # noqa: ANN401 - its callers say what is in it
    return work.session.connection().execute(query)

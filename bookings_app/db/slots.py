"""The data: what decides about slots, in few statements of plain columns."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Protocol, cast

from sqlalchemy import (
    ColumnElement,
    Executable,
    Row,
    and_,
    exists,
    literal,
    not_,
    or_,
)
from sqlmodel import col

from bookings_app.db import slot_statements as statements
from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.listing import visible_to
from bookings_app.db.tables import (
    ProviderRow,
    ProviderServiceRow,
    WorkingHoursRow,
)
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import BookingVisibility
from bookings_app.domain.booking import LONGEST_BLOCKED_TIME


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


def offer(work: UnitOfWork, service_id: str, location_id: str) -> OfferRow | None:
    """The service and the location, whether or not they go together; None: no such service."""
    found = _rows(work, statements.OFFER, service_id=service_id, location_id=location_id)
    return cast("OfferRow | None", found.first())


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
    query = statements.CANDIDATES.where(wanted, col(ProviderRow.archived_at).is_(None))
    if only is not None:
        query = query.where(col(ProviderRow.id).in_(only))
    found = _rows(work, query, service_id=service_id)
    return cast("Sequence[CandidateRow]", found.all())


def candidate(
    work: UnitOfWork, service_id: str, provider_id: str, *, lock: bool = False
) -> CandidateRow | None:
    """One provider, archived or not.

    With `lock` others who book this provider wait until the transaction is over;
    SQLite lets only one transaction write anyway.
    """
    query = statements.CANDIDATE_LOCKED if lock else statements.CANDIDATE
    found = _rows(work, query, service_id=service_id, provider_id=provider_id)
    return cast("CandidateRow | None", found.first())


def closures(
    work: UnitOfWork, location_id: str, *, first_on: date, last_on: date
) -> Sequence[Row[str | None, date, date]]:
    """`location_id`, `first_on`, `last_on` of what closes the location on these dates."""
    return _rows(
        work, statements.CLOSURES, location_id=location_id, first_on=first_on, last_on=last_on
    ).all()


def weekly_hours(
    work: UnitOfWork, location_id: str, provider_ids: Collection[str]
) -> Sequence[Row[str, int, int, int, list[list[int]]]]:
    """`provider_id`, `weekday`, `start_minute`, `end_minute`, `breaks` at that location."""
    return _rows(
        work, statements.WEEKLY_HOURS, location_id=location_id, provider_ids=provider_ids
    ).all()


def overrides(
    work: UnitOfWork,
    location_id: str,
    provider_ids: Collection[str],
    *,
    first_on: date,
    last_on: date,
) -> Sequence[Row[str, date, str | None, list[list[int]]]]:
    """`provider_id`, `on_date`, `location_id`, `windows` that matter at that location."""
    return _rows(
        work,
        statements.OVERRIDES,
        location_id=location_id,
        provider_ids=provider_ids,
        first_on=first_on,
        last_on=last_on,
    ).all()


def time_off(
    work: UnitOfWork, provider_ids: Collection[str], *, after: datetime, before: datetime
) -> Sequence[Row[str, datetime, datetime]]:
    """`provider_id`, `starts_at`, `ends_at` of what touches that stretch."""
    return _rows(
        work, statements.TIME_OFF, provider_ids=provider_ids, after=after, before=before
    ).all()


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
    query = statements.HELD
    if without is not None:
        query = query.where(_others(without, visibility))
    return _touching(work, query, provider_ids, after=after, before=before)


def taken(
    work: UnitOfWork,
    provider_ids: Collection[str],
    *,
    after: datetime,
    before: datetime,
    without: str | None,
    visibility: BookingVisibility,
) -> Sequence[Row[str, datetime, datetime, int]]:
    """The same, and 0; and what keeps providers busy in calendars elsewhere, and 1.

    One statement.
    """
    query = statements.TAKEN
    if without is not None:
        held = statements.HELD.add_columns(literal(0).label("is_busy"))
        query = held.where(_others(without, visibility)).union_all(statements.BUSY)
    return _touching(work, query, provider_ids, after=after, before=before)


def holds_beginning(
    work: UnitOfWork, provider_ids: Collection[str], *, first: datetime, before: datetime
) -> dict[str, int]:
    """How many bookings that hold a provider's time start in that stretch, by provider."""
    found = _rows(
        work, statements.HOLDS_BEGINNING, provider_ids=provider_ids, first=first, before=before
    )
    return dict(found.all())


def _others(without: str, visibility: BookingVisibility) -> ColumnElement[bool]:
    return not_(and_(col(BookingRow.id) == without, visible_to(visibility)))


def _touching(
    work: UnitOfWork,
    query: Executable,
    provider_ids: Collection[str],
    *,
    after: datetime,
    before: datetime,
) -> Any:  # noqa: ANN401 - its callers say what is in it
    return _rows(
        work,
        query,
        provider_ids=provider_ids,
        after=after,
        before=before,
        earliest=after - LONGEST_BLOCKED_TIME,
    ).all()


def _has_hours_at(location_id: str) -> ColumnElement[bool]:
    return (
        exists()
        .where(col(WorkingHoursRow.provider_id) == col(ProviderRow.id))
        .where(col(WorkingHoursRow.location_id) == location_id)
    )


def _rows(work: UnitOfWork, query: Executable, **wanted: object) -> Any:  # noqa: ANN401 - its callers say what is in it
    return work.session.connection().execute(query, wanted)

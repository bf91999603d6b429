"""The data: a provider's hours, dates that differ and time off, and what is closed."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import or_
from sqlmodel import col, delete, select

from bookings_app.db.tables import (
    ClosureRow,
    DateOverrideRow,
    LocationRow,
    ProviderRow,
    TimeOffRow,
    WorkingHoursRow,
)
from bookings_app.db.unit_of_work import UnitOfWork


def weekly_hours(work: UnitOfWork, provider_id: str) -> list[WorkingHoursRow]:
    """A provider's weekly windows at every location, through the week."""
    query = (
        select(WorkingHoursRow)
        .where(WorkingHoursRow.provider_id == provider_id)
        .order_by(
            WorkingHoursRow.location_id,
            col(WorkingHoursRow.weekday),
            col(WorkingHoursRow.start_minute),
            WorkingHoursRow.id,
        )
    )
    return list(work.session.exec(query))


def hours_worked(work: UnitOfWork) -> list[WorkingHoursRow]:
    """Every weekly window, through the week; of archived providers and locations none."""
    query = (
        select(WorkingHoursRow)
        .join(ProviderRow, col(ProviderRow.id) == WorkingHoursRow.provider_id)
        .join(LocationRow, col(LocationRow.id) == WorkingHoursRow.location_id)
        .where(col(ProviderRow.archived_at).is_(None), col(LocationRow.archived_at).is_(None))
        .order_by(
            ProviderRow.name,
            ProviderRow.id,
            col(WorkingHoursRow.weekday),
            col(WorkingHoursRow.start_minute),
            WorkingHoursRow.id,
        )
    )
    return list(work.session.exec(query))


def replace_weekly_hours(
    work: UnitOfWork, provider_id: str, rows: Iterable[WorkingHoursRow]
) -> None:
    """Put `rows` in the place of all weekly windows of a provider."""
    work.session.exec(
        delete(WorkingHoursRow).where(col(WorkingHoursRow.provider_id) == provider_id)
    )
    work.session.add_all(rows)


def locations_worked_at(work: UnitOfWork, provider_id: str) -> frozenset[str]:
    """Where a provider has weekly hours, archived locations included."""
    query = select(WorkingHoursRow.location_id).where(WorkingHoursRow.provider_id == provider_id)
    return frozenset(work.session.exec(query.distinct()))


def locations_to_work_at(
    work: UnitOfWork,
    provider_id: str,
    *,
    first_on: date,
    last_on: date,
    weekly_at: Collection[str] | None = None,
) -> list[LocationRow]:
    """Where a provider could work on these dates, by name; archived locations are left out.

    `weekly_at` are where they have weekly hours, if not where they are stored.
    """
    weekly = locations_worked_at(work, provider_id) if weekly_at is None else weekly_at
    once = (
        select(DateOverrideRow.location_id)
        .where(DateOverrideRow.provider_id == provider_id)
        .where(col(DateOverrideRow.on_date).between(first_on, last_on))
        .where(col(DateOverrideRow.location_id).is_not(None))
    )
    named = or_(col(LocationRow.id).in_(weekly), col(LocationRow.id).in_(once))
    query = select(LocationRow).where(named).where(col(LocationRow.archived_at).is_(None))
    return list(work.session.exec(query.order_by(LocationRow.name, LocationRow.id)))


def date_overrides(
    work: UnitOfWork, provider_id: str, *, first_on: date | None = None
) -> list[DateOverrideRow]:
    """The dates on which a provider works other hours, ascending, from `first_on` on."""
    query = select(DateOverrideRow).where(DateOverrideRow.provider_id == provider_id)
    if first_on is not None:
        query = query.where(col(DateOverrideRow.on_date) >= first_on)
    return list(work.session.exec(query.order_by(col(DateOverrideRow.on_date), DateOverrideRow.id)))


def overrides_of(work: UnitOfWork, provider_id: str, on: date) -> list[DateOverrideRow]:
    """What differs for a provider on that date, at every location."""
    query = select(DateOverrideRow).where(
        DateOverrideRow.provider_id == provider_id, DateOverrideRow.on_date == on
    )
    return list(work.session.exec(query))


def forget_override(
    work: UnitOfWork, provider_id: str, on: date, *, location_id: str | None
) -> None:
    """Remove the override of that provider, date and location; None is its own place."""
    work.session.exec(
        delete(DateOverrideRow)
        .where(col(DateOverrideRow.provider_id) == provider_id)
        .where(col(DateOverrideRow.on_date) == on)
        .where(col(DateOverrideRow.location_id).is_not_distinct_from(location_id))
    )


def time_off(
    work: UnitOfWork, provider_id: str, *, after: datetime | None = None
) -> list[TimeOffRow]:
    """When a provider is away, ascending; only what ends after `after`."""
    query = select(TimeOffRow).where(TimeOffRow.provider_id == provider_id)
    if after is not None:
        query = query.where(col(TimeOffRow.ends_at) > after)
    return list(work.session.exec(query.order_by(col(TimeOffRow.starts_at), TimeOffRow.id)))


def one_time_off(work: UnitOfWork, provider_id: str, time_off_id: str) -> TimeOffRow | None:
    """That time off, if it is that provider's."""
    row = work.session.get(TimeOffRow, time_off_id)
    return row if row is not None and row.provider_id == provider_id else None


def closures(work: UnitOfWork, *, first_on: date | None = None) -> list[ClosureRow]:
    """What is closed, ascending; only what lasts until `first_on` or longer."""
    query = select(ClosureRow)
    if first_on is not None:
        query = query.where(col(ClosureRow.last_on) >= first_on)
    order = (col(ClosureRow.first_on), col(ClosureRow.last_on), ClosureRow.id)
    return list(work.session.exec(query.order_by(*order)))


def closure(work: UnitOfWork, closure_id: str) -> ClosureRow | None:
    """One closure."""
    return work.session.get(ClosureRow, closure_id)

"""The data: services, locations, providers and their hours, by the question asked."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import col, delete, select

from bookings_app.db.tables import (
    DateOverrideRow,
    LocationRow,
    ProviderRow,
    ProviderServiceRow,
    ServiceLocationRow,
    ServiceRow,
    SettingRow,
    WorkingHoursRow,
)
from bookings_app.db.unit_of_work import UnitOfWork


def services(work: UnitOfWork, *, include_archived: bool = False) -> list[ServiceRow]:
    """Every service, by name."""
    query = select(ServiceRow).order_by(ServiceRow.name, ServiceRow.id)
    if not include_archived:
        query = query.where(col(ServiceRow.archived_at).is_(None))
    return list(work.session.exec(query))


def locations(work: UnitOfWork, *, include_archived: bool = False) -> list[LocationRow]:
    """Every location, by name."""
    query = select(LocationRow).order_by(LocationRow.name, LocationRow.id)
    if not include_archived:
        query = query.where(col(LocationRow.archived_at).is_(None))
    return list(work.session.exec(query))


def providers(work: UnitOfWork, *, include_archived: bool = False) -> list[ProviderRow]:
    """Every provider, by name."""
    query = select(ProviderRow).order_by(ProviderRow.name, ProviderRow.id)
    if not include_archived:
        query = query.where(col(ProviderRow.archived_at).is_(None))
    return list(work.session.exec(query))


def service(work: UnitOfWork, service_id: str) -> ServiceRow | None:
    """One service, archived or not."""
    return work.session.get(ServiceRow, service_id)


def location(work: UnitOfWork, location_id: str) -> LocationRow | None:
    """One location, archived or not."""
    return work.session.get(LocationRow, location_id)


def provider(work: UnitOfWork, provider_id: str) -> ProviderRow | None:
    """One provider, archived or not."""
    return work.session.get(ProviderRow, provider_id)


def locations_offering(work: UnitOfWork, service_id: str) -> list[LocationRow]:
    """Where a service is offered, by name; archived locations are left out."""
    query = (
        select(LocationRow)
        .join(ServiceLocationRow, col(ServiceLocationRow.location_id) == LocationRow.id)
        .where(ServiceLocationRow.service_id == service_id)
        .where(col(LocationRow.archived_at).is_(None))
        .order_by(LocationRow.name, LocationRow.id)
    )
    return list(work.session.exec(query))


def location_ids(work: UnitOfWork) -> frozenset[str]:
    """Every location that can be named: archived ones cannot."""
    query = select(LocationRow.id).where(col(LocationRow.archived_at).is_(None))
    return frozenset(work.session.exec(query))


def service_ids(work: UnitOfWork) -> frozenset[str]:
    """Every service that can be named: archived ones cannot."""
    query = select(ServiceRow.id).where(col(ServiceRow.archived_at).is_(None))
    return frozenset(work.session.exec(query))


def service_locations(work: UnitOfWork) -> list[tuple[str, str]]:
    """Pairs of service id and location id."""
    query = select(ServiceLocationRow.service_id, ServiceLocationRow.location_id)
    return list(work.session.exec(query.order_by(ServiceLocationRow.location_id)))


def provider_services(work: UnitOfWork) -> list[tuple[str, str]]:
    """Pairs of provider id and service id."""
    query = select(ProviderServiceRow.provider_id, ProviderServiceRow.service_id)
    return list(work.session.exec(query.order_by(ProviderServiceRow.service_id)))


def provider_locations(work: UnitOfWork) -> list[tuple[str, str]]:
    """Pairs of provider id and a location where they have weekly hours."""
    query = select(WorkingHoursRow.provider_id, WorkingHoursRow.location_id).distinct()
    return list(work.session.exec(query.order_by(WorkingHoursRow.location_id)))


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


def working_windows(work: UnitOfWork) -> list[tuple[int, int, int]]:
    """Weekday, start and end of every weekly window of providers who can be booked."""
    query = (
        select(
            WorkingHoursRow.weekday,
            WorkingHoursRow.start_minute,
            WorkingHoursRow.end_minute,
        )
        .join(ProviderRow, col(ProviderRow.id) == WorkingHoursRow.provider_id)
        .where(col(ProviderRow.archived_at).is_(None))
        .distinct()
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


def date_overrides(work: UnitOfWork, provider_id: str) -> list[DateOverrideRow]:
    """The dates on which a provider works other hours, ascending."""
    query = (
        select(DateOverrideRow)
        .where(DateOverrideRow.provider_id == provider_id)
        .order_by(col(DateOverrideRow.on_date), DateOverrideRow.id)
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


def settings(work: UnitOfWork) -> dict[str, str]:
    """Every setting of the workspace that was ever saved."""
    return {row.name: row.value for row in work.session.exec(select(SettingRow))}


def save_settings(work: UnitOfWork, values: dict[str, str]) -> None:
    """Store each of these settings."""
    for name, value in values.items():
        work.session.merge(SettingRow(name=name, value=value))

"""The data: services, locations, providers and their hours, by the question asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.listing import not_over
from bookings_app.db.tables import (
    LocationRow,
    ProviderRow,
    ProviderServiceRow,
    ServiceLocationRow,
    ServiceRow,
    SettingRow,
    WorkingHoursRow,
)
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.booking import HOLDING


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


def provider_ids(work: UnitOfWork) -> frozenset[str]:
    """Every provider that can be named: archived ones cannot."""
    query = select(ProviderRow.id).where(col(ProviderRow.archived_at).is_(None))
    return frozenset(work.session.exec(query))


def provider_emails(work: UnitOfWork, *, without: str | None = None) -> list[tuple[str, str]]:
    """E-mail and name of providers who have one, but `without`; archived ones gave theirs back."""
    query = select(ProviderRow.email, ProviderRow.name).where(
        ProviderRow.email != "", col(ProviderRow.archived_at).is_(None)
    )
    if without is not None:
        query = query.where(ProviderRow.id != without)
    return list(work.session.exec(query.order_by(ProviderRow.name, ProviderRow.id)))


def upcoming_bookings(
    work: UnitOfWork,
    *,
    service_id: str | None,
    location_id: str | None,
    provider_id: str | None,
    now: datetime,
) -> tuple[int, Sequence[Any]]:
    """How many bookings that hold a time and have not ended name all of these.

    With the start and the zone of the first of them; () when there are none.
    """
    named = [
        column == wanted
        for column, wanted in (
            (col(BookingRow.service_id), service_id),
            (col(BookingRow.location_id), location_id),
            (col(BookingRow.provider_id), provider_id),
        )
        if wanted is not None
    ]
    query = select(func.count().over(), col(BookingRow.starts_at), col(BookingRow.time_zone)).where(
        col(BookingRow.status).in_(sorted(HOLDING)), not_over(now), *named
    )
    first = work.session.exec(
        query.order_by(col(BookingRow.starts_at), col(BookingRow.id)).limit(1)
    ).first()
    return (0, ()) if first is None else (first[0], first[1:])


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


def settings(work: UnitOfWork) -> dict[str, str]:
    """Every setting of the workspace that was ever saved."""
    return {row.name: row.value for row in work.session.exec(select(SettingRow))}


def save_settings(work: UnitOfWork, values: dict[str, str]) -> None:
    """Store each of these settings."""
    for name, value in values.items():
        work.session.merge(SettingRow(name=name, value=value))

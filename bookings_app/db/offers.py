"""The data: which service is offered where, and by whom.

Ties to what is archived outlast a change of the others: they count again once it is back.
"""

from collections.abc import Iterable

from sqlmodel import col, delete, select

from bookings_app.db.tables import (
    LocationRow,
    ProviderRow,
    ProviderServiceRow,
    ServiceLocationRow,
    ServiceRow,
)
from bookings_app.db.unit_of_work import UnitOfWork


def locations_of_service(work: UnitOfWork, service_id: str) -> tuple[str, ...]:
    """Where a service is offered, archived locations included."""
    query = (
        select(ServiceLocationRow.location_id)
        .where(ServiceLocationRow.service_id == service_id)
        .order_by(ServiceLocationRow.location_id)
    )
    return tuple(work.session.exec(query))


def providers_of_service(work: UnitOfWork, service_id: str) -> tuple[str, ...]:
    """Who offers a service, archived providers included."""
    query = (
        select(ProviderServiceRow.provider_id)
        .where(ProviderServiceRow.service_id == service_id)
        .order_by(ProviderServiceRow.provider_id)
    )
    return tuple(work.session.exec(query))


def services_of_provider(work: UnitOfWork, provider_id: str) -> tuple[str, ...]:
    """What a provider offers, archived services included."""
    query = (
        select(ProviderServiceRow.service_id)
        .where(ProviderServiceRow.provider_id == provider_id)
        .order_by(ProviderServiceRow.service_id)
    )
    return tuple(work.session.exec(query))


def offer_at_locations(work: UnitOfWork, service_id: str, location_ids: Iterable[str]) -> None:
    """Offer a service at these locations, and at no other."""
    live = select(LocationRow.id).where(col(LocationRow.archived_at).is_(None))
    work.session.exec(
        delete(ServiceLocationRow)
        .where(col(ServiceLocationRow.service_id) == service_id)
        .where(col(ServiceLocationRow.location_id).in_(live))
    )
    kept = locations_of_service(work, service_id)
    work.session.add_all(
        ServiceLocationRow(service_id=service_id, location_id=location_id)
        for location_id in location_ids
        if location_id not in kept
    )
    work.session.flush()


def offer_by_providers(work: UnitOfWork, service_id: str, provider_ids: Iterable[str]) -> None:
    """Have a service done by these providers, and by no other."""
    live = select(ProviderRow.id).where(col(ProviderRow.archived_at).is_(None))
    work.session.exec(
        delete(ProviderServiceRow)
        .where(col(ProviderServiceRow.service_id) == service_id)
        .where(col(ProviderServiceRow.provider_id).in_(live))
    )
    kept = providers_of_service(work, service_id)
    work.session.add_all(
        ProviderServiceRow(service_id=service_id, provider_id=provider_id)
        for provider_id in provider_ids
        if provider_id not in kept
    )
    work.session.flush()


def offer_services(work: UnitOfWork, provider_id: str, service_ids: Iterable[str]) -> None:
    """Have a provider do these services, and no other."""
    live = select(ServiceRow.id).where(col(ServiceRow.archived_at).is_(None))
    work.session.exec(
        delete(ProviderServiceRow)
        .where(col(ProviderServiceRow.provider_id) == provider_id)
        .where(col(ProviderServiceRow.service_id).in_(live))
    )
    kept = services_of_provider(work, provider_id)
    work.session.add_all(
        ProviderServiceRow(service_id=service_id, provider_id=provider_id)
        for service_id in service_ids
        if service_id not in kept
    )
    work.session.flush()

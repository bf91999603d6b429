"""The verbs: looking at what is offered, where, and by whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bookings_app.db import catalog as rows
from bookings_app.db.tables import LocationRow, ProviderRow, ServiceRow
from bookings_app.db.unit_of_work import reading
from bookings_app.usecases.views import LocationView, ProviderView, ServiceView


def list_services(*, include_archived: bool = False) -> list[ServiceView]:
    """Every service, by name; those offered no more only when asked for."""
    with reading() as work:
        offered = _grouped(rows.service_locations(work))
        found = rows.services(work, include_archived=include_archived)
        return [service_view(row, offered.get(row.id, ())) for row in found]


def list_locations(*, include_archived: bool = False) -> list[LocationView]:
    """Every location, by name; closed-down ones only when asked for."""
    with reading() as work:
        found = rows.locations(work, include_archived=include_archived)
        return [location_view(row) for row in found]


def locations_offering(service_id: str) -> list[LocationView]:
    """Where a service is offered, by name; none when there is no such service."""
    with reading() as work:
        return [location_view(row) for row in rows.locations_offering(work, service_id)]


def list_providers(*, include_archived: bool = False) -> list[ProviderView]:
    """Every provider, by name; those who left only when asked for."""
    with reading() as work:
        offered = _grouped(rows.provider_services(work))
        present = _grouped(rows.provider_locations(work))
        found = rows.providers(work, include_archived=include_archived)
        return [
            provider_view(row, offered.get(row.id, ()), present.get(row.id, ())) for row in found
        ]


def service_view(row: ServiceRow, location_ids: Iterable[str]) -> ServiceView:
    """A service as its readers get it."""
    return ServiceView(
        id=row.id,
        name=row.name,
        description=row.description,
        duration_minutes=row.duration_minutes,
        buffer_before_minutes=row.buffer_before_minutes,
        buffer_after_minutes=row.buffer_after_minutes,
        slot_step_minutes=row.slot_step_minutes,
        requires_approval=row.requires_approval,
        min_notice_minutes=row.min_notice_minutes,
        booking_window_days=row.booking_window_days,
        available_from=row.available_from,
        available_to=row.available_to,
        location_ids=tuple(location_ids),
        archived_at=row.archived_at,
    )


def location_view(row: LocationRow) -> LocationView:
    """A location as its readers get it."""
    return LocationView(
        id=row.id,
        name=row.name,
        address=row.address,
        time_zone=row.time_zone,
        archived_at=row.archived_at,
    )


def provider_view(
    row: ProviderRow, service_ids: Iterable[str], location_ids: Iterable[str]
) -> ProviderView:
    """A provider as their readers get them."""
    return ProviderView(
        id=row.id,
        name=row.name,
        email=row.email,
        service_ids=tuple(service_ids),
        location_ids=tuple(location_ids),
        archived_at=row.archived_at,
    )


def _grouped(pairs: Sequence[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups

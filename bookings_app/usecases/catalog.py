"""The verbs: looking at what is offered, where, and by whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bookings_app.db import catalog as rows
from bookings_app.db import offers, schedules
from bookings_app.db.tables import LocationRow, ProviderRow, ServiceRow
from bookings_app.db.unit_of_work import UnitOfWork, reading
from bookings_app.domain.access import Actor, Area, check_area
from bookings_app.domain.actor import NO_LIMITS, Limits
from bookings_app.domain.catalog import Colour
from bookings_app.domain.checks import could_be_id
from bookings_app.domain.errors import NotFound
from bookings_app.usecases.views import (
    LocationView,
    ProviderView,
    ServiceView,
    UpcomingBookings,
)


def list_services(
    *, include_archived: bool = False, limits: Limits = NO_LIMITS
) -> list[ServiceView]:
    """Every service, by name; those offered no more only when asked for."""
    with reading() as work:
        offered = _grouped(rows.service_locations(work))
        done = _grouped((service, provider) for provider, service in rows.provider_services(work))
        found = rows.services(work, include_archived=include_archived)
        views = (
            service_view(row, offered.get(row.id, ()), done.get(row.id, ()), limits=limits)
            for row in found
            if limits.allow(service_id=row.id)
        )
        return [view for view in views if _service_is_within(view, limits)]


def list_locations(
    *, include_archived: bool = False, limits: Limits = NO_LIMITS
) -> list[LocationView]:
    """Every location, by name; closed-down ones only when asked for."""
    with reading() as work:
        found = rows.locations(work, include_archived=include_archived)
        return [location_view(row) for row in found if limits.allow(location_id=row.id)]


def locations_offering(service_id: str) -> list[LocationView]:
    """Where a service is offered, by name; none when there is no such service."""
    with reading() as work:
        return [location_view(row) for row in rows.locations_offering(work, service_id)]


def list_providers(
    *, include_archived: bool = False, limits: Limits = NO_LIMITS
) -> list[ProviderView]:
    """Every provider, by name; those who left only when asked for."""
    with reading() as work:
        offered = _grouped(rows.provider_services(work))
        present = _grouped(rows.provider_locations(work))
        found = rows.providers(work, include_archived=include_archived)
        views = (
            provider_view(row, offered.get(row.id, ()), present.get(row.id, ()), limits=limits)
            for row in found
            if limits.allow(provider_id=row.id)
        )
        return [view for view in views if _provider_is_within(view, limits)]


def get_service(service_id: str, *, limits: Limits = NO_LIMITS) -> ServiceView:
    """One service, archived or not.

    Raises:
        NotFound: no such service within `limits`.
    """
    with reading() as work:
        row = service_row(work, service_id, limits=limits)
        view = service_view(
            row,
            offers.locations_of_service(work, row.id),
            offers.providers_of_service(work, row.id),
            limits=limits,
        )
    if not _service_is_within(view, limits):
        raise NotFound("service")
    return view


def get_location(location_id: str, *, limits: Limits = NO_LIMITS) -> LocationView:
    """One location, archived or not.

    Raises:
        NotFound: no such location within `limits`.
    """
    with reading() as work:
        return location_view(location_row(work, location_id, limits=limits))


def get_provider(provider_id: str, *, limits: Limits = NO_LIMITS) -> ProviderView:
    """One provider, archived or not.

    Raises:
        NotFound: no such provider within `limits`.
    """
    with reading() as work:
        row = provider_row(work, provider_id, limits=limits)
        present = schedules.locations_worked_at(work, row.id)
        offered = offers.services_of_provider(work, row.id)
        view = provider_view(row, offered, present, limits=limits)
    if not _provider_is_within(view, limits):
        raise NotFound("provider")
    return view


def upcoming_bookings_of(
    *,
    service_id: str | None = None,
    location_id: str | None = None,
    provider_id: str | None = None,
    seen_by: Actor,
    now: datetime,
) -> UpcomingBookings:
    """The bookings that hold a time, are not over and name all of these.

    For whoever is about to archive or change one of them: those bookings live on as they are.

    Raises:
        Forbidden: `seen_by` may not change the set-up.
    """
    check_area(seen_by, Area.SETUP)
    with reading() as work:
        number, first = rows.upcoming_bookings(
            work, service_id=service_id, location_id=location_id, provider_id=provider_id, now=now
        )
        return UpcomingBookings(number, *first)


def service_row(work: UnitOfWork, service_id: str, *, limits: Limits = NO_LIMITS) -> ServiceRow:
    """One service, inside a transaction.

    Raises:
        NotFound: no such service.
    """
    known = could_be_id(service_id) and limits.allow(service_id=service_id)
    row = rows.service(work, service_id) if known else None
    if row is None:
        raise NotFound("service")
    return row


def location_row(work: UnitOfWork, location_id: str, *, limits: Limits = NO_LIMITS) -> LocationRow:
    """One location, inside a transaction.

    Raises:
        NotFound: no such location.
    """
    known = could_be_id(location_id) and limits.allow(location_id=location_id)
    row = rows.location(work, location_id) if known else None
    if row is None:
        raise NotFound("location")
    return row


def provider_row(work: UnitOfWork, provider_id: str, *, limits: Limits = NO_LIMITS) -> ProviderRow:
    """One provider, inside a transaction.

    Raises:
        NotFound: no such provider.
    """
    known = could_be_id(provider_id) and limits.allow(provider_id=provider_id)
    row = rows.provider(work, provider_id) if known else None
    if row is None:
        raise NotFound("provider")
    return row


def service_view(
    row: ServiceRow,
    location_ids: Iterable[str],
    provider_ids: Iterable[str],
    *,
    limits: Limits = NO_LIMITS,
) -> ServiceView:
    """A service as its readers get it: what lies beyond `limits` is not named."""
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
        location_ids=_sorted(location_ids, limits.location_ids),
        provider_ids=_sorted(provider_ids, limits.provider_ids),
        colour=Colour(row.colour),
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
    row: ProviderRow,
    service_ids: Iterable[str],
    location_ids: Iterable[str],
    *,
    limits: Limits = NO_LIMITS,
) -> ProviderView:
    """A provider as their readers get them: what lies beyond `limits` is not named."""
    return ProviderView(
        id=row.id,
        name=row.name,
        email=row.email,
        service_ids=_sorted(service_ids, limits.service_ids),
        location_ids=_sorted(location_ids, limits.location_ids),
        colour=Colour(row.colour),
        archived_at=row.archived_at,
    )


def _sorted(ids: Iterable[str], limit: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(each for each in ids if not limit or each in limit))


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups


def _service_is_within(view: ServiceView, limits: Limits) -> bool:
    """Whether anything is left of it that could be booked within `limits`."""
    somewhere = bool(view.location_ids) or not limits.location_ids
    by_somebody = bool(view.provider_ids) or not limits.provider_ids
    return somewhere and by_somebody


def _provider_is_within(view: ProviderView, limits: Limits) -> bool:
    """Whether they do anything, and are anywhere, within `limits`."""
    anything = bool(view.service_ids) or not limits.service_ids
    anywhere = bool(view.location_ids) or not limits.location_ids
    return anything and anywhere

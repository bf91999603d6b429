"""The verbs: the services, locations and providers of a team."""

from collections.abc import Callable
from datetime import datetime

from bookings_app.db import catalog as rows
from bookings_app.db import offers, schedules
from bookings_app.db.locks import hold_providers, one_at_a_time
from bookings_app.db.outside_hours import Affected
from bookings_app.db.tables import LocationRow, ProviderRow, ServiceRow
from bookings_app.db.unit_of_work import UnitOfWork, unit_of_work
from bookings_app.domain.access import Actor, Area, check_area
from bookings_app.domain.catalog import (
    NewLocation,
    NewProvider,
    NewService,
    checked_location,
    checked_provider,
    checked_service,
    holder_of_email,
    rarest_colour,
)
from bookings_app.domain.errors import Invalid
from bookings_app.usecases.catalog import (
    location_row,
    location_view,
    provider_row,
    provider_view,
    service_row,
    service_view,
)
from bookings_app.usecases.outside_hours import mark_again
from bookings_app.usecases.views import LocationView, ProviderView, ServiceView


def create_service(new: NewService, *, by: Actor, now: datetime) -> ServiceView:
    """Add a service, offered at the locations and by the providers it names.

    Raises:
        Forbidden: `by` may not change the set-up.
        Invalid: every field that cannot be taken.
    """
    check_area(by, Area.SETUP)
    with unit_of_work() as work:
        checked = checked_service(
            new, known_locations=rows.location_ids(work), known_providers=rows.provider_ids(work)
        )
        row = ServiceRow(
            name=checked.name,
            duration_minutes=checked.duration_minutes,
            colour=rarest_colour(each.colour for each in rows.services(work)),
            created_at=now,
        )
        return _kept_service(work, row, checked)


def update_service(
    service_id: str, changed: NewService, *, by: Actor, now: datetime
) -> ServiceView:
    """Have a service be as `changed`. Bookings keep the name, duration and buffers they had.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: no such service.
        Invalid: every field that cannot be taken.
    """
    del now  # services keep no history
    check_area(by, Area.SETUP)
    with unit_of_work() as work:
        row = service_row(work, service_id)
        checked = checked_service(
            changed,
            known_locations=rows.location_ids(work).union(
                offers.locations_of_service(work, row.id)
            ),
            known_providers=rows.provider_ids(work).union(
                offers.providers_of_service(work, row.id)
            ),
        )
        return _kept_service(work, row, checked)


def create_location(new: NewLocation, *, by: Actor, now: datetime) -> LocationView:
    """Add a location.

    Raises:
        Forbidden: `by` may not change the set-up.
        Invalid: every field that cannot be taken.
    """
    check_area(by, Area.SETUP)
    checked = checked_location(new)
    with unit_of_work() as work:
        row = LocationRow(
            name=checked.name,
            address=checked.address,
            time_zone=checked.time_zone,
            created_at=now,
        )
        work.session.add(row)
        return location_view(row)


def update_location(
    location_id: str, changed: NewLocation, *, by: Actor, now: datetime
) -> LocationView:
    """Have a location be as `changed`. Its bookings stay at their instants.

    In another time zone the same hours are other instants: bookings that do not lie
    within them any more are marked.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: no such location.
        Invalid: every field that cannot be taken.
    """
    check_area(by, Area.SETUP)
    checked = checked_location(changed)
    with unit_of_work() as work:
        hold_providers(work)
        row = location_row(work, location_id)
        moves = row.time_zone != checked.time_zone
        row.name, row.address = checked.name, checked.address
        row.time_zone = checked.time_zone
        work.session.add(row)
        if moves:
            mark_again(work, Affected(location_id=row.id), by=by, now=now)
        return location_view(row)


def create_provider(new: NewProvider, *, by: Actor, now: datetime) -> ProviderView:
    """Add a provider; until hours are set they offer no slot.

    Raises:
        Forbidden: `by` may not change the set-up.
        Invalid: every field that cannot be taken.
    """
    check_area(by, Area.SETUP)
    with unit_of_work() as work:
        checked = checked_provider(new, known_services=rows.service_ids(work), emails=_emails(work))
        row = ProviderRow(
            name=checked.name,
            colour=rarest_colour(each.colour for each in rows.providers(work)),
            created_at=now,
        )
        return _kept_provider(work, row, checked)


def update_provider(
    provider_id: str, changed: NewProvider, *, by: Actor, now: datetime
) -> ProviderView:
    """Have a provider be as `changed`. Bookings keep the name they had.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: no such provider.
        Invalid: every field that cannot be taken.
    """
    del now  # providers keep no history
    check_area(by, Area.SETUP)
    with unit_of_work() as work:
        row = provider_row(work, provider_id)
        checked = checked_provider(
            changed,
            known_services=rows.service_ids(work).union(offers.services_of_provider(work, row.id)),
            emails=_emails(work, without=row.id),
        )
        return _kept_provider(work, row, checked)


def archive_service(service_id: str, *, by: Actor, now: datetime) -> None:
    """Offer a service no more; its bookings live on. Twice is once.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: no such service.
    """
    _archive(service_row, service_id, by=by, now=now)


def archive_location(location_id: str, *, by: Actor, now: datetime) -> None:
    """Offer nothing at a location any more; its bookings live on. Twice is once.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: no such location.
    """
    _archive(location_row, location_id, by=by, now=now)


def archive_provider(provider_id: str, *, by: Actor, now: datetime) -> None:
    """Offer no slot of a provider any more; their bookings live on. Twice is once.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: no such provider.
    """
    _archive(provider_row, provider_id, by=by, now=now)


def restore_service(service_id: str, *, by: Actor, now: datetime) -> None:
    """Offer a service again, where and by whom it was. Twice is once.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: no such service.
    """
    del now  # services keep no history
    check_area(by, Area.SETUP)
    with unit_of_work() as work:
        service_row(work, service_id).archived_at = None


def restore_location(location_id: str, *, by: Actor, now: datetime) -> None:
    """Offer at a location again what was offered there. Twice is once.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: no such location.
    """
    del now  # locations keep no history
    check_area(by, Area.SETUP)
    with unit_of_work() as work:
        location_row(work, location_id).archived_at = None


def restore_provider(provider_id: str, *, by: Actor, now: datetime) -> None:
    """Offer the slots of a provider again, with the hours they had. Twice is once.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: no such provider.
        Invalid: somebody else has their e-mail by now.
    """
    del now  # providers keep no history
    check_area(by, Area.SETUP)
    with unit_of_work() as work:
        row = provider_row(work, provider_id)
        holder = holder_of_email(row.email, _emails(work, without=row.id))
        if holder is not None:
            sentence = f"{holder} has the e-mail of {row.name} now. Change it there first."
            raise Invalid([("email", sentence)])
        row.archived_at = None


def _kept_service(work: UnitOfWork, row: ServiceRow, checked: NewService) -> ServiceView:
    row.name, row.description = checked.name, checked.description
    row.duration_minutes = checked.duration_minutes
    row.buffer_before_minutes = checked.buffer_before_minutes
    row.buffer_after_minutes = checked.buffer_after_minutes
    row.slot_step_minutes = checked.slot_step_minutes
    row.requires_approval = checked.requires_approval
    row.min_notice_minutes = checked.min_notice_minutes
    row.booking_window_days = checked.booking_window_days
    row.available_from, row.available_to = checked.available_from, checked.available_to
    row.colour = checked.colour or row.colour
    work.session.add(row)
    work.session.flush()
    offers.offer_at_locations(work, row.id, checked.location_ids)
    if checked.provider_ids is not None:
        offers.offer_by_providers(work, row.id, checked.provider_ids)
    return service_view(
        row, offers.locations_of_service(work, row.id), offers.providers_of_service(work, row.id)
    )


def _kept_provider(work: UnitOfWork, row: ProviderRow, checked: NewProvider) -> ProviderView:
    row.name, row.email = checked.name, checked.email
    row.colour = checked.colour or row.colour
    work.session.add(row)
    work.session.flush()
    offers.offer_services(work, row.id, checked.service_ids)
    present = schedules.locations_worked_at(work, row.id)
    return provider_view(row, offers.services_of_provider(work, row.id), present)


def _emails(work: UnitOfWork, *, without: str | None = None) -> list[tuple[str, str]]:
    """The e-mails that are taken; nobody takes another before this transaction ends."""
    one_at_a_time(work, "providers", "e-mails")
    return rows.provider_emails(work, without=without)


def _archive(
    find: Callable[[UnitOfWork, str], ServiceRow | LocationRow | ProviderRow],
    what_id: str,
    *,
    by: Actor,
    now: datetime,
) -> None:
    check_area(by, Area.SETUP)
    with unit_of_work() as work:
        row = find(work, what_id)
        row.archived_at = row.archived_at or now

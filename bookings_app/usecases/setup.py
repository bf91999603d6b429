"""The verbs: making and changing the services, locations and providers of a team."""

from datetime import datetime

from bookings_app.db import catalog as rows
from bookings_app.db import offers
from bookings_app.db.locks import hold_providers, one_at_a_time
from bookings_app.db.outside_hours import Affected
from bookings_app.db.tables import LocationRow, ProviderRow, ServiceRow
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.domain.access import Actor, Area, check_area
from bookings_app.domain.catalog import (
    NewLocation,
    NewProvider,
    NewService,
    checked_location,
    checked_provider,
    checked_service,
    rarest_colour,
)
from bookings_app.domain.merging import as_entered, merged
from bookings_app.usecases.catalog import (
    location_row,
    location_view,
    provider_row,
    provider_view,
    service_row,
    service_view,
)
from bookings_app.usecases.outside_hours import mark_again
from bookings_app.usecases.schedule_views import SavedLocation
from bookings_app.usecases.setup_rows import emails_taken, kept_provider, kept_service
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
        return kept_service(work, row, checked)


def update_service(
    service_id: str,
    changed: NewService,
    *,
    read: NewService | None = None,
    by: Actor,
    now: datetime,
) -> ServiceView:
    """Have a service be as `changed`. Bookings keep the name, duration and buffers they had.

    With `read`, what it was when `by` began to change it, fields they left alone stay as
    somebody else has changed them since.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: no such service.
        Invalid: every field that cannot be taken.
        ChangedMeanwhile: somebody else changed the same fields otherwise since `read`.
    """
    del now  # services keep no history
    check_area(by, Area.SETUP)
    with unit_of_work() as work:
        row = service_row(work, service_id)
        one_at_a_time(work, "service", row.id)
        work.session.refresh(row)
        there = offers.locations_of_service(work, row.id)
        theirs = offers.providers_of_service(work, row.id)

        def check(service: NewService) -> NewService:
            return checked_service(
                service,
                known_locations=rows.location_ids(work).union(there),
                known_providers=rows.provider_ids(work).union(theirs),
            )

        checked = check(changed)
        if read is not None:
            stored = as_entered(NewService, service_view(row, there, theirs))
            checked = check(merged(checked, read=read, stored=stored))
        return kept_service(work, row, checked)


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
    """Have a location be as `changed`, for whom the bookings it hits are no matter.

    Raises:
        What `change_location` raises.
    """
    return change_location(location_id, changed, by=by, now=now).location


def change_location(
    location_id: str,
    changed: NewLocation,
    *,
    read: NewLocation | None = None,
    by: Actor,
    now: datetime,
) -> SavedLocation:
    """Have a location be as `changed`. Its bookings stay at their instants.

    In another time zone the same hours are other instants: bookings that do not lie
    within them any more are marked, and answered. `read` is as for a service.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: no such location.
        Invalid: every field that cannot be taken.
        ChangedMeanwhile: somebody else changed the same fields otherwise since `read`.
    """
    check_area(by, Area.SETUP)
    checked = checked_location(changed)
    with unit_of_work() as work:
        hold_providers(work)
        row = location_row(work, location_id)
        one_at_a_time(work, "location", row.id)
        work.session.refresh(row)
        if read is not None:
            stored = as_entered(NewLocation, location_view(row))
            checked = merged(checked, read=read, stored=stored)
        moves = row.time_zone != checked.time_zone
        row.name, row.address = checked.name, checked.address
        row.time_zone = checked.time_zone
        work.session.add(row)
        affected = Affected(location_id=row.id)
        hit = mark_again(work, affected, by=by, now=now) if moves else []
        return SavedLocation(location_view(row), hit)


def create_provider(new: NewProvider, *, by: Actor, now: datetime) -> ProviderView:
    """Add a provider; until hours are set they offer no slot.

    Raises:
        Forbidden: `by` may not change the set-up.
        Invalid: every field that cannot be taken.
    """
    check_area(by, Area.SETUP)
    with unit_of_work() as work:
        checked = checked_provider(
            new, known_services=rows.service_ids(work), emails=emails_taken(work)
        )
        row = ProviderRow(
            name=checked.name,
            colour=rarest_colour(each.colour for each in rows.providers(work)),
            created_at=now,
        )
        return kept_provider(work, row, checked)


def update_provider(
    provider_id: str,
    changed: NewProvider,
    *,
    read: NewProvider | None = None,
    by: Actor,
    now: datetime,
) -> ProviderView:
    """Have a provider be as `changed`. Bookings keep the name they had; `read` is as for a service.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: no such provider.
        Invalid: every field that cannot be taken.
    """
    del now  # providers keep no history
    check_area(by, Area.SETUP)
    with unit_of_work() as work:
        row = provider_row(work, provider_id)
        emails = emails_taken(work, without=row.id)
        work.session.refresh(row)
        offered = offers.services_of_provider(work, row.id)

        def check(provider: NewProvider) -> NewProvider:
            known = rows.service_ids(work).union(offered)
            return checked_provider(provider, known_services=known, emails=emails)

        checked = check(changed)
        if read is not None:
            stored = as_entered(NewProvider, provider_view(row, offered, ()))
            checked = check(merged(checked, read=read, stored=stored))
        return kept_provider(work, row, checked)

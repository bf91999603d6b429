"""The verbs: what a team sets up before it can be booked."""

from collections.abc import Sequence
from datetime import date, datetime

from bookings_app.db import catalog as rows
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
from bookings_app.db.unit_of_work import UnitOfWork, unit_of_work
from bookings_app.domain.access import Actor, Area, check_area, check_may_set_hours
from bookings_app.domain.catalog import (
    NewLocation,
    NewProvider,
    NewService,
    checked_location,
    checked_provider,
    checked_service,
)
from bookings_app.domain.errors import NotFound
from bookings_app.domain.schedule import (
    HoursWindow,
    NewClosure,
    NewTimeOff,
    Span,
    checked_closure,
    checked_hours,
    checked_override,
    checked_time_off,
)
from bookings_app.usecases.catalog import location_view, provider_view, service_view
from bookings_app.usecases.views import LocationView, ProviderView, ServiceView


def create_service(new: NewService, *, by: Actor, now: datetime) -> ServiceView:
    """Add a service, offered at the locations it names.

    Raises:
        Forbidden: `by` may not change the set-up.
        Invalid: every field that cannot be taken.
    """
    check_area(by, Area.SETUP)
    with unit_of_work() as work:
        checked = checked_service(new, known_locations=rows.location_ids(work))
        row = ServiceRow(
            name=checked.name,
            description=checked.description,
            duration_minutes=checked.duration_minutes,
            buffer_before_minutes=checked.buffer_before_minutes,
            buffer_after_minutes=checked.buffer_after_minutes,
            slot_step_minutes=checked.slot_step_minutes,
            requires_approval=checked.requires_approval,
            min_notice_minutes=checked.min_notice_minutes,
            booking_window_days=checked.booking_window_days,
            available_from=checked.available_from,
            available_to=checked.available_to,
            created_at=now,
        )
        work.session.add(row)
        work.session.flush()
        work.session.add_all(
            ServiceLocationRow(service_id=row.id, location_id=location_id)
            for location_id in checked.location_ids
        )
        return service_view(row, checked.location_ids)


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


def create_provider(new: NewProvider, *, by: Actor, now: datetime) -> ProviderView:
    """Add a provider; until hours are set they offer no slot.

    Raises:
        Forbidden: `by` may not change the set-up.
        Invalid: every field that cannot be taken.
    """
    check_area(by, Area.SETUP)
    with unit_of_work() as work:
        checked = checked_provider(new, known_services=rows.service_ids(work))
        row = ProviderRow(name=checked.name, email=checked.email, created_at=now)
        work.session.add(row)
        work.session.flush()
        work.session.add_all(
            ProviderServiceRow(provider_id=row.id, service_id=service_id)
            for service_id in checked.service_ids
        )
        return provider_view(row, checked.service_ids, ())


def archive_service(service_id: str, *, by: Actor, now: datetime) -> None:
    """Offer a service no more; its bookings live on. Twice is once.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: no such service.
    """
    check_area(by, Area.SETUP)
    with unit_of_work() as work:
        _archive(rows.service(work, service_id), "service", now)


def archive_location(location_id: str, *, by: Actor, now: datetime) -> None:
    """Offer nothing at a location any more; its bookings live on. Twice is once.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: no such location.
    """
    check_area(by, Area.SETUP)
    with unit_of_work() as work:
        _archive(rows.location(work, location_id), "location", now)


def archive_provider(provider_id: str, *, by: Actor, now: datetime) -> None:
    """Offer no slot of a provider any more; their bookings live on. Twice is once.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: no such provider.
    """
    check_area(by, Area.SETUP)
    with unit_of_work() as work:
        _archive(rows.provider(work, provider_id), "provider", now)


def set_working_hours(
    provider_id: str, windows: Sequence[HoursWindow], *, by: Actor, now: datetime
) -> None:
    """Replace a provider's weekly hours at all locations. Bookings made before stay.

    Raises:
        Forbidden: neither `by`'s own hours nor theirs to set.
        NotFound: no such provider.
        Invalid: every field that cannot be taken, such as `2.breaks.0.end`.
    """
    del now  # hours keep no history
    check_may_set_hours(by, provider_id=provider_id)
    with unit_of_work() as work:
        _known_provider(work, provider_id)
        checked = checked_hours(windows, known_locations=rows.location_ids(work))
        rows.replace_weekly_hours(
            work,
            provider_id,
            [
                WorkingHoursRow(
                    provider_id=provider_id,
                    location_id=window.location_id,
                    weekday=window.weekday,
                    start_minute=window.span.start,
                    end_minute=window.span.end,
                    breaks=[[pause.start, pause.end] for pause in window.breaks],
                )
                for window in checked
            ],
        )


def set_override(
    provider_id: str,
    on: date,
    windows: Sequence[Span],
    *,
    location_id: str | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Have a provider work `windows` on that date instead; none is a day off.

    Replaces the override of the same date and location. Without a location it holds
    wherever they have weekly hours.

    Raises:
        Forbidden: neither `by`'s own hours nor theirs to set.
        NotFound: no such provider.
        Invalid: every field that cannot be taken.
    """
    del now  # hours keep no history
    check_may_set_hours(by, provider_id=provider_id)
    with unit_of_work() as work:
        _known_provider(work, provider_id)
        known = rows.location_ids(work)
        checked = checked_override(on, windows, location_id=location_id, known_locations=known)
        rows.forget_override(work, provider_id, on, location_id=location_id)
        work.session.add(
            DateOverrideRow(
                provider_id=provider_id,
                on_date=on,
                location_id=location_id,
                windows=[[span.start, span.end] for span in checked],
            )
        )


def add_time_off(provider_id: str, away: NewTimeOff, *, by: Actor, now: datetime) -> str:
    """Offer no slot of a provider while they are away; answers its id.

    Raises:
        Forbidden: neither `by`'s own time off nor theirs to set.
        NotFound: no such provider.
        Invalid: every field that cannot be taken.
    """
    del now  # time off keeps no history
    check_may_set_hours(by, provider_id=provider_id)
    checked = checked_time_off(away)
    with unit_of_work() as work:
        _known_provider(work, provider_id)
        row = TimeOffRow(
            provider_id=provider_id,
            starts_at=checked.starts_at,
            ends_at=checked.ends_at,
            reason=checked.reason,
        )
        work.session.add(row)
        return row.id


def add_closure(new: NewClosure, *, by: Actor, now: datetime) -> str:
    """Close a location, or all, for some dates; answers its id.

    Raises:
        Forbidden: `by` may not change the set-up.
        Invalid: every field that cannot be taken.
    """
    del now  # closures keep no history
    check_area(by, Area.SETUP)
    with unit_of_work() as work:
        checked = checked_closure(new, known_locations=rows.location_ids(work))
        row = ClosureRow(
            location_id=checked.location_id,
            first_on=checked.first_on,
            last_on=checked.last_on,
            name=checked.name,
        )
        work.session.add(row)
        return row.id


def _known_provider(work: UnitOfWork, provider_id: str) -> None:
    if rows.provider(work, provider_id) is None:
        raise NotFound("provider")


def _archive(row: ServiceRow | LocationRow | ProviderRow | None, what: str, now: datetime) -> None:
    if row is None:
        raise NotFound(what)
    row.archived_at = row.archived_at or now

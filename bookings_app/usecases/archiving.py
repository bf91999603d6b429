"""The verbs: taking services, locations and providers out of use, and back into it."""

from collections.abc import Callable
from datetime import datetime

from bookings_app.db.tables import LocationRow, ProviderRow, ServiceRow
from bookings_app.db.unit_of_work import UnitOfWork, unit_of_work
from bookings_app.domain.access import Actor, Area, check_area
from bookings_app.domain.catalog import holder_of_email
from bookings_app.domain.errors import Invalid
from bookings_app.usecases.catalog import location_row, provider_row, service_row
from bookings_app.usecases.setup_rows import emails_taken


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
        holder = holder_of_email(row.email, emails_taken(work, without=row.id))
        if holder is not None:
            sentence = f"{holder} has the e-mail of {row.name} now. Change it there first."
            raise Invalid([("email", sentence)])
        row.archived_at = None


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

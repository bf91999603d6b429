"""The verbs: rows of the set-up as they were checked, inside a transaction."""

from bookings_app.db import catalog as rows
from bookings_app.db import offers, schedules
from bookings_app.db.locks import one_at_a_time
from bookings_app.db.tables import ProviderRow, ServiceRow
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.catalog import NewProvider, NewService
from bookings_app.usecases.catalog import provider_view, service_view
from bookings_app.usecases.views import ProviderView, ServiceView


def kept_service(work: UnitOfWork, row: ServiceRow, checked: NewService) -> ServiceView:
    """Store a service as `checked`; answers it as it is since."""
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


def kept_provider(work: UnitOfWork, row: ProviderRow, checked: NewProvider) -> ProviderView:
    """Store a provider as `checked`; answers them as they are since."""
    row.name, row.email = checked.name, checked.email
    row.colour = checked.colour or row.colour
    work.session.add(row)
    work.session.flush()
    offers.offer_services(work, row.id, checked.service_ids)
    present = schedules.locations_worked_at(work, row.id)
    return provider_view(row, offers.services_of_provider(work, row.id), present)


def emails_taken(work: UnitOfWork, *, without: str | None = None) -> list[tuple[str, str]]:
    """The e-mails that are taken; nobody takes another before this transaction ends."""
    one_at_a_time(work, "providers", "e-mails")
    return rows.provider_emails(work, without=without)

"""The verbs: what a team has of what a booking needs. Derived from the data, kept nowhere."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bookings_app.db import catalog as rows
from bookings_app.db import schedules
from bookings_app.db.tables import WorkingHoursRow
from bookings_app.db.unit_of_work import UnitOfWork, reading
from bookings_app.domain.first_steps import Gap, Offer, Presence, Step, gap
from bookings_app.domain.schedule import HoursWindow
from bookings_app.domain.working_time import WeeklyWindow, longest_stretch
from bookings_app.usecases.catalog import location_view, provider_view, service_view
from bookings_app.usecases.schedules import hours_window
from bookings_app.usecases.views import LocationView, ProviderView, ServiceView
from bookings_app.usecases.working_inputs import window


@dataclass(frozen=True, slots=True)
class Progress:
    """What a team has, each by name; `hours` by the name of whose they are.

    `gap` is what keeps it from being booked although it has some of each.
    """

    locations: tuple[LocationView, ...]
    services: tuple[ServiceView, ...]
    providers: tuple[ProviderView, ...]
    hours: tuple[tuple[str, HoursWindow], ...]
    gap: Gap | None

    @property
    def done(self) -> frozenset[Step]:
        """The steps that somebody has taken, wherever."""
        made = {
            Step.LOCATION: self.locations,
            Step.SERVICE: self.services,
            Step.PROVIDER: self.providers,
            Step.HOURS: self.hours,
        }
        return frozenset(step for step, some in made.items() if some)

    @property
    def next_step(self) -> Step | None:
        """The first step that is not done; None when all are."""
        return next((step for step in Step if step not in self.done), None)

    @property
    def can_be_booked(self) -> bool:
        """Whether somebody offers something somewhere at some time."""
        return self.next_step is None and self.gap is None


def progress(*, now: datetime) -> Progress:
    """What the team has already; what is archived does not count."""
    with reading() as work:
        hours = schedules.hours_worked(work)
        services = _services(work)
        found = gap(map(_offer, services), _presences(hours), today=now.date())
        return Progress(
            locations=tuple(location_view(row) for row in rows.locations(work)),
            services=services,
            providers=_providers(work),
            hours=tuple((row.provider_id, hours_window(row)) for row in hours),
            gap=found,
        )


def _services(work: UnitOfWork) -> tuple[ServiceView, ...]:
    offered, done = rows.service_locations(work), rows.provider_services(work)
    return tuple(
        service_view(
            row,
            [location_id for service_id, location_id in offered if service_id == row.id],
            [provider_id for provider_id, service_id in done if service_id == row.id],
        )
        for row in rows.services(work)
    )


def _providers(work: UnitOfWork) -> tuple[ProviderView, ...]:
    done, present = rows.provider_services(work), rows.provider_locations(work)
    return tuple(
        provider_view(
            row,
            [service_id for provider_id, service_id in done if provider_id == row.id],
            [location_id for provider_id, location_id in present if provider_id == row.id],
        )
        for row in rows.providers(work)
    )


def _offer(service: ServiceView) -> Offer:
    return Offer(
        service.id,
        service.duration_minutes,
        frozenset(service.location_ids),
        frozenset(service.provider_ids),
        service.available_to,
    )


def _presences(hours: Iterable[WorkingHoursRow]) -> list[Presence]:
    places: defaultdict[tuple[str, str], list[WeeklyWindow]] = defaultdict(list)
    for row in hours:
        places[row.provider_id, row.location_id].append(
            window(row.location_id, row.weekday, row.start_minute, row.end_minute, row.breaks)
        )
    return [
        Presence(provider_id, location_id, longest_stretch(windows))
        for (provider_id, location_id), windows in places.items()
    ]

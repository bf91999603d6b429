"""The demo team: set up through the use cases, as an administrator would at the screen."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bookings_app.cli.demo import team
from bookings_app.domain.access import Actor, ActorKind, ProviderVisibility, Role
from bookings_app.domain.catalog import NewProvider
from bookings_app.domain.member import NewMember
from bookings_app.domain.schedule import HoursWindow, Span
from bookings_app.usecases import members, schedules, setup
from bookings_app.usecases.views import LocationView, ServiceView, Workspace
from bookings_app.usecases.workspace import save_workspace

FOUNDER = Actor(ActorKind.MEMBER, "command-line", "Command line", role=Role.ADMIN)

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Hired:
    """A provider, and who they are when they do something themselves."""

    id: str
    name: str
    actor: Actor


@dataclass(frozen=True, slots=True)
class Clinic:
    """The team as it was made; services and locations by name."""

    admin: Actor
    managers: tuple[Actor, ...]
    providers: tuple[Hired, ...]
    services: dict[str, ServiceView]
    locations: dict[str, LocationView]

    @property
    def everybody(self) -> tuple[Actor, ...]:
        """Who signs in."""
        return (self.admin, *self.managers, *(each.actor for each in self.providers))


def found_clinic(*, today: date, now: datetime) -> Clinic:
    """Make workspace, locations, services, providers with their hours, and members."""
    workspace = Workspace(team.CLINIC, team.CLINIC_ZONE, 0, ProviderVisibility.OWN, "GB")
    save_workspace(workspace, by=FOUNDER, now=now)
    admin = _member(team.ADMINISTRATOR, Role.ADMIN, by=FOUNDER, now=now)
    locations = {new.name: setup.create_location(new, by=admin, now=now) for new in team.LOCATIONS}
    services = {
        offer.service.name: _service(offer, locations, today=today, by=admin, now=now)
        for offer in team.OFFERS
    }
    return Clinic(
        admin=admin,
        managers=tuple(_member(name, Role.MANAGER, by=admin, now=now) for name in team.MANAGERS),
        providers=tuple(
            _hired(each, services, locations, by=admin, now=now) for each in team.PROVIDERS
        ),
        services=services,
        locations=locations,
    )


def email_of(name: str) -> str:
    """What a member of the team signs in with."""
    return f"{name.split(maxsplit=1)[0].lower()}@example.com"


def _service(
    offer: team.Offer,
    locations: dict[str, LocationView],
    *,
    today: date,
    by: Actor,
    now: datetime,
) -> ServiceView:
    new = replace(offer.service, location_ids=tuple(locations[name].id for name in offer.at))
    if offer.season is not None:
        before, after = offer.season
        new = replace(
            new,
            available_from=today - timedelta(days=before),
            available_to=today + timedelta(days=after),
        )
    return setup.create_service(new, by=by, now=now)


def _hired(
    provider: team.DemoProvider,
    services: dict[str, ServiceView],
    locations: dict[str, LocationView],
    *,
    by: Actor,
    now: datetime,
) -> Hired:
    offered = tuple(services[name].id for name in provider.services)
    new = NewProvider(provider.name, email_of(provider.name), offered)
    made = setup.create_provider(new, by=by, now=now)
    windows = [
        window for shift in provider.shifts for window in _windows(shift, locations[shift.at].id)
    ]
    schedules.set_working_hours(made.id, windows, by=by, now=now)
    home = locations[provider.shifts[0].at].time_zone
    actor = _member(
        provider.name, Role.PROVIDER, by=by, now=now, provider_id=made.id, time_zone=home
    )
    return Hired(made.id, provider.name, actor)


def _windows(shift: team.Shift, location_id: str) -> list[HoursWindow]:
    start, end = span(shift.hours)
    breaks = (span(shift.off),) if shift.off else ()
    return [
        HoursWindow(location_id, WEEKDAYS.index(day), start, end, breaks)
        for day in shift.weekdays.split()
    ]


def span(hours: str) -> Span:
    """`hours` such as "09:00-17:00" in minutes after midnight."""
    start, end = hours.split("-")
    return _minute(start), _minute(end)


def _minute(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def _member(
    name: str,
    role: Role,
    *,
    by: Actor,
    now: datetime,
    provider_id: str | None = None,
    time_zone: str | None = None,
) -> Actor:
    new = NewMember(email_of(name), name, role, team.PASSWORD, provider_id, time_zone)
    made = members.add_member(new, by=by, now=now)
    return Actor(ActorKind.MEMBER, made.id, made.name, role=role, provider_id=provider_id)

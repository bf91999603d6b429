"""What tests begin with: small functions with defaults, through the use cases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bookings_app.domain.access import Actor, ActorKind, ProviderVisibility, Role
from bookings_app.domain.catalog import NewLocation, NewProvider, NewService
from bookings_app.domain.contact import NewContact
from bookings_app.domain.schedule import HoursWindow, Span
from bookings_app.usecases import contacts, schedules, setup

# A Monday; Madrid is one hour ahead of UTC then.
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

ADMIN = Actor(ActorKind.MEMBER, "member-admin", "Alba", role=Role.ADMIN)
MANAGER = Actor(ActorKind.MEMBER, "member-manager", "Marco", role=Role.MANAGER)


@dataclass(frozen=True, slots=True)
class Team:
    """A service, where it is offered, and who offers it on weekdays from 09:00 to 17:00."""

    service_id: str
    location_id: str
    provider_id: str


def provider_actor(
    provider_id: str,
    *,
    visibility: ProviderVisibility = ProviderVisibility.OWN,
    service_ids: Iterable[str] = (),
) -> Actor:
    """The member who is that provider."""
    return Actor(
        ActorKind.MEMBER,
        f"member-{provider_id}",
        "Petra",
        role=Role.PROVIDER,
        provider_id=provider_id,
        visibility=visibility,
        service_ids=frozenset(service_ids),
    )


def api_key(*scopes: str) -> Actor:
    """A program with these scopes."""
    return Actor(ActorKind.API_KEY, "key-1", "Website", scopes=frozenset(scopes))


def ai_agent(contact_id: str | None = None) -> Actor:
    """An AI agent that talks with that contact."""
    return Actor(ActorKind.AI_AGENT, "key-2", "Assistant", contact_id=contact_id)


def given_location(*, name: str = "Old Town", time_zone: str = "Europe/Madrid") -> str:
    """A location; its id."""
    new = NewLocation(name=name, time_zone=time_zone)
    return setup.create_location(new, by=ADMIN, now=NOON).id


def given_service(
    *,
    location_ids: Iterable[str] = (),
    name: str = "Haircut",
    duration_minutes: int = 30,
    buffer_before_minutes: int = 0,
    buffer_after_minutes: int = 0,
    slot_step_minutes: int | None = None,
    requires_approval: bool = False,
    min_notice_minutes: int = 0,
    booking_window_days: int | None = None,
) -> str:
    """A service; its id."""
    new = NewService(
        name=name,
        duration_minutes=duration_minutes,
        buffer_before_minutes=buffer_before_minutes,
        buffer_after_minutes=buffer_after_minutes,
        slot_step_minutes=slot_step_minutes,
        requires_approval=requires_approval,
        min_notice_minutes=min_notice_minutes,
        booking_window_days=booking_window_days,
        location_ids=tuple(location_ids),
    )
    return setup.create_service(new, by=ADMIN, now=NOON).id


def given_provider(
    *,
    service_ids: Iterable[str] = (),
    location_id: str | None = None,
    name: str = "Ben",
    weekdays: Iterable[int] = range(5),
    hours: Span = (9 * 60, 17 * 60),
    breaks: Sequence[Span] = (),
) -> str:
    """A provider who works at `location_id`, if any, on these weekdays; their id."""
    new = NewProvider(name=name, service_ids=tuple(service_ids))
    provider_id = setup.create_provider(new, by=ADMIN, now=NOON).id
    if location_id is not None:
        windows = [
            HoursWindow(location_id, weekday, hours[0], hours[1], tuple(breaks))
            for weekday in weekdays
        ]
        schedules.set_working_hours(provider_id, windows, by=ADMIN, now=NOON)
    return provider_id


def given_team(
    *,
    duration_minutes: int = 30,
    buffer_after_minutes: int = 0,
    requires_approval: bool = False,
    min_notice_minutes: int = 0,
    time_zone: str = "Europe/Madrid",
    hours: Span = (9 * 60, 17 * 60),
) -> Team:
    """The smallest team that can be booked."""
    location_id = given_location(time_zone=time_zone)
    service_id = given_service(
        location_ids=[location_id],
        duration_minutes=duration_minutes,
        buffer_after_minutes=buffer_after_minutes,
        requires_approval=requires_approval,
        min_notice_minutes=min_notice_minutes,
    )
    provider_id = given_provider(service_ids=[service_id], location_id=location_id, hours=hours)
    return Team(service_id=service_id, location_id=location_id, provider_id=provider_id)


def given_contact(
    *, name: str = "Ana Ruiz", phone: str = "+34 600 111 222", email: str = ""
) -> str:
    """A contact; their id."""
    new = NewContact(name=name, phone=phone, email=email)
    return contacts.create_contact(new, by=ADMIN, now=NOON).id

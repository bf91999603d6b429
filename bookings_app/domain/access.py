"""Rules: who may see and who may do what. Every read and every verb asks here."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bookings_app.domain.booking import BookingSource
from bookings_app.domain.errors import Forbidden


class Role(StrEnum):
    """What a member may do."""

    ADMIN = "admin"
    MANAGER = "manager"
    PROVIDER = "provider"


class ActorKind(StrEnum):
    """Through which door an actor comes."""

    MEMBER = "member"
    API_KEY = "api"
    AI_AGENT = "ai_agent"


class ProviderVisibility(StrEnum):
    """The workspace's setting: what providers see beside their own bookings."""

    OWN = "own"
    ASSIGNED_SERVICES = "assigned_services"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. Made by a door from a session or a key, never from a payload.

    `service_ids` are the services a provider offers; they matter for what a
    provider sees when `visibility` is ASSIGNED_SERVICES.
    """

    kind: ActorKind
    id: str
    name: str
    role: Role | None = None
    provider_id: str | None = None
    visibility: ProviderVisibility = ProviderVisibility.OWN
    service_ids: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    contact_id: str | None = None


@dataclass(frozen=True, slots=True)
class BookingVisibility:
    """Which bookings an actor sees: all, or those that one of the lists names."""

    everything: bool = False
    provider_ids: frozenset[str] = frozenset()
    service_ids: frozenset[str] = frozenset()
    contact_ids: frozenset[str] = frozenset()

    def covers(self, *, provider_id: str, service_id: str, contact_id: str | None) -> bool:
        """Whether a booking with these three is one of them."""
        return (
            self.everything
            or provider_id in self.provider_ids
            or service_id in self.service_ids
            or contact_id in self.contact_ids
        )


@dataclass(frozen=True, slots=True)
class ContactVisibility:
    """Which contacts an actor sees: all, those these providers had booked, or these."""

    everything: bool = False
    provider_ids: frozenset[str] = frozenset()
    contact_ids: frozenset[str] = frozenset()


class Action(StrEnum):
    """What may be done to a booking."""

    CONFIRM = "confirm"
    COMPLETE = "complete"
    NO_SHOW = "no-show"
    CANCEL = "cancel"
    RESCHEDULE = "reschedule"
    EDIT = "edit"


class Area(StrEnum):
    """What may be looked after beside bookings."""

    SETUP = "change services, locations and providers"
    CONTACTS = "work with contacts"
    MEMBERS = "manage members"
    WORKSPACE = "change the workspace"


_FOR_KEY: Mapping[Action, str] = {
    Action.CONFIRM: "bookings:approve",
    Action.COMPLETE: "bookings:write",
    Action.NO_SHOW: "bookings:write",
    Action.CANCEL: "bookings:write",
    Action.RESCHEDULE: "bookings:write",
    Action.EDIT: "bookings:write",
}

_IN_WORDS: Mapping[Action, str] = {
    Action.CONFIRM: "confirm this booking",
    Action.COMPLETE: "complete this booking",
    Action.NO_SHOW: "mark this booking as no-show",
    Action.CANCEL: "cancel this booking",
    Action.RESCHEDULE: "reschedule this booking",
    Action.EDIT: "edit this booking",
}

_FOR_AGENT = frozenset({Action.CANCEL, Action.RESCHEDULE, Action.EDIT})

_AREAS: Mapping[Role, frozenset[Area]] = {
    Role.ADMIN: frozenset(Area),
    Role.MANAGER: frozenset({Area.SETUP, Area.CONTACTS}),
    Role.PROVIDER: frozenset(),
}

_AREA_SCOPE: Mapping[Area, str] = {
    Area.SETUP: "setup:write",
    Area.CONTACTS: "contacts:read",
}

# Who may change the set-up may look at it.
_SETUP_SCOPES = frozenset({"setup:read", "setup:write"})

SOURCE_OF: Mapping[ActorKind, BookingSource] = {
    ActorKind.MEMBER: BookingSource.MANUAL,
    ActorKind.API_KEY: BookingSource.API,
    ActorKind.AI_AGENT: BookingSource.AI_AGENT,
}


def visible_bookings(actor: Actor) -> BookingVisibility:
    """Which bookings `actor` sees: README, "Who sees what"."""
    if actor.kind is ActorKind.AI_AGENT:
        return BookingVisibility(contact_ids=_only(actor.contact_id))
    if actor.kind is ActorKind.API_KEY:
        return BookingVisibility(everything="bookings:read" in actor.scopes)
    if actor.role in {Role.ADMIN, Role.MANAGER}:
        return BookingVisibility(everything=True)
    services = (
        actor.service_ids
        if actor.visibility is ProviderVisibility.ASSIGNED_SERVICES
        else frozenset[str]()
    )
    return BookingVisibility(provider_ids=_only(actor.provider_id), service_ids=services)


def may_act(actor: Actor, action: Action, *, provider_id: str, contact_id: str | None) -> bool:
    """Whether `actor` may do `action` to a booking of that provider and contact."""
    if actor.kind is ActorKind.API_KEY:
        return _FOR_KEY[action] in actor.scopes
    if actor.kind is ActorKind.AI_AGENT:
        return action in _FOR_AGENT and contact_id is not None and contact_id == actor.contact_id
    return sees_every_booking(actor) or (
        actor.provider_id is not None and provider_id == actor.provider_id
    )


def check_may_act(
    actor: Actor, action: Action, *, provider_id: str, contact_id: str | None
) -> None:
    """Return quietly if `actor` may do `action` to a booking of that provider and contact.

    Raises:
        Forbidden: they may see it, and no more.
    """
    if not may_act(actor, action, provider_id=provider_id, contact_id=contact_id):
        raise Forbidden(_IN_WORDS[action])


def check_may_book(actor: Actor, *, provider_id: str) -> None:
    """Return quietly if `actor` may create a booking for that provider.

    Raises:
        Forbidden: providers book for themselves only; keys need their scope.
    """
    if actor.kind is ActorKind.AI_AGENT:
        return
    if actor.kind is ActorKind.API_KEY:
        allowed = "bookings:write" in actor.scopes
    else:
        allowed = sees_every_booking(actor) or (
            actor.provider_id is not None and provider_id == actor.provider_id
        )
    if not allowed:
        raise Forbidden("book for this provider")


def bookable_providers(actor: Actor) -> frozenset[str] | None:
    """The providers `actor` may book for; None is all of them."""
    if actor.kind is ActorKind.MEMBER and not sees_every_booking(actor):
        return _only(actor.provider_id)
    return None


def check_area(actor: Actor, area: Area) -> None:
    """Return quietly if `actor` may work in `area`.

    Raises:
        Forbidden: the role, or the key's scopes, do not allow it.
    """
    if actor.kind is ActorKind.MEMBER and actor.role is not None:
        allowed = area in _AREAS[actor.role]
    else:
        allowed = actor.kind is ActorKind.API_KEY and _AREA_SCOPE.get(area) in actor.scopes
    if not allowed:
        raise Forbidden(area.value)


def check_may_set_hours(actor: Actor, *, provider_id: str) -> None:
    """Return quietly if `actor` may set that provider's hours and time off.

    Raises:
        Forbidden: providers set their own; beyond that it is part of the set-up.
    """
    if actor.kind is ActorKind.MEMBER and actor.provider_id == provider_id:
        return
    check_area(actor, Area.SETUP)


def check_may_import(actor: Actor) -> None:
    """Return quietly if `actor` may import files.

    Raises:
        Forbidden: it is for those from whom nothing is hidden.
    """
    if not sees_every_booking(actor):
        raise Forbidden("import files")


def check_may_see_hours(actor: Actor, *, provider_id: str | None) -> None:
    """Return quietly if `actor` may look at that provider's hours and time off.

    Without a provider it is about closures, which are every member's to know.

    Raises:
        Forbidden: somebody else's, and not a part of the actor's work.
    """
    if actor.kind is ActorKind.MEMBER and (
        provider_id is None or sees_calendar_of(actor, provider_id)
    ):
        return
    if actor.kind is ActorKind.API_KEY and not actor.scopes.isdisjoint(_SETUP_SCOPES):
        return
    raise Forbidden("see these hours")


def visible_contacts(actor: Actor) -> ContactVisibility:
    """Which contacts `actor` sees without knowing their exact phone or e-mail.

    Raises:
        Forbidden: a key without its scope.
    """
    if actor.kind is ActorKind.API_KEY:
        check_area(actor, Area.CONTACTS)
        return ContactVisibility(everything=True)
    if actor.kind is ActorKind.AI_AGENT:
        return ContactVisibility(contact_ids=_only(actor.contact_id))
    return ContactVisibility(
        everything=sees_every_booking(actor), provider_ids=_only(actor.provider_id)
    )


def check_may_write_contacts(actor: Actor) -> None:
    """Return quietly if `actor` may add contacts and conversations.

    Raises:
        Forbidden: a key without its scope.
    """
    if actor.kind is ActorKind.API_KEY and "contacts:write" not in actor.scopes:
        raise Forbidden("add contacts")


def sees_every_booking(actor: Actor) -> bool:
    """Whether nothing is hidden from this member."""
    return actor.role in {Role.ADMIN, Role.MANAGER}


def sees_calendar_of(actor: Actor, provider_id: str) -> bool:
    """Whether `actor` sees a provider's own calendar: their events, and when they are away."""
    return sees_every_booking(actor) or actor.provider_id == provider_id


def ignores_notice(actor: Actor) -> bool:
    """Whether minimum notice and booking window are advice only: they bind keys, not members."""
    return actor.kind is ActorKind.MEMBER


def _only(value: str | None) -> frozenset[str]:
    return frozenset() if value is None else frozenset({value})

"""Rules: who may see and who may do what. Every read and every verb asks here."""

from collections.abc import Mapping
from enum import StrEnum

from bookings_app.domain.actor import (
    Actor,
    ActorKind,
    ProviderVisibility,
    Role,
    Scope,
)
from bookings_app.domain.areas import Area, check_area, may_work_in
from bookings_app.domain.booking import BookingSource
from bookings_app.domain.errors import Forbidden, NotFound
from bookings_app.domain.visibility import BookingVisibility, ContactVisibility

# What every room that asks here needs, too.
__all__ = [
    "Actor",
    "ActorKind",
    "Area",
    "BookingVisibility",
    "ContactVisibility",
    "ProviderVisibility",
    "Role",
    "Scope",
    "check_area",
    "may_work_in",
]


class Action(StrEnum):
    """What may be done to a booking."""

    CONFIRM = "confirm"
    COMPLETE = "complete"
    NO_SHOW = "no-show"
    CANCEL = "cancel"
    RESCHEDULE = "reschedule"
    EDIT = "edit"


_FOR_KEY: Mapping[Action, Scope] = {
    Action.CONFIRM: Scope.BOOKINGS_APPROVE,
    Action.COMPLETE: Scope.BOOKINGS_WRITE,
    Action.NO_SHOW: Scope.BOOKINGS_WRITE,
    Action.CANCEL: Scope.BOOKINGS_WRITE,
    Action.RESCHEDULE: Scope.BOOKINGS_WRITE,
    Action.EDIT: Scope.BOOKINGS_WRITE,
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

# Who may change the set-up may look at it.
_SETUP_SCOPES = frozenset({Scope.SETUP_READ, Scope.SETUP_WRITE})

SOURCE_OF: Mapping[ActorKind, BookingSource] = {
    ActorKind.MEMBER: BookingSource.MANUAL,
    ActorKind.API_KEY: BookingSource.API,
    ActorKind.AI_AGENT: BookingSource.AI_AGENT,
}


def visible_bookings(actor: Actor) -> BookingVisibility:
    """Which bookings `actor` sees: README, "Who sees what"."""
    if actor.kind is ActorKind.AI_AGENT:
        return BookingVisibility(contact_ids=_only(actor.contact_id), limits=actor.limits)
    if actor.kind is ActorKind.API_KEY:
        return BookingVisibility(
            everything=Scope.BOOKINGS_READ in actor.scopes, limits=actor.limits
        )
    if actor.role in {Role.ADMIN, Role.MANAGER}:
        return BookingVisibility(everything=True)
    services = (
        actor.service_ids
        if actor.visibility is ProviderVisibility.ASSIGNED_SERVICES
        else frozenset[str]()
    )
    return BookingVisibility(provider_ids=_only(actor.provider_id), service_ids=services)


def check_may_list_bookings(actor: Actor) -> None:
    """Return quietly if there is any use in `actor` listing bookings.

    Raises:
        Forbidden: a key without its scope.
    """
    if actor.kind is ActorKind.API_KEY and Scope.BOOKINGS_READ not in actor.scopes:
        raise Forbidden("see bookings", lacks=Scope.BOOKINGS_READ)


def may_act(actor: Actor, action: Action, *, provider_id: str, contact_id: str | None) -> bool:
    """Whether `actor` may do `action` to a booking of that provider and contact."""
    if actor.kind is ActorKind.API_KEY:
        return {_FOR_KEY[action], Scope.BOOKINGS_READ} <= actor.scopes
    if actor.kind is ActorKind.AI_AGENT:
        return action in _FOR_AGENT and contact_id is not None and contact_id == actor.contact_id
    return sees_every_booking(actor) or actor.provider_id == provider_id


def check_may_act(
    actor: Actor, action: Action, *, provider_id: str, contact_id: str | None
) -> None:
    """Return quietly if `actor` may do `action` to a booking of that provider and contact.

    Raises:
        Forbidden: they may see it, and no more.
    """
    if not may_act(actor, action, provider_id=provider_id, contact_id=contact_id):
        is_key = actor.kind is ActorKind.API_KEY
        raise Forbidden(_IN_WORDS[action], lacks=_FOR_KEY[action] if is_key else "")


def check_may_book(actor: Actor, *, provider_id: str) -> None:
    """Return quietly if `actor` may create a booking for that provider.

    Raises:
        Forbidden: providers book for themselves only; keys need their scope.
    """
    if actor.kind is ActorKind.AI_AGENT:
        return
    if actor.kind is ActorKind.API_KEY:
        allowed = Scope.BOOKINGS_WRITE in actor.scopes
    else:
        allowed = sees_every_booking(actor) or actor.provider_id == provider_id
    if not allowed:
        is_key = actor.kind is ActorKind.API_KEY
        raise Forbidden("book for this provider", lacks=Scope.BOOKINGS_WRITE if is_key else "")


def bookable_providers(actor: Actor) -> frozenset[str] | None:
    """The providers `actor` may book for; None is all of them."""
    if actor.kind is ActorKind.MEMBER and not sees_every_booking(actor):
        return _only(actor.provider_id)
    return actor.limits.provider_ids or None


def check_may_set_hours(actor: Actor, *, provider_id: str) -> None:
    """Return quietly if `actor` may set that provider's hours and time off.

    Raises:
        Forbidden: providers set their own; beyond that it is part of the set-up.
    """
    if actor.kind is ActorKind.MEMBER and actor.provider_id == provider_id:
        return
    check_area(actor, Area.SETUP)


def may_connect_calendar(actor: Actor, *, provider_id: str) -> bool:
    """Whether `actor` may connect that provider with Google: their own, managers everybody's."""
    return actor.kind is ActorKind.MEMBER and sees_calendar_of(actor, provider_id)


def check_may_connect_calendar(actor: Actor, *, provider_id: str) -> None:
    """Return quietly if `actor` may connect that provider with Google.

    Raises:
        Forbidden: it is somebody else's calendar.
    """
    if not may_connect_calendar(actor, provider_id=provider_id):
        raise Forbidden("connect this calendar")


def check_may_import(actor: Actor) -> None:
    """Return quietly if `actor` may import files.

    Raises:
        Forbidden: it is for those from whom nothing is hidden.
    """
    if not sees_every_booking(actor):
        raise Forbidden("import files")


def check_looks_after_calendars(actor: Actor) -> None:
    """Return quietly if `actor` looks after how everybody is connected with Google.

    Raises:
        Forbidden: others look after their own.
    """
    if not sees_every_booking(actor):
        raise Forbidden("look after everybody's calendars")


def check_may_see_hours(actor: Actor, *, provider_id: str | None) -> None:
    """Return quietly if `actor` may look at that provider's hours and time off.

    Without a provider it is about closures, which are every member's to know.

    Raises:
        Forbidden: somebody else's, and not a part of the actor's work.
        NotFound: a provider outside the key's limits.
    """
    if not actor.limits.allow(provider_id=provider_id):
        raise NotFound("provider")
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
    if actor.kind is ActorKind.API_KEY and Scope.CONTACTS_WRITE not in actor.scopes:
        raise Forbidden("add contacts", lacks=Scope.CONTACTS_WRITE)


def sees_phones_and_emails(actor: Actor) -> bool:
    """Whether phones and e-mails are shown in full: to AI agents only with their scope."""
    return actor.kind is not ActorKind.AI_AGENT or Scope.CONTACTS_PII in actor.scopes


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

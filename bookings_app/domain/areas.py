"""Rules: what may be looked after beside bookings, and by whom."""

from collections.abc import Mapping
from enum import StrEnum

from bookings_app.domain.actor import NO_LIMITS, Actor, ActorKind, Role, Scope
from bookings_app.domain.errors import Forbidden


class Area(StrEnum):
    """What may be looked after beside bookings."""

    SETUP = "change services, locations and providers"
    CONTACTS = "work with contacts"
    MEMBERS = "manage members"
    WORKSPACE = "change the workspace"
    KEYS = "manage keys"
    WEBHOOKS = "manage webhooks"


_AREAS: Mapping[Role, frozenset[Area]] = {
    Role.ADMIN: frozenset(Area),
    Role.MANAGER: frozenset({Area.SETUP, Area.CONTACTS}),
    Role.PROVIDER: frozenset(),
}

_AREA_SCOPE: Mapping[Area, Scope] = {
    Area.SETUP: Scope.SETUP_WRITE,
    Area.CONTACTS: Scope.CONTACTS_READ,
    Area.WEBHOOKS: Scope.WEBHOOKS_WRITE,
}

# Nobody who is limited to a part looks after these.
_OF_EVERYBODY = frozenset({Area.SETUP, Area.WEBHOOKS})


def may_work_in(actor: Actor, area: Area) -> bool:
    """Whether `actor`'s role, or the scopes of a key, allow work in `area`."""
    if actor.kind is ActorKind.MEMBER and actor.role is not None:
        return area in _AREAS[actor.role]
    return (
        actor.kind is ActorKind.API_KEY
        and _AREA_SCOPE.get(area) in actor.scopes
        and (area not in _OF_EVERYBODY or actor.limits == NO_LIMITS)
    )


def check_area(actor: Actor, area: Area) -> None:
    """Return quietly if `actor` may work in `area`.

    The set-up is everybody's, and webhooks are told of every booking: neither is for a key
    that is limited to a part.

    Raises:
        Forbidden: the role, or the key's scopes, do not allow it.
    """
    if not may_work_in(actor, area):
        raise Forbidden(area.value, lacks=_missing_scope(actor, area))


def _missing_scope(actor: Actor, area: Area) -> str:
    scope = _AREA_SCOPE.get(area)
    is_missing = actor.kind is ActorKind.API_KEY and scope not in actor.scopes
    return scope if is_missing and scope is not None else ""

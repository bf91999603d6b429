"""Rules: who acts, and what a key is limited to. What they may do is in `access`."""

from dataclasses import dataclass
from enum import StrEnum


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


class Scope(StrEnum):
    """What a key may do. Services, locations, providers and slots are for any valid key.

    `contacts:pii` shows an AI agent phones and e-mails in full.
    """

    BOOKINGS_READ = "bookings:read"
    BOOKINGS_WRITE = "bookings:write"
    BOOKINGS_APPROVE = "bookings:approve"
    SETUP_READ = "setup:read"
    SETUP_WRITE = "setup:write"
    CONTACTS_READ = "contacts:read"
    CONTACTS_WRITE = "contacts:write"
    CONTACTS_PII = "contacts:pii"
    WEBHOOKS_WRITE = "webhooks:write"


class ProviderVisibility(StrEnum):
    """The workspace's setting: what providers see beside their own bookings."""

    OWN = "own"
    ASSIGNED_SERVICES = "assigned_services"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a key is limited to: only these, for it nothing else exists. Empty is no limit."""

    location_ids: frozenset[str] = frozenset()
    service_ids: frozenset[str] = frozenset()
    provider_ids: frozenset[str] = frozenset()

    def allow(
        self,
        *,
        location_id: str | None = None,
        service_id: str | None = None,
        provider_id: str | None = None,
    ) -> bool:
        """Whether everything that is named lies within."""
        return (
            _within(location_id, self.location_ids)
            and _within(service_id, self.service_ids)
            and _within(provider_id, self.provider_ids)
        )


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. Made by a door from a session or a key, never from a payload.

    `service_ids` are the services a provider offers; they matter for what a
    provider sees when `visibility` is ASSIGNED_SERVICES. `scopes` and `limits` are a
    key's; `contact_id` is the one contact with whom an AI agent talks in this call.
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
    limits: Limits = NO_LIMITS


def _within(value: str | None, allowed: frozenset[str]) -> bool:
    return value is None or not allowed or value in allowed

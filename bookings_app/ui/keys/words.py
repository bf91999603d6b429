"""What the page of keys says: keys and what they did, in words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bookings_app.domain.access import ActorKind, Scope
from bookings_app.domain.actor import NO_LIMITS, Limits
from bookings_app.ui import format as words
from bookings_app.usecases.key_deeds import KeyDeed
from bookings_app.usecases.keys import KeyView

KIND_LABELS = {ActorKind.API_KEY: "Program", ActorKind.AI_AGENT: "AI agent"}

# What a program may be given; an AI agent does its work without any of these.
SCOPE_LABELS = {
    Scope.BOOKINGS_READ: "See bookings",
    Scope.BOOKINGS_WRITE: "Make and change bookings",
    Scope.BOOKINGS_APPROVE: "Confirm bookings",
    Scope.CONTACTS_READ: "See contacts",
    Scope.CONTACTS_WRITE: "Add and change contacts",
    Scope.SETUP_READ: "See hours and time off",
    Scope.SETUP_WRITE: "Change the set-up",
    Scope.WEBHOOKS_WRITE: "Manage webhooks",
}
AGENT_SCOPE_LABELS = {Scope.CONTACTS_PII: "Phones and e-mails in full"}

_ALL_LABELS = {**SCOPE_LABELS, **AGENT_SCOPE_LABELS}

_INSTANT = timedelta(microseconds=1)

# As history has it.
_DEEDS = {
    "created": "Made",
    "edited": "Edited",
    "confirmed": "Confirmed",
    "completed": "Completed",
    "cancelled": "Cancelled",
    "no_show": "Marked as no-show",
    "rescheduled": "Moved",
    "flagged": "Marked",
}


@dataclass(frozen=True)
class KeyLine:
    """A key in words; `is_open` while it opens anything."""

    id: str = ""
    name: str = ""
    kind: str = ""
    hint: str = ""
    may: list[str] = field(default_factory=list[str])
    may_label: str = ""
    limited_to: str = ""
    used: str = ""
    created: str = ""
    state_label: str = ""
    is_open: bool = True


@dataclass(frozen=True)
class DeedLine:
    """One thing that a key did, in words."""

    number: int
    booking_id: str
    at: str
    what: str
    about: str
    reason: str


def key_line(key: KeyView, names: Mapping[str, str], zone: ZoneInfo, *, now: datetime) -> KeyLine:
    """A row of the list; `names` are those of locations, services and providers by id."""
    may = [label for scope, label in _ALL_LABELS.items() if scope in key.scopes]
    created_at = words.short_moment(key.created_at, zone, now=now)
    return KeyLine(
        id=key.id,
        name=key.name,
        kind=KIND_LABELS[key.kind],
        hint=f"…{key.hint}",
        may=may,
        may_label=_may(key, may),
        limited_to=_limited_to(key.limits, names),
        used=words.ago(key.used_at, now=now, zone=zone) if key.used_at else "never",
        created=f"{created_at} by {key.created_by_name}",
        state_label=_state(key, zone, now=now),
        is_open=key.opens(now),
    )


def deed_line(deed: KeyDeed, zone: ZoneInfo) -> DeedLine:
    """A row of what a key did."""
    when = words.day_and_time(deed.starts_at, ZoneInfo(deed.time_zone))
    return DeedLine(
        number=deed.number,
        booking_id=deed.booking_id,
        at=words.clock(deed.at, zone),
        what=_DEEDS[deed.what],
        about=f"{deed.customer_name}, {deed.service_name} with {deed.provider_name}, {when}",
        reason=deed.reason,
    )


def _may(key: KeyView, may: Collection[str]) -> str:
    if key.kind is ActorKind.AI_AGENT:
        return "Book for whom it talks with"
    if not may:
        return "See free times only"
    first = next(iter(may))
    return first if len(may) == 1 else f"{first} and {len(may) - 1} more"


def _limited_to(limits: Limits, names: Mapping[str, str]) -> str:
    if limits == NO_LIMITS:
        return ""
    ids = (limits.location_ids, limits.service_ids, limits.provider_ids)
    return "; ".join(
        ", ".join(sorted(names.get(each, "?") for each in wanted)) for wanted in ids if wanted
    )


def _state(key: KeyView, zone: ZoneInfo, *, now: datetime) -> str:
    if key.revoked_at is not None:
        return f"Revoked {words.short_moment(key.revoked_at, zone, now=now)}"
    if key.expires_at is None:
        return "Never expires"
    last_day = words.local(key.expires_at - _INSTANT, zone).date()
    said = words.day(last_day, today=words.local(now, zone).date())
    return f"Until {said}" if key.opens(now) else f"Expired {said}"

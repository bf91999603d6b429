"""Rules: what a key of a program may be, and how long it opens anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings_app.domain.actor import NO_LIMITS, ActorKind, Limits, Scope
from bookings_app.domain.checks import Findings
from bookings_app.domain.interval import as_utc

# Whoever finds one in a file or a log sees what it is; scanners for secrets do, too.
KEY_PREFIX = "bookings_key_"

# That it was used is noted this often at most.
NOTED_EVERY = timedelta(minutes=1)

EVERY_SCOPE = "all"

KEY_KINDS = frozenset({ActorKind.API_KEY, ActorKind.AI_AGENT})

_USUAL_NAME = {ActorKind.API_KEY: "API key", ActorKind.AI_AGENT: "AI agent"}


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key as asked for: `scopes` in words, "all" being every one it can have.

    No `expires_at` is never.
    """

    kind: ActorKind
    scopes: Sequence[str]
    name: str = ""
    limits: Limits = NO_LIMITS
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CheckedKey:
    """A key as it is stored."""

    kind: ActorKind
    name: str
    scopes: frozenset[Scope]
    limits: Limits
    expires_at: datetime | None


# Nobody who is limited to a part has these.
_OF_EVERYBODY = frozenset({Scope.SETUP_WRITE, Scope.WEBHOOKS_WRITE})

# What an agent may do is a matter of whom it talks with; this is all that a scope adds.
_FOR_AGENTS = frozenset({Scope.CONTACTS_PII})


def checked_key(new: NewKey, *, known: Limits, now: datetime) -> CheckedKey:
    """`new` as it is stored; `known` are the locations, services and providers there are.

    Raises:
        Invalid: every field that cannot be taken.
    """
    findings = Findings()
    if new.kind not in KEY_KINDS:
        findings.add("kind", "Choose api or ai-agent.")
    name = findings.name("name", new.name or _USUAL_NAME.get(new.kind, ""))
    limited = new.limits != NO_LIMITS
    scopes = _scopes(findings, new.scopes, limited=limited)
    if new.kind is ActorKind.AI_AGENT:
        scopes &= _FOR_AGENTS
    _check_limits(findings, new.limits, known)
    if limited and scopes & _OF_EVERYBODY:
        findings.add(
            "scopes",
            "A key that is limited can neither change the set-up nor manage webhooks:"
            " leave one out.",
        )
    expires_at = None if new.expires_at is None else as_utc(new.expires_at)
    findings.date("expires_at", expires_at and expires_at.date())
    if expires_at is not None and expires_at <= now:
        findings.add("expires_at", "The key must expire later than now.")
    findings.refuse_if_any()
    return CheckedKey(new.kind, name, scopes, new.limits, expires_at)


def opens(*, revoked_at: datetime | None, expires_at: datetime | None, now: datetime) -> bool:
    """Whether a key opens anything now."""
    return revoked_at is None and (expires_at is None or now < expires_at)


def _scopes(findings: Findings, words: Sequence[str], *, limited: bool) -> frozenset[Scope]:
    scopes: set[Scope] = set()
    for word in words:
        if word == EVERY_SCOPE:
            scopes.update(frozenset(Scope) - _OF_EVERYBODY if limited else Scope)
        elif word in set(Scope):
            scopes.add(Scope(word))
        else:
            findings.add("scopes", f"“{word}” is no scope. Choose from: {', '.join(Scope)}, all.")
    return frozenset(scopes)


def _check_limits(findings: Findings, limits: Limits, known: Limits) -> None:
    for field, wanted, there in (
        ("location_ids", limits.location_ids, known.location_ids),
        ("service_ids", limits.service_ids, known.service_ids),
        ("provider_ids", limits.provider_ids, known.provider_ids),
    ):
        if not there.issuperset(wanted):
            what = field.removesuffix("_ids")
            findings.add(field, f"One of these {what}s does not exist.")

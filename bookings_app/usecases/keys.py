"""The verbs: keys of programs. Every door for programs asks `look_up_key` at each call."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from bookings_app.db import catalog
from bookings_app.db import keys as rows
from bookings_app.db.key_tables import KeyRow
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.access import Actor, ActorKind, Area, Scope, check_area
from bookings_app.domain.actor import Limits
from bookings_app.domain.checks import could_be_id
from bookings_app.domain.errors import NotFound
from bookings_app.domain.keys import KEY_PREFIX, NOTED_EVERY, NewKey, checked_key, opens
from bookings_app.usecases.sessions import hash_of

_HINT_LENGTH = 4
# Ours are shorter; nothing longer is worth a look.
_LONGEST_SECRET = 200


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key as administrators see it; `hint` is its end. It cannot be shown again."""

    id: str
    kind: ActorKind
    name: str
    hint: str
    scopes: frozenset[Scope]
    limits: Limits
    created_by_name: str
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None

    def opens(self, now: datetime) -> bool:
        """Whether it is neither revoked nor expired."""
        return opens(revoked_at=self.revoked_at, expires_at=self.expires_at, now=now)


@dataclass(frozen=True, slots=True)
class AddedKey:
    """A new key, and the secret that opens the doors: shown now and never again."""

    key: KeyView
    secret: str


@dataclass(frozen=True, slots=True)
class KnownKey:
    """Whose key was sent, and when its use was last noted.

    The `actor` of an AI agent sees no booking until its door says with which contact
    it talks: `dataclasses.replace(actor, contact_id=…)`.
    """

    actor: Actor
    used_at: datetime | None

    def should_be_noted(self, now: datetime) -> bool:
        """Whether it is time to `note_key_use`."""
        return self.used_at is None or now >= self.used_at + NOTED_EVERY


def add_key(new: NewKey, *, by: Actor, now: datetime) -> AddedKey:
    """Let a program in; the answer holds the only copy of its secret.

    Raises:
        Forbidden: `by` may not manage keys.
        Invalid: every field that cannot be taken.
    """
    check_area(by, Area.KEYS)
    secret = KEY_PREFIX + secrets.token_urlsafe(32)
    with unit_of_work() as work:
        checked = checked_key(new, known=_all_there_is(work), now=now)
        row = KeyRow(
            kind=checked.kind.value,
            name=checked.name,
            secret_hash=hash_of(secret),
            hint=secret[-_HINT_LENGTH:],
            scopes=sorted(checked.scopes),
            location_ids=sorted(checked.limits.location_ids),
            service_ids=sorted(checked.limits.service_ids),
            provider_ids=sorted(checked.limits.provider_ids),
            created_by_name=by.name,
            created_at=now,
            expires_at=checked.expires_at,
        )
        work.session.add(row)
        return AddedKey(_view(row), secret)


def list_keys(*, by: Actor) -> list[KeyView]:
    """Every key, also revoked and expired ones, the newest first.

    Raises:
        Forbidden: `by` may not manage keys.
    """
    check_area(by, Area.KEYS)
    with reading() as work:
        return [_view(row) for row in rows.keys(work)]


def revoke_key(key_id: str, *, by: Actor, now: datetime) -> KeyView:
    """Have a key open nothing from the next call on. Twice is once.

    Raises:
        Forbidden: `by` may not manage keys.
        NotFound: no such key.
    """
    check_area(by, Area.KEYS)
    with unit_of_work() as work:
        row = rows.key(work, key_id) if could_be_id(key_id) else None
        if row is None:
            raise NotFound("key")
        row.revoked_at = row.revoked_at or now
        return _view(row)


def look_up_key(secret: str, *, now: datetime) -> KnownKey | None:
    """Whose key it is, if it opens anything. Only reads, one statement."""
    if not secret.startswith(KEY_PREFIX) or len(secret) > _LONGEST_SECRET:
        return None
    with reading() as work:
        row = rows.by_hash(work, hash_of(secret))
    if row is None or not opens(revoked_at=row.revoked_at, expires_at=row.expires_at, now=now):
        return None
    actor = Actor(
        kind=ActorKind(row.kind),
        id=row.id,
        name=row.name,
        scopes=frozenset(row.scopes),
        limits=_limits(row),
    )
    return KnownKey(actor, row.used_at)


def note_key_use(key_id: str, *, now: datetime) -> None:
    """Note that a key is in use, once a minute at most. Not for whoever waits for an answer."""
    with unit_of_work() as work:
        rows.note_use(work, key_id, noted_before=now - NOTED_EVERY, now=now)


def _all_there_is(work: UnitOfWork) -> Limits:
    return Limits(
        location_ids=catalog.location_ids(work),
        service_ids=catalog.service_ids(work),
        provider_ids=catalog.provider_ids(work),
    )


def _limits(row: KeyRow) -> Limits:
    return Limits(
        location_ids=frozenset(row.location_ids),
        service_ids=frozenset(row.service_ids),
        provider_ids=frozenset(row.provider_ids),
    )


def _view(row: KeyRow) -> KeyView:
    return KeyView(
        id=row.id,
        kind=ActorKind(row.kind),
        name=row.name,
        hint=row.hint,
        scopes=frozenset(map(Scope, row.scopes)),
        limits=_limits(row),
        created_by_name=row.created_by_name,
        created_at=row.created_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )

"""The verbs: signing in and out, and whose session a token is."""

import hashlib
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from bookings_app.db import members as rows
from bookings_app.db.locks import one_at_a_time
from bookings_app.db.notifications import forget_old_notifications
from bookings_app.db.tables import MemberRow, SessionRow, SignInFailureRow
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.access import Actor, Area, check_area
from bookings_app.domain.errors import NotFound, SignInRefused
from bookings_app.domain.sign_in import (
    ADDRESS_WINDOW,
    IDLE,
    LONGEST_SESSION,
    NOTED_EVERY,
    PAIR_WINDOW,
    check_may_try,
    sign_in_email,
    stands,
)
from bookings_app.domain.workspace import Clock
from bookings_app.usecases.member_actors import member_actors
from bookings_app.usecases.password_hashing import (
    hash_password,
    is_password,
    should_be_hashed_again,
)

_USER_AGENT_LIMIT = 255
# What is older is no news any more, read or not.
_NEWS_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who sits at a browser. `time_zone` is the member's own, if they chose one.

    `clock` is the workspace's: every word that is chosen for them needs it.
    """

    actor: Actor
    time_zone: str | None
    seen_at: datetime
    clock: Clock

    def should_be_noted(self, now: datetime) -> bool:
        """Whether it is time to `note_use`."""
        return now >= self.seen_at + NOTED_EVERY


@dataclass(frozen=True, slots=True)
class SessionView:
    """A browser that is signed in; `id` does not open it."""

    id: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    user_agent: str


def sign_in(email: str, password: str, *, address: str, user_agent: str, now: datetime) -> str:
    """Begin a session; its token, which is kept nowhere else. Always a new one.

    Every attempt counts as failed until it has succeeded, so that many at once gain
    nothing. Unknown, inactive and wrong take equally long.

    Raises:
        SignInRefused: there is no active member with this e-mail and password.
        TooManyAttempts: it failed too often, for this e-mail or from this address.
    """
    cleaned = sign_in_email(email)
    key = cleaned.casefold()
    with unit_of_work() as work:
        count_attempt(work, key, address, now=now)
        member = rows.member_by_email(work, cleaned)
    kept_hash = member.password_hash if member and member.active else None
    if not is_password(password, kept_hash) or member is None:
        raise SignInRefused
    rehashed = hash_password(password) if should_be_hashed_again(member.password_hash) else None
    with unit_of_work() as work:
        current = _unchanged(work, member)
        current.password_hash = rehashed or current.password_hash
        rows.forget_failures(work, key, address)
        return begin_session(work, member.id, user_agent=user_agent, now=now)


def sign_out(token: str) -> None:
    """End the session, if there is one."""
    with unit_of_work() as work:
        rows.end_session(work, hash_of(token))


def find_session(token: str, *, now: datetime) -> Actor | None:
    """Whose session it is, if it stands."""
    found = look_up_session(token, now=now)
    return found.actor if found else None


def look_up_session(token: str, *, now: datetime) -> SignedIn | None:
    """Whose session it is, if it stands, and when its use was last noted. Only reads."""
    with reading() as work:
        found = _signed_in(_standing(work, [hash_of(token)], now=now))
    return found.get(hash_of(token))


def sessions_stand(tokens: Collection[str], *, now: datetime) -> dict[str, SignedIn]:
    """Those of `tokens` whose session stands, with whose it is. One statement."""
    by_hash = {hash_of(token): token for token in tokens}
    if not by_hash:
        return {}
    with reading() as work:
        found = _signed_in(_standing(work, by_hash, now=now))
    return {by_hash[hashed]: signed_in for hashed, signed_in in found.items()}


def note_use(token: str, *, now: datetime) -> None:
    """Note that the session is in use: otherwise it ends after a while."""
    with unit_of_work() as work:
        rows.note_use(work, hash_of(token), now=now)


def list_sessions(*, by: Actor, now: datetime) -> list[SessionView]:
    """Where `by` is signed in, the session used last first."""
    with reading() as work:
        return [
            SessionView(row.token_hash, row.created_at, row.seen_at, row.expires_at, row.user_agent)
            for row in rows.sessions_of(work, by.id)
            if stands(seen_at=row.seen_at, expires_at=row.expires_at, now=now)
        ]


def revoke_session(session_id: str, *, by: Actor) -> None:
    """End a session of one's own; administrators end everybody's.

    Raises:
        NotFound: it has ended already, or is not for `by` to end.
    """
    with unit_of_work() as work:
        row = rows.session(work, session_id)
        if row is None:
            raise NotFound("session")
        if row.member_id != by.id:
            check_area(by, Area.MEMBERS)
        rows.end_session(work, session_id)


def count_attempt(work: UnitOfWork, key: str, address: str, *, now: datetime) -> None:
    """Count an attempt as failed before it is made, inside a transaction.

    Raises:
        TooManyAttempts: it failed too often, for this key or from this address.
    """
    one_at_a_time(work, "members", address)
    check_may_try(
        rows.failures_of_pair(work, key, address, since=now - PAIR_WINDOW),
        rows.failures_of_address(work, address, since=now - ADDRESS_WINDOW),
        now=now,
    )
    rows.forget_old_failures(work, before=now - PAIR_WINDOW)
    work.session.add(SignInFailureRow(email=key, address=address, at=now))


def hash_of(token: str) -> str:
    """What is kept of a token: it is random enough not to need a slow hash."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def _unchanged(work: UnitOfWork, before: MemberRow) -> MemberRow:
    """The member, locked, unless they were changed while the password was looked at."""
    row = rows.member(work, before.id, for_update=True)
    if row is None or not row.active or row.password_hash != before.password_hash:
        raise SignInRefused
    return row


def begin_session(work: UnitOfWork, member_id: str, *, user_agent: str, now: datetime) -> str:
    """Begin a session of a member; its token. For a use case that is inside a transaction."""
    rows.forget_ended_sessions(work, seen_before=now - IDLE, now=now)
    forget_old_notifications(work, before=now - _NEWS_KEPT)
    token = secrets.token_urlsafe(32)
    work.session.add(
        SessionRow(
            token_hash=hash_of(token),
            member_id=member_id,
            created_at=now,
            seen_at=now,
            expires_at=now + LONGEST_SESSION,
            user_agent=_printable(user_agent),
        )
    )
    return token


def _standing(
    work: UnitOfWork, hashes: Collection[str], *, now: datetime
) -> Sequence[Sequence[Any]]:
    return rows.standing_sessions(work, hashes, seen_after=now - IDLE, now=now)


def _signed_in(found: Iterable[Sequence[Any]]) -> dict[str, SignedIn]:
    """One entry per session: rows of one session differ by their service only."""
    signed_in: dict[str, SignedIn] = {}
    for hashed, rows_of_session in groupby(sorted(found, key=_hash_in), key=_hash_in):
        same = list(rows_of_session)
        _, seen_at, time_zone, clock, *_ = same[0]
        (actor,) = member_actors(row[4:] for row in same)
        signed_in[hashed] = SignedIn(
            actor, time_zone, seen_at, Clock(clock or Clock.TWENTY_FOUR_HOURS)
        )
    return signed_in


def _hash_in(row: Sequence[Any]) -> str:
    return row[0]


def _printable(user_agent: str) -> str:
    return "".join(filter(str.isprintable, user_agent))[:_USER_AGENT_LIMIT]

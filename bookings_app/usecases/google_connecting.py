"""The verbs: connecting a provider with Google, from the button to the way back.

Nobody who waits at the screen waits for Google: what was agreed to there is exchanged by the
worker.
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime

from bookings_app.config import settings
from bookings_app.db import google_accounts as rows
from bookings_app.db import outbox
from bookings_app.db.google_tables import GoogleSignInRow
from bookings_app.db.unit_of_work import reading, unit_of_work
from bookings_app.domain.access import Actor, check_may_connect_calendar
from bookings_app.domain.google_accounts import (
    CONNECTED,
    CONSENT_LASTS,
    ConnectingFailed,
    WhyNot,
    is_consent_fresh,
    missing_settings,
)
from bookings_app.usecases import changes
from bookings_app.usecases.catalog import provider_row
from bookings_app.usecases.outbox import nobody_is_at_it
from bookings_app.usecases.ports import GoogleAccounts
from bookings_app.usecases.secret_keeping import has_keys, sealed
from bookings_app.usecases.sessions import hash_of

_STATE_BYTES = 32
_VERIFIER_BYTES = 48
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Connecting:
    """How it stands: it is waited for, connected, or there is a reason `why` not.

    It `is_left_undone` when no worker has looked at it for two minutes.
    """

    is_waited_for: bool = False
    is_left_undone: bool = False
    is_connected: bool = False
    why: WhyNot | None = None


def what_is_missing() -> list[str]:
    """The settings without which nobody can connect, by name; empty when all are there."""
    google = settings().google
    return missing_settings(
        client_id=google.client_id, client_secret=google.client_secret, has_keys=has_keys()
    )


def begin_connecting(
    provider_id: str, *, google: GoogleAccounts, session: str, by: Actor, now: datetime
) -> str:
    """Note that somebody goes to the consent page; its address.

    They must come back within ten minutes, with the same `session`, and once.

    Raises:
        Forbidden: it is somebody else's calendar.
        NotFound: no such provider.
        ConnectingFailed: settings are missing.
    """
    check_may_connect_calendar(by, provider_id=provider_id)
    if what_is_missing():
        raise ConnectingFailed(WhyNot.SETTINGS)
    state, verifier = secrets.token_urlsafe(_STATE_BYTES), secrets.token_urlsafe(_VERIFIER_BYTES)
    with unit_of_work() as work:
        provider_row(work, provider_id)
        known = rows.account_of(work, provider_id)
        rows.forget_sign_ins(work, before=now - CONSENT_LASTS)
        rows.tell_outcomes(work, provider_id)
        work.session.add(
            GoogleSignInRow(
                state_hash=hash_of(state),
                session_hash=hash_of(session),
                provider_id=provider_id,
                verifier=sealed(verifier),
                created_at=now,
            )
        )
    return google.consent_address(
        state=state, challenge=_challenge(verifier), email=known.email if known else ""
    )


def come_back(state: str, code: str, *, session: str, by: Actor, now: datetime) -> None:
    """Take the code of somebody who comes back from the consent page; the worker does the rest.

    Without a `code` they said no. Who comes back once more with the same state is on their way.

    Raises:
        Forbidden: it is somebody else's calendar.
        ConnectingFailed: nothing will be connected, and why.
    """
    with unit_of_work() as work:
        row = rows.sign_in(work, hash_of(state[:_LONGEST]), for_update=True)
        why = _why_not(row, code, session=session, now=now)
        if row is not None and why is None and not row.code:
            check_may_connect_calendar(by, provider_id=row.provider_id)
            row.code, row.by_name = sealed(code[:_LONGEST]), by.name
            work.session.add(row)
            promise = outbox.Promise(rows.EXCHANGE, row.state_hash, row.provider_id)
            outbox.promise(work, promise, now=now)
            work.after_commit(changes.publish)
        elif row is not None and not row.code:
            # A wrong try uses it up.
            work.session.delete(row)
    if why is not None:
        raise ConnectingFailed(why)


def find_connecting(provider_id: str, *, by: Actor, now: datetime) -> Connecting | None:
    """How connecting that provider stands, until `tell_connecting` has it told.

    Raises:
        Forbidden: it is somebody else's calendar.
    """
    check_may_connect_calendar(by, provider_id=provider_id)
    with reading() as look:
        row = rows.last_who_came_back(look, provider_id)
    if row is None:
        return None
    is_fresh = is_consent_fresh(row.created_at, now=now)
    if row.outcome == CONNECTED:
        return Connecting(is_connected=True) if is_fresh else None
    if row.outcome:
        return Connecting(why=WhyNot(row.outcome)) if is_fresh else None
    if not is_fresh:
        return Connecting(why=WhyNot.EXPIRED)
    return Connecting(is_waited_for=True, is_left_undone=nobody_is_at_it(rows.EXCHANGE, now=now))


def tell_connecting(provider_id: str, *, by: Actor) -> None:
    """Whoever waited has been told how it ended: nobody need be told again.

    Raises:
        Forbidden: it is somebody else's calendar.
    """
    check_may_connect_calendar(by, provider_id=provider_id)
    with unit_of_work() as work:
        rows.tell_outcomes(work, provider_id)


def forget_old_sign_ins(*, now: datetime) -> None:
    """Forget who went to the consent page long ago, and how it ended."""
    with unit_of_work() as work:
        rows.forget_sign_ins(work, before=now - CONSENT_LASTS)


def _why_not(
    row: GoogleSignInRow | None, code: str, *, session: str, now: datetime
) -> WhyNot | None:
    """Why somebody who comes back will not be connected."""
    if (
        row is None
        or not secrets.compare_digest(row.session_hash, hash_of(session))
        or not is_consent_fresh(row.created_at, now=now)
    ):
        return WhyNot.EXPIRED
    return None if code or row.code else WhyNot.REFUSED


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()

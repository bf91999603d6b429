"""The verbs: connecting a provider with Google, from the button to the way back.

Google is asked between transactions, never inside one.
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime

from bookings_app.config import settings
from bookings_app.db import google_accounts as rows
from bookings_app.db import outbox
from bookings_app.db.google_tables import GoogleAccountRow, GoogleCalendarRow, GoogleSignInRow
from bookings_app.db.locks import one_at_a_time
from bookings_app.db.unit_of_work import UnitOfWork, unit_of_work
from bookings_app.domain.access import Actor, check_may_connect_calendar
from bookings_app.domain.google_accounts import (
    CONSENT_LASTS,
    ConnectingFailed,
    GoogleStatus,
    ListedCalendar,
    WhyNot,
    check_granted,
    first_choice,
    is_consent_fresh,
    missing_settings,
)
from bookings_app.usecases import changes
from bookings_app.usecases.catalog import provider_row
from bookings_app.usecases.ports import GoogleAccounts, Grant
from bookings_app.usecases.secret_keeping import has_keys, opened, sealed
from bookings_app.usecases.sessions import hash_of

_STATE_BYTES = 32
_VERIFIER_BYTES = 48
_LONGEST = 4_000


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


def finish_connecting(
    state: str, code: str, *, google: GoogleAccounts, session: str, by: Actor, now: datetime
) -> str:
    """Keep the account of somebody who comes back from the consent page; its e-mail.

    Without a `code` they said no.

    Raises:
        Forbidden: it is somebody else's calendar.
        ConnectingFailed: nothing was connected, and why.
    """
    provider_id, verifier = _came_back(state[:_LONGEST], session=session, now=now)
    check_may_connect_calendar(by, provider_id=provider_id)
    if not code:
        raise ConnectingFailed(WhyNot.REFUSED)
    grant = google.exchange(code[:_LONGEST], verifier)
    check_granted(grant.scopes)
    if not grant.refresh_token:
        raise ConnectingFailed(WhyNot.NO_TOKEN)
    return _keep(provider_id, grant, google.calendars(grant.access_token), by=by, now=now)


def _came_back(state: str, *, session: str, now: datetime) -> tuple[str, str]:
    """For which provider, and the secret half of the challenge. The state works no more."""
    with unit_of_work() as work:
        row = rows.sign_in(work, hash_of(state))
        if row is not None:
            work.session.delete(row)
    if (
        row is None
        or not secrets.compare_digest(row.session_hash, hash_of(session))
        or not is_consent_fresh(row.created_at, now=now)
    ):
        raise ConnectingFailed(WhyNot.EXPIRED)
    return row.provider_id, opened(row.verifier)


def _keep(
    provider_id: str, grant: Grant, found: Sequence[ListedCalendar], *, by: Actor, now: datetime
) -> str:
    main = next((each for each in found if each.is_primary), None)
    writes = first_choice(found)
    if main is None or writes is None:
        raise ConnectingFailed(WhyNot.SCOPES)
    with unit_of_work() as work:
        one_at_a_time(work, "google", provider_id)
        provider_row(work, provider_id)
        row = rows.account_of(work, provider_id, for_update=True)
        if row is not None and row.email != main.google_id:
            raise ConnectingFailed(_another(row))
        kept = _connected(work, row, provider_id, main.google_id, grant, by=by, now=now)
        _keep_calendars(work, kept, found, writes=writes, is_new=row is None)
        _promise_what_waited(work, kept, now=now)
        work.after_commit(changes.publish)
        return kept.email


def _another(row: GoogleAccountRow) -> WhyNot:
    leaving = row.status == GoogleStatus.LEAVING
    return WhyNot.STILL_LEAVING if leaving else WhyNot.ANOTHER_ACCOUNT


def _connected(
    work: UnitOfWork,
    row: GoogleAccountRow | None,
    provider_id: str,
    email: str,
    grant: Grant,
    *,
    by: Actor,
    now: datetime,
) -> GoogleAccountRow:
    """The account with its new token, as if nothing had been wrong with it."""
    kept = row or GoogleAccountRow(
        provider_id=provider_id,
        email=email,
        refresh_token="",
        scopes="",
        connected_by_name=by.name,
        connected_at=now,
    )
    kept.refresh_token = sealed(grant.refresh_token)
    kept.scopes = " ".join(sorted(grant.scopes))
    kept.token_expires_at = None if grant.lasts is None else now + grant.lasts
    kept.status, kept.reason, kept.last_error = GoogleStatus.CONNECTED.value, "", ""
    kept.connected_by_name, kept.connected_at, kept.last_ok_at = by.name, now, now
    work.session.add(kept)
    work.session.flush()
    outbox.forget_subjects(work, rows.GOODBYE, [kept.id])
    return kept


def _keep_calendars(
    work: UnitOfWork,
    account: GoogleAccountRow,
    found: Sequence[ListedCalendar],
    *,
    writes: str,
    is_new: bool,
) -> None:
    """Know the calendars there are now. A new account begins with its main one."""
    known = {row.google_id: row for row in rows.calendars_of(work, account.id)}
    keeps_its_choice = not is_new and any(row.writes for row in known.values())
    for each in found:
        row = known.pop(each.google_id, None) or GoogleCalendarRow(
            account_id=account.id, google_id=each.google_id, name="", time_zone=""
        )
        row.name, row.time_zone, row.is_own = each.name, each.time_zone, each.is_own
        if not keeps_its_choice and each.google_id == writes:
            row.writes = row.blocks = True
        work.session.add(row)
    for gone in known.values():
        _forget_calendar(work, gone)


def _forget_calendar(work: UnitOfWork, row: GoogleCalendarRow) -> None:
    """Google lists it no more. While events of ours are in it, it is remembered for them."""
    rows.forget_busy(work, [row.id])
    if row.writes or rows.is_linked(work, row.id):
        row.is_own = row.blocks = False
        work.session.add(row)
    else:
        work.session.delete(row)


def _promise_what_waited(work: UnitOfWork, account: GoogleAccountRow, *, now: datetime) -> None:
    """Go on with what was parked, and write what was booked before."""
    work.session.flush()
    rows.release(work, account, now=now)
    waiting = rows.bookings_to_write(work, account.provider_id, after=now)
    rows.promise_looks(work, waiting, provider_id=account.provider_id, now=now)
    rows.promise_polls(work, account, now=now)


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()

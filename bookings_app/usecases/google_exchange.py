"""The verbs: turning the code that somebody brought from Google into a connected account.

It is done by the worker: whoever waits at the screen never waits for Google.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from bookings_app.db import google_accounts as rows
from bookings_app.db import outbox
from bookings_app.db.google_tables import GoogleAccountRow, GoogleCalendarRow, GoogleSignInRow
from bookings_app.db.locks import one_at_a_time
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.google_accounts import (
    CONNECTED,
    ConnectingFailed,
    GoogleStatus,
    ListedCalendar,
    WhyNot,
    check_granted,
    first_choice,
    is_consent_fresh,
)
from bookings_app.usecases import changes
from bookings_app.usecases.outbox import Job, forget
from bookings_app.usecases.ports import GoogleAccounts, Grant
from bookings_app.usecases.secret_keeping import opened, sealed

KIND = rows.EXCHANGE


def exchange_code(job: Job, *, google: GoogleAccounts, clock: Callable[[], datetime]) -> None:
    """Ask Google for the access that was agreed to, and keep it; or keep why there is none.

    A code works once: what failed is begun again by whoever wants to be connected.

    Raises:
        DatabaseBusy: others held the database for too long; it is done again.
    """
    with reading() as look:
        row = rows.sign_in(look, job.subject)
    if row is None or row.outcome or not row.code:
        forget(job)
        return
    try:
        grant, found = _asked(row, google, now=clock())
        _keep(job, row, grant, found, now=clock())
    except ConnectingFailed as failure:
        _settle(job, _why(failure, job))


def _why(failure: ConnectingFailed, job: Job) -> WhyNot:
    """A code that Google takes no more at the second attempt was used in the first."""
    was_used = failure.why is WhyNot.EXPIRED and job.attempts > 1
    return WhyNot.INTERRUPTED if was_used else failure.why


def _asked(
    row: GoogleSignInRow, google: GoogleAccounts, *, now: datetime
) -> tuple[Grant, Sequence[ListedCalendar]]:
    if not is_consent_fresh(row.created_at, now=now):
        raise ConnectingFailed(WhyNot.EXPIRED)
    grant = google.exchange(opened(row.code), opened(row.verifier))
    check_granted(grant.scopes)
    if not grant.refresh_token:
        raise ConnectingFailed(WhyNot.NO_TOKEN)
    return grant, google.calendars(grant.access_token)


def _keep(
    job: Job,
    came: GoogleSignInRow,
    grant: Grant,
    found: Sequence[ListedCalendar],
    *,
    now: datetime,
) -> None:
    main = next((each for each in found if each.is_primary), None)
    writes = first_choice(found)
    if main is None or writes is None:
        raise ConnectingFailed(WhyNot.SCOPES)
    with unit_of_work() as work:
        one_at_a_time(work, "google", came.provider_id)
        row = rows.account_of(work, came.provider_id, for_update=True)
        if row is not None and row.email != main.google_id:
            raise ConnectingFailed(_another(row))
        kept = _connected(work, row, came, main.google_id, grant, now=now)
        _keep_calendars(work, kept, found, writes=writes, is_new=row is None)
        _promise_what_waited(work, kept, now=now)
        rows.settle_sign_in(work, came.state_hash, outcome=CONNECTED)
        outbox.finish(work, job)
        work.after_commit(changes.publish)


def _settle(job: Job, why: WhyNot) -> None:
    with unit_of_work() as work:
        rows.settle_sign_in(work, job.subject, outcome=why.value)
        outbox.finish(work, job)
        work.after_commit(changes.publish)


def _another(row: GoogleAccountRow) -> WhyNot:
    leaving = row.status == GoogleStatus.LEAVING
    return WhyNot.STILL_LEAVING if leaving else WhyNot.ANOTHER_ACCOUNT


def _connected(
    work: UnitOfWork,
    row: GoogleAccountRow | None,
    came: GoogleSignInRow,
    email: str,
    grant: Grant,
    *,
    now: datetime,
) -> GoogleAccountRow:
    """The account with its new token, as if nothing had been wrong with it."""
    kept = row or GoogleAccountRow(
        provider_id=came.provider_id,
        email=email,
        refresh_token="",
        scopes="",
        connected_by_name=came.by_name,
        connected_at=now,
    )
    kept.refresh_token = sealed(grant.refresh_token)
    kept.scopes = " ".join(sorted(grant.scopes))
    kept.token_expires_at = None if grant.lasts is None else now + grant.lasts
    kept.status, kept.reason, kept.last_error = GoogleStatus.CONNECTED.value, "", ""
    kept.connected_by_name, kept.connected_at, kept.last_ok_at = came.by_name, now, now
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

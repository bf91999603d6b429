"""The verbs: leaving a Google account that was disconnected, once nothing of ours is left in it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bookings_app.db import google_accounts as rows
from bookings_app.db import outbox
from bookings_app.db.google_tables import GoogleAccountRow
from bookings_app.db.unit_of_work import reading, unit_of_work
from bookings_app.domain.errors import SetupError
from bookings_app.domain.google_accounts import GoogleStatus
from bookings_app.usecases import changes
from bookings_app.usecases.outbox import Job, forget
from bookings_app.usecases.ports import GoogleAccounts
from bookings_app.usecases.secret_keeping import opened

KIND = rows.GOODBYE

# Meanwhile events are taken out, by promises of their own.
_LOOK_AGAIN = timedelta(seconds=5)
_ASK_AGAIN = timedelta(minutes=1)
# Whatever could not be done until then stays as it is.
_PATIENCE = timedelta(hours=24)


def say_goodbye(job: Job, *, google: GoogleAccounts, clock: Callable[[], datetime]) -> None:
    """Take the access back at Google and forget the account, as was promised.

    Raises:
        DatabaseBusy: others held the database for too long; it is done again.
    """
    with reading() as look:
        account = rows.account(look, job.subject)
        leaves = account is not None and account.status == GoogleStatus.LEAVING
        busy = leaves and rows.has_links(look, job.subject)
        shared = account is not None and bool(rows.shared_with(look, account))
    if account is None or not leaves:
        forget(job)
    elif busy and clock() < job.created_at + _PATIENCE:
        _wait(job, "Events are being taken out.", until=clock() + _LOOK_AGAIN)
    elif shared or _is_revoked(account, google) or clock() >= job.created_at + _PATIENCE:
        _forget(job, account.id)
    else:
        _wait(job, "Google does not answer.", until=clock() + _ASK_AGAIN)


def _is_revoked(account: GoogleAccountRow, google: GoogleAccounts) -> bool:
    """Whether the token is good for nothing any more: nobody can read it, or Google says so."""
    try:
        token = opened(account.refresh_token)
    except SetupError:
        return True
    return google.revoke(token)


def _wait(job: Job, reason: str, *, until: datetime) -> None:
    with unit_of_work() as work:
        outbox.put_off(work, job, until=until, reason=reason)


def _forget(job: Job, account_id: str) -> None:
    with unit_of_work() as work:
        row = rows.account(work, account_id, for_update=True)
        # Somebody may have connected it again meanwhile.
        if row is not None and row.status == GoogleStatus.LEAVING:
            rows.remove(work, row)
        outbox.finish(work, job)
        work.after_commit(changes.publish)

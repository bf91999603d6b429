"""The verbs: what is noted when Google did what it was asked, and when it did not."""

import logging
from datetime import datetime

from bookings_app.db import google_accounts as rows
from bookings_app.db import outbox
from bookings_app.db.google_tables import GoogleAccountRow
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.errors import SetupError
from bookings_app.domain.google_accounts import GoogleStatus
from bookings_app.domain.google_answers import Follows, what_follows
from bookings_app.usecases import changes
from bookings_app.usecases.outbox import Job, try_again_later
from bookings_app.usecases.ports import GoogleAccess, GoogleTrouble
from bookings_app.usecases.secret_keeping import opened

logger = logging.getLogger(__name__)

RECONNECT = "Google gives no access any more. Connect the account again."
_FOR_GOOD = frozenset({Follows.GONE, Follows.REFUSED})


def access_of(account: GoogleAccountRow) -> GoogleAccess:
    """With what Google is spoken to. Outside of every transaction.

    Raises:
        GoogleTrouble: the token cannot be read.
    """
    try:
        return GoogleAccess(account.id, opened(account.refresh_token))
    except SetupError as refusal:
        raise GoogleTrouble(str(refusal)) from refusal


def note_good(work: UnitOfWork, account_id: str, *, now: datetime) -> None:
    """Note that Google did what it was asked."""
    account = rows.account(work, account_id, for_update=True)
    if account is not None:
        account.last_ok_at, account.last_error = now, ""
        work.session.add(account)


def note_trouble(
    work: UnitOfWork, job: Job, account_id: str, trouble: GoogleTrouble, *, now: datetime
) -> None:
    """Try later what may succeed then; wait for the owner, or for somebody, with the rest."""
    follows = what_follows(trouble.status, trouble.reason)
    note_failure(work, account_id, trouble)
    if follows is Follows.RECONNECT:
        outbox.set_aside(work, job, state=outbox.PARKED, reason=RECONNECT)
    elif follows in _FOR_GOOD:
        outbox.set_aside(work, job, state=outbox.DEAD, reason=str(trouble))
        work.after_commit(changes.publish)
    elif not try_again_later(work, job, reason=str(trouble), now=now, at_least=trouble.retry_after):
        work.after_commit(changes.publish)


def note_failure(work: UnitOfWork, account_id: str, trouble: GoogleTrouble) -> None:
    """Keep what went wrong; without access all that was promised waits for the owner."""
    account = rows.account(work, account_id, for_update=True)
    if account is None:
        return
    account.last_error = str(trouble)
    work.session.add(account)
    if what_follows(trouble.status, trouble.reason) is not Follows.RECONNECT:
        return
    if account.status == GoogleStatus.CONNECTED:
        logger.warning("the Google account %s must be connected again", account_id)
        account.status, account.reason = GoogleStatus.RECONNECT.value, RECONNECT
        work.after_commit(changes.publish)
    for lane in (account.provider_id, account.id):
        outbox.park_lane(work, lane, reason=RECONNECT)

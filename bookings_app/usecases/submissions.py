"""The verbs: one booking for one submission, however often it is sent."""

import hashlib
from datetime import datetime, timedelta

from bookings_app.db import bookings as rows
from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.locks import one_at_a_time
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import Actor
from bookings_app.domain.errors import SubmissionMismatch

# A form or request that is sent again later than this is a new one.
SUBMISSIONS_KEPT = timedelta(hours=24)


def made_before(
    work: UnitOfWork, submission_id: str, contents: object, *, by: Actor, now: datetime
) -> BookingRow | None:
    """The booking that this submission of `by` made already.

    Whoever sends the same one at the same moment waits until `work` has ended.

    Raises:
        SubmissionMismatch: its contents were others then.
    """
    one_at_a_time(work, "submissions", f"{by.id} {submission_id}")
    earlier = rows.submission(work, by.id, submission_id)
    if earlier is None or earlier.created_at <= now - SUBMISSIONS_KEPT:
        return None
    if earlier.fingerprint != _fingerprint(contents):
        raise SubmissionMismatch
    return rows.booking_made(work, earlier)


def remember(
    work: UnitOfWork,
    submission_id: str,
    contents: object,
    made: BookingRow,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Note what a submission has made, and forget some that are too old to come again."""
    rows.keep_submission(
        work,
        owner=by.id,
        key=submission_id,
        fingerprint=_fingerprint(contents),
        booking_id=made.id,
        now=now,
    )
    rows.forget_submissions(work, before=now - SUBMISSIONS_KEPT)


def _fingerprint(contents: object) -> str:
    return hashlib.sha256(repr(contents).encode(errors="surrogatepass")).hexdigest()

"""The verbs: keeping promises to do something outside. Each by one worker at a time.

Whoever is at one has it for a while, its lease; who is ended meanwhile loses it to another.
What is done outside happens between transactions, never inside one.
"""

import random
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from bookings_app.db import outbox as rows
from bookings_app.db.outbox import Job
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.retrying import next_attempt_at

# Longer than any attempt takes.
LEASE = timedelta(seconds=60)
# A worker that runs has begun by then.
_PATIENCE = timedelta(minutes=2)

__all__ = ["LEASE", "Job", "claim_due", "forget", "nobody_is_at_it", "try_again_later"]


def claim_due(
    kinds: Collection[str],
    *,
    now: datetime,
    limit: int,
    allowed: Callable[[], bool] = lambda: True,
) -> list[Job]:
    """Take what is due of these kinds, at most one of each lane; nobody waits when nothing is.

    Whether it is `allowed` to do anything outside is asked when something is due.

    Raises:
        DatabaseBusy: others held the database for longer than anybody should wait.
    """
    with reading() as look:
        ids = rows.due(look, kinds, now=now, limit=limit)
    if not ids or not allowed():
        return []
    with unit_of_work() as work:
        return rows.claim(work, ids, now=now, until=now + LEASE)


def nobody_is_at_it(kind: str, *, now: datetime) -> bool:
    """Whether promises of a kind wait although they are due: no worker runs."""
    with reading() as look:
        return rows.is_left_undone(look, kind, since=now - _PATIENCE, now=now)


def forget(job: Job) -> None:
    """Let go of a promise that there is nothing to do for any more."""
    with unit_of_work() as work:
        rows.finish(work, job)


def try_again_later(
    work: UnitOfWork, job: Job, *, reason: str, now: datetime, at_least: timedelta | None = None
) -> datetime | None:
    """Let go of what failed; answers when it is due again, or None when it is given up.

    `at_least` is the pause the other side asked for. Inside a transaction.
    """
    again_at = next_attempt_at(
        attempts=job.attempts,
        first_at=job.created_at,
        now=now,
        draw=random.random(),
        **({} if at_least is None else {"at_least": at_least}),
    )
    if again_at is None:
        rows.set_aside(work, job, state=rows.DEAD, reason=reason)
    else:
        rows.put_off(work, job, until=again_at, reason=reason)
    return again_at

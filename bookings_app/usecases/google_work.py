"""The verbs: taking what is promised of Google calendars, where anybody has one."""

from collections.abc import Callable, Collection
from datetime import datetime

from bookings_app.db import google as rows
from bookings_app.db.unit_of_work import reading, unit_of_work
from bookings_app.usecases.outbox import Job, claim_due


def take_due(
    kinds: Collection[str],
    /,
    *,
    now: datetime,
    limit: int,
    allowed: Callable[[], bool] = lambda: True,
) -> list[Job]:
    """Take what is due of these kinds; nothing while nobody has an account.

    Looks that nobody has a calendar for are forgotten first.

    Raises:
        DatabaseBusy: others held the database for longer than anybody should wait.
    """
    with reading() as look:
        if not rows.any_account(look):
            return []
    forget_looks_for_nobody()
    return claim_due(kinds, now=now, limit=limit, allowed=allowed)


def forget_looks_for_nobody() -> None:
    """Forget looks at bookings whose providers have no account; connecting one promises anew."""
    with reading() as look:
        if not rows.looks_for_nobody(look):
            return
    with unit_of_work() as work:
        rows.forget_looks_for_nobody(work)

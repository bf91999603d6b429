"""The verbs: what happened. Written with the booking, announced once it stands."""

import threading
from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from bookings_app.db import changes as rows
from bookings_app.db.booking_tables import BookingRow, ChangeRow
from bookings_app.db.unit_of_work import UnitOfWork, data_version, reading
from bookings_app.domain.access import Actor
from bookings_app.usecases.listing import calendar_entry
from bookings_app.usecases.notifications import notify_members
from bookings_app.usecases.views import CalendarEntry, ChangeView
from bookings_app.usecases.webhook_events import promise_to_tell

_listeners: set[Callable[[], object]] = set()
_lock = threading.Lock()


def record(
    work: UnitOfWork,
    row: BookingRow,
    *,
    what: str,
    by: Actor,
    now: datetime,
    before: dict[str, Any],
    after: dict[str, Any],
    reason: str = "",
) -> None:
    """Write one line of history, leave word of it, and announce it once the transaction stands.

    Members are told inside the application, other programs by webhooks, by promise.
    """
    change = rows.add_change(
        work, row.id, what=what, by=by, at=now, before=before, after=after, reason=reason
    )
    notify_members(work, row, change, by=by)
    promise_to_tell(work, row, change)
    work.after_commit(publish)


def publish() -> None:
    """Tell whoever listens in this process that there is something new to read.

    A hint, no more: what happened is in the database, also for other processes.
    """
    with _lock:
        listeners = list(_listeners)
    for listener in listeners:
        listener()


@contextmanager
def listening(listener: Callable[[], object]) -> Generator[None]:
    """Have `listener` called after each commit of this process, from whatever thread."""
    with _lock:
        _listeners.add(listener)
    try:
        yield
    finally:
        with _lock:
            _listeners.discard(listener)


def newest_change() -> int:
    """The number of the newest change; 0 before the first."""
    with reading() as work:
        return rows.newest_change(work)


def list_changes(after: int, *, limit: int) -> list[ChangeView]:
    """What happened after change `after` to any booking, in the order of commits.

    For whoever then asks, for each reader, what they may see.
    """
    with reading() as work:
        return [change_view(row) for row in rows.changes_after(work, after, limit=limit)]


def entries_for_changes(booking_ids: Collection[str]) -> dict[str, CalendarEntry]:
    """These bookings by id, as they are now: for the same use."""
    with reading() as work:
        entries = (calendar_entry(row) for row in rows.entries_of(work, booking_ids))
        return {entry.id: entry for entry in entries}


def commits_elsewhere() -> int:
    """A number that is another one after any process has written, cheap enough to poll."""
    return data_version()


def change_view(row: ChangeRow) -> ChangeView:
    """A change as its readers get it."""
    return ChangeView(
        number=row.number,
        booking_id=row.booking_id,
        what=row.what,
        by_kind=row.by_kind,
        by_id=row.by_id,
        by_name=row.by_name,
        at=row.at,
        before=row.before,
        after=row.after,
        reason=row.reason,
    )

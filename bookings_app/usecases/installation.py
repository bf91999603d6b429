"""The verbs: seeing that a copy of the database writes to nobody, until somebody says it may."""

import logging
from dataclasses import dataclass
from datetime import datetime

from bookings_app.db import google as google_rows
from bookings_app.db import installation as rows
from bookings_app.db.unit_of_work import reading, unit_of_work
from bookings_app.domain.access import Actor, Area, check_area
from bookings_app.domain.installation import (
    RESTORED_MARK,
    Belongs,
    Sent,
    Standing,
    fingerprint_of,
    standing_of,
)
from bookings_app.usecases import changes
from bookings_app.usecases.ports import Place

logger = logging.getLogger(__name__)


def may_send(place: Place) -> bool:
    """Whether what is promised may be done outside: a worker asks before each look.

    A database that was never used like this becomes the real one. One that nobody outside is
    written from becomes it again, wherever it is.

    Raises:
        DatabaseBusy: others held the database for too long.
    """
    found = _look(place)
    here, belongs, newest, sent = found.here, found.belongs, found.newest_change, found.sent
    if belongs is None or not found.is_anybody_outside:
        if belongs is None or belongs.fingerprint != here:
            _adopt(here)
        return True
    standing = standing_of(belongs, here=here, newest_change=newest, sent=sent)
    if standing is Standing.OURS:
        now_sent = Sent(newest, belongs.confirmed_at)
        if now_sent != sent:
            place.remember(here, now_sent)
    elif standing is Standing.RESTORED and belongs.fingerprint == here:
        _mark_as_restored()
    return standing is Standing.OURS


def standing(place: Place) -> Standing:
    """What this database is: the page says so to administrators."""
    found = _look(place)
    if found.belongs is None or not found.is_anybody_outside:
        return Standing.OURS
    return standing_of(
        found.belongs, here=found.here, newest_change=found.newest_change, sent=found.sent
    )


def confirm_installation(place: Place, *, by: Actor, now: datetime) -> None:
    """Have this database be the real one: from now on it writes to calendars and webhooks.

    After a backup was put back nothing is sure of the events in calendars: each is looked at,
    and what is missing is made again. It may have been deleted by what the backup lacks.

    Raises:
        Forbidden: only administrators know.
    """
    check_area(by, Area.WORKSPACE)
    here, was = _look(place).here, standing(place)
    with unit_of_work() as work:
        rows.belongs_to(work, here, confirmed_at=now, by_name=by.name)
        if was is Standing.RESTORED:
            google_rows.doubt_events(work, now=now)
        logger.warning("%s confirmed that this database is the real one", by.name)
        work.after_commit(changes.publish)


@dataclass(frozen=True, slots=True)
class _Look:
    """This place's fingerprint, to which one the database belongs, and how far both had come."""

    here: str
    belongs: Belongs | None
    newest_change: int
    is_anybody_outside: bool
    sent: Sent | None


def _look(place: Place) -> _Look:
    with reading() as look:
        # The machine matters to a file on it; a server has many clients.
        machine = place.machine if rows.is_file() else ""
        here = fingerprint_of(machine, place.host, *rows.place_of_database(look))
        belongs = rows.belonging(look)
    # Remembered before the newest change is read: whatever is sent meanwhile is in that by then.
    sent = place.recall(belongs.fingerprint if belongs else here)
    with reading() as look:
        return _Look(here, belongs, rows.newest_change(look), rows.anybody_outside(look), sent)


def _adopt(fingerprint: str) -> None:
    with unit_of_work() as work:
        rows.belongs_to(work, fingerprint)


def _mark_as_restored() -> None:
    """Have every process know, whichever of them found out."""
    logger.warning("this database is older than what was sent from it: nothing more is sent")
    with unit_of_work() as work:
        rows.belongs_to(work, RESTORED_MARK)
        work.after_commit(changes.publish)

"""The verbs: saying of bookings how it is with their events in Google."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bookings_app.db import google_badges as rows
from bookings_app.db.unit_of_work import reading
from bookings_app.domain.access import Actor, visible_bookings
from bookings_app.domain.calendar_badge import CalendarBadge, calendar_badge
from bookings_app.domain.google_accounts import GoogleStatus
from bookings_app.domain.google_answers import Inbound
from bookings_app.domain.interval import Interval
from bookings_app.usecases.google_connecting import what_is_missing


@dataclass(frozen=True, slots=True)
class SyncBadge:
    """How it is with a booking's event in Google.

    `reason` says why it waits or needs attention, where something failed; `tried_at` when
    that is tried again. What a person did to it there is `moved_to` a time, or `is_deleted`;
    it `is_resized` when it begins as ever, and only lasts longer or shorter.
    """

    badge: CalendarBadge
    reason: str = ""
    tried_at: datetime | None = None
    moved_to: Interval | None = None
    is_resized: bool = False
    is_deleted: bool = False


NOT_AS_IT_SHOULD = "It is not in Google Calendar as it should be."

NO_BADGE = SyncBadge(CalendarBadge.NOTHING)


def sync_badges(
    booking_ids: Collection[str], *, seen_by: Actor, now: datetime
) -> dict[str, SyncBadge]:
    """The badge of each of these bookings that `seen_by` may see. One statement.

    Where nobody can connect a calendar, none says that it is not connected.
    """
    if not booking_ids:
        return {}
    with reading() as look:
        found = rows.states_of_events(look, booking_ids, visible_bookings(seen_by))
    badges = {row[0]: _badge(row, now=now) for row in found}
    if not what_is_missing():
        return badges
    return {
        booking_id: NO_BADGE if each.badge is CalendarBadge.NOT_CONNECTED else each
        for booking_id, each in badges.items()
    }


def _badge(row: Sequence[Any], *, now: datetime) -> SyncBadge:
    _, starts_at, ends_at, has_event, account, version, inbound, *moved, state, reason, due_at = row
    badge = calendar_badge(
        is_to_come=ends_at > now,
        has_event=has_event,
        is_connected=account not in {None, GoogleStatus.LEAVING.value},
        is_written=bool(version),
        is_flagged=bool(inbound),
        promised=state,
    )
    if badge not in {CalendarBadge.WAITING, CalendarBadge.ATTENTION}:
        return SyncBadge(badge)
    return SyncBadge(
        badge,
        reason=reason or ("" if inbound or state else NOT_AS_IT_SHOULD),
        tried_at=due_at if state == "ready" and reason else None,
        # What was put back is still noted until it is.
        moved_to=Interval(*moved) if inbound == Inbound.MOVED else None,
        is_resized=inbound == Inbound.MOVED and moved[0] == starts_at,
        is_deleted=inbound == Inbound.DELETED,
    )

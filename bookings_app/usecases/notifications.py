"""The verbs: telling members what others did, and what they have read of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bookings_app.db import notifications as rows
from bookings_app.db.booking_tables import BookingRow, ChangeRow, NotificationRow
from bookings_app.db.members import active_members
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.access import Actor, visible_bookings
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.news import grouped, is_news
from bookings_app.usecases.member_actors import member_actors

# What is older is forgotten with the next sign-in of anybody.
NEWEST = 60


@dataclass(frozen=True, slots=True)
class Notification:
    """Something that somebody else did to a booking; times are instants.

    `moved_to_at` and `moved_to_provider` say where a rescheduled booking went.
    `status_after` is what the deed made of it, "" for an edit. `outside_hours` says why
    it lies outside working time, where a change of hours is the deed. `in_google` is what
    was done there to its event: moved, to `moved_to_at`, or deleted.
    """

    change_number: int
    booking_id: str
    what: str
    by_id: str
    by_name: str
    at: datetime
    reason: str
    status_after: str
    service_name: str
    customer_name: str
    provider_name: str
    starts_at: datetime
    time_zone: str
    moved_to_at: datetime | None
    moved_to_provider: str
    is_read: bool
    outside_hours: str = ""
    in_google: str = ""


@dataclass(frozen=True, slots=True)
class Notifications:
    """How many are unread, and the newest, bursts together, newest first."""

    unread: int
    groups: list[list[Notification]]


def notify_members(work: UnitOfWork, row: BookingRow, change: ChangeRow, *, by: Actor) -> None:
    """Leave word of a change for every member who may see the booking, but whoever did it.

    Inside the transaction that made the change, once that has its number.
    """
    if not is_news(change.what, change.after):
        return
    seen_by = [
        actor.id
        for actor in member_actors(active_members(work))
        if actor.id != by.id and visible_bookings(actor).covers(row)
    ]
    work.at_the_end(lambda: rows.notify(work, seen_by, change, now=change.at))


def moved_in_google(after: Mapping[str, Any]) -> datetime | None:
    """When a booking's event begins now in Google, where a change says that it was moved there."""
    return datetime.fromisoformat(after["starts_at"]) if after.get("event") == "moved" else None


def list_notifications(*, by: Actor) -> Notifications:
    """What `by` should know, as far as they may see it still."""
    with reading() as work:
        unread = rows.unread_counts(work, [by.id]).get(by.id, 0)
        found = rows.newest_notifications(work, by.id, visible_bookings(by), limit=NEWEST)
        return Notifications(unread, grouped([_view(*each) for each in found]))


def unread_counts(member_ids: Collection[str]) -> dict[str, int]:
    """How many each of these members has not read; those who read all are left out."""
    with reading() as work:
        return rows.unread_counts(work, member_ids)


def mark_read(
    *, by: Actor, now: datetime, booking_id: str | None = None, up_to: int | None = None
) -> int:
    """Note what `by` has read: about one booking, or all up to a change. What is left unread."""
    with unit_of_work() as work:
        rows.mark_read(work, by.id, now=now, booking_id=booking_id, up_to=up_to)
        return rows.unread_counts(work, [by.id]).get(by.id, 0)


def _view(
    notification: NotificationRow, change: ChangeRow, booking: BookingRow, later: BookingRow | None
) -> Notification:
    after = change.after.get("status", "")
    moved = later if after == BookingStatus.RESCHEDULED else None
    return Notification(
        change_number=change.number,
        booking_id=booking.id,
        what=change.what,
        by_id=change.by_id,
        by_name=change.by_name,
        at=change.at,
        reason=change.reason,
        status_after=after,
        service_name=booking.service_name,
        customer_name=booking.customer_name,
        provider_name=booking.provider_name,
        starts_at=booking.starts_at,
        time_zone=booking.time_zone,
        moved_to_at=moved.starts_at if moved else moved_in_google(change.after),
        moved_to_provider=moved.provider_name if moved else "",
        is_read=notification.read_at is not None,
        outside_hours=change.after.get("outside_hours", ""),
        in_google=change.after.get("event", ""),
    )

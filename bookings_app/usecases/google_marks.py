"""The verbs: noting what a person did to a booking's event in Google, and telling the team."""

from datetime import datetime
from typing import Any

from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.google_tables import CalendarLinkRow
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import Actor, ActorKind
from bookings_app.domain.google_answers import Inbound, Verdict
from bookings_app.domain.google_events import event_id
from bookings_app.domain.interval import Interval
from bookings_app.usecases import changes

# Whoever moved it did so over there: nobody here did.
GOOGLE = Actor(ActorKind.MEMBER, "google-calendar", "Google Calendar")


def note_inbound(
    work: UnitOfWork, link: CalendarLinkRow, verdict: Verdict, *, now: datetime
) -> None:
    """Note what became of the event, as a line of history if it is another state than before.

    Whoever may see the booking is told what was done, and not that it was undone again.
    """
    before = mark_of(link)
    moved = verdict.moved
    link.inbound, link.updated_at = verdict.inbound.value, now
    link.moved_starts_at = moved.starts_at if moved else None
    link.moved_ends_at = moved.ends_at if moved else None
    after = mark_of(link)
    if after != before:
        record_mark(work, link.booking_id, before, after, by=GOOGLE, now=now)


def begin_next_event(link: CalendarLinkRow, *, now: datetime) -> None:
    """Have the booking's next event made under an id that was never used."""
    link.generation += 1
    link.event_id = event_id(link.booking_id, link.generation)
    link.etag = link.synced_version = link.inbound = ""
    link.moved_starts_at = link.moved_ends_at = None
    link.updated_at = now


def mark_of(link: CalendarLinkRow) -> dict[str, Any]:
    """What a line of history says of the event: nothing to decide, moved to a time, or deleted."""
    if link.inbound == Inbound.MOVED and link.moved_starts_at and link.moved_ends_at:
        time = Interval(link.moved_starts_at, link.moved_ends_at)
        return {
            "event": link.inbound,
            "starts_at": time.starts_at.isoformat(),
            "ends_at": time.ends_at.isoformat(),
        }
    return {"event": link.inbound}


def record_mark(
    work: UnitOfWork,
    booking_id: str,
    before: dict[str, Any],
    after: dict[str, Any],
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Write the line of history, of a booking that exists."""
    booking = work.session.get_one(BookingRow, booking_id)
    changes.record(work, booking, what="flagged", by=by, now=now, before=before, after=after)

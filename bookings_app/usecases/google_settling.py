"""The verbs: settling what a person did in Google to a booking's event. Of two one does."""

import logging
from dataclasses import replace
from datetime import datetime

from bookings_app.db import google as rows
from bookings_app.db.changes import changes_of
from bookings_app.db.google_tables import CalendarLinkRow
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.access import Action, Actor, Role
from bookings_app.domain.booking import WITH_EVENT, BookingStatus, checked_reason
from bookings_app.domain.errors import (
    AlreadySettled,
    BookingError,
    DatabaseBusy,
    TransitionNotAllowed,
)
from bookings_app.domain.google_answers import Inbound
from bookings_app.usecases import changes
from bookings_app.usecases.booking_details import details_of
from bookings_app.usecases.google_marks import GOOGLE, begin_next_event, mark_of, record_mark
from bookings_app.usecases.rescheduling import booking_to_move, move
from bookings_app.usecases.status_changes import booking_to_act_on, carry_out, told_by_history
from bookings_app.usecases.views import BookingDetails

logger = logging.getLogger(__name__)

DELETED_THERE = "Deleted in Google Calendar"


def accept_move(booking_id: str, moved_to: datetime, *, by: Actor, now: datetime) -> BookingDetails:
    """Move the booking to where its event was moved, as `reschedule_booking` does.

    Raises:
        AlreadySettled: the event is not waiting there any more.
        BookingNotFound, Forbidden, TransitionNotAllowed: as `reschedule_booking`.
        SlotTaken, SlotNotOffered: it cannot be booked there.
    """
    with unit_of_work() as work:
        row = booking_to_move(work, booking_id, by=by, now=now)
        link = _undecided(work, row.id, Inbound.MOVED)
        if link.moved_starts_at != moved_to:
            raise _settled_by_another(work, row.id)
        return move(work, row, moved_to, provider_id=row.provider_id, by=by, now=now)


def accept_deletion(booking_id: str, *, by: Actor, reason: str, now: datetime) -> BookingDetails:
    """Cancel the booking whose event was deleted, as `cancel_booking` does.

    Raises:
        AlreadySettled: its event is not deleted any more.
        Invalid, BookingNotFound, Forbidden, TransitionNotAllowed: as `cancel_booking`.
    """
    reason = checked_reason(reason)
    with unit_of_work() as work:
        row = booking_to_act_on(work, booking_id, Action.CANCEL, by=by, now=now)
        _undecided(work, row.id, Inbound.DELETED)
        return carry_out(work, row, Action.CANCEL, by=by, now=now, reason=reason)


def _undecided(work: UnitOfWork, booking_id: str, done: Inbound) -> CalendarLinkRow:
    link = rows.link_of(work, booking_id)
    if link is None or link.inbound != done:
        raise _settled_by_another(work, booking_id)
    return link


def _settled_by_another(work: UnitOfWork, booking_id: str) -> AlreadySettled:
    marks = [change for change in changes_of(work, booking_id) if "event" in change.after]
    last = marks[-1] if marks else None
    return AlreadySettled(
        last.by_name if last else "Somebody", is_person=last is None or last.by_id != GOOGLE.id
    )


def put_back(booking_id: str, *, by: Actor, now: datetime) -> BookingDetails:
    """Have the event be as the booking is: back at its time, or made anew. Twice is once.

    Raises:
        BookingNotFound: it does not exist, or `by` may not see it.
        Forbidden: `by` may only see it.
        TransitionNotAllowed: it has no event any more; says who brought it there.
    """
    with unit_of_work() as work:
        row = booking_to_act_on(work, booking_id, Action.EDIT, by=by, now=now)
        if BookingStatus(row.status) not in WITH_EVENT:
            refusal = TransitionNotAllowed(row.status, BookingStatus.CONFIRMED)
            raise told_by_history(work, row, refusal)
        link = rows.link_of(work, row.id)
        if link is not None and link.inbound != Inbound.NOTHING:
            before = mark_of(link)
            if link.inbound == Inbound.DELETED:
                begin_next_event(link, now=now)
            else:
                # From where it was moved to stays: the worker writes over that, and no other.
                link.inbound, link.updated_at = Inbound.NOTHING.value, now
            work.session.add(link)
            rows.promise_look(work, row.id, row.provider_id, now=now)
            record_mark(work, row.id, before, mark_of(link), by=by, now=now)
        return details_of(work, row, seen_by=by, now=now)


def look_again(booking_id: str, *, by: Actor, now: datetime) -> BookingDetails:
    """Have the event be as the booking is, whatever was given up or discarded before.

    Raises:
        BookingNotFound: it does not exist, or `by` may not see it.
        Forbidden: `by` may only see it.
    """
    with unit_of_work() as work:
        row = booking_to_act_on(work, booking_id, Action.EDIT, by=by, now=now)
        rows.promise_look(work, row.id, row.provider_id, now=now)
        work.after_commit(changes.publish)
        return details_of(work, row, seen_by=by, now=now)


def follow_google(booking_id: str, *, now: datetime) -> None:
    """Reschedule or cancel as was done in Google, where the account's owner wants that unasked.

    It takes what its provider could do. What is refused stays marked: a person decides.

    Raises:
        DatabaseBusy: others held the database for too long: it may be tried again.
    """
    with reading() as look:
        found = rows.situation(look, booking_id)
    if found is None or found.link is None or found.account is None:
        return
    if not found.account.apply_alone or found.link.inbound == Inbound.NOTHING:
        return
    by = replace(GOOGLE, role=Role.PROVIDER, provider_id=found.booking.provider_id)
    try:
        _follow(found.link, by=by, now=now)
    except DatabaseBusy:
        raise
    except BookingError as refusal:
        logger.info("booking %s does not follow Google: %s", booking_id, refusal)


def _follow(link: CalendarLinkRow, *, by: Actor, now: datetime) -> None:
    if link.inbound == Inbound.DELETED:
        accept_deletion(link.booking_id, by=by, reason=DELETED_THERE, now=now)
    elif link.moved_starts_at is not None:
        accept_move(link.booking_id, link.moved_starts_at, by=by, now=now)

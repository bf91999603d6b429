"""The verbs: moving a booking along its life. Of two people at once one wins."""

from datetime import datetime

from bookings_app.db import bookings as rows
from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.changes import changes_of
from bookings_app.db.unit_of_work import UnitOfWork, unit_of_work
from bookings_app.domain.access import Action, Actor, check_may_act
from bookings_app.domain.actions import LEADS_TO
from bookings_app.domain.booking import (
    HOLDING,
    WITH_EVENT,
    BookingStatus,
    check_transition,
    checked_reason,
)
from bookings_app.domain.errors import TransitionNotAllowed
from bookings_app.usecases import changes
from bookings_app.usecases.booking_details import details_of, visible_booking
from bookings_app.usecases.bookings import show_in_calendar
from bookings_app.usecases.views import BookingDetails


def confirm_booking(booking_id: str, *, by: Actor, now: datetime) -> BookingDetails:
    """Approve a pending booking: it gets its event in the provider's calendar.

    Raises:
        BookingNotFound: it does not exist, or `by` may not see it.
        Forbidden: `by` may only see it.
        TransitionNotAllowed: it is not pending.
    """
    return _move(booking_id, Action.CONFIRM, by=by, now=now)


def complete_booking(booking_id: str, *, by: Actor, now: datetime) -> BookingDetails:
    """Note that the appointment took place.

    Raises:
        BookingNotFound: it does not exist, or `by` may not see it.
        Forbidden: `by` may only see it.
        TransitionNotAllowed: it is not confirmed.
        TooEarly: it has not begun yet.
    """
    return _move(booking_id, Action.COMPLETE, by=by, now=now)


def mark_no_show(booking_id: str, *, by: Actor, now: datetime) -> BookingDetails:
    """Note that the customer did not come; the provider's time is free again at once.

    Raises:
        BookingNotFound: it does not exist, or `by` may not see it.
        Forbidden: `by` may only see it.
        TransitionNotAllowed: it is not confirmed.
        TooEarly: it has not begun yet.
    """
    return _move(booking_id, Action.NO_SHOW, by=by, now=now)


def cancel_booking(booking_id: str, *, by: Actor, reason: str, now: datetime) -> BookingDetails:
    """Give the provider's time back, and take the event off their calendar. At any time.

    Raises:
        Invalid: `reason` is blank or cannot be taken.
        BookingNotFound: it does not exist, or `by` may not see it.
        Forbidden: `by` may only see it.
        TransitionNotAllowed: it is neither pending nor confirmed.
    """
    return _move(booking_id, Action.CANCEL, by=by, now=now, reason=checked_reason(reason))


def booking_to_act_on(
    work: UnitOfWork, booking_id: str, action: Action, *, by: Actor, now: datetime
) -> BookingRow:
    """The booking, locked, once it is sure that `by` may do `action` to it now.

    Raises:
        BookingNotFound: it does not exist, or `by` may not see it.
        Forbidden: `by` may only see it.
        TransitionNotAllowed: its status does not allow it; says who brought it there.
        TooEarly: it has not begun yet.
    """
    row = visible_booking(work, booking_id, seen_by=by, for_update=True)
    check_may_act(by, action, provider_id=row.provider_id, contact_id=row.contact_id)
    if action in LEADS_TO:
        try:
            check_transition(
                BookingStatus(row.status), LEADS_TO[action], starts_at=row.starts_at, now=now
            )
        except TransitionNotAllowed as refusal:
            raise told_by_history(work, row, refusal) from None
    return row


def bring_to(
    work: UnitOfWork,
    row: BookingRow,
    after: BookingStatus,
    *,
    by: Actor,
    now: datetime,
    reason: str = "",
) -> None:
    """Give the booking its new status, its calendar event or none, and a line of history."""
    before = BookingStatus(row.status)
    row.status, row.updated_at, row.version = after.value, now, row.version + 1
    if after not in HOLDING:
        row.outside_hours = ""  # the time was given back: it is nobody's to mend
    work.session.add(row)
    work.session.flush()
    if after in WITH_EVENT and before not in WITH_EVENT:
        show_in_calendar(work, row, now=now)
    elif before in WITH_EVENT and after not in WITH_EVENT:
        rows.remove_event(work, row, now=now)
    now_is = {"status": after.value}
    if row.rescheduled_to is not None:
        now_is["rescheduled_to"] = row.rescheduled_to
    changes.record(
        work,
        row,
        what=after.value,
        by=by,
        now=now,
        before={"status": before.value},
        after=now_is,
        reason=reason,
    )


def _move(
    booking_id: str, action: Action, *, by: Actor, now: datetime, reason: str = ""
) -> BookingDetails:
    with unit_of_work() as work:
        row = booking_to_act_on(work, booking_id, action, by=by, now=now)
        return carry_out(work, row, action, by=by, now=now, reason=reason)


def carry_out(
    work: UnitOfWork, row: BookingRow, action: Action, *, by: Actor, now: datetime, reason: str = ""
) -> BookingDetails:
    """One of the verbs above inside a transaction that has the booking to act on."""
    row.cancellation_reason = reason
    bring_to(work, row, LEADS_TO[action], by=by, now=now, reason=reason)
    return details_of(work, row, seen_by=by, now=now)


def told_by_history(
    work: UnitOfWork, row: BookingRow, refusal: TransitionNotAllowed
) -> TransitionNotAllowed:
    """Name who brought the booking where it is: whoever moved it last, or else made it."""
    made, *later = changes_of(work, row.id)
    moves = [change for change in later if change.what in set(BookingStatus)]
    if moves:
        last = moves[-1]
        return refusal.told_by(kind=last.by_kind, name=last.by_name, at=last.at)
    refusal.changed_by, refusal.changed_at = (made.by_kind, made.by_name), made.at
    return refusal

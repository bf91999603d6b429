"""The verbs: moving a booking to another time. The old one is closed, a new one made."""

from datetime import datetime

from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.locks import hold_providers_of
from bookings_app.db.unit_of_work import UnitOfWork, unit_of_work
from bookings_app.domain.access import Action, Actor, check_may_book, may_act
from bookings_app.domain.booking import BookingStatus, checked_start, first_status
from bookings_app.domain.checks import could_be_id
from bookings_app.domain.customer import CustomerDetails
from bookings_app.domain.errors import SameTime
from bookings_app.usecases.booking_details import details_of
from bookings_app.usecases.bookings import booking_of, keep_new
from bookings_app.usecases.slot_inputs import unknown_provider
from bookings_app.usecases.slot_taking import BookableSlot, slot_for_booking
from bookings_app.usecases.status_changes import booking_to_act_on, bring_to
from bookings_app.usecases.views import BookingDetails


def reschedule_booking(
    booking_id: str,
    starts_at: datetime,
    *,
    provider_id: str | None = None,
    by: Actor,
    now: datetime,
) -> BookingDetails:
    """Move a confirmed booking, with another provider if given; answers the new booking.

    The old one becomes Rescheduled and loses its event, the new one has the same
    customer, contact, conversation and notes: all of it in one transaction. The
    booking does not stand in its own way. The new one is Confirmed when `by` may
    confirm, otherwise as the service has it.

    Raises:
        Invalid: no such provider, or a start on no date that can be reckoned with.
        BookingNotFound: it does not exist, or `by` may not see it.
        Forbidden: `by` may only see it, or may not book for that provider.
        TransitionNotAllowed: it is not confirmed.
        SameTime: it is at that time with that provider already.
        SlotTaken: something else holds the provider's time.
        SlotNotOffered: no such slot, for other reasons.
    """
    start = checked_start(starts_at)
    if provider_id and not could_be_id(provider_id):
        raise unknown_provider()
    with unit_of_work() as work:
        old = booking_to_move(work, booking_id, another=provider_id, by=by, now=now)
        return move(work, old, start, provider_id=provider_id or old.provider_id, by=by, now=now)


def booking_to_move(
    work: UnitOfWork, booking_id: str, *, another: str | None = None, by: Actor, now: datetime
) -> BookingRow:
    """The booking, locked after its provider and `another`, once `by` may move it.

    Raises:
        BookingNotFound, Forbidden, TransitionNotAllowed: as `reschedule_booking`.
    """
    if could_be_id(booking_id):
        hold_providers_of(work, booking_id, another=another)
    return booking_to_act_on(work, booking_id, Action.RESCHEDULE, by=by, now=now)


def move(
    work: UnitOfWork,
    old: BookingRow,
    start: datetime,
    *,
    provider_id: str,
    by: Actor,
    now: datetime,
) -> BookingDetails:
    """The same inside a transaction that has the booking to move."""
    check_may_book(by, provider_id=provider_id)
    if start == old.starts_at and provider_id == old.provider_id:
        raise SameTime
    slot = slot_for_booking(
        work,
        old.service_id,
        old.location_id,
        provider_id,
        start,
        by=by,
        now=now,
        exclude_booking_id=old.id,
    )
    new = _successor(old, slot, by=by, now=now)
    old.rescheduled_to = new.id
    bring_to(work, old, BookingStatus.RESCHEDULED, by=by, now=now)
    keep_new(work, new, by=by, now=now)
    return details_of(work, new, seen_by=by, now=now)


def _successor(old: BookingRow, slot: BookableSlot, *, by: Actor, now: datetime) -> BookingRow:
    confirms = may_act(by, Action.CONFIRM, provider_id=slot.provider_id, contact_id=old.contact_id)
    row = booking_of(
        slot,
        CustomerDetails(old.customer_name, old.customer_phone, old.customer_email, old.notes),
        contact_id=old.contact_id,
        conversation_id=old.conversation_id,
        status=first_status(requires_approval=slot.requires_approval and not confirms),
        by=by,
        now=now,
    )
    row.rescheduled_from = old.id
    return row

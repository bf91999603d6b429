"""The verbs: making a booking. The slots shown before were advice; this is the decision."""

from dataclasses import dataclass, replace
from datetime import datetime

from bookings_app.db import bookings as rows
from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.tables import ContactRow
from bookings_app.db.unit_of_work import UnitOfWork, unit_of_work
from bookings_app.domain.access import SOURCE_OF, Actor, check_may_book
from bookings_app.domain.booking import WITH_EVENT, BookingStatus, checked_start, first_status
from bookings_app.domain.calendar_event import event_title
from bookings_app.domain.checks import Findings, could_be_id
from bookings_app.domain.customer import CustomerDetails, checked_customer, completed_customer
from bookings_app.domain.errors import Invalid, NotFound
from bookings_app.domain.interval import as_utc
from bookings_app.usecases import changes, submissions
from bookings_app.usecases.booking_details import details_of
from bookings_app.usecases.contacts import conversation_for_booking, visible_contact
from bookings_app.usecases.slot_taking import BookableSlot, slot_for_booking
from bookings_app.usecases.views import BookingDetails

# What a booking names, as it is called in a sentence.
_NAMED = {
    "service_id": "service",
    "location_id": "location",
    "provider_id": "provider",
    "contact_id": "contact",
    "conversation_id": "conversation",
    "submission_id": "submission",
}


@dataclass(frozen=True, slots=True)
class NewBooking:
    """A booking as asked for.

    `found_by` is the exact phone or e-mail by which somebody who does not see the
    whole address book found the contact. Whatever is sent twice under one
    `submission_id` makes one booking.
    """

    service_id: str
    location_id: str
    provider_id: str
    starts_at: datetime
    customer: CustomerDetails
    contact_id: str | None = None
    found_by: str = ""
    conversation_id: str | None = None
    submission_id: str | None = None


def create_booking(new: NewBooking, *, by: Actor, now: datetime) -> BookingDetails:
    """Take the provider's time for a customer.

    Pending when the service requires approval, whoever books; otherwise Confirmed,
    with an event in the provider's calendar. A contact fills in what was left empty.

    Raises:
        Forbidden: `by` may not book for this provider, or not look at contacts.
        Invalid: fields that cannot be taken, ids that do not exist or go together.
        SlotTaken: something holds the provider's time.
        SlotNotOffered: no such slot, for other reasons.
        SubmissionMismatch: the same submission was sent before with other contents.
    """
    check_may_book(by, provider_id=new.provider_id)
    check_new(new)
    with unit_of_work() as work:
        row = made_before(work, new, by=by, now=now) or booked(work, new, by=by, now=now)
        return details_of(work, row, seen_by=by, now=now)


def booking_of(
    slot: BookableSlot,
    customer: CustomerDetails,
    *,
    contact_id: str | None,
    conversation_id: str | None,
    status: BookingStatus,
    by: Actor,
    now: datetime,
) -> BookingRow:
    """A booking that takes the slot, not stored yet. Names are copies: what is booked stays."""
    return BookingRow(
        service_id=slot.service_id,
        location_id=slot.location_id,
        provider_id=slot.provider_id,
        service_name=slot.service_name,
        location_name=slot.location_name,
        provider_name=slot.provider_name,
        contact_id=contact_id,
        conversation_id=conversation_id,
        customer_name=customer.name,
        customer_phone=customer.phone,
        customer_email=customer.email,
        notes=customer.notes,
        starts_at=slot.time.starts_at,
        ends_at=slot.time.ends_at,
        blocks_from=slot.blocked.starts_at,
        blocks_to=slot.blocked.ends_at,
        time_zone=slot.time_zone,
        status=status.value,
        source=SOURCE_OF[by.kind].value,
        created_by_kind=by.kind.value,
        created_by_id=by.id,
        created_by_name=by.name,
        created_at=now,
        updated_at=now,
    )


def keep_new(work: UnitOfWork, row: BookingRow, *, by: Actor, now: datetime) -> None:
    """Store a new booking, its event and the first line of its history.

    Raises:
        SlotTaken: the database knows better than whoever looked.
    """
    row.reference = rows.unused_reference(work)
    work.session.add(row)
    work.session.flush()
    show_in_calendar(work, row, now=now)
    after = {"status": row.status}
    if row.rescheduled_from is not None:
        after["rescheduled_from"] = row.rescheduled_from
    changes.record(work, row, what="created", by=by, now=now, before={}, after=after)


def show_in_calendar(work: UnitOfWork, row: BookingRow, *, now: datetime) -> None:
    """Have the provider's calendar show the booking, if its status has an event."""
    if BookingStatus(row.status) in WITH_EVENT:
        title = event_title(service_name=row.service_name, customer_name=row.customer_name)
        rows.put_event(work, row, title=title, now=now)


def check_new(new: NewBooking) -> None:
    """Refuse what is no id and no date before a database is asked about it.

    Raises:
        Invalid: each of them.
    """
    findings = Findings()
    for field, what in _NAMED.items():
        value = getattr(new, field)
        if value is not None and not could_be_id(value):
            findings.add(field, f"This {what} does not exist.")
    findings.refuse_if_any()
    checked_start(new.starts_at)


def booked(work: UnitOfWork, new: NewBooking, *, by: Actor, now: datetime) -> BookingRow:
    """Make a checked booking, for a use case that is inside a transaction already.

    Raises:
        As `create_booking` does.
    """
    contact = _contact(work, new, by=by)
    customer = _customer(new.customer, contact)
    conversation_id = conversation_for_booking(work, contact, new.conversation_id)
    slot = slot_for_booking(
        work,
        new.service_id,
        new.location_id,
        new.provider_id,
        new.starts_at,
        by=by,
        now=now,
    )
    row = booking_of(
        slot,
        customer,
        contact_id=contact.id if contact else None,
        conversation_id=conversation_id,
        status=first_status(requires_approval=slot.requires_approval),
        by=by,
        now=now,
    )
    keep_new(work, row, by=by, now=now)
    if new.submission_id is not None:
        submissions.remember(work, new.submission_id, _said(new), row, by=by, now=now)
    return row


def made_before(
    work: UnitOfWork, new: NewBooking, *, by: Actor, now: datetime
) -> BookingRow | None:
    """The booking that the same submission made already, inside a transaction.

    Raises:
        SubmissionMismatch: it was sent before with other contents.
    """
    if new.submission_id is None:
        return None
    return submissions.made_before(work, new.submission_id, _said(new), by=by, now=now)


def _said(new: NewBooking) -> NewBooking:
    """What a submission says, the same for the same instant with another offset."""
    return replace(new, starts_at=as_utc(new.starts_at), submission_id=None)


def _contact(work: UnitOfWork, new: NewBooking, *, by: Actor) -> ContactRow | None:
    if new.contact_id is None:
        return None
    try:
        return visible_contact(work, new.contact_id, seen_by=by, found_by=new.found_by)
    except NotFound as refusal:
        raise Invalid([("contact_id", str(refusal))]) from refusal


def _customer(customer: CustomerDetails, contact: ContactRow | None) -> CustomerDetails:
    if contact is not None:
        customer = completed_customer(
            customer, name=contact.name, phone=contact.phone, email=contact.email
        )
    return checked_customer(customer)

"""The verbs: booking in a conversation, and with whom an AI agent talks in it."""

from dataclasses import dataclass, replace
from datetime import datetime

from bookings_app.db import bookings as booking_rows
from bookings_app.db import contacts as rows
from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.locks import one_at_a_time
from bookings_app.db.tables import ContactRow, ConversationRow
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.access import Actor, check_may_book, visible_bookings
from bookings_app.domain.booking import HOLDING
from bookings_app.domain.checks import Findings
from bookings_app.domain.contact import NewContact, NewConversation, checked_conversation
from bookings_app.domain.customer import CustomerDetails
from bookings_app.domain.errors import Invalid
from bookings_app.domain.interval import as_utc
from bookings_app.usecases.booking_details import details_of
from bookings_app.usecases.bookings import NewBooking, booked, check_new, made_before
from bookings_app.usecases.contact_checks import alone_with_phone
from bookings_app.usecases.contacts import added_contact, contact_view, kept_conversation
from bookings_app.usecases.phones import e164
from bookings_app.usecases.views import BookingDetails, ContactView
from bookings_app.usecases.workspace import stored_workspace


@dataclass(frozen=True, slots=True)
class ConversationBooking:
    """A booking as asked for in a conversation.

    The customer's phone is needed as long as nobody knows whose conversation it is.
    Whatever is sent twice under one `request_id` makes one booking.
    """

    conversation: NewConversation
    service_id: str
    location_id: str
    provider_id: str
    starts_at: datetime
    customer: CustomerDetails
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Booked:
    """The booking, and whether it was there before it was asked for this time."""

    booking: BookingDetails
    was_there: bool


def contact_in(conversation: NewConversation) -> ContactView | None:
    """Whose conversation it is; None when nobody writes to us there.

    Raises:
        Invalid: fields that cannot be taken.
    """
    named = checked_conversation(conversation)
    with reading() as work:
        row = _known(work, named)
        contact = row and rows.contact_of(work, row)
        return contact_view(contact) if contact else None


def talking_in(conversation: NewConversation, *, by: Actor) -> Actor:
    """`by` as somebody who talks with the contact of that conversation, and sees no one else.

    When nobody writes to us there, there is nothing to see.

    Raises:
        Invalid: fields that cannot be taken.
    """
    contact = contact_in(conversation)
    return replace(by, contact_id=contact.id if contact else None)


def book_in_conversation(new: ConversationBooking, *, by: Actor, now: datetime) -> Booked:
    """Take the provider's time for whoever writes in a conversation: contact, link and booking.

    A conversation that nobody knows becomes that of the contact with the phone, or of a
    new one. Who holds exactly this time already gets that booking again: whoever lost
    the answer may ask once more. What is refused leaves no contact behind.

    Raises:
        Forbidden: `by` may not book.
        Invalid: fields that cannot be taken, ids that do not exist or go together.
        SlotTaken: something holds the provider's time.
        SlotNotOffered: no such slot, for other reasons.
        SubmissionMismatch: the same request was sent before with other contents.
    """
    check_may_book(by, provider_id=new.provider_id)
    named = replace(checked_conversation(new.conversation), last_message_at=now)
    check_new(_asked(new))
    with unit_of_work() as work:
        contact, conversation = _partner(work, named, new.customer, by=by, now=now)
        talking = replace(by, contact_id=contact.id)
        wanted = _asked(new, contact, conversation)
        before = made_before(work, wanted, by=talking, now=now) or _same_time(
            work, wanted, seen_by=talking
        )
        row = before or booked(work, wanted, by=talking, now=now)
        details = details_of(work, row, seen_by=talking, now=now)
        return Booked(details, was_there=before is not None)


def _asked(
    new: ConversationBooking,
    contact: ContactRow | None = None,
    conversation: ConversationRow | None = None,
) -> NewBooking:
    """What is booked, once it is known for whom. Each conversation has its own request ids."""
    place = conversation.id if conversation else ""
    return NewBooking(
        service_id=new.service_id,
        location_id=new.location_id,
        provider_id=new.provider_id,
        starts_at=new.starts_at,
        customer=new.customer,
        contact_id=contact.id if contact else None,
        conversation_id=conversation.id if conversation else None,
        submission_id=f"{place} {new.request_id}" if new.request_id is not None else None,
    )


def _partner(
    work: UnitOfWork,
    named: NewConversation,
    customer: CustomerDetails,
    *,
    by: Actor,
    now: datetime,
) -> tuple[ContactRow, ConversationRow]:
    """Who writes in a conversation; nobody else books in it before the transaction ends."""
    phone = _phone(work, customer.phone)
    # Phones come before conversations, as when a contact is added: nobody waits in a ring.
    if phone:
        alone_with_phone(work, phone)
    row = _known(work, named, alone=True)
    contact = rows.contact_of(work, row) if row else rows.by_phone(work, phone) if phone else None
    if contact is None:
        contact = _new_contact(work, customer, phone, by=by, now=now)
    return contact, kept_conversation(work, contact, named)


def _known(
    work: UnitOfWork, named: NewConversation, *, alone: bool = False
) -> ConversationRow | None:
    if alone:
        one_at_a_time(work, "conversations", f"{named.channel} {named.external_id}")
    return rows.conversation(work, channel=named.channel, external_id=named.external_id)


def _phone(work: UnitOfWork, typed: str) -> str:
    findings = Findings()
    country = stored_workspace(work).default_country
    phone = findings.taken("phone", lambda: e164(typed, default_country=country))
    findings.refuse_if_any()
    return phone


def _new_contact(
    work: UnitOfWork, customer: CustomerDetails, phone: str, *, by: Actor, now: datetime
) -> ContactRow:
    if not phone:
        sentence = "Ask the customer for a phone number: nobody knows this conversation yet."
        raise Invalid([("phone", sentence)])
    new = NewContact(name=customer.name, phone=phone, email=customer.email)
    return added_contact(work, new, by=by, now=now)


def _same_time(work: UnitOfWork, wanted: NewBooking, *, seen_by: Actor) -> BookingRow | None:
    """The booking with which this contact holds exactly that time."""
    return booking_rows.find_same(
        work,
        visible_bookings(seen_by),
        service_id=wanted.service_id,
        location_id=wanted.location_id,
        provider_id=wanted.provider_id,
        starts_at=as_utc(wanted.starts_at),
        statuses=HOLDING,
    )

"""The verbs: what must hold of a contact before it is stored."""

from bookings_app.db.contacts import by_phone
from bookings_app.db.locks import one_at_a_time
from bookings_app.db.tables import ContactRow
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import Actor, ActorKind, sees_every_booking, visible_contacts
from bookings_app.domain.contact import NewContact, checked_contact
from bookings_app.domain.errors import Forbidden, Invalid, PhoneTaken
from bookings_app.domain.text import TextRefused
from bookings_app.usecases.phones import e164
from bookings_app.usecases.workspace import stored_workspace

_NEVER_FOUND_AGAIN = "Enter a phone or an e-mail: it is how you find this contact again."


def checked_to_store(
    work: UnitOfWork, new: NewContact, *, by: Actor, row: ContactRow | None = None
) -> NewContact:
    """`new` as it is stored, in `row` if there is one already.

    Nobody else has its phone, and nobody gets it before the transaction ends.

    Raises:
        Invalid: every field that cannot be taken.
        PhoneTaken: the same, and another contact has the phone.
    """
    holders: list[ContactRow] = []

    def read_phone(typed: str) -> str:
        phone = e164(typed, default_country=stored_workspace(work).default_country)
        if row is None and not phone and not new.email.strip() and _finds_by_phone_only(by):
            raise TextRefused(_NEVER_FOUND_AGAIN)
        if phone and (row is None or phone != row.phone):
            holders.extend(_holders(work, phone))
        if holders:
            who = holders[0].name if _may_know(by) else "Another contact"
            raise TextRefused(f"{who} has this phone already.")
        return phone

    try:
        return checked_contact(new, read_phone=read_phone)
    except Invalid as refusal:
        if not holders:
            raise
        holder = holders[0]
        known = (holder.id, holder.name) if _may_know(by) else ("", "")
        raise PhoneTaken(refusal.errors, contact_id=known[0], contact_name=known[1]) from refusal


def alone_with_phone(work: UnitOfWork, phone: str) -> None:
    """See to it that nobody else is given a phone before this transaction ends."""
    one_at_a_time(work, "contacts' phones", phone)


def _holders(work: UnitOfWork, phone: str) -> list[ContactRow]:
    alone_with_phone(work, phone)
    holder = by_phone(work, phone)
    return [] if holder is None else [holder]


def _finds_by_phone_only(by: Actor) -> bool:
    """Whether contacts are hidden from this member until they were booked."""
    return by.kind is ActorKind.MEMBER and not sees_every_booking(by)


def _may_know(by: Actor) -> bool:
    """Whether `by` finds people by their phone: all do but a key that only writes."""
    try:
        visible_contacts(by)
    except Forbidden:
        return False
    return True

"""The verbs: the address book, and where its people write to us."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from bookings_app.db import contacts as rows
from bookings_app.db.locks import one_at_a_time
from bookings_app.db.tables import ContactRow, ConversationRow
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.access import Actor, check_may_write_contacts, visible_contacts
from bookings_app.domain.contact import (
    SHORTEST_SEARCH,
    ContactSearch,
    NewContact,
    NewConversation,
    checked_conversation,
    contact_search,
    search_text,
)
from bookings_app.domain.errors import Invalid, NotFound
from bookings_app.usecases.contact_checks import checked_to_store
from bookings_app.usecases.phones import exact_phone
from bookings_app.usecases.views import ContactView, ConversationView


@dataclass(frozen=True, slots=True)
class ContactChanges:
    """What to write instead; None leaves it as it is, "" clears it."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None
    notes: str | None = None


def search_contacts(text: str, *, seen_by: Actor, limit: int = 8) -> list[ContactView]:
    """Find people by a part of name, e-mail or phone: from two letters on.

    Case, accents and the punctuation of phones do not matter. Whoever does not see
    the whole address book finds further people by exact phone or e-mail.

    Raises:
        Forbidden: a key without its scope.
    """
    visibility = visible_contacts(seen_by)
    with reading() as work:
        sought = sought_in(work, text)
        if sought is None:
            return []
        wanted = rows.Wanted(visibility, sought)
        return [contact_view(row) for row in rows.listed(work, wanted, limit=limit)]


def get_contact(contact_id: str, *, seen_by: Actor, found_by: str = "") -> ContactView:
    """Look at one contact; `found_by` is an exact phone or e-mail of theirs that is known.

    Raises:
        NotFound: no such contact, or not `seen_by`'s to see.
        Forbidden: a key without its scope.
    """
    with reading() as work:
        return contact_view(visible_contact(work, contact_id, seen_by=seen_by, found_by=found_by))


def conversations_of(
    contact_id: str, *, seen_by: Actor, found_by: str = ""
) -> list[ConversationView]:
    """Where a contact writes to us, the latest message first.

    `found_by` is an exact phone or e-mail of theirs that is known.

    Raises:
        NotFound: no such contact, or not `seen_by`'s to see.
        Forbidden: a key without its scope.
    """
    with reading() as work:
        row = visible_contact(work, contact_id, seen_by=seen_by, found_by=found_by)
        return [conversation_view(each) for each in rows.conversations(work, row.id)]


def create_contact(new: NewContact, *, by: Actor, now: datetime) -> ContactView:
    """Add somebody to the address book, once: a phone has one contact, however it is written.

    A member who does not see the whole address book gives a phone or an e-mail, or
    would never find the contact again.

    Raises:
        Forbidden: a key without its scope.
        Invalid: every field that cannot be taken.
        PhoneTaken: the same, and another contact has the phone.
    """
    check_may_write_contacts(by)
    with unit_of_work() as work:
        return contact_view(added_contact(work, new, by=by, now=now))


def edit_contact(
    contact_id: str, wanted: ContactChanges, *, by: Actor, now: datetime
) -> ContactView:
    """Correct what is known of a contact; their bookings keep the details they were made with.

    Edits of different fields both survive. To know somebody's phone is not enough:
    `by` must see the contact.

    Raises:
        NotFound: no such contact, or not `by`'s to see.
        Forbidden: a key without its scope.
        Invalid: every field that cannot be taken.
        PhoneTaken: the same, and another contact has the phone.
    """
    del now  # contacts keep no history
    check_may_write_contacts(by)
    with unit_of_work() as work:
        row = rows.find(work, contact_id, visible_contacts(by), for_update=True)
        if row is None:
            raise NotFound("contact")
        before = NewContact(row.name, row.phone, row.email, row.notes)
        said = {name: value for name, value in asdict(wanted).items() if value is not None}
        checked = checked_to_store(work, replace(before, **said), by=by, row=row)
        row.name, row.phone = checked.name, checked.phone
        row.email, row.notes = checked.email, checked.notes
        row.search_text = search_text(name=checked.name, email=checked.email)
        work.session.add(row)
        return contact_view(row)


def add_conversation(
    contact_id: str, new: NewConversation, *, by: Actor, now: datetime
) -> ConversationView:
    """Note where a contact writes to us; the same one again only gets newer.

    Raises:
        NotFound: no such contact, or not `by`'s to see.
        Forbidden: a key without its scope.
        Invalid: fields that cannot be taken, or another contact's conversation.
    """
    del now  # a conversation counts from its last message
    check_may_write_contacts(by)
    checked = checked_conversation(new)
    with unit_of_work() as work:
        contact = visible_contact(work, contact_id, seen_by=by)
        return conversation_view(kept_conversation(work, contact, checked))


def added_contact(work: UnitOfWork, new: NewContact, *, by: Actor, now: datetime) -> ContactRow:
    """Check and store a contact, for a use case that is inside a transaction already.

    Raises:
        Invalid: every field that cannot be taken.
        PhoneTaken: the same, and another contact has the phone.
    """
    checked = checked_to_store(work, new, by=by)
    row = ContactRow(
        name=checked.name,
        phone=checked.phone,
        email=checked.email,
        search_text=search_text(name=checked.name, email=checked.email),
        notes=checked.notes,
        created_at=now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def kept_conversation(
    work: UnitOfWork, contact: ContactRow, checked: NewConversation
) -> ConversationRow:
    """Store a checked conversation, or bring it up to date, inside a transaction.

    Raises:
        Invalid: it is another contact's.
    """
    one_at_a_time(work, "conversations", f"{checked.channel} {checked.external_id}")
    row = rows.conversation(work, channel=checked.channel, external_id=checked.external_id)
    if row is None:
        row = ConversationRow(
            contact_id=contact.id,
            channel=checked.channel,
            external_id=checked.external_id,
            last_message_at=checked.last_message_at,
        )
        work.session.add(row)
        work.session.flush()
    elif row.contact_id != contact.id:
        raise Invalid([("external_id", "This conversation belongs to another contact.")])
    else:
        row.last_message_at = _later(row.last_message_at, checked.last_message_at)
    return row


def visible_contact(
    work: UnitOfWork, contact_id: str, *, seen_by: Actor, found_by: str = ""
) -> ContactRow:
    """One contact, for a use case that is inside a transaction already.

    Raises:
        NotFound: no such contact, or not `seen_by`'s to see.
        Forbidden: a key without its scope.
    """
    sought = sought_in(work, found_by)
    row = rows.find(work, contact_id, visible_contacts(seen_by), found_by=sought)
    if row is None:
        raise NotFound("contact")
    return row


def sought_in(
    work: UnitOfWork, typed: str, *, shortest: int = SHORTEST_SEARCH
) -> ContactSearch | None:
    """What to look for, phones read by the workspace's country; None when it is no search."""
    return contact_search(typed, phone=exact_phone(work, typed.strip()), shortest=shortest)


def conversation_for_booking(
    work: UnitOfWork, contact: ContactRow | None, conversation_id: str | None
) -> str | None:
    """The conversation to link, once it is sure that it is that contact's.

    Raises:
        Invalid: it is somebody else's, or there is no contact.
    """
    if conversation_id is None:
        return None
    known = rows.conversations(work, contact.id) if contact is not None else []
    if conversation_id not in {row.id for row in known}:
        raise Invalid([("conversation_id", "This conversation is not one of this contact's.")])
    return conversation_id


def contact_view(row: ContactRow) -> ContactView:
    """A contact as their readers get them."""
    return ContactView(
        id=row.id,
        name=row.name,
        phone=row.phone,
        email=row.email,
        notes=row.notes,
        created_at=row.created_at,
        archived_at=row.archived_at,
    )


def conversation_view(row: ConversationRow) -> ConversationView:
    """A conversation as its readers get it."""
    return ConversationView(
        id=row.id,
        channel=row.channel,
        external_id=row.external_id,
        last_message_at=row.last_message_at,
    )


def _later(known: datetime | None, told: datetime | None) -> datetime | None:
    if known is None or told is None:
        return known or told
    return max(known, told)

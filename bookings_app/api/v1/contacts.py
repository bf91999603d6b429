"""Contacts, where they write to us, and what they have booked."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response

from bookings_app.api.v1 import shapes
from bookings_app.api.v1.bookings import page_of_bookings
from bookings_app.api.v1.calls import Caller, NoParameters, gone, listed, shown
from bookings_app.api.v1.fields import Answered, Body, Id, Instant, Page, Search, text
from bookings_app.api.v1.paging import Listed, cursor_for, part_of, place_in
from bookings_app.api.v1.services import WhichOfAll
from bookings_app.domain.booking_filter import BookingSearch
from bookings_app.domain.contact import NewContact, NewConversation
from bookings_app.usecases import contact_changes, contact_pages, contacts
from bookings_app.usecases.views import ContactView, ConversationView

routes = APIRouter(tags=["Contacts"])

Name = Annotated[str, text(255, examples=["Ana Ruiz"])]
Phone = Annotated[str, text(40, examples=["+34600111222"])]
Email = Annotated[str, text(254, examples=["ana@example.com"])]
Notes = Annotated[str, text(5_000)]


class ContactToMake(Body):
    """Somebody; a phone without its country needs the workspace's default country."""

    name: Name
    phone: Phone | None = None
    email: Email | None = None
    notes: Notes | None = None


class ContactChange(Body):
    """What to change; everything else stays. null or "" clears."""

    name: Name = ""
    phone: Phone | None = None
    email: Email | None = None
    notes: Notes | None = None


class ConversationToAdd(Body):
    """Where a contact writes to us: a channel, and its id there."""

    channel: Annotated[str, text(40, examples=["whatsapp"])]
    external_id: Annotated[str, text(255, examples=["34600111222"])]
    last_message_at: Instant | None = None


class Contact(Answered):
    """A contact; `phone` is E.164, "" is what is not known."""

    id: Id
    name: str
    phone: str
    email: str
    notes: str
    created_at: datetime
    archived_at: datetime | None


class Conversation(Answered):
    """Where a contact writes to us."""

    id: Id
    channel: str
    external_id: str
    last_message_at: datetime | None


class WhichContacts(WhichOfAll):
    """Contacts who answer to `q`: a part of name, e-mail or phone."""

    q: Search = ""


@routes.get("/contacts", response_model=Listed[Contact])
def list_contacts(call: Caller, asked: Annotated[WhichContacts, Query()]) -> Response:
    """List contacts by name."""
    page = contact_pages.page_of_contacts(
        asked.q,
        seen_by=call.actor,
        limit=asked.limit,
        after=None if asked.cursor is None else place_in(asked.cursor, str, str),
        include_archived=asked.include_archived,
    )
    cursor = page.ends_at and cursor_for(*page.ends_at)
    return listed(Listed(items=[_contact(view) for view in page.items], next_cursor=cursor))


@routes.post("/contacts", response_model=Contact, status_code=201)
def make_contact(call: Caller, said: ContactToMake, _: NoParameters) -> Response:
    """Add a contact; a phone has one contact, however it is written."""
    new = NewContact(said.name, said.phone or "", said.email or "", said.notes or "")
    return call.once(
        said, lambda: _contact(contacts.create_contact(new, by=call.actor, now=call.now))
    )


@routes.get("/contacts/{contact_id}", response_model=Contact)
def read_contact(call: Caller, contact_id: str, _: NoParameters) -> Response:
    """Read one contact, archived or not."""
    return shown(_contact(contacts.get_contact(contact_id, seen_by=call.actor)))


@routes.patch("/contacts/{contact_id}", response_model=Contact)
def change_contact(call: Caller, contact_id: str, said: ContactChange, _: NoParameters) -> Response:
    """Correct a contact; their bookings keep the details they were made with."""
    named = {name: getattr(said, name) or "" for name in said.model_fields_set}
    changed = contact_changes.change_contact(
        contact_id,
        contacts.ContactChanges(**named),
        check=lambda view: call.check_is(shown(_contact(view)).headers["etag"]),
        by=call.actor,
        now=call.now,
    )
    return shown(_contact(changed))


@routes.delete("/contacts/{contact_id}", status_code=204)
def archive_contact(call: Caller, contact_id: str, _: NoParameters) -> Response:
    """Take a contact out of the address book; their bookings live on."""
    contact_changes.archive_contact(contact_id, by=call.actor, now=call.now)
    return gone()


@routes.get("/contacts/{contact_id}/conversations", response_model=Listed[Conversation])
def list_conversations(call: Caller, contact_id: str, asked: Annotated[Page, Query()]) -> Response:
    """List where a contact writes to us."""
    found = contacts.conversations_of(contact_id, seen_by=call.actor)
    part, cursor = part_of(found, asked, place=lambda each: (each.channel, each.id))
    return listed(Listed(items=[_conversation(view) for view in part], next_cursor=cursor))


@routes.post("/contacts/{contact_id}/conversations", response_model=Conversation, status_code=201)
def add_conversation(
    call: Caller, contact_id: str, said: ConversationToAdd, _: NoParameters
) -> Response:
    """Note where a contact writes to us; the same one again only gets newer."""
    new = NewConversation(said.channel, said.external_id, said.last_message_at)
    return call.once(
        said,
        lambda: _conversation(
            contacts.add_conversation(contact_id, new, by=call.actor, now=call.now)
        ),
    )


@routes.get("/contacts/{contact_id}/bookings", response_model=Listed[shapes.Booking])
def list_bookings(call: Caller, contact_id: str, asked: Annotated[Page, Query()]) -> Response:
    """List what a contact has booked, by start."""
    known = contacts.get_contact(contact_id, seen_by=call.actor)
    return page_of_bookings(call, BookingSearch(contact_id=known.id), asked)


def _contact(view: ContactView) -> Contact:
    return Contact.model_validate(view, from_attributes=True)


def _conversation(view: ConversationView) -> Conversation:
    return Conversation.model_validate(view, from_attributes=True)

"""The verbs: what the address book's screens ask. Nothing here changes anything."""

from dataclasses import dataclass
from datetime import datetime

from bookings_app.db import contacts as rows
from bookings_app.db.tables import ContactRow
from bookings_app.db.unit_of_work import UnitOfWork, reading
from bookings_app.domain.access import (
    Actor,
    check_may_write_contacts,
    visible_bookings,
    visible_contacts,
)
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.errors import Forbidden, Invalid, NotFound
from bookings_app.usecases.contacts import (
    contact_view,
    conversation_view,
    sought_in,
    visible_contact,
)
from bookings_app.usecases.listing import calendar_entry
from bookings_app.usecases.views import CalendarEntry, ContactView, ConversationView


@dataclass(frozen=True, slots=True)
class ContactList:
    """A stretch of the address book; `total` is how long all of it is.

    `next_cursor` asks for what follows; None at the end.
    """

    items: list[ContactView]
    total: int
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class ContactStretch:
    """Contacts by name; `ends_at` asks for what follows, None at the end."""

    items: list[ContactView]
    ends_at: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A conversation, and how many visible bookings came from it."""

    conversation: ConversationView
    bookings: int


@dataclass(frozen=True, slots=True)
class ContactPage:
    """All of one contact, as far as its reader may see it.

    `upcoming` has not ended, the next booking first; `past` has, the last one first, and
    `has_more` says that earlier ones were left out. The numbers count all of them.
    """

    contact: ContactView
    conversations: list[ConversationSummary]
    upcoming: list[CalendarEntry]
    past: list[CalendarEntry]
    has_more: bool
    bookings: int
    no_shows: int
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a contact has at a time already: `entries` may be seen, others only counted."""

    entries: list[CalendarEntry]
    hidden: int


def list_contacts(
    text: str = "", *, seen_by: Actor, limit: int = 50, cursor: str | None = None
) -> ContactList:
    """The address book by name, or who in it answers to `text`, from one letter on.

    Searching is as in `search_contacts`. `cursor` is the `next_cursor` of the stretch before.

    Raises:
        Forbidden: a key without its scope.
    """
    visibility = visible_contacts(seen_by)
    with reading() as work:
        sought = sought_in(work, text, shortest=1)
        if sought is None and text.strip():
            return ContactList([], 0, None)
        wanted = rows.Wanted(visibility, sought)
        found = rows.listed(work, wanted, limit=limit + 1, after=cursor)
        shown = found[:limit]
        return ContactList(
            items=[contact_view(row) for row in shown],
            total=rows.number_listed(work, wanted),
            next_cursor=shown[-1].id if len(found) > limit else None,
        )


def page_of_contacts(
    text: str = "",
    *,
    seen_by: Actor,
    limit: int,
    after: tuple[str, str] | None = None,
    include_archived: bool = False,
) -> ContactStretch:
    """The address book by name, or who in it answers to `text`, from behind `after` on.

    Whoever is archived or renamed meanwhile makes no other contact come twice or never.

    Raises:
        Forbidden: a key without its scope.
        Invalid: `text` cannot be looked for.
    """
    visibility = visible_contacts(seen_by)
    with reading() as work:
        sought = sought_in(work, text, shortest=1)
        if sought is None and text.strip():
            raise Invalid([("q", "This cannot be looked for.")])
        found = rows.page(
            work,
            rows.Wanted(visibility, sought),
            limit=limit + 1,
            after=after,
            include_archived=include_archived,
        )
        shown = found[:limit]
        more = len(found) > limit
        return ContactStretch(
            items=[contact_view(row) for row in shown],
            ends_at=(shown[-1].search_text, shown[-1].id) if more else None,
        )


def contact_page(
    contact_id: str, *, seen_by: Actor, now: datetime, found_by: str = "", past_limit: int = 50
) -> ContactPage:
    """Look at one contact, with their conversations and bookings.

    `found_by` is an exact phone or e-mail of theirs that is known.

    Raises:
        NotFound: no such contact, or not `seen_by`'s to see.
        Forbidden: a key without its scope.
    """
    bookings = visible_bookings(seen_by)
    with reading() as work:
        row, may_edit = _contact_and_right(work, contact_id, seen_by=seen_by, found_by=found_by)
        by_conversation = rows.bookings_by_conversation(work, row.id, bookings)
        by_status = rows.bookings_by_status(work, row.id, bookings)
        past = rows.past(work, row.id, bookings, now=now, limit=past_limit + 1)
        return ContactPage(
            contact=contact_view(row),
            conversations=[
                ConversationSummary(conversation_view(each), by_conversation.get(each.id, 0))
                for each in rows.conversations(work, row.id)
            ],
            upcoming=[calendar_entry(e) for e in rows.upcoming(work, row.id, bookings, now=now)],
            past=[calendar_entry(entry) for entry in past[:past_limit]],
            has_more=len(past) > past_limit,
            bookings=sum(by_status.values()),
            no_shows=by_status.get(BookingStatus.NO_SHOW, 0),
            may_edit=may_edit,
        )


def overlapping_bookings_of(
    contact_id: str,
    starts_at: datetime,
    ends_at: datetime,
    *,
    seen_by: Actor,
    found_by: str = "",
) -> Overlap:
    """What a contact has between two instants already, wherever it is: it may be booked over.

    Raises:
        NotFound: no such contact, or not `seen_by`'s to see.
        Forbidden: a key without its scope.
    """
    visibility = visible_bookings(seen_by)
    with reading() as work:
        row = visible_contact(work, contact_id, seen_by=seen_by, found_by=found_by)
        found = rows.holding_between(work, row.id, starts_at=starts_at, ends_at=ends_at)
        entries = [calendar_entry(each) for each in found]
    seen = [entry for entry in entries if visibility.covers(entry)]
    return Overlap(entries=seen, hidden=len(entries) - len(seen))


def _contact_and_right(
    work: UnitOfWork, contact_id: str, *, seen_by: Actor, found_by: str
) -> tuple[ContactRow, bool]:
    """The contact, and whether `seen_by` may edit it: knowing a phone is not enough for that."""
    row = rows.find(work, contact_id, visible_contacts(seen_by))
    if row is not None:
        return row, _may_write(seen_by)
    if not found_by:
        raise NotFound("contact")
    return visible_contact(work, contact_id, seen_by=seen_by, found_by=found_by), False


def _may_write(actor: Actor) -> bool:
    try:
        check_may_write_contacts(actor)
    except Forbidden:
        return False
    return True

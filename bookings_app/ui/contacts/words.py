"""What the address book says of people: every fact as words or a link."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bookings_app.ui import format as words
from bookings_app.ui.booking_details.words import email_link, phone_link
from bookings_app.ui.new_booking.cards import conversation_name
from bookings_app.ui.session import initials
from bookings_app.ui.theme import STATUS_LOOKS
from bookings_app.usecases.contact_pages import ContactPage, ConversationSummary
from bookings_app.usecases.phones import readable
from bookings_app.usecases.views import CalendarEntry, ContactView

_NUMBER = re.compile(r"\+?[0-9 ()./-]{6,24}", re.ASCII)


@dataclass(frozen=True)
class ContactLine:
    """Somebody in the list, and how to reach them."""

    id: str
    name: str
    line: str
    sign: str


@dataclass(frozen=True)
class BookingLine:
    """One booking of a contact, by its location's clock; `where` names another zone."""

    id: str
    status: str
    status_label: str
    dim: bool
    day: str
    time: str
    service: str
    provider: str
    where: str


@dataclass(frozen=True)
class ConversationLine:
    """A conversation, and where it can be opened, if anywhere."""

    name: str
    line: str
    link: str


@dataclass(frozen=True)
class ShownContact:
    """One contact in words; "" is nothing to say."""

    id: str = ""
    name: str = ""
    sign: str = ""
    since: str = ""
    counts: str = ""
    phone: str = ""
    phone_link: str = ""
    email: str = ""
    email_link: str = ""
    notes: str = ""
    may_edit: bool = False
    has_more: bool = False
    conversations: list[ConversationLine] = field(default_factory=list[ConversationLine])
    upcoming: list[BookingLine] = field(default_factory=list[BookingLine])
    past: list[BookingLine] = field(default_factory=list[BookingLine])


def contact_line(contact: ContactView) -> ContactLine:
    """Somebody in the list, with their phone, else their e-mail."""
    line = readable(contact.phone) or contact.email
    return ContactLine(contact.id, contact.name, line, initials(contact.name))


def contact_in_words(page: ContactPage, *, viewer_zone: ZoneInfo, now: datetime) -> ShownContact:
    """The contact as they are shown, `viewer_zone` being the reader's."""
    contact = page.contact
    since = contact.created_at.astimezone(viewer_zone)
    return ShownContact(
        id=contact.id,
        name=contact.name,
        sign=initials(contact.name),
        since=f"Contact since {words.month_name(since.date())} {since.year}",
        counts=_counts(page.bookings, page.no_shows),
        phone=readable(contact.phone),
        phone_link=phone_link(contact.phone),
        email=contact.email,
        email_link=email_link(contact.email),
        notes=contact.notes,
        may_edit=page.may_edit,
        has_more=page.has_more,
        conversations=[_conversation(each, viewer_zone, now=now) for each in page.conversations],
        upcoming=[_booking(entry, viewer_zone, now=now) for entry in page.upcoming],
        past=[_booking(entry, viewer_zone, now=now) for entry in page.past],
    )


def found_words(total: int, sought: str) -> str:
    """How many there are, or answer to what was sought."""
    number = "1 contact" if total == 1 else f"{total:,} contacts"
    return f"{number} found" if sought else number


def conversation_link(channel: str, external_id: str) -> str:
    """Where a conversation goes on, if its channel has an address: "" if not."""
    if channel == "email":
        return email_link(external_id)
    if not _NUMBER.fullmatch(external_id):
        return ""
    digits = re.sub(r"\D", "", external_id)
    return {"whatsapp": f"https://wa.me/{digits}", "sms": f"sms:+{digits}"}.get(channel, "")


def _conversation(
    summary: ConversationSummary, zone: ZoneInfo, *, now: datetime
) -> ConversationLine:
    known = summary.conversation
    last = "No message yet"
    if known.last_message_at is not None:
        last = f"Last message {words.ago(known.last_message_at, now=now, zone=zone)}"
    return ConversationLine(
        name=conversation_name(known.channel, known.external_id),
        line=f"{last} · {_bookings(summary.bookings)}",
        link=conversation_link(known.channel, known.external_id),
    )


def _booking(entry: CalendarEntry, viewer_zone: ZoneInfo, *, now: datetime) -> BookingLine:
    zone = ZoneInfo(entry.time_zone)
    there = entry.starts_at.astimezone(zone)
    look = STATUS_LOOKS[entry.status]
    return BookingLine(
        id=entry.id,
        status=entry.status.value,
        status_label=look.label,
        dim=look.dim,
        day=_day(there.date(), now.astimezone(zone).date()),
        time=words.clock(entry.starts_at, zone),
        service=entry.service_name,
        provider=entry.provider_name,
        where=_where(entry, zone, viewer_zone),
    )


def _day(on: date, today: date) -> str:
    return "Today" if on == today else words.day(on, today=today)


def _where(entry: CalendarEntry, zone: ZoneInfo, viewer_zone: ZoneInfo) -> str:
    """The location; with its zone when the reader's clock shows another time then."""
    there, here = entry.starts_at.astimezone(zone), entry.starts_at.astimezone(viewer_zone)
    if there.utcoffset() == here.utcoffset():
        return entry.location_name
    return f"{entry.location_name} ({zone.key.rpartition('/')[2].replace('_', ' ')} time)"


def _counts(bookings: int, no_shows: int) -> str:
    if not no_shows:
        return _bookings(bookings)
    return f"{_bookings(bookings)}, {no_shows} no-show{'s' if no_shows > 1 else ''}"


def _bookings(number: int) -> str:
    if number == 0:
        return "no bookings"
    return "1 booking" if number == 1 else f"{number} bookings"

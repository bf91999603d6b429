"""What the wizard's steps show, in words: one card for each thing that can be picked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bookings_app.domain.booking import BookingStatus
from bookings_app.ui import format as words
from bookings_app.ui.session import initials
from bookings_app.usecases.contact_pages import Overlap
from bookings_app.usecases.phones import readable
from bookings_app.usecases.views import (
    BookingDetails,
    CalendarEntry,
    ContactView,
    ConversationView,
    LocationView,
    ProviderChoice,
    ServiceView,
)

NO_CONVERSATION = "none"

_CHANNELS = {"whatsapp": "WhatsApp", "sms": "SMS", "email": "E-mail", "telegram": "Telegram"}
_BY_NUMBER = frozenset({"whatsapp", "sms"})


@dataclass(frozen=True)
class Card:
    """Something to pick: its name, a line below, and what stands for a face."""

    id: str = ""
    name: str = ""
    line: str = ""
    sign: str = ""


def service_card(service: ServiceView) -> Card:
    """A service, how long it takes, and whether somebody must approve."""
    approval = " · needs approval" if service.requires_approval else ""
    return Card(service.id, service.name, f"{words.minutes(service.duration_minutes)}{approval}")


def location_card(location: LocationView) -> Card:
    """A location and its address."""
    return Card(location.id, location.name, location.address)


def outcome_words(service: ServiceView) -> str:
    """What a booking of this service will be."""
    if service.requires_approval:
        return "Pending until somebody approves it"
    return "Confirmed at once: this service needs no approval"


def booked_words(booking: BookingDetails, when: str) -> str:
    """What was made."""
    if booking.status is BookingStatus.PENDING:
        return "Pending: waits for approval."
    return f"Booked: {booking.customer_name}, {when}."


def provider_card(choice: ProviderChoice) -> Card:
    """A provider, and how full their day is."""
    number = choice.bookings_that_day
    line = "1 booking that day" if number == 1 else f"{number or 'No'} bookings that day"
    return Card(choice.id, choice.name, line, initials(choice.name))


def contact_card(contact: ContactView) -> Card:
    """A contact and how to reach them."""
    reach = " · ".join(part for part in (readable(contact.phone), contact.email) if part)
    return Card(contact.id, contact.name, reach, initials(contact.name))


def conversation_cards(
    conversations: Iterable[ConversationView], *, zone: ZoneInfo, now: datetime
) -> list[Card]:
    """The conversations as given; when there are any, None comes last."""
    cards = [
        Card(each.id, conversation_name(each.channel, each.external_id), _last(each, zone, now))
        for each in conversations
    ]
    return [*cards, Card(NO_CONVERSATION, "None", "Book without one")] if cards else []


def overlap_words(name: str, overlap: Overlap) -> str:
    """A warning of what a contact has at that time already; "" when it is nothing."""
    if not overlap.entries:
        said = f"{name} has another booking at that time." if overlap.hidden else ""
    else:
        known = "; ".join(_when_and_what(entry) for entry in overlap.entries)
        more = " And there is another one." if overlap.hidden else ""
        said = f"{name} already has a booking at that time: {known}.{more}"
    return f"{said} You can still book." if said else ""


def conversation_name(channel: str, external_id: str) -> str:
    """A conversation as people name it: "WhatsApp, +34 600 11 12 22"."""
    number = external_id.removeprefix("+")
    # Messengers keep numbers without the plus.
    known = readable(f"+{number}") if channel in _BY_NUMBER and number.isdecimal() else external_id
    return f"{channel_name(channel)}, {known}"


def channel_name(channel: str) -> str:
    """A channel as people write it."""
    return _CHANNELS.get(channel, channel.capitalize())


def _when_and_what(entry: CalendarEntry) -> str:
    zone = ZoneInfo(entry.time_zone)
    when = words.clock_range(entry.starts_at, entry.ends_at, zone)
    on = words.day(entry.starts_at.astimezone(zone).date())
    return f"{on}, {when}, {entry.service_name} with {entry.provider_name}, {entry.location_name}"


def _last(conversation: ConversationView, zone: ZoneInfo, now: datetime) -> str:
    if conversation.last_message_at is None:
        return "No message yet"
    return f"Last message {words.ago(conversation.last_message_at, now=now, zone=zone)}"

"""What the wizard's steps show, in words: one card for each thing that can be picked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.slots import Reason
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
    ProviderVerdict,
    ServiceView,
    SlotView,
)

# So many starts or fewer are few.
_FEW = 3

NO_CONVERSATION = "none"

_PARTS_OF_DAY = (("Morning", time(12)), ("Afternoon", time(17)), ("Evening", None))

_REASONS: Mapping[str, str] = {
    Reason.PAST: "This time has passed",
    Reason.NOTICE: "Too short notice",
    Reason.WINDOW: "Too far ahead",
    Reason.DATES: "The service is not offered on that date",
    Reason.OFF_GRID: "Starts at other times",
    Reason.CLOSED: "Closed that day",
    Reason.OUTSIDE_HOURS: "Does not work then",
    Reason.BREAK: "On a break",
    Reason.TIME_OFF: "Time off",
    Reason.BOOKED: "Booked",
    Reason.BUSY: "Busy in their own calendar",
    Reason.NOT_ASSIGNED: "Does not offer this service",
    Reason.ARCHIVED: "No longer on the team",
}

_CHANNELS = {"whatsapp": "WhatsApp", "sms": "SMS", "email": "E-mail", "telegram": "Telegram"}


@dataclass(frozen=True)
class Card:
    """Something to pick: its name, a line below, and what stands for a face."""

    id: str = ""
    name: str = ""
    line: str = ""
    sign: str = ""


@dataclass(frozen=True)
class SlotCard:
    """A start to pick; `id` is its instant. A taken one is shown and cannot be picked."""

    id: str
    time: str
    line: str
    is_nearest: bool = False
    is_taken: bool = False


@dataclass(frozen=True)
class SlotGroup:
    """Starts under a heading, ascending."""

    title: str
    slots: list[SlotCard]


@dataclass(frozen=True)
class Line:
    """Somebody, and why not them."""

    name: str
    reason: str


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
        Card(each.id, f"{channel_name(each.channel)}, {each.external_id}", _last(each, zone, now))
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


def channel_name(channel: str) -> str:
    """A channel as people write it."""
    return _CHANNELS.get(channel, channel.capitalize())


def reason_lines(verdicts: Iterable[ProviderVerdict]) -> list[Line]:
    """Who is not free, and why, by name."""
    refused = sorted((each for each in verdicts if not each.free), key=lambda each: each.name)
    return [Line(each.name, _REASONS.get(each.reason or "", "Not free")) for each in refused]


def day_marks(free: Mapping[date, int], open_on: Iterable[date]) -> dict[str, str]:
    """Each date one can look at: "free", "few" left or "full"."""
    full = {on.isoformat(): "full" for on in open_on}
    return full | {
        on.isoformat(): "few" if number <= _FEW else "free" for on, number in free.items()
    }


def slot_groups(
    slots: Sequence[SlotView],
    *,
    on: date,
    zone: ZoneInfo,
    taken: SlotView | None = None,
    nearest: Sequence[SlotView] = (),
) -> list[SlotGroup]:
    """The starts of a day by its parts; the nearest of other days come last, with their day."""
    marked = {each.starts_at for each in nearest}
    shown = list(slots)
    is_gone = taken is not None and all(each.starts_at != taken.starts_at for each in slots)
    if taken is not None and is_gone and _local(taken, zone).date() == on:
        shown = sorted([*slots, taken], key=lambda each: each.starts_at)
    cards = [
        (
            _part_of_day(_local(each, zone).time()),
            _slot_card(
                each,
                zone,
                is_nearest=each.starts_at in marked,
                is_taken=is_gone and each is taken,
            ),
        )
        for each in shown
    ]
    groups = [
        SlotGroup(title, [card for part, card in cards if part == title])
        for title, _ in _PARTS_OF_DAY
    ]
    groups.append(SlotGroup("Nearest on other days", _on_other_days(nearest, on, zone)))
    return [group for group in groups if group.slots]


def zone_words(location_name: str, zone: ZoneInfo) -> tuple[str, str]:
    """Whose clock it is, and the zone's own name."""
    return f"{location_name} time", f"({zone.key})"


def taken_words(
    starts_at: datetime, provider_name: str, *, zone: ZoneInfo, is_taken: bool, nearest: int
) -> tuple[str, str]:
    """What happened to the slot, and what to do now."""
    whose = f" with {provider_name}" if provider_name else ""
    event = "was just taken" if is_taken else "is not offered any more"
    marked = {
        0: "Look at another day.",
        1: "The nearest free time is marked.",
        2: "The two nearest free times are marked.",
    }.get(nearest, "The three nearest free times are marked.")
    return (
        f"{words.clock(starts_at, zone)}{whose} {event}.",
        f"Everything you entered is kept. {marked}",
    )


def _slot_card(
    slot: SlotView, zone: ZoneInfo, *, is_nearest: bool = False, is_taken: bool = False
) -> SlotCard:
    free = f"{len(slot.providers)} free"
    notes = [
        *(["Nearest"] if is_nearest else []),
        *(["Short notice"] if slot.short_notice and not is_nearest else []),
    ]
    return SlotCard(
        id=slot.starts_at.isoformat(),
        time=words.clock_range(slot.starts_at, slot.ends_at, zone),
        line="Taken" if is_taken else " · ".join([*notes, free]),
        is_nearest=is_nearest,
        is_taken=is_taken,
    )


def _on_other_days(nearest: Sequence[SlotView], on: date, zone: ZoneInfo) -> list[SlotCard]:
    elsewhere = [each for each in nearest if _local(each, zone).date() != on]
    return [
        SlotCard(
            id=each.starts_at.isoformat(),
            time=words.day_and_time(each.starts_at, zone),
            line=f"Nearest · {len(each.providers)} free",
            is_nearest=True,
        )
        for each in elsewhere
    ]


def _part_of_day(at: time) -> str:
    return next(title for title, end in _PARTS_OF_DAY if end is None or at < end)


def _local(slot: SlotView, zone: ZoneInfo) -> datetime:
    return slot.starts_at.astimezone(zone)


def _when_and_what(entry: CalendarEntry) -> str:
    zone = ZoneInfo(entry.time_zone)
    when = words.clock_range(entry.starts_at, entry.ends_at, zone)
    on = words.day(entry.starts_at.astimezone(zone).date())
    return f"{on}, {when}, {entry.service_name} with {entry.provider_name}, {entry.location_name}"


def _last(conversation: ConversationView, zone: ZoneInfo, now: datetime) -> str:
    if conversation.last_message_at is None:
        return "No message yet"
    return f"Last message {words.ago(conversation.last_message_at, now=now, zone=zone)}"

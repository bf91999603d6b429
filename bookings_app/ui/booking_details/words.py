"""What the details dialog says of a booking: every fact as words or a link."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bookings_app.domain.booking import TRANSITIONS, BookingStatus
from bookings_app.ui import format as words
from bookings_app.ui.booking_details.google_words import InGoogle, in_google
from bookings_app.ui.booking_details.outcome import (
    NOBODY,
    Neighbours,
    Outcome,
    begins_words,
    outcome_of,
    outside_words,
    range_words,
)
from bookings_app.ui.theme import STATUS_LOOKS
from bookings_app.usecases.google_badges import NO_BADGE, SyncBadge
from bookings_app.usecases.notifications import moved_in_google
from bookings_app.usecases.phones import readable
from bookings_app.usecases.views import BookingDetails, ChangeView

_DIALLED = re.compile(r"\+?[0-9 ()./-]{3,40}", re.ASCII)
_DEEDS = {
    "created": "created",
    "confirmed": "confirmed",
    "completed": "completed",
    "cancelled": "cancelled",
    "no_show": "marked as no-show",
    "rescheduled": "moved to another time",
}
# By the state of its event in Google, once a person did something to it there or it was settled.
_IN_GOOGLE = {
    "moved": "says that somebody moved the event there, to {when}",
    "deleted": "says that somebody deleted the event there",
    "": "settled what was done to the event in Google",
}
_RESIZED = "says that somebody changed how long the event is there"
# Of whoever changed the hours: whether the booking lies outside them now.
_OUTSIDE_DEEDS = {
    True: "changed the hours: it lies outside working time",
    False: "changed the hours: it lies within working time again",
}
FIELD_LABELS = {
    "customer_name": "name",
    "customer_phone": "phone",
    "customer_email": "e-mail",
    "notes": "notes",
}
_CHANNELS = {"whatsapp": "WhatsApp", "sms": "SMS", "email": "E-mail"}


@dataclass(frozen=True)
class HistoryLine:
    """Who did what, when. `sign` is a status, or "edited"."""

    sign: str
    by: str
    deed: str
    at: str


@dataclass(frozen=True)
class ShownBooking:
    """One booking in words; "" is nothing to say."""

    id: str = ""
    status: str = ""
    reference: str = ""
    service: str = ""
    day: str = ""
    clock: str = ""
    when: str = ""
    other_zone: str = ""
    provider: str = ""
    provider_id: str = ""
    location: str = ""
    location_name: str = ""
    source: str = ""
    created: str = ""
    customer: str = ""
    phone: str = ""
    phone_link: str = ""
    email: str = ""
    email_link: str = ""
    notes: str = ""
    conversation: str = ""
    conversation_line: str = ""
    conversation_link: str = ""
    contact: str = ""
    contact_link: str = ""
    outside: str = ""
    in_google: InGoogle = field(default_factory=InGoogle)
    outcome: Outcome = field(default_factory=Outcome)
    begins: str = ""
    is_final: bool = False
    is_dim: bool = False
    actions: list[str] = field(default_factory=list)
    history: list[HistoryLine] = field(default_factory=list)


def in_words(
    booking: BookingDetails,
    *,
    viewer_zone: ZoneInfo,
    now: datetime,
    neighbours: Neighbours = NOBODY,
    badge: SyncBadge = NO_BADGE,
) -> ShownBooking:
    """The booking by its location's clock; the zone is named when it is not the reader's.

    `neighbours` are what it was moved from and to, as far as its reader may see them;
    `badge` is how it is with its event in Google.
    """
    zone = ZoneInfo(booking.time_zone)
    today = now.astimezone(zone).date()
    starts_on = booking.starts_at.astimezone(zone).date()
    return ShownBooking(
        id=booking.id,
        status=booking.status.value,
        reference=booking.reference,
        service=booking.service_name,
        day=words.long_day(starts_on, today=today),
        clock=words.clock_range(booking.starts_at, booking.ends_at, zone),
        when=range_words(booking, now=now),
        other_zone=_other_zone(booking, zone, viewer_zone),
        provider=booking.provider_name,
        provider_id=booking.provider_id,
        location_name=booking.location_name,
        location=", ".join(filter(None, [booking.location_name, booking.location_address])),
        source=booking.source.value,
        created=_created(booking, viewer_zone),
        customer=booking.customer_name,
        phone=readable(booking.customer_phone),
        phone_link=phone_link(booking.customer_phone),
        email=booking.customer_email,
        email_link=email_link(booking.customer_email),
        notes=booking.notes,
        conversation=_conversation(booking),
        conversation_line=_conversation_line(booking, viewer_zone, now=now),
        conversation_link=conversation_link(
            booking.conversation_channel or "", booking.conversation_external_id or ""
        ),
        contact=booking.contact_name or "",
        contact_link=contact_link(booking.contact_id or ""),
        outside=outside_words(booking),
        in_google=in_google(badge, allowed=booking.allowed_actions, zone=zone, now=now),
        outcome=outcome_of(booking, neighbours, viewer_zone=viewer_zone, now=now),
        begins=begins_words(booking, now=now),
        is_final=not TRANSITIONS[booking.status],
        is_dim=STATUS_LOOKS[booking.status].dim,
        actions=list(booking.allowed_actions),
        history=[
            _line(change, booking.starts_at, zone, viewer_zone, now=now)
            for change in reversed(booking.history)
        ],
    )


def phone_link(phone: str) -> str:
    """What calls the number; nothing for what is none."""
    if not _DIALLED.fullmatch(phone):
        return ""
    return "tel:" + re.sub(r"[^0-9+]", "", phone)


def email_link(email: str) -> str:
    """What writes to the address."""
    return f"mailto:{quote(email, safe='@')}" if "@" in email else ""


def contact_link(contact_id: str) -> str:
    """Where a contact is shown."""
    return f"/contacts?contact={quote(contact_id, safe='')}" if contact_id else ""


def conversation_link(channel: str, external_id: str) -> str:
    """Where a conversation can be opened; only WhatsApp has an address of its own."""
    number = phone_link(external_id)
    if channel.lower() != "whatsapp" or not number:
        return ""
    return "https://wa.me/" + number.removeprefix("tel:").lstrip("+")


def _other_zone(booking: BookingDetails, zone: ZoneInfo, viewer_zone: ZoneInfo) -> str:
    there = booking.starts_at.astimezone(zone)
    here = booking.starts_at.astimezone(viewer_zone)
    if there.utcoffset() == here.utcoffset():
        return ""
    yours = words.day_and_time(booking.starts_at, viewer_zone)
    return f"{booking.time_zone.replace('_', ' ')} time. For you: {yours}"


def _created(booking: BookingDetails, zone: ZoneInfo) -> str:
    """When, and by whom where the source does not say it."""
    at = words.long_moment(booking.created_at, zone)
    by = booking.created_by_name if booking.created_by_kind == "member" else ""
    return f"by {by}, {at}" if by else at


def _conversation(booking: BookingDetails) -> str:
    if booking.conversation_id is None:
        return ""
    channel = booking.conversation_channel or ""
    return f"{_CHANNELS.get(channel.lower(), channel)} conversation".strip()


def _conversation_line(booking: BookingDetails, zone: ZoneInfo, *, now: datetime) -> str:
    last_at = booking.conversation_last_message_at
    last = f"last message {words.ago(last_at, now=now, zone=zone)}" if last_at else ""
    return " · ".join(filter(None, [booking.conversation_external_id, last]))


def _line(
    change: ChangeView,
    starts_at: datetime,
    zone: ZoneInfo,
    viewer_zone: ZoneInfo,
    *,
    now: datetime,
) -> HistoryLine:
    """What was done, by the booking's clock; when, by the reader's."""
    after = str(change.after.get("status", ""))
    sign = after if after in set(BookingStatus) else change.what
    return HistoryLine(
        sign=sign if sign in set(BookingStatus) else "edited",
        by=change.by_name,
        deed=_in_google(change, starts_at, zone, now=now) or _deed(change, after),
        at=words.short_moment(change.at, viewer_zone, now=now),
    )


def _in_google(change: ChangeView, starts_at: datetime, zone: ZoneInfo, *, now: datetime) -> str:
    if "event" not in change.after:
        return ""
    at = moved_in_google(change.after)
    if at == starts_at:
        return _RESIZED
    when = words.day_and_time(at, zone, today=now.astimezone(zone).date()) if at else ""
    return _IN_GOOGLE[change.after["event"]].format(when=when)


def _deed(change: ChangeView, after: str) -> str:
    if change.what == "created" and after == BookingStatus.CONFIRMED:
        return "created, confirmed at once"
    if change.what == "created" and after == BookingStatus.PENDING:
        return f"created, {STATUS_LOOKS[BookingStatus.PENDING].label.lower()}"
    if "outside_hours" in change.after:
        return _OUTSIDE_DEEDS[bool(change.after["outside_hours"])]
    if change.what in _DEEDS:
        return _DEEDS[change.what]
    named = [label for name, label in FIELD_LABELS.items() if name in change.after]
    return f"changed the {words.listed(named, last='and')}" if named else "changed the details"

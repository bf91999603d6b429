"""What agents are answered: small JSON, times in words, customers' text marked as such."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bookings_app.api.errors import particulars
from bookings_app.domain.access import Action, Actor, sees_phones_and_emails
from bookings_app.domain.date_words import time_and_place
from bookings_app.domain.errors import BookingError
from bookings_app.domain.masking import masked_email, masked_phone
from bookings_app.usecases.contact_pages import Overlap
from bookings_app.usecases.json_shapes import instant_shape
from bookings_app.usecases.views import BookingView, ContactView, SlotView

# More of a text is cut: an agent has little room, and the team reads all of it on its screens.
_LONGEST_TEXT = 300
_MOST_PROVIDERS = 5

_WHAT_TO_DO: Mapping[str, str] = {
    "invalid": "Correct the fields named under errors, then call again.",
    "not_found": (
        "Check the id: list_bookings shows the bookings of whom you talk with,"
        " find_contact finds a contact by phone or e-mail."
    ),
    "slot_taken": "Offer the customer one of the alternatives, or call find_slots.",
    "slot_not_offered": (
        "Offer the customer one of the alternatives, or call find_slots;"
        " explain_no_slots says why this time is not offered."
    ),
    "transition_not_allowed": (
        "Look at the booking under current: it may be as the customer wants it already. While it"
        " is pending it waits for the team; to have it at another time cancel it and book again."
    ),
    "same_time": "The booking is at that time already. Tell the customer so.",
    "idempotency_mismatch": "A new wish takes a new request_id; list_bookings shows what exists.",
    "forbidden": "Tell the customer that somebody of the team has to do this.",
    "database_busy": "Call again in a few seconds with the same arguments: nothing happens twice.",
}
_TOOL_FOR: Mapping[str, str] = {
    Action.RESCHEDULE: "reschedule_booking",
    Action.CANCEL: "cancel_booking",
}

_BESIDES = (
    "It is booked. The customer has another appointment at that time: ask whether both are meant."
)
_OTHERWISE = "Tell the customer that somebody of the team will look at it."


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said, and whether it is a refusal."""

    said: dict[str, Any]
    is_refusal: bool = False


def refused(error: BookingError, **more: object) -> Answer:
    """A refusal: its code, its sentence, and what to do next."""
    said = {
        "code": error.code,
        "message": str(error),
        "what_to_do": _WHAT_TO_DO.get(error.code, _OTHERWISE),
        **particulars(error),
        **more,
    }
    return Answer(said, is_refusal=True)


def failed() -> Answer:
    """What nobody foresaw; nothing of it is told."""
    said = {
        "code": "internal",
        "message": "Something went wrong here, and nothing was changed.",
        "what_to_do": _OTHERWISE,
    }
    return Answer(said, is_refusal=True)


def booking(view: BookingView, *, reader: Actor) -> dict[str, Any]:
    """All that an agent needs of a booking."""
    zone = ZoneInfo(view.time_zone)
    texts = {
        **_person(view.customer_name, view.customer_phone, view.customer_email, reader),
        "notes": _cut(view.notes),
        "cancellation_reason": _cut(view.cancellation_reason),
    }
    return {
        "booking_id": view.id,
        "reference": view.reference,
        "status": str(view.status),
        "when": time_and_place(view.starts_at, zone, place=view.location_name),
        "starts_at": local(view.starts_at, zone),
        "ends_at": local(view.ends_at, zone),
        "time_zone": view.time_zone,
        "service": {"id": view.service_id, "name": view.service_name},
        "location": {"id": view.location_id, "name": view.location_name},
        "provider": {"id": view.provider_id, "name": view.provider_name},
        "source": str(view.source),
        "you_may": [_TOOL_FOR[each] for each in view.allowed_actions if each in _TOOL_FOR],
        **({"moved_to": view.rescheduled_to} if view.rescheduled_to else {}),
        **({"moved_from": view.rescheduled_from} if view.rescheduled_from else {}),
        "untrusted_text": _written(texts),
    }


def booking_in_brief(view: BookingView) -> dict[str, Any]:
    """A booking in a list."""
    zone = ZoneInfo(view.time_zone)
    return {
        "booking_id": view.id,
        "reference": view.reference,
        "status": str(view.status),
        "when": time_and_place(view.starts_at, zone, place=view.location_name),
        "starts_at": local(view.starts_at, zone),
        "time_zone": view.time_zone,
        "service": view.service_name,
        "provider": view.provider_name,
        "source": str(view.source),
        "untrusted_text": _written({"customer_name": view.customer_name}),
    }


def besides(found: Overlap, booked: BookingView) -> dict[str, Any]:
    """What else the customer has at the time that was booked: it may be meant, or forgotten."""
    others = [each for each in found.entries if each.id != booked.id]
    if not others and not found.hidden:
        return {}
    return {
        "also_booked_then": [
            {
                "booking_id": each.id,
                "reference": each.reference,
                "when": time_and_place(
                    each.starts_at, ZoneInfo(each.time_zone), place=each.location_name
                ),
                "service": each.service_name,
            }
            for each in others
        ],
        "remark": _BESIDES,
    }


def contact(view: ContactView, *, reader: Actor) -> dict[str, Any]:
    """Somebody in the address book."""
    texts = _person(view.name, view.phone, view.email, reader)
    return {"contact_id": view.id, "untrusted_text": _written(texts)}


def slots(found: Sequence[SlotView], *, time_zone: str, place: str) -> dict[str, Any]:
    """Starts that can be booked, each with who is free; their names stand once, below."""
    zone = ZoneInfo(time_zone)
    named = {one.id: one.name for each in found for one in each.providers[:_MOST_PROVIDERS]}
    return {
        "time_zone": time_zone,
        "slots": [
            {
                "when": time_and_place(each.starts_at, zone, place=place),
                "starts_at": local(each.starts_at, zone),
                "provider_ids": [one.id for one in each.providers[:_MOST_PROVIDERS]],
            }
            for each in found
        ],
        "providers": [{"id": key, "name": name} for key, name in named.items()],
    }


def local(at: datetime, zone: ZoneInfo) -> str:
    """An instant by a location's clocks, with its offset."""
    return instant_shape(at.astimezone(zone))


def without_nothing(pairs: Iterable[tuple[str, object]]) -> dict[str, Any]:
    """Only what there is something to say of: an agent has little room."""
    return {key: value for key, value in pairs if value not in (None, "", [], False)}


def _person(name: str, phone: str, email: str, reader: Actor) -> dict[str, str]:
    whole = sees_phones_and_emails(reader)
    return {
        "customer_name": name,
        "customer_phone": phone if whole else masked_phone(phone),
        "customer_email": email if whole else masked_email(email),
    }


def _written(texts: Mapping[str, str]) -> dict[str, Any]:
    """What somebody typed about a booking: only here, and never among what we say ourselves."""
    return without_nothing(texts.items())


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"

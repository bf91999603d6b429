"""The draft a browser kept: read with care, for browsers can send anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from bookings_app.ui.new_booking.cards import NO_CONVERSATION
from bookings_app.usecases.views import BookingDetails

_LONGEST = 300
_YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class Draft:
    """What was picked before the page was lost; "" is nothing. None of it is checked yet."""

    submission_id: str
    step: int = 1
    service_id: str = ""
    location_id: str = ""
    starts_at: str = ""
    provider_id: str = ""
    contact_id: str = ""
    conversation_id: str = ""
    found_by: str = ""


def read_draft(sent: Any) -> Draft | None:
    """The draft in what a browser sent, or None when it is none."""
    if not isinstance(sent, Mapping):
        return None
    submission_id = read_submission_id(sent.get("submission"))
    if not submission_id:
        return None
    step = sent.get("step")
    return Draft(
        submission_id=submission_id,
        step=step if isinstance(step, int) and 1 <= step <= 4 else 1,
        service_id=text_in(sent, "service"),
        location_id=text_in(sent, "location"),
        starts_at=text_in(sent, "slot"),
        provider_id=text_in(sent, "provider"),
        contact_id=text_in(sent, "contact"),
        conversation_id=text_in(sent, "conversation"),
        found_by=text_in(sent, "found_by"),
    )


def draft_of(booking: BookingDetails, submission_id: str) -> Draft:
    """A booking once more, as far as the step that asks for its time."""
    return Draft(
        submission_id=submission_id,
        step=2,
        service_id=booking.service_id,
        location_id=booking.location_id,
        provider_id=booking.provider_id,
        contact_id=booking.contact_id or "",
        conversation_id=booking.conversation_id or NO_CONVERSATION,
    )


def read_submission_id(sent: Any) -> str:
    """A submission's id as we make them, or ""."""
    try:
        return str(UUID(sent)) if isinstance(sent, str) else ""
    except ValueError:
        return ""


def read_instant(sent: Any) -> datetime | None:
    """An instant in ISO 8601 with an offset, or None."""
    try:
        at = datetime.fromisoformat(sent) if isinstance(sent, str) else None
    except ValueError:
        return None
    if at is None or at.tzinfo is None or at.year not in _YEARS:
        return None
    return at.astimezone(UTC)


def text_in(sent: Mapping[str, Any], name: str) -> str:
    """A text of reasonable length, or ""."""
    value = sent.get(name)
    return value if isinstance(value, str) and len(value) <= _LONGEST else ""

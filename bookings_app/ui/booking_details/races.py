"""What the dialog says when somebody else was faster: with a step, or with the same fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.errors import SlotNotOffered, SlotTaken, TransitionNotAllowed
from bookings_app.domain.slots import WHY_NOT, Reason
from bookings_app.ui import format as words
from bookings_app.ui.booking_details.outcome import moment_words
from bookings_app.ui.booking_details.words import FIELD_LABELS
from bookings_app.usecases.views import BookingDetails

# A field of the customer, as the booking calls it.
COLUMNS = {
    "name": "customer_name",
    "phone": "customer_phone",
    "email": "customer_email",
    "notes": "notes",
}

_WHY_NOT_THERE: Mapping[str, str] = {**WHY_NOT, Reason.BOOKED: "Something else is booked then"}

_DEEDS: Mapping[str, str] = {
    BookingStatus.CONFIRMED: "confirmed this booking",
    BookingStatus.COMPLETED: "completed this booking",
    BookingStatus.CANCELLED: "cancelled this booking",
    BookingStatus.NO_SHOW: "marked this booking as no-show",
    BookingStatus.RESCHEDULED: "moved this booking",
}


@dataclass(frozen=True)
class Overlap:
    """What somebody else wrote into a field meanwhile, and what becomes of it on Save."""

    said: str
    then: str


def faster_words(refusal: TransitionNotAllowed, zone: ZoneInfo, *, now: datetime) -> str:
    """Who was faster: "Mara Cole cancelled this booking at 11:18. You changed nothing."."""
    deed = _DEEDS.get(refusal.before)
    if refusal.changed_by is None or refusal.changed_at is None or deed is None:
        return str(refusal)
    at = refusal.changed_at
    is_today = at.astimezone(zone).date() == now.astimezone(zone).date()
    when = f"at {words.clock(at, zone)}" if is_today else moment_words(at, zone, now=now)
    return f"{refusal.changed_by[1]} {deed} {when}. You changed nothing."


def not_there_words(refusal: SlotTaken | SlotNotOffered, zone: ZoneInfo, *, now: datetime) -> str:
    """Why a booking cannot follow: "Thu 12 Mar, 15:00 cannot be booked: Closed that day. …"."""
    when = words.day_and_time(refusal.starts_at, zone, today=now.astimezone(zone).date())
    reasons = [refusal.reason] if isinstance(refusal, SlotTaken) else [*refusal.reasons.values()]
    why = _WHY_NOT_THERE[next(filter(None, reasons), Reason.BOOKED)]
    return f"{when} cannot be booked: {why}. Put it back, or reschedule it."


def customer_of(booking: BookingDetails) -> dict[str, str]:
    """The customer's details as the form has them."""
    return {field: getattr(booking, column) for field, column in COLUMNS.items()}


def written_meanwhile(
    read: Mapping[str, str], booking: BookingDetails, typed: Mapping[str, str]
) -> dict[str, Overlap]:
    """Field by field, what others wrote since `read` that is not what was `typed`, too."""
    stands = customer_of(booking)
    return {
        field: Overlap(
            f"{_writer(booking, field)} {_wrote(field, stands[field])}.",
            "It stays." if typed[field] == read[field] else "Save puts yours in its place.",
        )
        for field in COLUMNS
        if stands[field] not in {read[field], typed[field]}
    }


def _writer(booking: BookingDetails, field: str) -> str:
    """Whoever wrote the field last."""
    edits = [change for change in booking.history if COLUMNS[field] in change.after]
    return edits[-1].by_name if edits else "Somebody"


def _wrote(field: str, text: str) -> str:
    label = FIELD_LABELS[COLUMNS[field]]
    return f"changed the {label} to “{text}”" if text else f"removed the {label}"

"""Rules: the life of a booking, and what its status means for time and calendar."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from bookings_app.domain.checks import Findings
from bookings_app.domain.errors import TooEarly, TransitionNotAllowed
from bookings_app.domain.interval import as_utc
from bookings_app.domain.text import REASON_LIMIT


class BookingStatus(StrEnum):
    """Where a booking is in its life."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    RESCHEDULED = "rescheduled"


class BookingSource(StrEnum):
    """Through which door a booking came. The door says it, never a payload."""

    MANUAL = "manual"
    API = "api"
    AI_AGENT = "ai_agent"


# README, "Life of a booking". Everything else reads this table: the
# buttons of the details dialog, the use cases, the API's documentation.
TRANSITIONS: Mapping[BookingStatus, frozenset[BookingStatus]] = {
    BookingStatus.PENDING: frozenset({BookingStatus.CONFIRMED, BookingStatus.CANCELLED}),
    BookingStatus.CONFIRMED: frozenset(
        {
            BookingStatus.COMPLETED,
            BookingStatus.CANCELLED,
            BookingStatus.NO_SHOW,
            BookingStatus.RESCHEDULED,
        }
    ),
    BookingStatus.COMPLETED: frozenset(),
    BookingStatus.CANCELLED: frozenset(),
    BookingStatus.NO_SHOW: frozenset(),
    BookingStatus.RESCHEDULED: frozenset(),
}

# These keep the provider's time; the others have given it back.
HOLDING = frozenset({BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.COMPLETED})

# These have an event in the provider's calendar.
WITH_EVENT = frozenset({BookingStatus.CONFIRMED, BookingStatus.COMPLETED, BookingStatus.NO_SHOW})

# Nobody can say how a visit went before it has begun.
ONLY_ONCE_BEGUN = frozenset({BookingStatus.COMPLETED, BookingStatus.NO_SHOW})

# The guards of the database look back this far and no further.
LONGEST_BLOCKED_TIME = timedelta(minutes=2880)


def check_transition(
    before: BookingStatus, after: BookingStatus, *, starts_at: datetime, now: datetime
) -> None:
    """Return quietly if a booking that starts at `starts_at` may move to `after` now.

    Raises:
        TransitionNotAllowed: `after` may not follow `before`.
        TooEarly: Complete or No-show before the start.
    """
    if after not in TRANSITIONS[before]:
        raise TransitionNotAllowed(before, after)
    if after in ONLY_ONCE_BEGUN and now < starts_at:
        raise TooEarly(starts_at)


def first_status(*, requires_approval: bool) -> BookingStatus:
    """What a new booking is: it waits when its service asks for approval."""
    return BookingStatus.PENDING if requires_approval else BookingStatus.CONFIRMED


def checked_start(starts_at: datetime) -> datetime:
    """When a booking is to begin, in UTC.

    Raises:
        Invalid: it is on no date that can be reckoned with.
    """
    findings = Findings()
    findings.date("starts_at", starts_at.date())
    findings.refuse_if_any()
    return as_utc(starts_at)


def checked_reason(reason: str) -> str:
    """Why a booking is cancelled, as it is stored.

    Raises:
        Invalid: it is blank, or cannot be taken.
    """
    findings = Findings()
    checked = findings.text(
        "reason", reason, label="The reason", limit=REASON_LIMIT, multiline=True
    )
    findings.refuse_if_any()
    if not checked:
        findings.add("reason", "Say why it is cancelled.")
    findings.refuse_if_any()
    return checked

"""What became of a booking, what it waits for, and which ones it was moved from and to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bookings_app.domain.access import Action
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.slots import Reason
from bookings_app.ui import format as words
from bookings_app.usecases.views import BookingDetails, ChangeView

# A final status, as somebody brings a booking there.
_DEEDS: Mapping[BookingStatus, str] = {
    BookingStatus.CANCELLED: "Cancelled",
    BookingStatus.NO_SHOW: "Marked as no-show",
    BookingStatus.RESCHEDULED: "Moved",
}

_OUTSIDE: Mapping[str, str] = {
    Reason.CLOSED: "The location is closed at this time.",
    Reason.OUTSIDE_HOURS: "{provider} does not work at this time any more.",
    Reason.BREAK: "{provider} is on a break at this time.",
    Reason.TIME_OFF: "{provider} is away at this time.",
}


@dataclass(frozen=True)
class Outcome:
    """By whom and why a booking ended; where it is now, and where it was before.

    An id is "" where there is nothing to open; the words beside it say when and with whom.
    """

    said: str = ""
    reason: str = ""
    moved_to: str = ""
    moved_to_words: str = ""
    moved_from: str = ""
    moved_from_words: str = ""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What a booking was moved from and to; None is none, or none that its reader may see."""

    before: BookingDetails | None = None
    after: BookingDetails | None = None


NOBODY = Neighbours()


def outcome_of(
    booking: BookingDetails, neighbours: Neighbours, *, viewer_zone: ZoneInfo, now: datetime
) -> Outcome:
    """What the callout on top says, and the ways to the bookings before and after."""
    return Outcome(
        said=_ended(booking, viewer_zone, now=now),
        reason=booking.cancellation_reason,
        moved_to=neighbours.after.id if neighbours.after else "",
        moved_to_words=_moved(booking.rescheduled_to, neighbours.after, now=now),
        moved_from=neighbours.before.id if neighbours.before else "",
        moved_from_words=_moved(booking.rescheduled_from, neighbours.before, now=now),
    )


def begins_words(booking: BookingDetails, *, now: datetime) -> str:
    """From when on it can be said how the visit went, to whoever may say it."""
    waits = booking.status is BookingStatus.CONFIRMED and now < booking.starts_at
    if not waits or Action.CANCEL not in booking.allowed_actions:
        return ""
    zone = ZoneInfo(booking.time_zone)
    today = now.astimezone(zone).date()
    if booking.starts_at.astimezone(zone).date() == today:
        begins = words.clock(booking.starts_at, zone)
    else:
        begins = words.day_and_time(booking.starts_at, zone, today=today)
    return f"Complete and No-show from {begins}"


def outside_words(booking: BookingDetails) -> str:
    """Why it does not lie within working time any more."""
    said = _OUTSIDE.get(booking.outside_hours, "")
    return said.format(provider=booking.provider_name)


def range_words(booking: BookingDetails, *, now: datetime) -> str:
    """When it is, in the middle of a sentence: "today 11:00 – 11:45", "Thu 19 Nov, 14:15 – …"."""
    zone = ZoneInfo(booking.time_zone)
    today, on = now.astimezone(zone).date(), booking.starts_at.astimezone(zone).date()
    clock = words.clock_range(booking.starts_at, booking.ends_at, zone)
    return f"today {clock}" if on == today else f"{words.day(on, today=today)}, {clock}"


def moment_words(at: datetime, zone: ZoneInfo, *, now: datetime) -> str:
    """When something happened, in the middle of a sentence: "today 08:52", "yesterday 16:42"."""
    on, today = at.astimezone(zone).date(), now.astimezone(zone).date()
    if on == today:
        return f"today {words.clock(at, zone)}"
    if on == today - timedelta(days=1):
        return f"yesterday {words.clock(at, zone)}"
    return words.short_moment(at, zone, now=now)


def _ended(booking: BookingDetails, zone: ZoneInfo, *, now: datetime) -> str:
    """Who ended it, and when; a visit that took place needs no such word."""
    if booking.status not in _DEEDS:
        return ""
    last = _last(booking, booking.status)
    deed = _DEEDS[booking.status]
    if last is None:
        return f"{deed}."
    return f"{deed} by {last.by_name}, {moment_words(last.at, zone, now=now)}."


def _last(booking: BookingDetails, what: str) -> ChangeView | None:
    found = [change for change in booking.history if change.what == what]
    return found[-1] if found else None


def _moved(neighbour_id: str | None, neighbour: BookingDetails | None, *, now: datetime) -> str:
    if neighbour_id is None:
        return ""
    if neighbour is None:
        return "a booking that you may not see"
    return f"{range_words(neighbour, now=now)}, with {neighbour.provider_name}"

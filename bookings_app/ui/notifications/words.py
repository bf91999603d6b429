"""What a change is called where the team is told of it: in the bell and in messages."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bookings_app.domain.booking import BookingStatus
from bookings_app.ui import format as words
from bookings_app.usecases.notifications import Notification

# Before the customer's name, and after it.
_DEEDS: dict[str, tuple[str, str]] = {
    "confirmed": ("confirmed {service} for", ""),
    "completed": ("completed {service},", ""),
    "cancelled": ("cancelled {service},", ""),
    "no_show": ("marked", "as no-show"),
    "rescheduled": ("moved {service},", ""),
    "edited": ("changed the details of", ""),
    "flagged": ("asks for a look at", ""),
}
# Of a booking, once somebody changed the hours, a closure or their time off.
_OUTSIDE = {
    "outside_hours": "is outside working hours now",
    "break": "is during a break now",
    "closed": "is on a closed date now",
    "time_off": "is during time off now",
}
# To a booking's event in its provider's own calendar; who it was Google does not say.
_IN_GOOGLE = {"moved": "somebody moved {service} for", "deleted": "somebody deleted {service} for"}
_VERBS = {
    "created": "booked",
    "confirmed": "confirmed",
    "completed": "completed",
    "cancelled": "cancelled",
    "no_show": "marked as no-show",
    "rescheduled": "moved",
    "edited": "edited",
    "flagged": "flagged",
}


@dataclass(frozen=True)
class Told:
    """One deed as a sentence in parts, the names apart, and where and when below it."""

    who: str = ""
    deed: str = ""
    whom: str = ""
    rest: str = ""
    line: str = ""

    def sentence(self) -> str:
        """All of it in one breath."""
        return " ".join(filter(None, [self.who, self.deed, self.whom, self.rest]))


@dataclass(frozen=True)
class Entry:
    """A row of the bell. `sign` is a status or "edited"; with `parts` it stands for several."""

    number: int = 0
    booking_id: str = ""
    sign: str = ""
    told: Told = Told()
    ago: str = ""
    is_unread: bool = False
    parts: list[dict[str, str]] = field(default_factory=list)


def entry_of(group: list[Notification], *, zone: ZoneInfo, now: datetime) -> Entry:
    """What one row of the bell says, `zone` being the reader's."""
    newest = group[0]
    several = len({one.booking_id for one in group}) > 1
    return Entry(
        number=newest.change_number,
        booking_id=newest.booking_id,
        sign=sign_of(newest.status_after),
        told=_several(group) if several else _one(group),
        ago=words.ago(newest.at, now=now, zone=zone),
        is_unread=any(not one.is_read for one in group),
        parts=[_part(one) for one in group] if several else [],
    )


def told(
    *,
    what: str,
    status_after: str,
    by: str,
    service: str,
    customer: str,
    provider: str,
    when: str,
    reason: str = "",
    moved_to: str = "",
    outside_hours: str = "",
    in_google: str = "",
) -> Told:
    """One deed; `when` and `moved_to` are in words."""
    if outside_hours:
        before, after = "changed working time:", _OUTSIDE[outside_hours]
    elif in_google:
        by, before, after = "In Google Calendar", _IN_GOOGLE[in_google], ""
    elif what == "created":
        asks = status_after == BookingStatus.PENDING
        before, after = ("asks for {service} for", "") if asks else ("booked {service} for", "")
    else:
        before, after = _DEEDS[what]
    line = f"{when} with {provider}"
    if moved_to:
        line = f"{when} → {moved_to}"
    elif reason:
        line = f"{when}: “{reason}”"
    return Told(by, before.format(service=service), customer, after, line)


def sign_of(status_after: str) -> str:
    """The sign of a deed: the status it led to, or a pencil."""
    return status_after if status_after in set(BookingStatus) else "edited"


def _one(group: list[Notification]) -> Told:
    newest = group[0]
    zone = ZoneInfo(newest.time_zone)
    last = told(
        what=newest.what,
        status_after=newest.status_after,
        by=newest.by_name,
        service=newest.service_name,
        customer=newest.customer_name,
        provider=newest.provider_name,
        when=words.day_and_time(newest.starts_at, zone),
        reason=newest.reason,
        moved_to=words.day_and_time(newest.moved_to_at, zone) if newest.moved_to_at else "",
        outside_hours=newest.outside_hours,
        in_google=newest.in_google,
    )
    if len(group) == 1:
        return last
    verbs = list(dict.fromkeys(_VERBS[one.what] for one in reversed(group)))
    deed = f"{words.listed(verbs, last='and')} {newest.service_name},"
    return replace(last, deed=deed, rest="")


def _several(group: list[Notification]) -> Told:
    newest = group[0]
    bookings = len({one.booking_id for one in group})
    names = list(dict.fromkeys(one.customer_name for one in group))
    others = f" and {len(names) - 2} more" if len(names) > 2 else ""
    deed = f"{_VERBS[newest.what]} {bookings} bookings"
    if newest.outside_hours:
        deed = f"changed working time: {bookings} bookings are outside it now"
    elif newest.in_google:
        deed = f"has {bookings} bookings that somebody moved or deleted there"
    return Told(
        newest.by_name,
        deed,
        line=", ".join(names[:2]) + others,
    )


def _part(one: Notification) -> dict[str, str]:
    when = words.day_and_time(one.starts_at, ZoneInfo(one.time_zone))
    return {
        "booking_id": one.booking_id,
        "customer": one.customer_name,
        "line": f"{when} with {one.provider_name}",
    }

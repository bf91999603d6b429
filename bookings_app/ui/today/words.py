"""What Today says: each booking by its location's clock, in words and links."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bookings_app.domain.access import Action
from bookings_app.domain.booking import HOLDING, BookingStatus
from bookings_app.ui import format as words
from bookings_app.ui.booking_details.words import conversation_link, phone_link
from bookings_app.ui.theme import STATUS_LOOKS
from bookings_app.usecases.calendar_blocks import warning_of
from bookings_app.usecases.today import DayBooking, Today

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
_NAMED_LOCATIONS = 2


@dataclass(frozen=True)
class Row:
    """A booking in one of the lists; `day` is said when it is not of today.

    `warning` says why somebody should look at it.
    """

    id: str = ""
    time: str = ""
    day: str = ""
    status: str = ""
    status_label: str = ""
    dim: bool = False
    customer: str = ""
    line: str = ""
    warning: str = ""
    may_confirm: bool = False
    may_answer: bool = False


@dataclass(frozen=True)
class Card:
    """The booking that runs or comes next, with how to reach its customer; "" is nothing to say."""

    id: str = ""
    label: str = ""
    time: str = ""
    status: str = ""
    customer: str = ""
    line: str = ""
    warning: str = ""
    notes: str = ""
    call: str = ""
    message: str = ""
    hint: str = ""
    may_confirm: bool = False
    may_answer: bool = False


@dataclass(frozen=True)
class Heading:
    """The date, where, and whose clock it is when it is not the reader's."""

    line: str = ""
    zone: str = ""


class DayWords:
    """Turns a day into words for a reader whose clock runs by `viewer_zone`."""

    def __init__(self, day: Today, *, viewer_zone: ZoneInfo, now: datetime) -> None:
        self._day, self._viewer, self._now = day, viewer_zone, now
        self._today = [*day.now, *day.coming, *day.over]
        zones = {booking.entry.time_zone for booking in self._today}
        self._zone = ZoneInfo(zones.pop()) if len(zones) == 1 else viewer_zone

    def heading(self) -> Heading:
        """What day it is there, and where that is."""
        date = words.long_day(self._now.astimezone(self._zone).date())
        places = list(dict.fromkeys(each.entry.location_name for each in self._today))
        where = (
            words.listed(places, last="and")
            if 0 < len(places) <= _NAMED_LOCATIONS
            else f"{len(places)} locations"
        )
        line = f"{date} · {where}" if places else date
        return Heading(line, _other_clock(self._zone, self._viewer, self._now))

    def card(self) -> Card:
        """What runs now, else what comes next and takes place; an empty card if nothing does."""
        if self._day.is_of_team:
            return Card()
        if self._day.now:
            return self._card(self._day.now[0], "Now")
        coming = _taking_place(self._day.coming)
        return self._card(coming[0], "Next") if coming else Card()

    def rows(self, bookings: Sequence[DayBooking]) -> list[Row]:
        """A list of them."""
        return [self._row(booking) for booking in bookings]

    def to_come(self, rows: Sequence[Row]) -> str:
        """How many of those listed take place: "4 to come"."""
        return f"{sum(not row.dim for row in rows)} to come"

    def over(self) -> str:
        """What is folded away: "Earlier today: 2 completed, 1 no-show"."""
        counted = Counter(booking.entry.status for booking in self._day.over)
        parts = [_counted(counted[status], status) for status in BookingStatus if counted[status]]
        return f"Earlier today: {', '.join(parts)}"

    def nothing(self) -> str:
        """Said when nothing more takes place today; "" when something does."""
        if self._day.now or _taking_place(self._day.coming):
            return ""
        first = "Nothing more today." if self._today else "Nothing today."
        following = self._day.following
        if following is None:
            return f"{first} Nothing is booked ahead."
        entry = following.entry
        zone = ZoneInfo(entry.time_zone)
        today = self._now.astimezone(zone).date()
        when = words.day_and_time(entry.starts_at, zone, today=today)
        clock = _other_clock(zone, self._zone, entry.starts_at)
        whom = f"{entry.customer_name}, {clock}" if clock else entry.customer_name
        return f"{first} Next: {when}, {whom}."

    def _card(self, booking: DayBooking, label: str) -> Card:
        entry = booking.entry
        zone = ZoneInfo(entry.time_zone)
        return Card(
            id=entry.id,
            label=label,
            time=words.clock_range(entry.starts_at, entry.ends_at, zone),
            status=entry.status.value,
            customer=entry.customer_name,
            line=self._said([entry.service_name, self._place(booking)], booking),
            warning=warning_of(entry),
            notes=booking.notes,
            call=phone_link(booking.phone),
            message=_message_link(booking),
            hint=self._hint(booking),
            may_confirm=Action.CONFIRM in booking.allowed_actions,
            may_answer=Action.COMPLETE in booking.allowed_actions,
        )

    def _row(self, booking: DayBooking) -> Row:
        entry = booking.entry
        zone = ZoneInfo(entry.time_zone)
        look = STATUS_LOOKS[entry.status]
        length = words.minutes((entry.ends_at - entry.starts_at) // _MINUTE)
        whose = entry.provider_name if self._day.is_of_team else ""
        return Row(
            id=entry.id,
            time=words.clock(entry.starts_at, zone),
            day=self._day_of(booking, zone),
            status=entry.status.value,
            status_label=look.label,
            dim=look.dim,
            customer=entry.customer_name,
            line=self._said([entry.service_name, whose, self._place(booking), length], booking),
            warning=warning_of(entry),
            may_confirm=Action.CONFIRM in booking.allowed_actions,
            may_answer=Action.COMPLETE in booking.allowed_actions,
        )

    def _said(self, parts: list[str], booking: DayBooking) -> str:
        """Parts in a line; a clock that is not the heading's is named at its end."""
        entry = booking.entry
        clock = _other_clock(ZoneInfo(entry.time_zone), self._zone, entry.starts_at)
        return " · ".join(filter(None, [*parts, clock]))

    def _place(self, booking: DayBooking) -> str:
        """Where, unless all of today is there."""
        names = {each.entry.location_name for each in self._today}
        name = booking.entry.location_name
        return "" if names <= {name} else name

    def _day_of(self, booking: DayBooking, zone: ZoneInfo) -> str:
        on = booking.entry.starts_at.astimezone(zone).date()
        today = self._now.astimezone(zone).date()
        if on == today:
            return ""
        return "Yesterday" if on == today - _DAY else words.day(on, today=today)

    def _hint(self, booking: DayBooking) -> str:
        """How soon it is, and from when it can be answered; nothing once it has begun."""
        entry, now = booking.entry, self._now
        if now >= entry.starts_at:
            return ""
        soon = f"In {words.minutes(-(-(entry.starts_at - now) // _MINUTE))}."
        if entry.status is not BookingStatus.CONFIRMED:
            return soon
        begins = words.clock(entry.starts_at, ZoneInfo(entry.time_zone))
        return f"{soon} Complete and No-show from {begins}."


def _taking_place(bookings: Sequence[DayBooking]) -> list[DayBooking]:
    return [booking for booking in bookings if booking.entry.status in HOLDING]


def _message_link(booking: DayBooking) -> str:
    """Where the customer is written to: their conversation, else their phone."""
    conversation = conversation_link(booking.channel or "", booking.external_id or "")
    return conversation or phone_link(booking.phone).replace("tel:", "sms:")


def _other_clock(zone: ZoneInfo, known: ZoneInfo, at: datetime) -> str:
    """The zone's name where its clocks differ from those one takes for granted."""
    if at.astimezone(zone).utcoffset() == at.astimezone(known).utcoffset():
        return ""
    return f"{zone.key.replace('_', ' ')} time"


def _counted(number: int, status: BookingStatus) -> str:
    label = STATUS_LOOKS[status].label.lower()
    many = "s" if number > 1 and status is BookingStatus.NO_SHOW else ""
    return f"{number} {label}{many}"

"""The verbs: the day of whoever carries bookings out, by the clocks of their locations."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bookings_app.db import today as rows
from bookings_app.db.unit_of_work import UnitOfWork, reading
from bookings_app.domain.access import Action, Actor, Role, visible_bookings
from bookings_app.domain.actions import allowed_actions
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.today import LONGEST_DAY, Part, is_today, part_of
from bookings_app.usecases.listing import calendar_entry
from bookings_app.usecases.views import CalendarEntry

# Whoever never answers is shown the latest of them.
MOST_UNANSWERED = 100

_TAKES_PLACE = {BookingStatus.PENDING, BookingStatus.CONFIRMED}


@dataclass(frozen=True, slots=True)
class DayBooking:
    """A booking as its provider needs it at a glance, and what they may do to it now.

    `channel` and `external_id` say where its customer writes to us, if they do.
    """

    entry: CalendarEntry
    phone: str
    notes: str
    channel: str | None
    external_id: str | None
    allowed_actions: tuple[Action, ...]


@dataclass(slots=True)
class Today:
    """What asks for an answer, the latest first; then what is now, comes and is over, by start.

    `coming` has what was given back, too, until its time would have come. `following` is
    the first booking of a later day, when nothing more takes place today.
    """

    is_of_team: bool
    unanswered: list[DayBooking] = field(default_factory=list[DayBooking])
    now: list[DayBooking] = field(default_factory=list[DayBooking])
    coming: list[DayBooking] = field(default_factory=list[DayBooking])
    over: list[DayBooking] = field(default_factory=list[DayBooking])
    following: DayBooking | None = None


def begins_with_today(actor: Actor) -> bool:
    """Whether `actor` lands on their day, rather than on everybody's calendar."""
    return actor.role is Role.PROVIDER


def todays_bookings(*, seen_by: Actor, now: datetime) -> Today:
    """The day of the provider that `seen_by` is; of all they may see, if they are none.

    What waits for an answer comes from earlier days, too. Each booking is of today by
    the clock of its own location.
    """
    day = Today(is_of_team=seen_by.provider_id is None)
    with reading() as work:
        _put_unanswered(work, day, seen_by, now)
        later = _put_day(work, day, seen_by, now)
        if not any(each.entry.status in _TAKES_PLACE for each in [*day.now, *day.coming]):
            day.following = later or _first_from(work, now + LONGEST_DAY, seen_by, now)
    return day


def _put_unanswered(work: UnitOfWork, day: Today, seen_by: Actor, now: datetime) -> None:
    found = rows.unanswered(
        work, visible_bookings(seen_by), seen_by.provider_id, now=now, limit=MOST_UNANSWERED
    )
    day.unanswered = [_view(row, seen_by, now) for row in found]


def _put_day(work: UnitOfWork, day: Today, seen_by: Actor, now: datetime) -> DayBooking | None:
    """Sort what is of today into its parts; the first booking after it, if near enough."""
    found = rows.touching(
        work,
        visible_bookings(seen_by),
        seen_by.provider_id,
        after=now - LONGEST_DAY,
        before=now + LONGEST_DAY,
    )
    parts = {Part.NOW: day.now, Part.COMING: day.coming, Part.OVER: day.over}
    later: DayBooking | None = None
    for booking in (_view(row, seen_by, now) for row in found):
        entry = booking.entry
        part = part_of(entry.status, starts_at=entry.starts_at, ends_at=entry.ends_at, now=now)
        if part is Part.NOW or (part in parts and _is_today(entry, now)):
            parts[part].append(booking)
        elif later is None and part is Part.COMING and entry.status in _TAKES_PLACE:
            later = booking
    return later


def _first_from(
    work: UnitOfWork, start: datetime, seen_by: Actor, now: datetime
) -> DayBooking | None:
    row = rows.first_from(work, visible_bookings(seen_by), seen_by.provider_id, start=start)
    return _view(row, seen_by, now) if row is not None else None


def _is_today(entry: CalendarEntry, now: datetime) -> bool:
    zone = ZoneInfo(entry.time_zone)
    return is_today(starts_at=entry.starts_at, ends_at=entry.ends_at, zone=zone, now=now)


def _view(row: Sequence[Any], seen_by: Actor, now: datetime) -> DayBooking:
    phone, notes, channel, external_id, *columns = row
    entry = calendar_entry(columns)
    return DayBooking(
        entry=entry,
        phone=phone,
        notes=notes,
        channel=channel,
        external_id=external_id,
        allowed_actions=allowed_actions(
            seen_by,
            entry.status,
            provider_id=entry.provider_id,
            contact_id=entry.contact_id,
            starts_at=entry.starts_at,
            now=now,
        ),
    )

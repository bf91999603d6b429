"""The verbs: making a booking's event in Google agree with the booking.

A promise says "look at this booking", never what to do to it: whoever looks reads what is
true here and there, does one thing, notes it, and may be ended at any moment between.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bookings_app.config import settings
from bookings_app.db import google as rows
from bookings_app.db import outbox
from bookings_app.db.bookings import CALENDAR
from bookings_app.db.google import Situation
from bookings_app.db.google_tables import CalendarLinkRow, GoogleAccountRow, GoogleCalendarRow
from bookings_app.db.unit_of_work import UnitOfWork, unit_of_work
from bookings_app.domain.google_accounts import GoogleStatus
from bookings_app.domain.google_answers import (
    Follows,
    Inbound,
    KnownEvent,
    Verdict,
    judged,
    what_follows,
)
from bookings_app.domain.google_events import Told, WantedEvent, event_id
from bookings_app.domain.interval import Interval
from bookings_app.usecases.google_marks import begin_next_event, note_inbound
from bookings_app.usecases.google_settling import follow_google
from bookings_app.usecases.google_troubles import access_of, note_good, note_trouble
from bookings_app.usecases.outbox import Job
from bookings_app.usecases.ports import GoogleAccess, GoogleCalendars, GoogleTrouble

KIND = CALENDAR

# Each step leaves less to do; more of them than this means that somebody works against us.
_STEPS = 6


@dataclass(frozen=True, slots=True)
class _Look:
    """What was read of a booking before Google is asked: without `wanted` the event goes.

    `seen_at` is how new the link was: what others did to it meanwhile is left to the next look.
    """

    account: GoogleAccountRow
    calendar: str
    zone: ZoneInfo
    event_id: str
    wanted: WantedEvent | None
    known: KnownEvent
    seen_at: datetime


def look_at_booking(job: Job, *, google: GoogleCalendars, clock: Callable[[], datetime]) -> None:
    """Make Google agree with a booking, or note why not.

    Raises:
        DatabaseBusy: others held the database for too long; it is done again once the lease ends.
    """
    trouble = GoogleTrouble("Somebody else changes this event at the same time.")
    look = None
    for _ in range(_STEPS):
        with unit_of_work() as work:
            look = _prepared(work, job, now=clock())
        if look is None:
            return
        try:
            if _take_a_step(job, look, google=google, clock=clock):
                _follow(job, look, now=clock())
                return
        except GoogleTrouble as met:
            trouble = met
            break
    with unit_of_work() as work:
        note_trouble(work, job, look.account.id if look else "", trouble, now=clock())


def wanted_event(found: Situation) -> WantedEvent | None:
    """What the calendar should show of a booking; None is nothing."""
    event, booking = found.event, found.booking
    if event is None:
        return None
    return WantedEvent(
        booking_id=booking.id,
        title=event.title,
        place=", ".join(filter(None, [booking.location_name, found.address])),
        note=f"{booking.reference}\n{settings().public_url}/bookings?booking={booking.id}",
        time=Interval(event.starts_at, event.ends_at),
        time_zone=booking.time_zone,
    )


def _prepared(work: UnitOfWork, job: Job, *, now: datetime) -> _Look | None:
    """What is to be done, or None when nothing is, or cannot be now. A new link is noted here."""
    found = rows.situation(work, job.subject)
    if found is None or found.account is None:
        outbox.finish(work, job)
        return None
    if found.account.status == GoogleStatus.RECONNECT:
        outbox.set_aside(work, job, state=outbox.PARKED, reason=found.account.reason)
        return None
    wanted = wanted_event(found)
    link, calendar = found.link, found.linked
    if link is None or calendar is None:
        calendar = found.writing
        if calendar is None or not _is_to_be_made(found.account, wanted, now=now):
            outbox.finish(work, job)
            return None
        link = _new_link(work, job.subject, calendar, now=now)
    return _Look(
        account=found.account,
        calendar=calendar.google_id,
        zone=ZoneInfo(calendar.time_zone),
        event_id=link.event_id,
        wanted=None if _is_to_go(found, wanted, calendar, now=now) else wanted,
        known=_known(link),
        seen_at=link.updated_at,
    )


def _is_to_be_made(account: GoogleAccountRow, wanted: WantedEvent | None, *, now: datetime) -> bool:
    """Whether a booking that has no event there gets one: what is over needs none."""
    connected = account.status == GoogleStatus.CONNECTED
    return connected and wanted is not None and wanted.time.ends_at > now


def _is_to_go(
    found: Situation, wanted: WantedEvent | None, calendar: GoogleCalendarRow, *, now: datetime
) -> bool:
    """Whether the event has no place in its calendar, or none any more: others are written to.

    What a person did to it there is decided upon before it goes elsewhere.
    """
    if wanted is None or found.account is None or found.account.status == GoogleStatus.LEAVING:
        return True
    is_elsewhere = found.writing is not None and found.writing.id != calendar.id
    moves = is_elsewhere and found.link is not None and found.link.inbound == Inbound.NOTHING
    return moves and wanted.time.ends_at > now


def _new_link(
    work: UnitOfWork, booking_id: str, calendar: GoogleCalendarRow, *, now: datetime
) -> CalendarLinkRow:
    link = CalendarLinkRow(
        booking_id=booking_id,
        calendar_id=calendar.id,
        event_id=event_id(booking_id, 0),
        updated_at=now,
    )
    work.session.add(link)
    return link


def _known(link: CalendarLinkRow) -> KnownEvent:
    moved = None
    if link.moved_starts_at is not None and link.moved_ends_at is not None:
        moved = Interval(link.moved_starts_at, link.moved_ends_at)
    return KnownEvent(bool(link.synced_version), Inbound(link.inbound), moved)


def _take_a_step(
    job: Job, look: _Look, *, google: GoogleCalendars, clock: Callable[[], datetime]
) -> bool:
    """One change in Google at most, and what is known by it then; whether that was all."""
    access = access_of(look.account)
    if look.wanted is None:
        _delete(google, access, look)
        with unit_of_work() as work:
            if _link_as_seen(work, job, look) is not None:
                rows.remove_link(work, job.subject)
        return False
    event = _found_or_made(google, access, look, look.wanted)
    verdict = judged(event, look.wanted, look.known, zone=look.zone)
    if verdict.write and event is not None:
        event = _changed(google, access, look, look.wanted, verdict, event)
        if event is None:
            return False
    with unit_of_work() as work:
        return _note(work, job, look, look.wanted, verdict, event, now=clock())


def _delete(google: GoogleCalendars, access: GoogleAccess, look: _Look) -> None:
    try:
        google.delete(access, look.calendar, look.event_id)
    except GoogleTrouble as trouble:
        if what_follows(trouble.status, trouble.reason) is not Follows.GONE:
            raise


def _found_or_made(
    google: GoogleCalendars, access: GoogleAccess, look: _Look, wanted: WantedEvent
) -> Told | None:
    """The event as it is there now. Of one that may have been made before it is made, once."""
    if not look.known.was_there:
        try:
            return google.insert(access, look.calendar, look.event_id, wanted.body())
        except GoogleTrouble as trouble:
            if what_follows(trouble.status, trouble.reason) is not Follows.EXISTS:
                raise
    try:
        return google.find(access, look.calendar, look.event_id)
    except GoogleTrouble as trouble:
        if what_follows(trouble.status, trouble.reason) is Follows.GONE:
            return None
        raise


def _changed(
    google: GoogleCalendars,
    access: GoogleAccess,
    look: _Look,
    wanted: WantedEvent,
    verdict: Verdict,
    event: Told,
) -> Told | None:
    """The event once it is written anew; None when it became another meanwhile."""
    body = wanted.changes(with_times=verdict.with_times)
    try:
        return google.change(
            access, look.calendar, look.event_id, body, etag=str(event.get("etag", ""))
        )
    except GoogleTrouble as trouble:
        if what_follows(trouble.status, trouble.reason) in {Follows.CHANGED, Follows.GONE}:
            return None
        raise


def _note(
    work: UnitOfWork,
    job: Job,
    look: _Look,
    wanted: WantedEvent,
    verdict: Verdict,
    event: Told | None,
    *,
    now: datetime,
) -> bool:
    """Keep what is known of the event now, and whether that was all: no next event is to be made.

    With that the promise is kept, unless the booking may have to follow.
    """
    link = _link_as_seen(work, job, look)
    if link is None:
        return False
    work.session.add(link)
    if verdict.make_another:
        begin_next_event(link, now=now)
        return False
    if event is not None and verdict.inbound is not Inbound.DELETED:
        link.etag, link.synced_version = str(event.get("etag", "")), wanted.version
    note_inbound(work, link, verdict, now=now)
    note_good(work, look.account.id, now=now)
    if not look.account.apply_alone:
        outbox.finish(work, job)
    return True


def _follow(job: Job, look: _Look, *, now: datetime) -> None:
    """Have the booking follow its event where that is wanted, before the promise counts as kept."""
    if look.account.apply_alone:
        follow_google(job.subject, now=now)
        with unit_of_work() as work:
            outbox.finish(work, job)


def _link_as_seen(work: UnitOfWork, job: Job, look: _Look) -> CalendarLinkRow | None:
    """The link, if nobody changed it meanwhile: who did has promised another look."""
    link = rows.link_of(work, job.subject)
    same = link is not None and link.event_id == look.event_id and link.updated_at == look.seen_at
    return link if same else None

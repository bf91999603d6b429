"""The verbs: learning from a provider's calendar in Google when they are busy.

What happened to our own events is not decided here: their bookings are looked at, one at a
time. What other events are called is neither asked nor kept.
"""

import random
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bookings_app.db import busy as busy_rows
from bookings_app.db import google as google_rows
from bookings_app.db import outbox
from bookings_app.db.google_accounts import POLL
from bookings_app.db.google_tables import CalendarLinkRow, GoogleAccountRow, GoogleCalendarRow
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.google_accounts import GoogleStatus
from bookings_app.domain.google_answers import Follows, Inbound, what_follows
from bookings_app.domain.google_events import Told, booking_of, busy_time, is_there
from bookings_app.domain.interval import Interval
from bookings_app.domain.retrying import next_attempt_at
from bookings_app.usecases.google_troubles import (
    RECONNECT,
    access_of,
    note_failure,
    note_good,
)
from bookings_app.usecases.outbox import Job
from bookings_app.usecases.ports import GoogleAccess, GoogleCalendars, GoogleTrouble

KIND = POLL

# How far ahead a calendar is known. It is listed anew each day, which moves that on.
HORIZON = timedelta(days=400)
LISTED_EVERY = timedelta(days=1)

_LOOK_BACK = timedelta(days=1)
_EVERY = timedelta(seconds=60)
_SPREAD = timedelta(seconds=20)
_AT_THE_LATEST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a calendar said: all of a window, or, without one, what has changed."""

    events: list[Told]
    zone: ZoneInfo
    sync_token: str
    window: Interval | None
    asked_at: datetime


def poll_calendar(job: Job, *, google: GoogleCalendars, clock: Callable[[], datetime]) -> None:
    """Bring what is known of a calendar up to date, and promise to look again in a minute.

    What was heard and how to go on from there are kept in one transaction.

    Raises:
        DatabaseBusy: others held the database for too long; it is done again once the lease ends.
    """
    with reading() as look:
        found = busy_rows.calendar(look, job.subject)
    if found is None or not (found[0].writes or found[0].blocks):
        _forget(job)
        return
    calendar, account = found
    if account.status != GoogleStatus.CONNECTED:
        _park(job)
        return
    strays: list[str] = []
    try:
        access = access_of(account)
        heard = _heard(google, access, calendar, now=clock())
        with unit_of_work() as work:
            strays = _keep(work, job, calendar, heard, now=clock())
        for stray in strays:
            _remove(google, access, calendar, stray)
    except GoogleTrouble as trouble:
        with unit_of_work() as work:
            _note_trouble(work, job, account.id, trouble, now=clock())


def promise_missing_polls(*, now: datetime) -> None:
    """Promise to look at every calendar that is used: nothing may have been forgotten."""
    with reading() as look:
        if not busy_rows.calendars_without_poll(look):
            return
    with unit_of_work() as work:
        for calendar in busy_rows.calendars_without_poll(work):
            google_rows.promise_poll(work, calendar, now=now)


def _forget(job: Job) -> None:
    with unit_of_work() as work:
        outbox.finish(work, job)


def _park(job: Job) -> None:
    with unit_of_work() as work:
        outbox.set_aside(work, job, state=outbox.PARKED, reason=RECONNECT)


def _heard(
    google: GoogleCalendars, access: GoogleAccess, calendar: GoogleCalendarRow, *, now: datetime
) -> _Heard:
    known_for_long = (
        calendar.window_until is not None and calendar.window_until > now + HORIZON - LISTED_EVERY
    )
    if calendar.sync_token and known_for_long:
        try:
            return _read(google, access, calendar, sync_token=calendar.sync_token, now=now)
        except GoogleTrouble as trouble:
            if what_follows(trouble.status, trouble.reason) is not Follows.GONE:
                raise
    return _read(google, access, calendar, sync_token="", now=now)


def _read(
    google: GoogleCalendars,
    access: GoogleAccess,
    calendar: GoogleCalendarRow,
    *,
    sync_token: str,
    now: datetime,
) -> _Heard:
    window = None if sync_token else Interval(now - _LOOK_BACK, now + HORIZON)
    events: list[Told] = []
    page = google.events(access, calendar.google_id, window=window, sync_token=sync_token)
    events.extend(page.events)
    while page.next_page:
        page = google.events(
            access,
            calendar.google_id,
            window=window,
            sync_token=sync_token,
            page=page.next_page,
        )
        events.extend(page.events)
    zone = _zone(page.time_zone or calendar.time_zone)
    return _Heard(events, zone, page.sync_token, window, asked_at=now)


def _keep(
    work: UnitOfWork, job: Job, calendar: GoogleCalendarRow, heard: _Heard, *, now: datetime
) -> list[str]:
    """Keep what was heard; answers events of ours that should not be there."""
    found = busy_rows.calendar(work, calendar.id, for_update=True)
    if found is None:
        outbox.finish(work, job)
        return []
    note_good(work, calendar.account_id, now=now)
    outbox.begin_again(work, job, at=now + _EVERY + _SPREAD * (random.random() - 0.5), now=now)
    kept, account = found
    if kept.sync_token != calendar.sync_token:
        return []  # somebody else was faster: what we heard is older
    ours = _our_events(work, heard)
    _keep_busy(work, kept, account, heard, without=ours.keys() | _repeats_of_ours(work, heard))
    theirs = {id_: booking for id_, (booking, of) in ours.items() if of == account.provider_id}
    strays = _promise_looks(work, kept, account, heard, theirs, now=now)
    kept.sync_token, kept.polled_at, kept.failing_since = heard.sync_token, now, None
    kept.time_zone = heard.zone.key
    if heard.window is not None:
        kept.window_until = heard.window.ends_at
    work.session.add(kept)
    return strays


def _our_events(work: UnitOfWork, heard: _Heard) -> dict[str, tuple[str, str]]:
    """Our own events by their ids: the booking, and whose it is."""
    named = {event["id"]: booking_of(event["id"]) for event in heard.events}
    of = busy_rows.bookings_named(work, {each[0] for each in named.values() if each})
    return {id_: (each[0], of[each[0]]) for id_, each in named.items() if each and each[0] in of}


def _repeats_of_ours(work: UnitOfWork, heard: _Heard) -> set[str]:
    """What a person had an event of ours repeated to, the first of which is that event."""
    named = {each["id"]: booking_of(str(each.get("recurringEventId", ""))) for each in heard.events}
    repeats = {id_: booking[0] for id_, booking in named.items() if booking}
    known = busy_rows.bookings_named(work, set(repeats.values())) if repeats else {}
    return {id_ for id_, booking_id in repeats.items() if booking_id in known}


def _keep_busy(
    work: UnitOfWork,
    calendar: GoogleCalendarRow,
    account: GoogleAccountRow,
    heard: _Heard,
    *,
    without: Collection[str],
) -> None:
    busy: dict[str, Interval] = {}
    for event in heard.events if calendar.blocks else ():
        time = busy_time(event, zone=heard.zone)
        if time is not None and event["id"] not in without:
            busy[event["id"]] = time
    changed = None if heard.window else [event["id"] for event in heard.events]
    busy_rows.keep(work, calendar.id, account.provider_id, busy, instead_of=changed)


def _promise_looks(
    work: UnitOfWork,
    calendar: GoogleCalendarRow,
    account: GoogleAccountRow,
    heard: _Heard,
    ours: Mapping[str, str],
    *,
    now: datetime,
) -> list[str]:
    """Promise to look at each booking whose event is not as we left it; answers strays.

    A stray is an event of a booking that has another one in the same calendar.
    """
    told = {event["id"]: event for event in heard.events if event["id"] in ours}
    links = {link.event_id: link for link in busy_rows.links_to(work, calendar.id, told)}
    odd = {link.booking_id for id_, link in links.items() if _is_odd(link, told[id_])}
    unlinked = {
        id_: ours[id_] for id_, event in told.items() if is_there(event) and id_ not in links
    }
    others = busy_rows.calendars_linked(work, unlinked.values())
    strays = [id_ for id_, booking_id in unlinked.items() if others.get(booking_id) == calendar.id]
    for id_, booking_id in unlinked.items():
        if booking_id not in others:
            others[booking_id] = calendar.id
            _adopt(work, calendar, id_, booking_id, now=now)
            odd.add(booking_id)
    if heard.window is not None:
        odd.update(busy_rows.missing(work, calendar.id, told, heard.window, before=heard.asked_at))
        odd.update(google_rows.differing(work, account, now=now))
    for booking_id in sorted(odd):
        google_rows.promise_look(work, booking_id, account.provider_id, now=now)
    return strays


def _is_odd(link: CalendarLinkRow, event: Told) -> bool:
    """Whether an event of ours is not as we left it."""
    if not is_there(event):
        return link.inbound != Inbound.DELETED
    return event.get("etag", "") != link.etag


def _adopt(
    work: UnitOfWork, calendar: GoogleCalendarRow, id_: str, booking_id: str, *, now: datetime
) -> None:
    """Take an event for its booking's that nothing is known of any more."""
    named = booking_of(id_)
    work.session.add(
        CalendarLinkRow(
            booking_id=booking_id,
            calendar_id=calendar.id,
            event_id=id_,
            generation=named[1] if named else 0,
            updated_at=now,
        )
    )


def _remove(
    google: GoogleCalendars, access: GoogleAccess, calendar: GoogleCalendarRow, event_id: str
) -> None:
    try:
        google.delete(access, calendar.google_id, event_id)
    except GoogleTrouble as trouble:
        if what_follows(trouble.status, trouble.reason) is not Follows.GONE:
            raise


def _note_trouble(
    work: UnitOfWork, job: Job, account_id: str, trouble: GoogleTrouble, *, now: datetime
) -> None:
    """Look again later, however often that has failed; without access wait for the owner."""
    note_failure(work, account_id, trouble)
    if what_follows(trouble.status, trouble.reason) is Follows.RECONNECT:
        outbox.set_aside(work, job, state=outbox.PARKED, reason=RECONNECT)
        return
    again_at = next_attempt_at(
        attempts=job.attempts,
        first_at=job.created_at,
        now=now,
        draw=random.random(),
        **({} if trouble.retry_after is None else {"at_least": trouble.retry_after}),
    )
    outbox.put_off(work, job, until=again_at or now + _AT_THE_LATEST, reason=str(trouble))
    found = busy_rows.calendar(work, job.subject, for_update=True)
    if found is not None:
        found[0].failing_since = found[0].failing_since or now
        work.session.add(found[0])


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")

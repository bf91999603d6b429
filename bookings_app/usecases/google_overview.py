"""The verbs: looking after everybody's connection with Google, and what waits to be written."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bookings_app.db import google as google_rows
from bookings_app.db import google_overview as rows
from bookings_app.db import outbox
from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.bookings import CALENDAR
from bookings_app.db.google_tables import GoogleAccountRow, GoogleCalendarRow
from bookings_app.db.outbox_tables import OutboxRow
from bookings_app.db.tables import ProviderRow
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.access import Actor, check_looks_after_calendars, sees_calendar_of
from bookings_app.domain.checks import could_be_id
from bookings_app.domain.errors import NotFound
from bookings_app.usecases import changes

KIND = CALENDAR

_MOST_LOOKS = 100


@dataclass(frozen=True, slots=True)
class Connection:
    """How a provider is connected; without `status` they are not.

    So many calendars keep them busy: `busy_from`; what those are called is their owner's.
    `waiting` looks are still to be made, `failed` ones are not tried any more.
    """

    provider_id: str
    provider_name: str
    status: str = ""
    email: str = ""
    reason: str = ""
    writes_to: str = ""
    busy_from: int = 0
    last_ok_at: datetime | None = None
    last_error: str = ""
    failing_since: datetime | None = None
    waiting: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class FailedLook:
    """A booking whose event in Google could not be made to agree with it, and why.

    `state` is ready, when it is tried again at `due_at`; parked, until the account is
    connected again; or dead.
    """

    booking_id: str
    reference: str
    service_name: str
    provider_name: str
    starts_at: datetime
    time_zone: str
    state: str
    reason: str
    since: datetime
    due_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class CalendarTrouble:
    """An account that gives no access any more, or of which so many looks were `given_up`."""

    provider_id: str
    provider_name: str
    given_up: int = 0


@dataclass(frozen=True, slots=True)
class CalendarOverview:
    """All connections by provider, and what failed."""

    connections: list[Connection]
    failed: list[FailedLook]


def calendar_overview(*, by: Actor) -> CalendarOverview:
    """How it is with everybody's calendar in Google.

    Raises:
        Forbidden: `by` looks after their own only.
    """
    check_looks_after_calendars(by)
    with reading() as look:
        return CalendarOverview(
            connections=_connections(look),
            failed=[_failed(*each) for each in rows.looks_that_failed(look, limit=_MOST_LOOKS)],
        )


def retry_look(booking_id: str, *, by: Actor, now: datetime) -> None:
    """Try at once what failed, however often it has.

    Raises:
        Forbidden: `by` looks after their own only.
        NotFound: nothing is promised to that booking.
    """
    check_looks_after_calendars(by)
    with unit_of_work() as work:
        promised = _look_promised(work, booking_id)
        again = outbox.Promise(CALENDAR, subject=promised.subject, lane=promised.lane)
        outbox.promise(work, again, now=now)
        work.after_commit(changes.publish)


def discard_look(booking_id: str, *, by: Actor) -> None:
    """Leave a booking's event in Google as it is, until something happens to the booking.

    Raises:
        Forbidden: `by` looks after their own only.
        NotFound: nothing is promised to that booking.
    """
    check_looks_after_calendars(by)
    with unit_of_work() as work:
        rows.forget_look(work, _look_promised(work, booking_id).id)
        link = google_rows.link_of(work, booking_id)
        if link is not None:
            link.synced_version = ""  # what stands there is not what should
            work.session.add(link)
        work.after_commit(changes.publish)


def retry_given_up(provider_id: str, *, by: Actor, now: datetime) -> None:
    """Try at once all that was given up of a provider's calendar.

    Raises:
        Forbidden: it is not theirs, and `by` does not look after everybody's.
    """
    if by.provider_id is None or by.provider_id != provider_id:
        check_looks_after_calendars(by)
    with unit_of_work() as work:
        for each in rows.looks_given_up(work, provider_id):
            again = outbox.Promise(CALENDAR, subject=each.subject, lane=each.lane)
            outbox.promise(work, again, now=now)
        work.after_commit(changes.publish)


def calendar_troubles() -> list[CalendarTrouble]:
    """The accounts that somebody has to look after, by the names of their providers.

    For whoever then asks, for each reader, whose they may know of.
    """
    with reading() as look:
        return [CalendarTrouble(*each) for each in rows.troubled_accounts(look)]


def known_to(actor: Actor, troubles: Iterable[CalendarTrouble]) -> list[CalendarTrouble]:
    """Those of them that `actor` is told of: their own, or for managers everybody's."""
    return [each for each in troubles if sees_calendar_of(actor, each.provider_id)]


def _connections(look: UnitOfWork) -> list[Connection]:
    calendars = rows.used_calendars(look)
    promised = Counter[tuple[str, bool]]()
    for lane, state, number in rows.promised_looks(look):
        promised[lane, state == outbox.DEAD] += number
    return [
        _connection(provider, account, calendars, promised)
        for provider, account in rows.providers_with_accounts(look)
    ]


def _connection(
    provider: ProviderRow,
    account: GoogleAccountRow | None,
    calendars: Sequence[GoogleCalendarRow],
    promised: Mapping[tuple[str, bool], int],
) -> Connection:
    if account is None:
        return Connection(provider.id, provider.name)
    theirs = [each for each in calendars if each.account_id == account.id]
    return Connection(
        provider_id=provider.id,
        provider_name=provider.name,
        status=account.status,
        email=account.email,
        reason=account.reason,
        writes_to=next((each.name for each in theirs if each.writes), ""),
        busy_from=sum(each.blocks for each in theirs),
        last_ok_at=account.last_ok_at,
        last_error=account.last_error,
        failing_since=min(
            (each.failing_since for each in theirs if each.failing_since), default=None
        ),
        waiting=promised.get((provider.id, False), 0),
        failed=promised.get((provider.id, True), 0),
    )


def _failed(promised: OutboxRow, booking: BookingRow) -> FailedLook:
    return FailedLook(
        booking_id=booking.id,
        reference=booking.reference,
        service_name=booking.service_name,
        provider_name=booking.provider_name,
        starts_at=booking.starts_at,
        time_zone=booking.time_zone,
        state=promised.state,
        reason=promised.reason,
        since=promised.created_at,
        due_at=promised.due_at,
        attempts=promised.attempts,
    )


def _look_promised(work: UnitOfWork, booking_id: str) -> OutboxRow:
    found = rows.look_promised(work, booking_id) if could_be_id(booking_id) else None
    if found is None:
        raise NotFound("waiting change")
    return found

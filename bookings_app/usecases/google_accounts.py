"""The verbs: what a provider sees and chooses of their Google account, and ending it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bookings_app.db import google_accounts as rows
from bookings_app.db import outbox
from bookings_app.db.google_tables import GoogleAccountRow, GoogleCalendarRow
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.access import Actor, check_may_connect_calendar
from bookings_app.domain.errors import Invalid, NotFound
from bookings_app.domain.google_accounts import (
    Choice,
    GoogleStatus,
    granted_in_words,
    refused_in_words,
)
from bookings_app.usecases import changes


@dataclass(frozen=True, slots=True)
class GoogleCalendarView:
    """A calendar of the account; bookings can be written where `is_own`."""

    id: str
    name: str
    time_zone: str
    is_own: bool
    writes: bool
    blocks: bool


@dataclass(frozen=True, slots=True)
class GoogleAccountView:
    """A provider's Google account; never its token.

    `token_expires_at` is set where Google ends the connection by itself, after a week;
    `shared_with` names other providers who are connected with the same account there.
    """

    provider_id: str
    email: str
    status: GoogleStatus
    reason: str
    granted: tuple[str, ...]
    refused: tuple[str, ...]
    calendars: tuple[GoogleCalendarView, ...]
    apply_alone: bool
    token_expires_at: datetime | None
    connected_by_name: str
    connected_at: datetime
    last_ok_at: datetime | None
    shared_with: tuple[str, ...] = ()


def find_google_account(provider_id: str, *, by: Actor) -> GoogleAccountView | None:
    """The account that provider is connected with, if any.

    Raises:
        Forbidden: it is somebody else's calendar.
    """
    check_may_connect_calendar(by, provider_id=provider_id)
    with reading() as look:
        row = rows.account_of(look, provider_id)
        return _view(look, row) if row else None


def choose_calendars(
    provider_id: str, choice: Choice, *, by: Actor, now: datetime
) -> GoogleAccountView:
    """Write bookings elsewhere, or have other calendars keep the provider busy.

    Bookings to come move along to the calendar that is written to.

    Raises:
        Forbidden: it is somebody else's calendar.
        NotFound: the provider is not connected.
        Invalid: a calendar that is none of the account's, or that cannot be written to.
    """
    check_may_connect_calendar(by, provider_id=provider_id)
    with unit_of_work() as work:
        account = _connected_account(work, provider_id)
        calendars = rows.calendars_of(work, account.id)
        _check(choice, {row.id: row for row in calendars})
        before = next((row.id for row in calendars if row.writes), None)
        given_up = [row.id for row in calendars if row.blocks and row.id not in choice.blocks]
        account.apply_alone = choice.apply_alone
        work.session.add(account)
        _mark(work, calendars, choice)
        rows.forget_busy(work, given_up)
        if choice.writes != before:
            _move_events(work, account, now=now)
        rows.promise_polls(work, account, now=now)
        work.after_commit(changes.publish)
        return _view(work, account)


def disconnect(provider_id: str, *, remove_events: bool, by: Actor, now: datetime) -> None:
    """Write and read nothing more in Google, and take the access back.

    With `remove_events` those of bookings to come are taken out first; otherwise they stay as
    they are. What is over stays in any case. Google is told by the worker.

    Raises:
        Forbidden: it is somebody else's calendar.
        NotFound: the provider is not connected.
    """
    check_may_connect_calendar(by, provider_id=provider_id)
    with unit_of_work() as work:
        account = _account(work, provider_id)
        # Without access nothing can be taken out.
        if remove_events and account.status == GoogleStatus.CONNECTED:
            _take_events_out(work, account, now=now)
        else:
            rows.forget_calendars(work, account)
        account.status, account.reason = GoogleStatus.LEAVING.value, ""
        work.session.add(account)
        outbox.promise(work, outbox.Promise(rows.GOODBYE, account.id, rows.GOODBYE), now=now)
        work.after_commit(changes.publish)


def _take_events_out(work: UnitOfWork, account: GoogleAccountRow, *, now: datetime) -> None:
    """Promise to look at every booking to come that has an event there: it shall have none."""
    to_come = rows.bookings_written(work, account.id, after=now)
    rows.forget_links(work, account.id, but=to_come)
    calendars = rows.calendars_of(work, account.id)
    for calendar in calendars:
        calendar.blocks = False
        work.session.add(calendar)
    rows.forget_busy(work, [calendar.id for calendar in calendars])
    rows.promise_looks(work, to_come, provider_id=account.provider_id, now=now)


def _move_events(work: UnitOfWork, account: GoogleAccountRow, *, now: datetime) -> None:
    """Promise to look at what is to come: into the new calendar, and out of the old one."""
    waiting = rows.bookings_to_write(work, account.provider_id, after=now)
    left_over = set(rows.bookings_written(work, account.id, after=now)).difference(waiting)
    to_look_at = [*waiting, *sorted(left_over)]
    rows.promise_looks(work, to_look_at, provider_id=account.provider_id, now=now)


def _mark(work: UnitOfWork, calendars: Sequence[GoogleCalendarRow], choice: Choice) -> None:
    """The old one first: no two are written to, not even for a moment."""
    for row in sorted(calendars, key=lambda each: each.id == choice.writes):
        row.writes, row.blocks = row.id == choice.writes, row.id in choice.blocks
        work.session.add(row)
        work.session.flush()


def _check(choice: Choice, known: dict[str, GoogleCalendarRow]) -> None:
    target = known.get(choice.writes)
    if target is None or not target.is_own:
        raise Invalid([("writes", "Choose one of your own calendars.")])
    if not choice.blocks <= known.keys():
        raise Invalid([("blocks", "One of these calendars is not there any more.")])


def _connected_account(work: UnitOfWork, provider_id: str) -> GoogleAccountRow:
    row = _account(work, provider_id)
    if row.status == GoogleStatus.LEAVING:
        raise NotFound("Google account")
    return row


def _account(work: UnitOfWork, provider_id: str) -> GoogleAccountRow:
    row = rows.account_of(work, provider_id, for_update=True)
    if row is None:
        raise NotFound("Google account")
    return row


def _view(work: UnitOfWork, row: GoogleAccountRow) -> GoogleAccountView:
    scopes = row.scopes.split()
    return GoogleAccountView(
        provider_id=row.provider_id,
        email=row.email,
        status=GoogleStatus(row.status),
        reason=row.reason,
        granted=tuple(granted_in_words(scopes)),
        refused=tuple(refused_in_words(scopes)),
        calendars=tuple(
            GoogleCalendarView(
                each.id, each.name, each.time_zone, each.is_own, each.writes, each.blocks
            )
            for each in rows.calendars_of(work, row.id)
        ),
        apply_alone=row.apply_alone,
        token_expires_at=row.token_expires_at,
        connected_by_name=row.connected_by_name,
        connected_at=row.connected_at,
        last_ok_at=row.last_ok_at,
        shared_with=tuple(rows.shared_with(work, row)),
    )

"""Providers who are connected with the stand-in for Google, and workers who keep them so."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from bookings_app.config import GoogleSettings
from bookings_app.db import google
from bookings_app.db.google_tables import (
    BusyBlockRow,
    CalendarLinkRow,
    GoogleAccountRow,
    GoogleCalendarRow,
)
from bookings_app.db.outbox_tables import OutboxRow
from bookings_app.db.unit_of_work import reading, unit_of_work
from bookings_app.domain.google_events import event_id
from bookings_app.domain.interval import Interval
from bookings_app.integrations.google_calendar import GoogleCalendarClient
from bookings_app.usecases import google_inbound, google_outbound
from bookings_app.usecases.google_work import take_due
from bookings_app.usecases.ports import GoogleCalendars
from tests.factories import NOON
from tests.fake_google import CALENDAR_EVENTS, CALENDAR_LIST, FREEBUSY, FakeGoogle, FakeGoogleServer
from tests.google_accounts import CLIENT_ID, CLIENT_SECRET

SCOPES = [CALENDAR_EVENTS, CALENDAR_LIST, FREEBUSY]
ZONE = "Europe/Madrid"
BEN = "ben@example.com"


@dataclass(frozen=True, slots=True)
class Desk:
    """The stand-in, and a client of it as the worker has one."""

    server: FakeGoogleServer
    client: GoogleCalendarClient

    @property
    def google(self) -> FakeGoogle:
        """What the stand-in keeps."""
        return self.server.google


@contextmanager
def google_desk(*, timeout_seconds: float = 5.0) -> Generator[Desk]:
    """A running stand-in that knows this program."""
    with FakeGoogleServer() as server:
        server.google.add_client(CLIENT_ID, CLIENT_SECRET, [])
        client = GoogleCalendarClient(pointed_to(server), timeout_seconds=timeout_seconds)
        yield Desk(server, client)


def pointed_to(server: FakeGoogleServer) -> GoogleSettings:
    """Settings that lead to the stand-in."""
    return GoogleSettings(
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        api_endpoint=server.api_endpoint,
        auth_uri=server.auth_uri,
        token_uri=server.token_uri,
        revoke_uri=server.revoke_uri,
    )


def given_account(
    desk: Desk, provider_id: str, email: str = BEN, *, zone: str = ZONE, now: datetime = NOON
) -> str:
    """A provider whose main calendar is written to and blocks; the account's id."""
    desk.google.add_account(email, zone)
    token = desk.google.grant(email, SCOPES)
    with unit_of_work() as work:
        account = GoogleAccountRow(
            provider_id=provider_id,
            email=email,
            refresh_token=token["refresh_token"],
            scopes=" ".join(SCOPES),
            connected_by_name="Alba",
            connected_at=now,
        )
        work.session.add(account)
        work.session.flush()
        calendar = GoogleCalendarRow(
            account_id=account.id,
            google_id=email,
            name="Mine",
            time_zone=zone,
            is_own=True,
            writes=True,
            blocks=True,
        )
        work.session.add(calendar)
        work.session.flush()
        google.promise_poll(work, calendar, now=now)
        for booking_id in google.differing(work, account, now=now):
            google.promise_look(work, booking_id, provider_id, now=now)
    return account.id


def keep_promises(
    desk: Desk,
    *,
    now: datetime = NOON,
    kinds: tuple[str, ...] = (google_outbound.KIND, google_inbound.KIND),
    client: GoogleCalendars | None = None,
) -> int:
    """Have one worker do all that is due at that instant; how much that was."""
    spoken = client or desk.client
    done = 0
    while jobs := take_due(kinds, now=now, limit=8):
        for job in jobs:
            if job.kind == google_outbound.KIND:
                google_outbound.look_at_booking(job, google=spoken, clock=lambda: now)
            else:
                google_inbound.poll_calendar(job, google=spoken, clock=lambda: now)
            done += 1
    return done


def look(desk: Desk, *, now: datetime = NOON, client: GoogleCalendars | None = None) -> int:
    """Have one worker look at all bookings that are due."""
    return keep_promises(desk, now=now, kinds=(google_outbound.KIND,), client=client)


def poll(desk: Desk, *, now: datetime) -> int:
    """Have one worker look at all calendars that are due."""
    return keep_promises(desk, now=now, kinds=(google_inbound.KIND,))


def after(minutes: float, *, now: datetime = NOON) -> datetime:
    """So many minutes later."""
    return now + timedelta(minutes=minutes)


def shown(desk: Desk, email: str = BEN) -> list[tuple[str, Interval]]:
    """What stands in the calendar: titles and times, in order."""
    return sorted((event["summary"], time_of_event(event)) for event in desk.google.events(email))


def time_of_event(event: dict[str, Any]) -> Interval:
    """When an event with times is."""
    start, end = event["start"]["dateTime"], event["end"]["dateTime"]
    return Interval(datetime.fromisoformat(start), datetime.fromisoformat(end))


def event_named(booking_id: str, generation: int = 0) -> str:
    """What a booking's event is called."""
    return event_id(booking_id, generation)


def link_of(booking_id: str) -> CalendarLinkRow | None:
    """What is known of a booking's event."""
    with reading() as look_:
        return look_.session.get(CalendarLinkRow, booking_id)


def account_now(account_id: str) -> GoogleAccountRow:
    """The account as it is stored."""
    with reading() as look_:
        return look_.session.get_one(GoogleAccountRow, account_id)


def promised(kind: str = google_outbound.KIND) -> list[OutboxRow]:
    """What is promised of a kind, by subject."""
    with reading() as look_:
        query = select(OutboxRow).where(OutboxRow.kind == kind)
        return list(look_.session.exec(query.order_by(OutboxRow.subject)))


def busy_times(provider_id: str) -> list[Interval]:
    """When a provider is known to be busy, in order."""
    with reading() as look_:
        query = select(BusyBlockRow).where(BusyBlockRow.provider_id == provider_id)
        rows = look_.session.exec(query.order_by(col(BusyBlockRow.starts_at)))
        return [Interval(row.starts_at, row.ends_at) for row in rows]

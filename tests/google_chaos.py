"""A desk at work while Google fails in every way it can and workers are killed at random."""

import os
import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import select

from bookings_app.db.booking_tables import BookingRow, EventRow
from bookings_app.db.google_tables import CalendarLinkRow
from bookings_app.db.outbox_tables import OutboxRow
from bookings_app.db.unit_of_work import reading, unit_of_work
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.google_events import booking_of
from bookings_app.domain.interval import Interval
from bookings_app.usecases.bookings import create_booking
from bookings_app.usecases.editing import CustomerChanges, edit_customer
from bookings_app.usecases.rescheduling import reschedule_booking
from bookings_app.usecases.status_changes import cancel_booking
from tests.bookings import DAY, HALF_HOUR, wanted
from tests.factories import ADMIN, Team, given_provider, given_team
from tests.fake_google import FakeGoogle, FakeGoogleServer, Fault
from tests.google_accounts import google_environment
from tests.google_sync import Desk, busy_times, given_account, time_of_event

ROOT = Path(__file__).parents[1]
PATIENCE_SECONDS = 4.0

_EVENTS = r"events\..*"
_REASONS = (
    "rateLimitExceeded",
    "tooManyRequests",
    "backendError",
    "serviceUnavailable",
    "authError",
)
# What is done to requests, and how often: beside each other, to half of all.
_KINDS: tuple[tuple[int, dict[str, Any]], ...] = (
    *((1, {"kind": "error", "operation": _EVENTS, "reason": reason}) for reason in _REASONS),
    (1, {"kind": "error", "operation": r"events\.list", "reason": "fullSyncRequired"}),
    (2, {"kind": "delay", "operation": _EVENTS, "seconds": 0.05}),
    (2, {"kind": "drop", "operation": _EVENTS}),
    (2, {"kind": "drop_after", "operation": _EVENTS}),
    (2, {"kind": "truncate", "operation": _EVENTS}),
    (2, {"kind": "garbage", "operation": _EVENTS}),
    (2, {"kind": "drop_notice", "operation": _EVENTS}),
)


class Noticed(list[Any]):
    """A list that one can wait on to grow."""

    def __init__(self) -> None:
        super().__init__()
        self.grown = threading.Condition()

    def append(self, item: Any) -> None:
        with self.grown:
            super().append(item)
            self.grown.notify_all()

    def wait_for_more(self, count: int) -> None:
        """Wait until so many more have come; not for long, for perhaps nothing is due."""
        with self.grown:
            enough = len(self) + count
            self.grown.wait_for(lambda: len(self) >= enough, PATIENCE_SECONDS)


def half_of_all_requests_fail(google: FakeGoogle) -> list[Fault]:
    """In every way the stand-in knows, from now on."""
    left = 1.0
    faults: list[Fault] = []
    for weight, kind in _KINDS:
        share = 0.5 * weight / sum(each for each, _ in _KINDS)
        faults.append(google.faults.add(times=None, probability=share / left, **kind))
        left -= share
    refused = {"reason": "temporarily_unavailable", "operation": r"oauth\.token"}
    return [*faults, google.faults.add(kind="oauth_error", times=None, probability=0.5, **refused)]


def fired(faults: list[Fault]) -> Counter[str]:
    """How many requests each kind of fault has hit."""
    hits: Counter[str] = Counter()
    for fault in faults:
        hits[fault.kind] += fault.hits
    return hits


@dataclass
class Workers:
    """`bookings worker` in processes of their own, killed again and again."""

    environment: dict[str, str]
    log: Path
    killed: int = 0
    running: list[subprocess.Popen[bytes]] = field(default_factory=list[subprocess.Popen[bytes]])

    def start(self) -> None:
        """Start another one."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "bookings_app.cli.main", "worker"],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdout=subprocess.PIPE,
                stderr=log,
            )
        self.running.append(process)

    def wait_for_oldest(self) -> None:
        """Wait until the one that runs for longest has begun."""
        stdout = self.running[0].stdout
        assert stdout is not None
        assert stdout.readline().startswith(b"The worker is at it")

    def kill_oldest(self) -> None:
        """End the one that runs for longest, at once and in the middle of whatever it does."""
        oldest = self.running.pop(0)
        assert oldest.poll() is None, "a worker ended by itself"
        _end(oldest)
        self.killed += 1

    def end(self) -> None:
        """End all of them."""
        for process in self.running:
            _end(process)
        self.running.clear()


def _end(process: subprocess.Popen[bytes]) -> None:
    with process:
        process.kill()


@contextmanager
def workers_at(server: FakeGoogleServer, database: str, log: Path) -> Generator[Workers]:
    """Workers of that database, pointed to the stand-in; none is left at the end."""
    workers = Workers({**google_environment(server), "BOOKINGS_DATABASE_URL": database}, log)
    try:
        yield workers
    finally:
        workers.end()


def let_pass(time: timedelta) -> None:
    """Let time pass for all that nobody writes just now: leases end, what failed is due again."""
    with unit_of_work() as work:
        for row in work.session.exec(select(OutboxRow).with_for_update(skip_locked=True)):
            row.due_at -= time
            if row.lease_until is not None:
                row.lease_until -= time
            work.session.add(row)


@dataclass
class Clinic:
    """Several connected providers, and what is done at random to their bookings and calendars."""

    desk: Desk
    team: Team
    emails: dict[str, str]
    draw: random.Random
    monday: datetime
    taken: set[tuple[str, int]] = field(default_factory=set[tuple[str, int]])
    active: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    private: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    made: int = 0

    def book(self) -> None:
        """Make a booking at a free time."""
        provider_id, start = self._free()
        new = wanted(self.team, start, provider_id=provider_id)
        booking = create_booking(new, by=ADMIN, now=datetime.now(UTC))
        self.active.append((booking.id, provider_id))
        self.made += 1

    def do_something(self) -> None:
        """Edit, cancel or reschedule a booking, or have its provider do something in Google."""
        self.draw.choice(
            [self._edit, self._edit, self._cancel, self._reschedule, self._add, self._change]
        )()

    def _edit(self) -> None:
        booking_id, _ = self.draw.choice(self.active)
        name = f"Eva {self.draw.randrange(1_000)}"
        edit_customer(booking_id, CustomerChanges(name=name), by=ADMIN, now=datetime.now(UTC))

    def _cancel(self) -> None:
        booking_id, _ = self._one_less()
        cancel_booking(booking_id, by=ADMIN, reason="Flu", now=datetime.now(UTC))

    def _reschedule(self) -> None:
        booking_id, _ = self._one_less()
        provider_id, start = self._free()
        moved = reschedule_booking(
            booking_id, start, provider_id=provider_id, by=ADMIN, now=datetime.now(UTC)
        )
        self.active.append((moved.id, provider_id))

    def _add(self) -> None:
        email = self.draw.choice(list(self.emails.values()))
        # After work: what is busy there takes no time that is booked here.
        start = self.monday + self.draw.randrange(28) * DAY + timedelta(hours=12)
        event = self.desk.google.person_adds(
            email, "Choir", start.isoformat(), (start + HALF_HOUR).isoformat()
        )
        self.private.append((email, event["id"]))

    def _change(self) -> None:
        if not self.private:
            return
        email, event_id = self.draw.choice(self.private)
        if self.draw.random() < 0.5:
            self.desk.google.person_moves(email, event_id, timedelta(minutes=15))
        else:
            self.private.remove((email, event_id))
            self.desk.google.person_deletes(email, event_id)

    def _one_less(self) -> tuple[str, str]:
        return self.active.pop(self.draw.randrange(len(self.active)))

    def _free(self) -> tuple[str, datetime]:
        while True:
            provider_id = self.draw.choice(list(self.emails))
            number = self.draw.randrange(28 * 16)
            if (provider_id, number) not in self.taken:
                self.taken.add((provider_id, number))
                day, half_hours = divmod(number, 16)
                return provider_id, self.monday + day * DAY + half_hours * HALF_HOUR


def given_clinic(desk: Desk, draw: random.Random, *, providers: int) -> Clinic:
    """Providers who work from 8 to 16 hours UTC, each with an account of their own."""
    team = given_team(time_zone="UTC", hours=(8 * 60, 16 * 60))
    ids = [
        given_provider(
            service_ids=[team.service_id],
            location_id=team.location_id,
            name=f"Ben {number}",
            weekdays=range(7),
            hours=(8 * 60, 16 * 60),
        )
        for number in range(providers)
    ]
    emails = {provider_id: f"ben{number}@example.com" for number, provider_id in enumerate(ids)}
    now = datetime.now(UTC)
    for provider_id, email in emails.items():
        given_account(desk, provider_id, email, now=now)
    monday = (now + (8 - now.isoweekday()) * DAY).replace(hour=8, minute=0, second=0, microsecond=0)
    return Clinic(desk, team, emails, draw, monday)


@dataclass(frozen=True, slots=True)
class Differences:
    """What is not in Google as it should be."""

    missing: list[str]
    orphaned: list[str]
    stale: list[str]
    doubled: list[str]


def differences(clinic: Clinic) -> Differences:
    """Compare all events of all bookings with what stands in all calendars."""
    should: dict[str, tuple[str, str, Interval]] = {}
    with reading() as look:
        for event in look.session.exec(select(EventRow)):
            time = Interval(event.starts_at, event.ends_at)
            should[event.booking_id] = (clinic.emails[event.provider_id], event.title, time)
    there: dict[str, list[tuple[str, str, Interval]]] = {}
    for email, event in _ours(clinic):
        named = booking_of(event["id"])
        assert named is not None
        shown = (email, event["summary"], time_of_event(event))
        there.setdefault(named[0], []).append(shown)
    return Differences(
        missing=sorted(should.keys() - there.keys()),
        orphaned=sorted(there.keys() - should.keys()),
        stale=sorted(
            each for each in should.keys() & there.keys() if should[each] != there[each][0]
        ),
        doubled=sorted(each for each, events in there.items() if len(events) > 1),
    )


def _ours(clinic: Clinic) -> Iterator[tuple[str, dict[str, Any]]]:
    for email in clinic.emails.values():
        for event in clinic.desk.google.events(email):
            if booking_of(event["id"]) is not None:
                yield email, event


def busy_as_known(clinic: Clinic) -> dict[str, list[Interval]]:
    """When each provider is busy, as far as is known here."""
    return {email: sorted(busy_times(id_)) for id_, email in clinic.emails.items()}


def busy_in_google(clinic: Clinic) -> dict[str, list[Interval]]:
    """When each provider is busy, by what stands in their calendar beside our events."""
    return {
        email: sorted(
            time_of_event(event)
            for event in clinic.desk.google.events(email)
            if booking_of(event["id"]) is None
        )
        for email in clinic.emails.values()
    }


def links_without_event() -> list[str]:
    """Bookings that have a link, and no event here, or the other way round."""
    with reading() as look:
        links = set(look.session.exec(select(CalendarLinkRow.booking_id)))
        events = set(look.session.exec(select(EventRow.booking_id)))
        confirmed = set(
            look.session.exec(
                select(BookingRow.id).where(BookingRow.status == BookingStatus.CONFIRMED.value)
            )
        )
    return sorted(links ^ events | events ^ confirmed)

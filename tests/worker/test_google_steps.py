"""A worker that is killed after any single step leaves a calendar that comes right by itself."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from bookings_app.db.google_tables import CalendarLinkRow, GoogleAccountRow
from bookings_app.db.unit_of_work import reading, unit_of_work
from bookings_app.domain.google_events import Told
from bookings_app.domain.interval import Interval
from bookings_app.usecases.bookings import create_booking
from bookings_app.usecases.editing import CustomerChanges, edit_customer
from bookings_app.usecases.google_settling import put_back
from bookings_app.usecases.ports import EventPage, GoogleAccess, GoogleCalendars
from bookings_app.usecases.rescheduling import reschedule_booking
from bookings_app.usecases.status_changes import cancel_booking
from tests.bookings import DAY, HALF_HOUR, HOUR, TEN, wanted
from tests.factories import ADMIN, NOON, Team, given_team
from tests.google_sync import (
    BEN,
    Desk,
    after,
    event_named,
    given_account,
    google_desk,
    look,
    promised,
    shown,
)

pytestmark = pytest.mark.usefixtures("database")

Shown = list[tuple[str, Interval]]


@dataclass
class KilledAfter:
    """A client that ends its process, at once and for good, after so many steps.

    Each request has two of them: about to be sent, and answered. Each transaction that stands
    is one more.
    """

    client: GoogleCalendars
    steps: int

    def find(self, access: GoogleAccess, calendar: str, event_id: str) -> Told:
        return self._asked(lambda: self.client.find(access, calendar, event_id))

    def insert(
        self, access: GoogleAccess, calendar: str, event_id: str, body: dict[str, Any]
    ) -> Told:
        return self._asked(lambda: self.client.insert(access, calendar, event_id, body))

    def change(
        self, access: GoogleAccess, calendar: str, event_id: str, body: dict[str, Any], *, etag: str
    ) -> Told:
        return self._asked(lambda: self.client.change(access, calendar, event_id, body, etag=etag))

    def delete(self, access: GoogleAccess, calendar: str, event_id: str) -> None:
        self._asked(lambda: self.client.delete(access, calendar, event_id))

    def events(self, *_: Any, **__: Any) -> EventPage:
        raise AssertionError

    def _asked(self, request: Callable[[], Any]) -> Any:
        self.step()
        try:
            return request()
        finally:
            self.step()

    def step(self) -> None:
        if self.steps == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.steps -= 1


@pytest.fixture
def desk() -> Iterator[Desk]:
    with google_desk() as running:
        yield running


@pytest.fixture
def team(desk: Desk) -> Team:
    team = given_team()
    given_account(desk, team.provider_id)
    return team


def is_killed(desk: Desk, steps: int, *, now: datetime) -> bool:
    """Have a process look at what is due, killed after so many steps; whether there were more."""

    def work() -> None:
        client = KilledAfter(desk.client, steps)
        event.listen(Session, "after_commit", lambda _: client.step())
        look(desk, now=now, client=client)
        os._exit(0)

    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join(30)
    assert process.exitcode in {0, -signal.SIGKILL}
    return process.exitcode != 0


def booked(team: Team, start: datetime) -> str:
    return create_booking(wanted(team, start), by=ADMIN, now=NOON).id


def written(team: Team, start: datetime, desk: Desk) -> str:
    booking_id = booked(team, start)
    look(desk)
    return booking_id


def renamed(booking_id: str) -> None:
    edit_customer(booking_id, CustomerChanges(name="Eva"), by=ADMIN, now=NOON)


def make(team: Team, start: datetime, desk: Desk) -> Shown:
    del desk
    booked(team, start)
    return [("Haircut - Ana Ruiz", half_hour(start))]


def edit(team: Team, start: datetime, desk: Desk) -> Shown:
    renamed(written(team, start, desk))
    return [("Haircut - Eva", half_hour(start))]


def cancel(team: Team, start: datetime, desk: Desk) -> Shown:
    cancel_booking(written(team, start, desk), by=ADMIN, reason="Flu", now=NOON)
    return []


def reschedule(team: Team, start: datetime, desk: Desk) -> Shown:
    reschedule_booking(written(team, start, desk), start + DAY, by=ADMIN, now=NOON)
    return [("Haircut - Ana Ruiz", half_hour(start + DAY))]


def put_back_in_place(team: Team, start: datetime, desk: Desk) -> Shown:
    booking_id = written(team, start, desk)
    desk.google.person_moves(BEN, event_named(booking_id), HOUR)
    renamed(booking_id)
    look(desk)
    put_back(booking_id, by=ADMIN, now=NOON + HOUR)
    return [("Haircut - Eva", half_hour(start))]


def restore(team: Team, start: datetime, desk: Desk) -> Shown:
    booking_id = written(team, start, desk)
    desk.google.person_deletes(BEN, event_named(booking_id))
    renamed(booking_id)
    look(desk)
    put_back(booking_id, by=ADMIN, now=NOON + HOUR)
    return [("Haircut - Eva", half_hour(start))]


def follow(team: Team, start: datetime, desk: Desk) -> Shown:
    with unit_of_work() as work:
        for account in work.session.exec(select(GoogleAccountRow)):
            account.apply_alone = True
            work.session.add(account)
    booking_id = written(team, start, desk)
    desk.google.person_moves(BEN, event_named(booking_id), HOUR)
    renamed(booking_id)
    return [("Haircut - Eva", half_hour(start + HOUR))]


def undecided() -> list[str]:
    """Bookings of which somebody has to say what becomes of them."""
    with reading() as seen:
        query = select(CalendarLinkRow.booking_id).where(CalendarLinkRow.inbound != "")
        return list(seen.session.exec(query))


def half_hour(start: datetime) -> Interval:
    return Interval(start, start + HALF_HOUR)


@pytest.mark.parametrize(
    ("deed", "steps"),
    [
        (make, 5),
        (edit, 7),
        (cancel, 6),
        (reschedule, 11),
        (put_back_in_place, 7),
        (restore, 5),
        (follow, 21),
    ],
)
def test_killed_after_each_step_there_is_exactly_one_right_event(
    desk: Desk, team: Team, deed: Callable[[Team, datetime, Desk], Shown], steps: int
) -> None:
    expected: Shown = []
    killed, done = True, -1
    while killed:
        done += 1
        now = after(120, now=NOON)
        expected += deed(team, TEN + 7 * done * DAY, desk)
        killed = is_killed(desk, done, now=now)
        look(desk, now=after(2, now=now))  # the lease of whoever was killed has run out

        assert shown(desk) == sorted(expected)
        assert promised() == []
        assert undecided() == []

    assert done == steps

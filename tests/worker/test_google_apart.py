"""Nobody waits for Google: no transaction, no screen, no process that has nothing to do with it."""

import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import pytest

from bookings_app.db.unit_of_work import reading
from bookings_app.usecases.availability import SlotQuestion, find_slots
from bookings_app.usecases.bookings import create_booking
from bookings_app.usecases.editing import CustomerChanges, edit_customer
from bookings_app.usecases.google_settling import put_back
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
    keep_promises,
    promised,
)

_BIG = "googleapiclient", "google_auth_httplib2", "httplib2", "google.oauth2"


@pytest.fixture
def desk() -> Iterator[Desk]:
    with google_desk() as running:
        yield running


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What this process asks of anybody by http; inside a transaction that is refused."""
    paths: list[str] = []
    request = HTTPConnection.request

    def outside_of_transactions(
        self: HTTPConnection, method: str, url: str, *rest: Any, **more: Any
    ) -> None:
        with reading():  # refused inside another
            pass
        paths.append(url)
        request(self, method, url, *rest, **more)

    monkeypatch.setattr(HTTPConnection, "request", outside_of_transactions)
    return paths


@pytest.mark.usefixtures("database")
def test_nothing_is_asked_of_google_inside_a_transaction(desk: Desk, asked: list[str]) -> None:
    team = given_team()
    given_account(desk, team.provider_id)
    moved, deleted, renamed, cancelled = (
        create_booking(wanted(team, TEN + number * HOUR), by=ADMIN, now=NOON).id
        for number in range(4)
    )
    keep_promises(desk)
    desk.google.person_moves(BEN, event_named(moved), HALF_HOUR)
    desk.google.person_deletes(BEN, event_named(deleted))
    edit_customer(renamed, CustomerChanges(name="Eva"), by=ADMIN, now=NOON)
    cancel_booking(cancelled, by=ADMIN, reason="Flu", now=NOON)
    desk.google.expire_access_tokens()
    keep_promises(desk, now=after(2))
    put_back(moved, by=ADMIN, now=after(3))
    put_back(deleted, by=ADMIN, now=after(3))
    desk.google.expire_sync_tokens(BEN)
    keep_promises(desk, now=after(4))
    desk.google.faults.add(kind="error", times=None)
    edit_customer(renamed, CustomerChanges(name="Ana"), by=ADMIN, now=NOON)
    keep_promises(desk, now=after(6))
    desk.google.faults.clear()
    desk.google.revoke_account(BEN)
    keep_promises(desk, now=after(30))

    assert {each["operation"] for each in desk.google.requests} == {
        "oauth.token",
        "events.list",
        "events.insert",
        "events.get",
        "events.patch",
        "events.delete",
    }
    assert len(asked) >= len(desk.google.requests)
    assert {row.state for row in promised()} == {"parked"}


@pytest.mark.usefixtures("database")
def test_whoever_books_and_looks_asks_nothing_of_google(desk: Desk, asked: list[str]) -> None:
    team = given_team()
    given_account(desk, team.provider_id)
    kept = create_booking(wanted(team), by=ADMIN, now=NOON).id

    edit_customer(kept, CustomerChanges(name="Eva"), by=ADMIN, now=NOON)
    put_back(kept, by=ADMIN, now=NOON)
    moved = reschedule_booking(kept, TEN + DAY, by=ADMIN, now=NOON)
    cancel_booking(moved.id, by=ADMIN, reason="Flu", now=NOON)
    assert find_slots(_that_day(team), by=ADMIN, now=NOON) != []

    assert asked == []
    assert desk.google.requests == []


def _that_day(team: Team) -> SlotQuestion:
    return SlotQuestion(
        service_id=team.service_id,
        location_id=team.location_id,
        first_on=TEN.date(),
        last_on=TEN.date(),
    )


@pytest.mark.parametrize("module", ["bookings_app.bookings_app", "bookings_app.worker.duties"])
def test_the_library_is_not_in_memory_until_there_is_something_to_do(
    sqlite_database: str, module: str
) -> None:
    del sqlite_database
    told = f"import sys, {module}; print([each for each in {_BIG} if each in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=False, timeout=120
    )

    assert (done.stdout.strip().splitlines() or [done.stderr])[-1] == "[]"

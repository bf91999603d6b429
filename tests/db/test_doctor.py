"""What the doctor finds, when the data is whole and when it is not."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from bookings_app.db.booking_tables import BookingRow, ChangeRow, EventRow
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.usecases.doctor import Check, examine
from tests.db.rows import HOUR, NOON, add, given_catalogue

OVERLAP = "No provider is booked twice at a time"
STEPS = "Every status was reached by allowed steps"
SUCCESSOR = "Rescheduled bookings have one successor"
EVENTS = "Provider calendars agree with bookings"
HISTORY = "The history has no hole"


Stored = tuple[type[SQLModel], dict[str, Any]]


def given(*rows: Stored, changes: int) -> None:
    given_catalogue()
    with unit_of_work() as work:
        for table, columns in rows:
            add(work, table, **columns)
        count = text("UPDATE change_counter SET number = :number")
        work.session.connection().execute(count, {"number": changes})


def booking(reference: str, **columns: object) -> Stored:
    return BookingRow, {"id": reference, "reference": reference, **columns}


def change(number: int, of: str, what: str, **after: str) -> Stored:
    return ChangeRow, {"number": number, "booking_id": of, "what": what, "after": after}


def event(of: str, **columns: object) -> Stored:
    told = {"title": "Haircut - Ana Ruiz", "created_at": NOON, "updated_at": NOON}
    times = {"starts_at": NOON, "ends_at": NOON + HOUR}
    return EventRow, {"booking_id": of, "provider_id": "provider", **told, **times, **columns}


def found(url: str) -> dict[str, str]:
    """What is wrong: the check's name and its detail."""
    return {check.name: check.detail for check in examine(url) if not check.ok}


def test_an_empty_database_is_whole(database: str) -> None:
    checks = examine(database)

    assert len(checks) == 8
    assert all(check.ok for check in checks)


def test_a_booking_that_was_rescheduled_and_completed_is_whole(database: str) -> None:
    later = {"starts_at": NOON + 2 * HOUR, "ends_at": NOON + 3 * HOUR}
    blocks = {"blocks_from": NOON + 2 * HOUR, "blocks_to": NOON + 3 * HOUR}
    given(
        booking("BK-OLD", status="rescheduled", rescheduled_to="BK-NEW"),
        booking("BK-NEW", status="completed", rescheduled_from="BK-OLD", **later, **blocks),
        change(1, "BK-OLD", "created", status="pending"),
        change(2, "BK-OLD", "confirmed", status="confirmed"),
        change(3, "BK-OLD", "edited", customer_name="Ana Ruiz"),
        change(4, "BK-OLD", "rescheduled", status="rescheduled"),
        change(5, "BK-NEW", "created", status="confirmed"),
        change(6, "BK-NEW", "completed", status="completed"),
        event("BK-NEW", **later),
        changes=6,
    )

    assert found(database) == {}


def test_a_double_booking_is_named(database: str) -> None:
    remove_guards(database)
    half = NOON + HOUR / 2
    given(
        booking("BK-LONG", ends_at=NOON + 9 * HOUR, blocks_to=NOON + 9 * HOUR),
        booking("BK-IN", starts_at=half, blocks_from=half),
        booking("BK-FREED", status="no_show"),
        booking("BK-ELSEWHERE", provider_id="other"),
        changes=0,
    )

    problems = found(database)

    assert problems[OVERLAP] == "BK-IN"
    assert "guard is missing" in problems["The database refuses double bookings"]


def remove_guards(database: str) -> None:
    statements = [
        "DROP TRIGGER booking_overlap_insert",
        "DROP TRIGGER booking_overlap_update",
    ]
    if database.startswith("postgresql"):
        statements = ["ALTER TABLE booking DROP CONSTRAINT booking_overlap"]
    with unit_of_work() as work:
        for statement in statements:
            work.session.connection().execute(text(statement))


@pytest.mark.parametrize(
    "history",
    [
        pytest.param("", id="nothing happened"),
        pytest.param("no_show", id="it was never created"),
        pytest.param("created=no_show", id="it began as a no-show"),
        pytest.param("created=confirmed", id="nobody said so"),
        pytest.param("created=pending no_show", id="a step left out"),
        pytest.param("created=confirmed cancelled no_show", id="a step after the last"),
    ],
)
def test_a_no_show_that_cannot_have_come_about_is_named(database: str, history: str) -> None:
    steps = [step.partition("=") for step in history.split()]
    changes = [
        change(number, "BK-ODD", what, status=first)
        for number, (what, _, first) in enumerate(steps, start=1)
    ]
    given(booking("BK-ODD", status="no_show"), event("BK-ODD"), *changes, changes=len(changes))

    assert found(database) == {STEPS: "BK-ODD"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param({"status": "rescheduled"}, {}, id="no successor"),
        pytest.param(
            {"status": "no_show", "rescheduled_to": "BK-NEW"},
            {"rescheduled_from": "BK-OLD"},
            id="a successor of what was not rescheduled",
        ),
        pytest.param(
            {"status": "rescheduled"}, {"rescheduled_from": "BK-OLD"}, id="linked one way only"
        ),
    ],
)
def test_bookings_that_are_linked_wrongly_are_named(
    database: str, old: dict[str, str], new: dict[str, str]
) -> None:
    given(
        booking("BK-OLD", **old),
        booking("BK-NEW", **new),
        event("BK-NEW"),
        changes=0,
    )

    assert found(database)[SUCCESSOR] == "BK-OLD"


@pytest.mark.parametrize(
    ("status", "events"),
    [
        pytest.param("confirmed", [], id="missing"),
        pytest.param("pending", [event("BK-ODD")], id="too early"),
        pytest.param("confirmed", [event("BK-ODD", provider_id="other")], id="of somebody else"),
        pytest.param("confirmed", [event("BK-ODD", starts_at=NOON - HOUR)], id="at another time"),
        pytest.param("confirmed", [event("BK-ODD", ends_at=NOON + 2 * HOUR)], id="too long"),
    ],
)
def test_a_provider_calendar_that_says_otherwise_is_named(
    database: str, status: str, events: list[Stored]
) -> None:
    given(
        booking("BK-ODD", status=status),
        change(1, "BK-ODD", "created", status=status),
        *events,
        changes=1,
    )

    assert found(database) == {EVENTS: "BK-ODD"}


def test_a_hole_in_the_history_is_named(database: str) -> None:
    given(
        booking("BK-1"),
        event("BK-1"),
        change(2, "BK-1", "created", status="confirmed"),
        changes=3,
    )

    assert found(database) == {HISTORY: "1 changes, the newest is 2, the counter says 3"}


def test_many_of_a_kind_are_counted(database: str) -> None:
    week = timedelta(days=7)
    times = [NOON + number * week for number in range(8)]
    given(
        *(
            booking(
                f"BK-{number}",
                starts_at=at,
                ends_at=at + HOUR,
                blocks_from=at,
                blocks_to=at + HOUR,
            )
            for number, at in enumerate(times)
        ),
        changes=0,
    )

    assert found(database)[EVENTS] == "BK-0, BK-1, BK-2, BK-3, BK-4 and 3 more"


def test_a_row_that_names_nothing_is_found(sqlite_database: str) -> None:
    path = sqlite_database.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as careless, careless:
        careless.execute("INSERT INTO provider_service VALUES ('nobody', 'nothing')")

    assert found(sqlite_database) == {
        "The database file is sound": "provider_service names a missing service,"
        " provider_service names a missing provider"
    }


def test_without_a_database_that_is_the_only_answer() -> None:
    assert examine("sqlite:////proc/bookings/bookings.db") == [
        Check(
            "The database can be read",
            ok=False,
            detail="The database cannot be written: it is read-only or the disk is full."
            " Nothing was changed.",
        )
    ]

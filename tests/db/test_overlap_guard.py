"""Two holding bookings of a provider never overlap: what the database itself refuses."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from bookings_app.db import guards
from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.refusals import is_overlap
from bookings_app.db.unit_of_work import data_version, reading, unit_of_work
from bookings_app.domain.errors import SetupError
from tests.db.rows import HOUR, NOON, booked, given_catalogue

pytestmark = pytest.mark.usefixtures("database")

INSTANT = timedelta(microseconds=1)
LONGEST = timedelta(minutes=2880)


def refused(starts_at: datetime, ends_at: datetime, **columns: object) -> bool:
    try:
        booked(starts_at, ends_at, **columns)
    except IntegrityError as error:
        return is_overlap(error)
    return False


def alteration_refused(booking_id: str, **columns: object) -> bool:
    statement = update(BookingRow).where(col(BookingRow.id) == booking_id).values(columns)
    try:
        with unit_of_work() as work:
            work.session.connection().execute(statement)
    except IntegrityError as error:
        return is_overlap(error)
    return False


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [
        pytest.param(NOON, NOON + HOUR, id="the same time"),
        pytest.param(NOON - HOUR, NOON + INSTANT, id="an instant into its beginning"),
        pytest.param(NOON + HOUR - INSTANT, NOON + 2 * HOUR, id="an instant before its end"),
        pytest.param(NOON + HOUR / 4, NOON + HOUR / 2, id="inside it"),
        pytest.param(NOON - HOUR, NOON + 2 * HOUR, id="around it"),
    ],
)
def test_an_overlap_is_refused(starts_at: datetime, ends_at: datetime) -> None:
    given_catalogue()
    booked(NOON, NOON + HOUR)

    assert refused(starts_at, ends_at)


def test_bookings_that_only_touch_are_accepted() -> None:
    given_catalogue()
    booked(NOON, NOON + HOUR)

    assert not refused(NOON - HOUR, NOON)
    assert not refused(NOON + HOUR, NOON + 2 * HOUR)


def test_another_provider_is_free_at_the_same_time() -> None:
    given_catalogue()
    booked(NOON, NOON + HOUR)

    assert not refused(NOON, NOON + HOUR, provider_id="other")


def test_buffers_count_and_the_booked_time_alone_does_not() -> None:
    given_catalogue()
    booked(NOON, NOON + HOUR, blocks_to=NOON + 2 * HOUR)

    assert refused(NOON + HOUR, NOON + 2 * HOUR)
    assert not refused(NOON + 2 * HOUR, NOON + 3 * HOUR)


@pytest.mark.parametrize("begins", [NOON, NOON + INSTANT, NOON + 999_999 * INSTANT])
def test_the_longest_booking_is_still_seen_in_its_last_instant(begins: datetime) -> None:
    given_catalogue()
    booked(begins, begins + LONGEST)

    assert refused(begins + LONGEST - INSTANT, begins + LONGEST + HOUR)
    assert not refused(begins + LONGEST, begins + LONGEST + HOUR)


@pytest.mark.parametrize("begins", [NOON, NOON + 999_999 * INSTANT])
def test_nothing_lasts_longer_than_the_guard_looks_back(begins: datetime) -> None:
    given_catalogue()

    with pytest.raises(IntegrityError, match="booking_blocks_two_days_at_most"):
        booked(begins, begins + LONGEST + INSTANT)


@pytest.mark.parametrize("status", ["cancelled", "no_show", "rescheduled"])
def test_what_was_given_back_can_be_booked_again(status: str) -> None:
    given_catalogue()
    booked(NOON, NOON + HOUR, status=status, cancellation_reason="Flu")

    assert not refused(NOON, NOON + HOUR)
    assert not refused(NOON, NOON + HOUR, status=status, cancellation_reason="Flu")


@pytest.mark.parametrize("status", ["pending", "confirmed", "completed"])
def test_what_holds_its_time_keeps_it(status: str) -> None:
    given_catalogue()
    booked(NOON, NOON + HOUR, status=status)

    assert refused(NOON, NOON + HOUR, status="pending")


def test_a_booking_cannot_come_back_into_a_time_that_was_taken_since() -> None:
    given_catalogue()
    booked(NOON, NOON + HOUR, id="freed", status="no_show")
    booked(NOON, NOON + HOUR)

    assert alteration_refused("freed", status="confirmed")


def test_a_booking_cannot_move_over_another() -> None:
    given_catalogue()
    booked(NOON, NOON + HOUR)
    booked(NOON + HOUR, NOON + 2 * HOUR, id="later")
    booked(NOON, NOON + HOUR, id="elsewhere", provider_id="other")

    assert alteration_refused("later", blocks_from=NOON + HOUR / 2)
    assert alteration_refused("elsewhere", provider_id="provider")
    assert not alteration_refused("later", blocks_to=NOON + 3 * HOUR)
    assert not alteration_refused("later", status="completed")


def test_the_guard_stays_quick_on_a_long_history(database: str) -> None:
    if database.startswith("postgresql"):
        query = "EXPLAIN SELECT 1 FROM booking WHERE provider_id = 'provider'"
        query += " AND tstzrange(blocks_from, blocks_to, '[)') && tstzrange(now(), now(), '[]')"
        query += " AND status IN ('pending', 'confirmed', 'completed')"
        settings = "SET enable_seqscan = off"
        expected = r"booking_overlap"
    else:
        settings = "SELECT 1"
        query = "EXPLAIN QUERY PLAN " + _question_of_the_trigger()
        expected = (
            r"USING INDEX booking_provider_id_blocks_from_ix"
            r" \(provider_id=\? AND blocks_from>\? AND blocks_from<\?\)"
        )

    with reading() as look:
        connection = look.session.connection()
        connection.execute(text(settings))
        plan = "\n".join(str(row[-1]) for row in connection.execute(text(query)))

    assert re.search(expected, plan)


def _question_of_the_trigger() -> str:
    """The SELECT inside the trigger, with a value where it names the new row's."""
    with reading() as look:
        statement = "SELECT sql FROM sqlite_master WHERE name = 'booking_overlap_insert'"
        definition = str(look.session.connection().execute(text(statement)).scalar_one())
    question = re.search(r"EXISTS \((.*)\); END", definition, re.DOTALL)
    assert question is not None
    return re.sub(r"NEW\.\w+", "'2026-03-02 12:00:00.000000'", question[1])


class TestTheCheckAtTheStart:
    """The application refuses to run unless the database refuses an overlap."""

    def test_is_content_with_a_migrated_database_and_leaves_no_trace(self) -> None:
        given_catalogue()
        booked(NOON, NOON + HOUR)
        before, version = counts(), data_version()

        guards.check_guards()

        assert counts() == before
        assert data_version() == version

    def test_is_content_with_an_empty_database(self) -> None:
        guards.check_guards()

        assert set(counts().values()) == {0}

    @pytest.mark.parametrize("missing", ["booking_overlap_insert", "booking_overlap_update"])
    def test_notices_a_missing_guard(self, database: str, missing: str) -> None:
        remove = f"DROP TRIGGER {missing}"
        if database.startswith("postgresql"):
            remove = "ALTER TABLE booking DROP CONSTRAINT booking_overlap"
        execute(remove)

        with pytest.raises(SetupError, match="guard is missing"):
            guards.check_guards()

        assert set(counts().values()) == {0}

    def test_notices_a_guard_that_watches_too_little(self, database: str) -> None:
        for statement in weaker_guard(database):
            execute(statement)

        with pytest.raises(SetupError, match="guard is missing"):
            guards.check_guards()


def weaker_guard(database: str) -> list[str]:
    if database.startswith("postgresql"):
        return [
            "ALTER TABLE booking DROP CONSTRAINT booking_overlap",
            "ALTER TABLE booking ADD CONSTRAINT booking_overlap EXCLUDE USING gist"
            " (provider_id WITH =, tstzrange(blocks_from, blocks_to, '[)') WITH &&)"
            " WHERE (status = 'pending')",
        ]
    with reading() as look:
        statement = "SELECT sql FROM sqlite_master WHERE name = 'booking_overlap_update'"
        definition = str(look.session.connection().execute(text(statement)).scalar_one())
    return [
        "DROP TRIGGER booking_overlap_update",
        definition.replace("provider_id, blocks_from, blocks_to, status ON", "status ON"),
    ]


def execute(statement: str) -> None:
    with unit_of_work() as work:
        work.session.connection().execute(text(statement))


def counts() -> dict[str, int]:
    with reading() as look:
        return {
            table: look.session.connection()
            .execute(text(f"SELECT count(*) FROM {table}"))
            .scalar_one()
            for table in ("booking", "provider", "service", "location")
        }

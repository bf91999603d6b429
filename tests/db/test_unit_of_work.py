"""One transaction: all or nothing, then the calls, and nothing inside another."""

import logging
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pytest
from sqlmodel import col, select

from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.tables import ContactRow
from bookings_app.db.unit_of_work import UnitOfWork, data_version, reading, unit_of_work
from bookings_app.domain.errors import DatabaseUnwritable, SlotTaken
from tests.databases import in_another_process
from tests.db.rows import DEFAULTS, NOON, given_catalogue, stored

Beginning = Callable[[], AbstractContextManager[UnitOfWork]]

pytestmark = pytest.mark.usefixtures("database")


def names() -> list[str]:
    with reading() as look:
        return list(look.session.exec(select(ContactRow.name).order_by(ContactRow.name)).all())


def add_contact(work: UnitOfWork, name: str) -> None:
    work.session.add(ContactRow(name=name, created_at=NOON))


def stored_so_far(work: UnitOfWork, name: str) -> None:
    add_contact(work, name)
    work.session.flush()


class Fallen(Exception):
    """What went wrong inside."""


def fall(step: Callable[[UnitOfWork], object]) -> None:
    with unit_of_work() as work:
        step(work)
        raise Fallen


def fail() -> None:
    message = "nobody listens"
    raise ConnectionError(message)


def test_what_is_done_inside_stands_afterwards() -> None:
    with unit_of_work() as work:
        add_contact(work, "Ana")

    assert names() == ["Ana"]


def test_whatever_is_raised_inside_undoes_everything_and_passes() -> None:
    with pytest.raises(Fallen):
        fall(lambda work: stored_so_far(work, "Ana"))

    assert names() == []


def test_calls_come_after_the_commit_in_order() -> None:
    heard: list[object] = []

    with unit_of_work() as work:
        add_contact(work, "Ana")
        work.after_commit(lambda: heard.append(names()))
        work.after_commit(lambda: heard.append("second"))
        assert heard == []

    assert heard == [["Ana"], "second"]


def test_nobody_is_called_when_the_transaction_falls() -> None:
    heard: list[str] = []

    with pytest.raises(Fallen):
        fall(lambda work: work.after_commit(lambda: heard.append("told")))

    assert heard == []


def test_a_call_that_fails_is_logged_and_undoes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    heard: list[str] = []

    with caplog.at_level(logging.ERROR), unit_of_work() as work:
        add_contact(work, "Ana")
        work.after_commit(fail)
        work.after_commit(lambda: heard.append("told"))

    assert names() == ["Ana"]
    assert heard == ["told"]
    assert "nobody listens" in caplog.text


@pytest.mark.parametrize("begin_outer", [unit_of_work, reading])
@pytest.mark.parametrize("begin_inner", [unit_of_work, reading])
def test_a_transaction_inside_another_is_a_mistake(
    begin_outer: Beginning, begin_inner: Beginning
) -> None:
    with begin_outer(), pytest.raises(RuntimeError, match="transaction already"), begin_inner():
        pass

    assert names() == []


def test_another_thread_has_transactions_of_its_own() -> None:
    with reading(), ThreadPoolExecutor() as pool:
        pool.submit(stored, ContactRow, name="Ana").result()

    assert names() == ["Ana"]


def test_a_look_cannot_write() -> None:
    with pytest.raises(DatabaseUnwritable), reading() as look:
        stored_so_far(look, "Ana")

    assert names() == []


def test_a_look_sees_one_moment_whatever_others_commit_meanwhile() -> None:
    query = select(ContactRow.name)

    with reading() as look, ThreadPoolExecutor() as pool:
        before = look.session.exec(query).all()
        pool.submit(stored, ContactRow, name="Ana").result()
        after = look.session.exec(query).all()

    assert before == after == []
    assert names() == ["Ana"]


def test_of_two_who_take_one_slot_at_once_one_is_told_that_it_is_taken() -> None:
    given_catalogue()
    ready = threading.Barrier(2)

    def take(starts_at: datetime) -> datetime | None:
        ready.wait()
        try:
            with unit_of_work() as work:
                work.session.add(BookingRow(**DEFAULTS[BookingRow]))
        except SlotTaken as refusal:
            return refusal.starts_at
        return None

    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(take, [NOON, NOON]))

    assert sorted(answers, key=str) == [datetime(2026, 3, 2, 12, tzinfo=UTC), None]
    with reading() as look:
        assert len(look.session.exec(select(BookingRow.id)).all()) == 1


def test_moving_over_another_booking_is_refused_with_the_new_start() -> None:
    given_catalogue()
    stored(BookingRow, id="booking", status="no_show")
    stored(BookingRow)

    with pytest.raises(SlotTaken) as refusal, unit_of_work() as work:
        work.session.get_one(BookingRow, "booking").status = "confirmed"

    assert refusal.value.starts_at == NOON


def test_the_version_changes_when_another_program_commits(database: str) -> None:
    before = data_version()
    statement = "UPDATE change_counter SET number = number + 1"

    with in_another_process(database, statement) as other:
        assert data_version() == before
        other.commit()

    assert data_version() != before


def test_the_version_stays_while_nobody_commits() -> None:
    stored(ContactRow, name="Ana")
    before = data_version()

    assert names() == ["Ana"]
    with pytest.raises(Fallen):
        fall(lambda work: stored_so_far(work, "Berta"))

    assert data_version() == before


def test_a_forked_worker_makes_connections_of_its_own() -> None:
    stored(ContactRow, name="parent")
    data_version()

    child = os.fork()
    if child == 0:
        answer = 1
        try:
            stored(ContactRow, name="child")
            data_version()
            answer = 0
        finally:
            os._exit(answer)
    _, status = os.waitpid(child, 0)

    assert status == 0
    stored(ContactRow, name="parent again")
    assert names() == ["child", "parent", "parent again"]


def test_rows_can_be_read_on_after_the_transaction() -> None:
    with unit_of_work() as work:
        contact = ContactRow(name="Ana", created_at=NOON)
        work.session.add(contact)

    assert contact.name == "Ana"
    with reading() as look:
        found = look.session.exec(select(ContactRow).where(col(ContactRow.name) == "Ana")).one()
    assert found.name == "Ana"

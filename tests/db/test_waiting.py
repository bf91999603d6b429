"""Who waits for whom, how long, and what is said when it lasts too long."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from sqlmodel import select

from bookings_app.db.tables import ProviderRow
from bookings_app.db.unit_of_work import connect, reading, unit_of_work
from bookings_app.domain.errors import DatabaseBusy
from tests.databases import in_another_process
from tests.db.rows import given_catalogue

RENAME = "UPDATE provider SET name = 'Theirs'"
NOT_LONG = timedelta(seconds=0.3)


def rename() -> None:
    with unit_of_work() as work:
        query = select(ProviderRow).where(ProviderRow.id == "provider").with_for_update()
        work.session.exec(query).one().name = "Ours"


def name() -> str:
    with reading() as look:
        return look.session.get_one(ProviderRow, "provider").name


def test_a_look_does_not_wait_for_a_writer_and_sees_what_was_committed(database: str) -> None:
    given_catalogue()

    with in_another_process(database, RENAME) as other:
        assert name() == "Petra"
        other.commit()

    assert name() == "Theirs"


def test_a_writer_waits_until_another_program_has_committed(database: str) -> None:
    given_catalogue()

    with in_another_process(database, RENAME) as other, ThreadPoolExecutor() as pool:
        ours = pool.submit(rename)
        assert wait([ours], timeout=2).not_done == {ours}
        other.commit()
        ours.result()

    assert name() == "Ours"


def test_a_writer_is_refused_when_another_program_never_ends(database: str) -> None:
    given_catalogue()
    connect(database, busy_timeout=NOT_LONG)

    with in_another_process(database, RENAME):
        with pytest.raises(DatabaseBusy):
            rename()
        assert name() == "Petra"


def test_a_writer_is_refused_when_another_thread_never_ends(database: str) -> None:
    given_catalogue()
    connect(database, busy_timeout=NOT_LONG)

    with unit_of_work() as work, ThreadPoolExecutor() as pool:
        work.session.get_one(ProviderRow, "provider").name = "Theirs"
        work.session.flush()
        with pytest.raises(DatabaseBusy):
            pool.submit(rename).result()

    assert name() == "Theirs"


def test_looks_go_on_while_many_writers_wait(sqlite_database: str) -> None:
    given_catalogue()
    began = threading.Barrier(21)

    def wait_and_rename() -> None:
        began.wait()
        rename()

    with in_another_process(sqlite_database, RENAME) as other, ThreadPoolExecutor(20) as pool:
        writers = [pool.submit(wait_and_rename) for _ in range(20)]
        began.wait()
        assert {name() for _ in range(50)} == {"Petra"}
        assert not any(writer.done() for writer in writers)
        other.commit()
        for writer in writers:
            writer.result()

    assert name() == "Ours"


def test_two_who_wait_for_each_other_do_not_wait_for_ever(postgresql_database: str) -> None:
    assert postgresql_database
    given_catalogue()
    holding = threading.Barrier(2)

    def rename_both(first: str, second: str) -> str:
        try:
            with unit_of_work() as work:
                work.session.get_one(ProviderRow, first, with_for_update=True)
                holding.wait()
                work.session.get_one(ProviderRow, second, with_for_update=True)
        except DatabaseBusy:
            return "busy"
        return "done"

    with ThreadPoolExecutor() as pool:
        answers = pool.map(rename_both, ["provider", "other"], ["other", "provider"])

    assert sorted(answers) == ["busy", "done"]

"""One transaction around many: each part can fall alone, and all of them together."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import select

from bookings_app.db.tables import ContactRow
from bookings_app.db.unit_of_work import all_or_nothing, reading, unit_of_work
from tests.db.rows import NOON

pytestmark = pytest.mark.usefixtures("database")


class Fallen(Exception):
    """What went wrong inside."""


def names() -> list[str]:
    with reading() as look:
        return list(look.session.exec(select(ContactRow.name).order_by(ContactRow.name)).all())


def add(name: str) -> None:
    with unit_of_work() as work:
        work.session.add(ContactRow(name=name, created_at=NOON))


def add_and_fall(name: str) -> None:
    with unit_of_work() as work:
        work.session.add(ContactRow(name=name, created_at=NOON))
        work.session.flush()
        raise Fallen


def all_of_it_falls_after(part: Callable[[], None]) -> None:
    with all_or_nothing():
        part()
        raise Fallen


def test_all_parts_stand_afterwards() -> None:
    with all_or_nothing():
        add("Ana")
        add("Ben")

    assert names() == ["Ana", "Ben"]


def test_what_is_raised_between_the_parts_undoes_all_of_them() -> None:
    with pytest.raises(Fallen):
        all_of_it_falls_after(lambda: add("Ana"))

    assert names() == []


def test_a_part_that_falls_takes_no_other_with_it() -> None:
    with all_or_nothing():
        add("Ana")
        with pytest.raises(Fallen):
            add_and_fall("Ben")
        add("Cleo")

    assert names() == ["Ana", "Cleo"]


def test_a_look_sees_the_parts_before_it() -> None:
    with all_or_nothing():
        add("Ana")

        assert names() == ["Ana"]


def test_calls_come_at_the_very_end() -> None:
    heard: list[str] = []

    with all_or_nothing():
        with unit_of_work() as work:
            work.after_commit(lambda: heard.append("told"))
        assert heard == []

    assert heard == ["told"]


def test_nobody_is_called_when_all_of_it_falls() -> None:
    heard: list[str] = []

    def part() -> None:
        with unit_of_work() as work:
            work.after_commit(lambda: heard.append("told"))

    with pytest.raises(Fallen):
        all_of_it_falls_after(part)

    assert heard == []


def test_the_next_unit_of_work_is_a_transaction_of_its_own_again() -> None:
    with pytest.raises(Fallen):
        all_of_it_falls_after(lambda: add("Ana"))

    add("Ben")

    assert names() == ["Ben"]


@pytest.mark.parametrize("outer", [unit_of_work, reading, all_or_nothing])
def test_it_is_no_part_of_anything_itself(
    outer: Callable[[], AbstractContextManager[object]],
) -> None:
    with outer(), pytest.raises(RuntimeError, match="transaction already"), all_or_nothing():
        pass

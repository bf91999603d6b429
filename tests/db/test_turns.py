"""Whose turn it is with SQLite's writing connection: whoever has waited too long."""

from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy.util.queue import Empty

from bookings_app.db import turns
from bookings_app.db.turns import Turns

LONG = 30.0


@pytest.fixture
def line() -> Turns[str]:
    return Turns(1)


def one_who_waits(pool: ThreadPoolExecutor, line: Turns[str]) -> Future[str]:
    """Somebody who has begun to wait."""
    before = line.waiting()
    waiting = pool.submit(line.get, timeout=LONG)
    while line.waiting() == before:
        pass
    return waiting


def test_who_has_waited_too_long_comes_before_who_comes_back(
    line: Turns[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0)

    with ThreadPoolExecutor() as pool:
        waiting = one_who_waits(pool, line)
        line.put("connection")

        with pytest.raises(Empty):
            line.get(block=False)
        assert waiting.result(LONG) == "connection"


def test_of_two_who_wait_the_first_comes_first(
    line: Turns[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0)

    with ThreadPoolExecutor() as pool:
        first, second = one_who_waits(pool, line), one_who_waits(pool, line)
        line.put("earlier")
        assert first.result(LONG) == "earlier"
        assert not second.done()
        line.put("later")

        assert second.result(LONG) == "later"


def test_who_has_just_come_does_not_keep_a_quick_one_from_going_on(
    line: Turns[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", LONG)

    with ThreadPoolExecutor() as pool:
        waiting = one_who_waits(pool, line)
        with line.mutex:
            line.put("connection")
            assert line.get(block=False) == "connection"
        assert not waiting.done()
        line.put("connection")

        assert waiting.result(LONG) == "connection"


def test_nobody_waits_for_longer_than_they_said(line: Turns[str]) -> None:
    with pytest.raises(Empty):
        line.get(timeout=0.05)

    assert line.waiting() == 0

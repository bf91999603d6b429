"""One act for one Idempotency-Key, and its first answer for every later request."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from typing import Any

import httpx
import pytest

from bookings_app.api.v1 import bookings, calls
from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.key_tables import AnswerRow
from bookings_app.domain.access import ActorKind
from bookings_app.domain.errors import DatabaseBusy
from bookings_app.domain.keys import NewKey
from bookings_app.usecases import once
from bookings_app.usecases.keys import add_key, look_up_key
from bookings_app.usecases.once import Answer, Sent, answered_once
from tests.api.v1.program import Program, Stopped, anybody, problem, served, wanted, wrong_fields
from tests.bookings import DAY, TEN, given_booking, history, insist_that_all_is_well, stored
from tests.factories import ADMIN, NOON, given_team

pytestmark = pytest.mark.usefixtures("database")

MANY = 8


def replayed(answer: httpx.Response) -> bool:
    return answer.headers.get("idempotency-replayed") == "true"


def number_stored() -> int:
    return len(stored(BookingRow))


def test_the_same_request_makes_one_booking_and_gets_the_first_answer_again() -> None:
    website, said = anybody(), wanted(given_team())

    first = website.post("/bookings", said, key="order 1")
    second = website.post("/bookings", said, key="order 1")

    assert (first.status_code, replayed(first)) == (201, False)
    assert (second.status_code, replayed(second)) == (201, True)
    assert second.content == first.content
    assert history(first.json()["id"]) == ["created"]


def test_the_first_answer_stays_what_it_was_whatever_happens_since() -> None:
    website, said = anybody(), wanted(given_team())
    first = website.post("/bookings", said, key="1")
    website.post(f"/bookings/{first.json()['id']}/cancel", {"reason": "Flu"})

    assert website.post("/bookings", said, key="1").content == first.content


def test_the_order_of_fields_and_the_offset_of_an_instant_do_not_matter() -> None:
    website, said = anybody(), wanted(given_team())
    first = website.post("/bookings", said, key="1")

    turned = dict(reversed(said.items())) | {"starts_at": "2026-03-09T11:00:00+02:00"}

    assert replayed(website.post("/bookings", turned, key="1"))
    assert first.status_code == 201


def test_another_body_under_the_same_key_is_refused() -> None:
    website, said = anybody(), wanted(given_team())
    website.post("/bookings", said, key="1")

    answer = website.post("/bookings", {**said, "notes": "Window"}, key="1")

    problem(answer, 422, "idempotency_mismatch")
    assert number_stored() == 1


def test_a_key_is_one_programs_and_one_paths() -> None:
    team, website = given_team(), anybody()
    made = website.post("/bookings", wanted(team), key="1").json()
    path = f"/bookings/{made['id']}"

    moved = website.post(f"{path}/reschedule", {"starts_at": (TEN + DAY).isoformat()}, key="1")
    other = anybody().post("/bookings", wanted(team, TEN), key="1")

    assert (moved.status_code, replayed(moved)) == (201, False)
    assert (other.status_code, replayed(other)) == (201, False)


def test_steps_are_done_once_too() -> None:
    website = anybody()
    booking_id = given_booking(given_team(requires_approval=True))

    for path, body in ((f"/bookings/{booking_id}/confirm", None), ("/contacts", {"name": "Eva"})):
        first, second = (website.post(path, body, key="1") for _ in range(2))
        assert (first.status_code, second.content) == (second.status_code, first.content)
        assert replayed(second)
    assert history(booking_id) == ["created", "confirmed"]


def test_a_refusal_is_not_kept_but_computed_anew() -> None:
    team, website = given_team(), anybody()
    in_the_way = given_booking(team)

    problem(website.post("/bookings", wanted(team), key="1"), 409, "slot_taken")
    assert stored(AnswerRow) == []
    website.post(f"/bookings/{in_the_way}/cancel", {"reason": "Flu"})

    answer = website.post("/bookings", wanted(team), key="1")
    assert (answer.status_code, replayed(answer)) == (201, False)


def test_a_failure_after_the_booking_was_made_leaves_neither_booking_nor_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    website, said = anybody(), wanted(given_team())

    def fail(*_: Any, **__: Any) -> None:
        raise DatabaseBusy

    with monkeypatch.context() as broken:
        broken.setattr("bookings_app.usecases.once.rows.keep", fail)
        problem(website.post("/bookings", said, key="1"), 503, "database_busy")
    assert number_stored() == 0

    assert website.post("/bookings", said, key="1").status_code == 201


def test_a_key_is_kept_for_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    website = anybody()
    first = website.post("/contacts", {"name": "Ana"}, key="1").json()

    class Later(Stopped):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return (NOON + timedelta(hours=24)).astimezone(tz)

    monkeypatch.setattr(calls, "datetime", Later)
    second = website.post("/contacts", {"name": "Ana"}, key="1")

    assert not replayed(second)
    assert second.json()["id"] != first["id"]


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb", "é"])
def test_a_key_is_a_short_text_of_plain_letters(key: str) -> None:
    answer = anybody().post("/bookings", wanted(given_team()), key=key)

    assert wrong_fields(answer) == {"Idempotency-Key"}


def test_an_answer_that_holds_a_secret_is_kept_sealed(with_keys: None) -> None:
    del with_keys
    website, said = anybody(), {"url": "https://example.com/bookings"}

    first, second = (website.post("/webhooks", said, key="1") for _ in range(2))
    (kept,) = stored(AnswerRow)

    assert second.json()["secret"] == first.json()["secret"]
    assert first.json()["secret"] not in kept["body"]
    assert "example" not in kept["body"]


def test_without_a_key_nothing_is_kept() -> None:
    anybody().post("/bookings", wanted(given_team()))

    assert stored(AnswerRow) == []


def test_a_second_one_is_told_to_wait_while_the_first_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    website, said = anybody(), wanted(given_team())
    begun, go_on = Event(), Event()
    create = bookings.create_booking

    def slowly(*given: Any, **named: Any) -> Any:
        begun.set()
        assert go_on.wait(30)
        return create(*given, **named)

    monkeypatch.setattr(bookings, "create_booking", slowly)
    with ThreadPoolExecutor(1) as other:
        first = other.submit(website.post, "/bookings", said, key="1")
        assert begun.wait(30)
        second = website.post("/bookings", said, key="1")
        go_on.set()

    problem(second, 409, "idempotency_in_progress")
    assert first.result().status_code == 201
    assert replayed(website.post("/bookings", said, key="1"))


def test_another_process_that_runs_it_is_noticed_on_postgresql(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite lets only one write: the second waits there, and gets the first answer."""
    request.getfixturevalue("postgresql_database")
    said = wanted(given_team())
    website = anybody()

    def act() -> Answer:
        monkeypatch.setattr(once, "_running", set())
        with ThreadPoolExecutor(1) as other:
            answer = other.submit(website.post, "/bookings", said, key="1").result()
        problem(answer, 409, "idempotency_in_progress")
        return Answer(201, json.dumps({"first": True}))

    known = look_up_key(website.secret, now=NOON)
    assert known is not None
    answered_once(Sent("/api/v1/bookings", "1", "x"), act, by=known.actor, now=NOON)


def test_many_at_once_make_one_booking_and_hear_of_no_other(database: str) -> None:
    said = wanted(given_team())
    secret = add_key(NewKey(ActorKind.API_KEY, ("all",)), by=ADMIN, now=NOON).secret
    website, together = Program(served(), secret), Barrier(MANY)

    def send(_: int) -> httpx.Response:
        together.wait()
        return website.post("/bookings", said, key="1")

    with ThreadPoolExecutor(MANY) as crowd:
        answers = list(crowd.map(send, range(MANY)))

    made = [answer for answer in answers if answer.status_code == 201]
    assert len({answer.content for answer in made}) == 1
    assert [replayed(answer) for answer in made].count(False) == 1
    for answer in answers:
        if answer.status_code != 201:
            problem(answer, 409, "idempotency_in_progress")
    assert number_stored() == 1
    insist_that_all_is_well(database)

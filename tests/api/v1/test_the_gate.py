"""Who comes through the REST door, and what everybody is told who does not."""

import json
from datetime import timedelta

import httpx
import pytest

from bookings_app.api.v1.rate_limit import RateLimit, share_of
from bookings_app.config import load_settings
from bookings_app.domain.access import ActorKind
from bookings_app.domain.errors import RateLimited
from bookings_app.usecases.keys import list_keys, revoke_key
from tests.api.v1.program import Program, anybody, problem, program, served, wanted, wrong_fields
from tests.bookings import nothing_happens
from tests.factories import ADMIN, NOON, given_team
from tests.sql_counter import statements

pytestmark = pytest.mark.usefixtures("sqlite_database")

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "sent", ["", "Bearer", "Bearer ", "Bearer nope", "Basic abc", "Bearer bookings_key_é", "é"]
)
def test_without_a_key_that_opens_nobody_comes_in(sent: str) -> None:
    answer = anybody().send("GET", "/bookings", headers={"Authorization": sent})

    problem(answer, 401, "unauthenticated")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_key_is_asked_for_before_anything_else_is_looked_at() -> None:
    stranger = Program(served(), "bookings_key_unknown")

    for answer in (
        stranger.post("/bookings", {"nonsense": 1}),
        stranger.send("POST", "/bookings", content=b"{", headers=JSON),
        stranger.get("/nothing"),
        stranger.delete("/bookings"),
    ):
        problem(answer, 401, "unauthenticated")


def test_a_revoked_key_is_refused_at_the_next_call() -> None:
    website = anybody()
    assert website.get("/bookings").status_code == 200

    revoke_key(list_keys(by=ADMIN)[0].id, by=ADMIN, now=NOON)

    problem(website.get("/bookings"), 401, "unauthenticated")


def test_a_key_of_an_ai_agent_opens_another_door() -> None:
    agent = program("all", kind=ActorKind.AI_AGENT)

    problem(agent.get("/bookings"), 403, "wrong_key_kind")


def test_the_use_of_a_key_is_noted() -> None:
    anybody().get("/bookings")

    assert list_keys(by=ADMIN)[0].used_at == NOON


def test_a_key_costs_one_statement_and_the_page_another() -> None:
    website = anybody()
    website.get("/bookings")

    with statements() as asked:
        website.get("/bookings")

    assert len(asked) == 2


def test_whoever_calls_too_often_is_told_when_to_come_back() -> None:
    settings = load_settings({"BOOKINGS_RATE_LIMIT": "2"})
    website = program("all", app=served(settings))

    assert [website.get("/bookings").status_code for _ in range(3)] == [200, 200, 429]
    answer = website.get("/bookings")
    problem(answer, 429, "rate_limited")
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert program("all", app=website.app).get("/bookings").status_code == 200


def test_requests_are_counted_over_any_minute() -> None:
    seconds = [0.0]
    limit = RateLimit(2, clock=lambda: seconds[0])

    limit.count("a")
    seconds[0] = 59.0
    limit.count("a")
    with pytest.raises(RateLimited) as refusal:
        limit.count("a")
    assert refusal.value.retry_after == 1
    limit.count("b")
    seconds[0] = 60.0
    limit.count("a")
    with pytest.raises(RateLimited) as refusal:
        limit.count("a")
    assert refusal.value.retry_after == 59


def test_a_limit_of_nothing_is_none_and_workers_share_it() -> None:
    limit = RateLimit(0)
    for _ in range(1_000):
        limit.count("a")

    assert [share_of(600, workers=4), share_of(1, workers=4), share_of(0, workers=4)] == [150, 1, 0]


@pytest.mark.parametrize("path", ["/nothing", "/bookings/x/fly", "/bookings/", "/services/a/b/c"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_unknown_addresses_are_not_found(method: str, path: str) -> None:
    problem(anybody().send(method, path), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/bookings/x", {"GET", "PATCH"}),
        ("PUT", "/bookings", {"GET", "POST"}),
        ("GET", "/bookings/x/confirm", {"POST"}),
        ("POST", "/slots", {"GET"}),
    ],
)
def test_an_address_says_what_it_does_not_do(method: str, path: str, allowed: set[str]) -> None:
    answer = anybody().send(method, path)

    problem(answer, 405, "method_not_allowed")
    assert set(answer.headers["allow"].split(", ")) == allowed


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"service_id": }',
        b"\xff\xfe{}",
        b'{"notes": "\xff"}',
        b"[" * 60_000,
        b'{"a":' * 10_000,
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"NaN",
    ],
)
def test_what_is_no_json_object_is_refused_in_words(body: bytes) -> None:
    answer = anybody().send("POST", "/bookings", content=body, headers=JSON)

    assert wrong_fields(answer)


@pytest.mark.parametrize(
    "said", ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", "", "é"]
)
def test_a_body_that_does_not_say_it_is_json_is_refused(said: str) -> None:
    body = json.dumps(wanted(given_team())).encode()

    answer = anybody().send("POST", "/bookings", content=body, headers={"Content-Type": said})

    problem(answer, 415, "unsupported_media_type")


def test_json_may_name_its_charset() -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    body = json.dumps(wanted(given_team())).encode()

    assert anybody().send("POST", "/bookings", content=body, headers=headers).status_code == 201


def test_64_kib_may_be_sent_and_not_a_byte_more() -> None:
    website = anybody()
    body = json.dumps(wanted(given_team())).encode()
    fits = body + b" " * (64 * 1024 - len(body))

    too_large = website.send("POST", "/bookings", content=fits + b" ", headers=JSON)
    assert website.send("POST", "/bookings", content=fits, headers=JSON).status_code == 201
    problem(too_large, 413, "too_large")


def test_a_failure_that_nobody_foresaw_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        message = "secret of the house"
        raise RuntimeError(message)

    monkeypatch.setattr("bookings_app.api.v1.bookings.booking_pages.page_of_bookings", fail)

    answer: httpx.Response = anybody().get("/bookings")

    assert "secret" not in json.dumps(problem(answer, 500, "internal"))


def test_what_is_refused_changes_nothing() -> None:
    team, writer = given_team(), program("bookings:read")

    with nothing_happens():
        problem(writer.post("/bookings", wanted(team)), 403, "forbidden")
        problem(writer.post("/bookings", wanted(team, NOON - timedelta(1))), 403, "forbidden")

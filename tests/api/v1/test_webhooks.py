"""Webhooks by REST: added with a secret that is answered once, listed, removed."""

from collections.abc import Callable

import httpx
import pytest

from bookings_app.db.key_tables import AnswerRow
from bookings_app.db.outbox_tables import WebhookRow
from bookings_app.domain.access import ActorKind
from bookings_app.usecases import webhooks
from tests.api.v1.program import Program, anybody, problem, program, wanted, wrong_fields
from tests.bookings import stored
from tests.factories import ADMIN, given_team
from tests.webhooks import URL, bodies, given_webhook

pytestmark = pytest.mark.usefixtures("sqlite_database")

NEW = {"url": URL, "events": ["booking.cancelled", "booking.created"], "name": "Till"}


def test_one_that_is_added_is_answered_whole_with_its_secret_which_is_not_shown_again() -> None:
    caller = program("webhooks:write")

    added = caller.post("/webhooks", NEW)

    assert added.status_code == 201
    made = added.json()
    secret = made.pop("secret")
    assert secret.startswith("whsec_")
    assert made == {
        "id": made["id"],
        "url": URL,
        "name": "Till",
        "events": ["booking.created", "booking.cancelled"],
        "status": "active",
        "status_reason": "",
        "waiting": 0,
        "given_up": 0,
        "created_at": "2026-03-02T12:00:00Z",
        "last_delivered_at": None,
        "failing_since": None,
    }
    assert caller.get(f"/webhooks/{made['id']}").json() == made
    assert caller.get("/webhooks").json() == {"items": [made], "next_cursor": None}
    assert [each.created_by_name for each in webhooks.list_webhooks(by=ADMIN)] == ["Website"]


def test_without_events_it_is_told_of_all() -> None:
    added = anybody().post("/webhooks", {"url": URL})

    assert len(added.json()["events"]) == 7


def test_the_same_request_sent_twice_makes_one() -> None:
    caller = anybody()

    first, second = (caller.post("/webhooks", NEW, key="once") for _ in range(2))

    assert first.json() == second.json()
    assert len(webhooks.list_webhooks(by=ADMIN)) == 1


@pytest.mark.usefixtures("with_keys")
def test_where_there_is_a_key_nothing_that_is_stored_shows_the_secret() -> None:
    caller = anybody()

    first, second = (caller.post("/webhooks", NEW, key="once").json() for _ in range(2))

    assert first["secret"] == second["secret"]
    assert first["secret"] not in repr([stored(WebhookRow), stored(AnswerRow)])


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({**NEW, "url": "http://example.com/"}, "url"),
        ({**NEW, "url": "https://127.0.0.1/"}, "url"),
        ({**NEW, "url": "https://[::ffff:10.0.0.1]/"}, "url"),
        ({**NEW, "url": 1}, "url"),
        ({**NEW, "events": []}, "events"),
        ({**NEW, "events": ["booking.eaten"]}, "events.0"),
        ({**NEW, "events": "booking.created"}, "events"),
        ({**NEW, "name": "\u202e"}, "name"),
        ({**NEW, "secret": "whsec_mine"}, "secret"),
        ({"name": "Till"}, "url"),
    ],
)
def test_what_cannot_be_taken_is_named(said: dict[str, object], field: str) -> None:
    assert wrong_fields(anybody().post("/webhooks", said)) == {field}
    assert webhooks.list_webhooks(by=ADMIN) == []


def test_one_that_is_removed_is_gone() -> None:
    caller = anybody()
    webhook_id = given_webhook().webhook.id

    assert caller.delete(f"/webhooks/{webhook_id}").status_code == 204
    problem(caller.delete(f"/webhooks/{webhook_id}"), 404, "not_found")
    problem(caller.get(f"/webhooks/{webhook_id}"), 404, "not_found")
    assert caller.get("/webhooks").json()["items"] == []


def test_a_list_comes_in_pages() -> None:
    made = {given_webhook().webhook.id for _ in range(5)}
    caller = anybody()

    first = caller.get("/webhooks", limit=3).json()
    second = caller.get("/webhooks", limit=3, cursor=first["next_cursor"]).json()

    assert {each["id"] for each in first["items"] + second["items"]} == made
    assert second["next_cursor"] is None


EACH: list[Callable[[Program], httpx.Response]] = [
    lambda caller: caller.get("/webhooks"),
    lambda caller: caller.post("/webhooks", NEW),
    lambda caller: caller.get("/webhooks/any"),
    lambda caller: caller.delete("/webhooks/any"),
]


@pytest.mark.parametrize("ask", EACH)
def test_it_takes_the_scope(ask: Callable[[Program], httpx.Response]) -> None:
    problem(ask(program("bookings:read", "bookings:write", "setup:write")), 403, "forbidden")
    agent = program("webhooks:write", kind=ActorKind.AI_AGENT)
    problem(ask(agent), 403, "wrong_key_kind")


def test_what_is_told_is_the_booking_as_rest_answers_it() -> None:
    given_webhook("booking.created")
    caller = anybody()

    made = caller.post("/bookings", wanted(given_team())).json()

    (body,) = bodies()
    assert body["data"]["booking"] == {**made, "allowed_actions": []}
    (change,) = caller.get("/changes").json()["items"]
    assert body["data"]["change"] == change

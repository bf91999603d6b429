"""Faults, as the real client library lives through them."""

import http.client
import http.server
import json
import socket
import threading
import time
from typing import Any

import httplib2
import httpx
import pytest
from googleapiclient.errors import HttpError

from tests.fake_google import FakeGoogle, FakeGoogleServer
from tests.fake_google.example import ANA, Connect

BODY = {
    "id": "booking00001", "summary": "x",
    "start": {"dateTime": "2026-11-24T10:00:00Z"}, "end": {"dateTime": "2026-11-24T11:00:00Z"},
}  # fmt: skip


def insert(service: Any, **kw: Any) -> Any:
    return service.events().insert(calendarId=ANA, body=BODY).execute(**kw)


@pytest.fixture(autouse=True)
def no_sleep(monkeypatch: pytest.MonkeyPatch) -> Any:
    """num_retries sleeps rand * 2**n seconds; tests do not wait."""
    monkeypatch.setattr("googleapiclient.http.time.sleep", lambda _s: None, raising=False)


@pytest.mark.parametrize(
    ("reason", "status", "retried"),
    [
        ("rateLimitExceeded", 403, True),
        ("userRateLimitExceeded", 403, True),
        ("tooManyRequests", 429, True),
        ("backendError", 500, True),
        ("serviceUnavailable", 503, True),
        ("quotaExceeded", 403, False),
        ("forbidden", 403, False),
        ("notFound", 404, False),
    ],
)
def test_what_num_retries_retries(
    service: Any, google: FakeGoogle, reason: str, status: int, retried: bool
) -> None:
    google.faults.add(kind="error", operation="events.insert", reason=reason)
    with pytest.raises(HttpError) as caught:
        insert(service)
    assert caught.value.status_code == status
    google.faults.clear()
    google.faults.add(kind="error", operation="events.insert", reason=reason)
    if retried:
        assert insert(service, num_retries=2)["id"] == BODY["id"]
    else:
        with pytest.raises(HttpError):
            insert(service, num_retries=2)


def test_a_lost_answer_is_repeated_by_httplib2_and_comes_back_as_a_duplicate(
    service: Any, google: FakeGoogle
) -> None:
    # httplib2 sends a request again when the connection closes before the status line
    # (httplib2.RETRIES is 2), POST included.  With an id made by the client that ends as 409;
    # without one it ends as two events.
    google.faults.add(kind="drop_after", operation="events.insert")
    with pytest.raises(HttpError) as caught:
        insert(service)
    assert caught.value.status_code == 409
    assert len(google.events(ANA)) == 1

    google.faults.add(kind="drop_after", operation="events.insert")
    body = {key: value for key, value in BODY.items() if key != "id"}
    service.events().insert(calendarId=ANA, body=body).execute()  # nothing is raised...
    assert len(google.events(ANA)) == 3  # ...and there are two new events


def test_a_dropped_request_is_repeated_without_notice(service: Any, google: FakeGoogle) -> None:
    google.faults.add(kind="drop", operation="events.insert")
    assert insert(service)["id"] == BODY["id"]
    assert [r["operation"] for r in google.requests] == ["events.insert", "events.insert"]


def test_a_server_that_is_away_raises_an_oserror(service: Any, google: FakeGoogle) -> None:
    google.faults.add(kind="drop", operation="events.insert", times=None)
    with pytest.raises((ConnectionError, http.client.HTTPException, httplib2.HttpLib2Error)):
        insert(service)


def test_a_slow_answer_is_a_timeout_but_the_work_is_done(
    connect: Connect, google: FakeGoogle
) -> None:
    service = connect(timeout=0.3)
    google.faults.add(kind="delay", operation="events.insert", seconds=0.8)
    started = time.monotonic()
    with pytest.raises((socket.timeout, TimeoutError)):
        insert(service)
    assert time.monotonic() - started < 0.8
    time.sleep(1)
    assert len(google.events(ANA)) == 1


def test_a_page_instead_of_json_is_returned_as_text(service: Any, google: FakeGoogle) -> None:
    """The client gives back the text of a 200 that is not JSON: check ``isinstance(x, dict)``."""
    google.faults.add(kind="garbage", operation="events.list")
    answer = service.events().list(calendarId=ANA).execute()
    assert not isinstance(answer, dict) and "Sorry" in str(answer)


def test_a_truncated_body_raises(service: Any, google: FakeGoogle) -> None:
    google.faults.add(kind="truncate", operation="events.list")
    with pytest.raises((http.client.HTTPException, httplib2.HttpLib2Error, ConnectionError)):
        service.events().list(calendarId=ANA).execute()


def test_rules_count_skip_and_choose_accounts(service: Any, google: FakeGoogle) -> None:
    google.faults.add(kind="error", operation=r"events\..*", times=2, after=1, account=ANA)
    statuses = []
    for _ in range(4):
        try:
            service.events().list(calendarId=ANA).execute()
            statuses.append(200)
        except HttpError as error:
            statuses.append(error.status_code)
    assert statuses == [200, 500, 500, 200]


def test_probabilities_repeat_for_a_seed(service: Any, google: FakeGoogle) -> None:
    def run() -> Any:
        google.faults.clear()
        google.faults.seed(7)
        google.faults.add(kind="error", operation="events.list", probability=0.5, times=None)
        marks = ""
        for _ in range(12):
            try:
                service.events().list(calendarId=ANA).execute()
                marks += "."
            except HttpError:
                marks += "x"
        return marks

    first = run()
    assert first == run() and "x" in first and "." in first


def test_quota(service: Any, google: FakeGoogle) -> None:
    google.quota_per_minute = 3
    outcomes = []
    for _ in range(5):
        try:
            service.events().list(calendarId=ANA).execute()
            outcomes.append(200)
        except HttpError as error:
            outcomes.append(json.loads(error.content)["error"]["errors"][0]["reason"])
    assert outcomes.count(200) >= 3 and "rateLimitExceeded" in outcomes


def test_unknown_kinds_are_refused(google: FakeGoogle) -> None:
    with pytest.raises(ValueError, match="explode"):
        google.faults.add(kind="explode")


class Receiver:
    """A webhook that writes down what it gets."""

    def __enter__(self) -> Any:
        got = self.got = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> Any:
                length = int(self.headers.get("Content-Length") or 0)
                got.append((dict(self.headers), self.rfile.read(length)))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *args: Any) -> Any:
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/google/push"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> Any:
        self.http.shutdown()
        self.http.server_close()


def test_push_channels(server: FakeGoogleServer, service: Any, google: FakeGoogle) -> None:
    with Receiver() as hook:
        channel = (
            service.events()
            .watch(
                calendarId=ANA,
                body={"id": "chan-1", "type": "web_hook", "address": hook.url, "token": "t0k"},
            )
            .execute()
        )
        event = google.person_adds(ANA, "x", "2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z")
        server.notifier.drop_next = 1
        google.person_changes(ANA, event["id"], summary="lost")
        google.person_deletes(ANA, event["id"])
        server.notifier.flush()
        states = [headers["X-Goog-Resource-State"] for headers, _ in hook.got]
        assert states == ["sync", "exists", "exists"]  # one was lost: pushes are a hint only
        headers, body = hook.got[1]
        assert headers["X-Goog-Channel-Token"] == "t0k" and body == b""
        assert headers["X-Goog-Message-Number"] == "2"
        with pytest.raises(HttpError):
            service.events().watch(
                calendarId=ANA, body={"id": "chan-1", "type": "web_hook", "address": hook.url}
            ).execute()
        service.channels().stop(
            body={"id": "chan-1", "resourceId": channel["resourceId"]}
        ).execute()
        google.person_adds(ANA, "y", "2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z")
        server.notifier.flush()
        assert len(hook.got) == 3
        with pytest.raises(HttpError) as caught:
            service.channels().stop(
                body={"id": "chan-1", "resourceId": channel["resourceId"]}
            ).execute()
        assert caught.value.status_code == 404


def test_webhooks_must_be_https_when_asked(service: Any, google: FakeGoogle) -> None:
    google.require_https_webhooks = True
    with pytest.raises(HttpError) as caught:
        service.events().watch(
            calendarId=ANA, body={"id": "c", "type": "web_hook", "address": "http://127.0.0.1/x"}
        ).execute()
    assert "push.webhookUrlNotHttps" in caught.value.content.decode()


def test_control_over_http(server: FakeGoogleServer, google: FakeGoogle) -> None:
    def call(action: str, **body: Any) -> Any:
        answer = httpx.post(f"{server.url}/__fake__/{action}", json=body)
        return answer.status_code, answer.json()

    assert call("account", email="eva@example.com", time_zone="UTC") == (
        200,
        {"id": "eva@example.com"},
    )
    status, event = call(
        "person-adds", calendar_id="eva@example.com", summary="x",
        start="2026-11-24T09:00:00Z", end="2026-11-24T10:00:00Z",
    )  # fmt: skip
    assert status == 200
    call("person-moves", calendar_id="eva@example.com", event_id=event["id"], minutes=30)
    assert (
        call("events", calendar_id="eva@example.com")[1][0]["start"]["dateTime"]
        == "2026-11-24T09:30:00Z"
    )
    assert (
        call("fault", kind="error", operation="events.list", reason="backendError", times=1)[0]
        == 200
    )
    assert len(call("faults")[1]) == 1
    assert call("fault", kind="error", reason="nonsense")[0] == 400
    assert call("nonsense")[0] == 400
    assert call("reset") == (200, {})
    assert google.accounts == {}


def test_concurrent_clients(server: FakeGoogleServer, connect: Connect, google: FakeGoogle) -> None:
    """Thirty-two threads insert the same id: exactly one wins."""
    services = [connect() for _ in range(8)]
    results: list[int] = []

    def work(service: Any) -> Any:
        for _ in range(4):
            try:
                insert(service)
                results.append(200)
            except HttpError as error:
                results.append(error.status_code)

    threads = [threading.Thread(target=work, args=(service,)) for service in services]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [200] + [409] * 31

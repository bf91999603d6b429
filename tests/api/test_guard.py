"""The wall: whose requests come through, how large, and what every answer carries."""

import asyncio
import base64
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from bookings_app.api.guard import LARGEST_BODY, Guard
from tests.api.browser import LOCAL, Browser, browser, joined, settings_for

PUBLIC = "https://book.example.com"


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer how much was sent; echo websocket messages."""
    if scope["type"] == "websocket":
        socket = WebSocket(scope, receive, send)
        await socket.accept()
        async for text in socket.iter_text():
            await socket.send_text(text)
        return
    body = await Request(scope, receive).body()
    await PlainTextResponse(f"{len(body)} bytes")(scope, receive, send)


def guarded(
    app: ASGIApp = echo, *, public_url: str = LOCAL, pages: Path = Path("no-pages")
) -> Browser:
    """A browser in front of a guarded application."""
    guard = Guard(app, settings_for(public_url), pages=pages)
    return browser(public_url, app=guard)


@pytest.mark.parametrize("host", ["localhost:3000", "LOCALHOST", "127.0.0.1:9", "[::1]:3000"])
def test_the_machine_itself_is_served_by_any_of_its_names(host: str) -> None:
    assert guarded(public_url=PUBLIC).get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "localhost@evil.example",
        "",
        "[::1",
        "book.example.com.",
        "10.0.0.1",
    ],
)
def test_other_hosts_are_not_served(host: str) -> None:
    answer = guarded(public_url=PUBLIC).get("/", headers={"Host": host})

    assert answer.status_code == 400
    assert answer.json()["detail"] == "This host is not served here."


def test_the_public_host_is_served() -> None:
    assert guarded(public_url=PUBLIC).get("/").status_code == 200


def test_behind_a_proxy_the_application_knows_how_browsers_speak_to_it() -> None:
    async def tell(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse(str(Request(scope).url))(scope, receive, send)

    client = browser("http://book.example.com", app=Guard(tell, settings_for(PUBLIC)))

    assert client.get("/login").text == "https://book.example.com/login"
    at_home = client.get("/login", headers={"Host": "localhost:3000"})
    assert at_home.text == "http://localhost:3000/login"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://localhost:3001"])
def test_nobody_acts_with_a_cookie_from_another_site(method: str, origin: str | None) -> None:
    client = guarded()
    del client.headers["Origin"]
    headers = {"Cookie": "any=thing"} | ({"Origin": origin} if origin else {})

    assert client.request(method, "/", headers=headers).status_code == 403


def test_programs_without_cookies_need_no_origin() -> None:
    client = guarded()
    del client.headers["Origin"]

    assert client.post("/", content=b"x").text == "1 bytes"


def test_loopback_names_are_one_origin_only_when_the_application_is_reached_there() -> None:
    at_home = {"Cookie": "any=thing", "Origin": "http://127.0.0.1:3000"}

    assert guarded().post("/", headers=at_home).status_code == 200
    assert guarded(public_url=PUBLIC).post("/", headers=at_home).status_code == 403


def test_a_body_of_the_largest_size_comes_through() -> None:
    assert guarded().post("/", content=b"x" * LARGEST_BODY).text == f"{LARGEST_BODY} bytes"


def test_a_larger_body_is_refused() -> None:
    answer = guarded().post("/", content=b"x" * (LARGEST_BODY + 1))

    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"


def spoken(app: ASGIApp, chunks: Iterable[bytes], *, path: str = "/") -> list[Message]:
    """What the server says to a body sent in chunks whose length nobody announced."""
    said: list[Message] = []
    parts = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    incoming = iter([*parts, {"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> Message:
        return next(incoming)

    async def send(message: Message) -> None:
        said.append(message)

    headers = {
        "host": "localhost:3000",
        "origin": LOCAL,
        "transfer-encoding": "chunked",
        "content-type": "application/x-www-form-urlencoded",
    }
    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "http_version": "1.1",
        "scheme": "http",
        "client": ("192.0.2.7", 1),
        "server": ("localhost", 3000),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    run(app, scope, receive, send)
    return said


def run(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one connection to its end."""

    async def serve() -> None:
        await app(scope, receive, send)

    asyncio.run(serve())


@pytest.mark.parametrize("app", [Guard(echo, settings_for()), joined()], ids=["bare", "fastapi"])
def test_a_body_that_does_not_say_how_large_it_is_is_counted(app: ASGIApp) -> None:
    said = spoken(app, [b"email=" + b"x" * 1024] * 70, path="/auth/sign-in")

    assert [message["type"] for message in said] == ["http.response.start", "http.response.body"]
    assert said[0]["status"] == 413
    assert b'"too_large"' in said[1]["body"]


def test_small_chunks_come_through() -> None:
    said = spoken(Guard(echo, settings_for()), [b"x" * 1024] * 64)

    assert (said[0]["status"], said[1]["body"]) == (200, b"65536 bytes")


def test_errors_of_the_application_stay_its_own() -> None:
    async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        spoken(Guard(broken, settings_for()), [b"x"])


def dialled(*messages: str, headers: dict[str, str], public_url: str = LOCAL) -> list[Message]:
    """What the server says to a websocket that is opened, sends these, and closes."""
    said: list[Message] = []
    sent = [{"type": "websocket.receive", "text": text} for text in messages]
    incoming = iter(
        [{"type": "websocket.connect"}, *sent, {"type": "websocket.disconnect", "code": 1000}]
    )

    async def receive() -> Message:
        return next(incoming)

    async def send(message: Message) -> None:
        said.append(message)

    scope: dict[str, Any] = {
        "type": "websocket",
        "path": "/_event",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "subprotocols": [],
    }
    settings = settings_for(public_url)
    run(Guard(echo, settings, pages=Path("no-pages")), scope, receive, send)
    return said


@pytest.mark.parametrize(
    "origin", [None, "null", "", "https://evil.example", "http://localhost:3001"]
)
def test_a_websocket_from_elsewhere_is_not_opened(origin: str | None) -> None:
    own = {} if origin is None else {"origin": origin}

    said = dialled("hello", headers={"host": "localhost:3000"} | own)

    assert said == [{"type": "websocket.close", "code": 1008}]


def test_a_websocket_to_another_host_is_not_opened() -> None:
    said = dialled(headers={"host": "evil.example", "origin": LOCAL})

    assert said == [{"type": "websocket.close", "code": 1008}]


def test_our_own_websocket_carries_messages_but_no_huge_ones() -> None:
    said = dialled(
        "hello", "x" * 65_537, "after", headers={"host": "localhost:3000", "origin": LOCAL}
    )

    assert [message["type"] for message in said] == [
        "websocket.accept",
        "websocket.send",
        "websocket.close",
    ]
    assert said[1]["text"] == "hello"
    assert said[2]["code"] == 1009


def test_every_answer_carries_the_headers_even_refusals() -> None:
    client = guarded(public_url=PUBLIC)

    for answer in (client.get("/"), client.get("/", headers={"Host": "evil.example"})):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "camera=()" in answer.headers["permissions-policy"]


def test_plain_http_promises_no_https() -> None:
    assert "strict-transport-security" not in guarded().get("/").headers


def test_the_policy_names_the_scripts_of_the_pages_that_were_built(tmp_path: Path) -> None:
    script = 'window.x = "<b>&amp;";\n'
    folder = tmp_path / "login"
    folder.mkdir()
    (tmp_path / "index.html").write_text("<html><script src='/a.js'></script></html>")
    (folder / "index.html").write_text(f"<p>Hi</p><script>{script}</script>")

    policy = guarded(pages=tmp_path).get("/").headers["content-security-policy"]

    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["script-src"] == f"'self' 'sha256-{digest}'"
    assert directives["connect-src"] == ("'self' ws://127.0.0.1:3000 ws://localhost:3000")
    assert directives["base-uri"] == directives["object-src"] == "'none'"
    assert directives["form-action"] == "'self'"
    assert "unsafe-eval" not in policy


def test_over_https_the_websocket_is_secure_and_nowhere_else() -> None:
    policy = guarded(public_url=PUBLIC).get("/").headers["content-security-policy"]

    assert "connect-src 'self' wss://book.example.com;" in policy


@pytest.mark.parametrize(
    ("path", "status", "kept"),
    [
        ("/assets/page-4f2a.js", 200, "public, max-age=31536000, immutable"),
        ("/assets/page-gone.js", 404, "no-cache"),
        ("/bookings", 200, "no-cache"),
        ("/bookings.css", 200, "no-cache"),
    ],
)
def test_only_files_whose_name_changes_with_them_are_kept(
    path: str, status: int, kept: str
) -> None:
    async def files(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(b"", status)(scope, receive, send)

    assert guarded(files).get(path).headers["cache-control"] == kept


def test_healthz_answers_without_anything() -> None:
    client = browser()
    del client.headers["Origin"]

    assert client.get("/healthz").json() == {"status": "ok"}

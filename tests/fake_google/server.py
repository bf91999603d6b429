"""The HTTP face: Google's endpoints, and a control API for tests in other processes.

=====================================  ============================================
``/o/oauth2/v2/auth``                  the consent screen (a plain HTML form)
``/token``  ``/revoke``                OAuth 2.0
``/calendar/v3/...``                   the Calendar API
``/__fake__/...``                      control: seeding, faults, the clock, the person
=====================================  ============================================
"""

from __future__ import annotations

import asyncio
import base64
import html
import json
import queue
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .errors import CATALOGUE, ApiError, OAuthError, named
from .faults import Fault
from .state import Calendar, Channel, FakeGoogle

_JSON = "application/json; charset=UTF-8"

Endpoint = Callable[[Request], Awaitable[Response]]
Handler = Callable[[Request, str], Awaitable[Response]]


def _answer(body: dict, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    response = JSONResponse(body, status, headers)
    response.headers["content-type"] = _JSON
    if isinstance(body.get("etag"), str):
        response.headers["etag"] = body["etag"]
    return response


class Notifier:
    """Sends push notifications from a thread, in order, once, without retries."""

    def __init__(self, google: FakeGoogle) -> None:
        self.google = google
        self.drop_next = 0
        self.delivered: list[dict] = []
        self._queue: queue.Queue = queue.Queue()
        self._thread = threading.Thread(target=self._run, name="fake-google-push", daemon=True)
        self._thread.start()
        google.on_change = self.changed

    def changed(self, calendar: Calendar) -> None:
        for channel in self.google.listeners(calendar.id):
            if self.drop_next > 0:
                self.drop_next -= 1
                continue
            self.send(channel, "exists")

    def send(self, channel: Channel, state: str) -> None:
        channel.messages = channel.messages + 1
        headers = {
            "X-Goog-Channel-ID": channel.id,
            "X-Goog-Message-Number": str(channel.messages),
            "X-Goog-Resource-ID": channel.resource_id,
            "X-Goog-Resource-State": state,
            "X-Goog-Resource-URI": "https://www.googleapis.com/calendar/v3/calendars/"
            f"{channel.calendar_id}/events?alt=json",
            "X-Goog-Channel-Expiration": channel.expires.strftime("%a, %d %b %Y %H:%M:%S GMT"),
            "User-Agent": "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)",
        }
        if channel.token:
            headers["X-Goog-Channel-Token"] = channel.token
        self._queue.put((channel.address, headers))

    def flush(self, timeout: float = 5.0) -> None:
        """Waits until everything queued so far has been sent."""
        done = threading.Event()
        self._queue.put(done)
        if not done.wait(timeout):
            raise TimeoutError("push notifications are still being sent")

    def _run(self) -> None:
        while True:
            item = self._queue.get()
            if isinstance(item, threading.Event):
                item.set()
                continue
            address, headers = item
            request = urllib.request.Request(address, data=b"", headers=headers, method="POST")
            try:
                with urllib.request.urlopen(request, timeout=5) as answer:
                    status = answer.status
            except urllib.error.HTTPError as error:
                status = error.code
            except OSError:
                status = None
            self.delivered.append({"address": address, "headers": headers, "status": status})


class FaultMiddleware:
    """Outermost, so that it can cut connections.  Needs uvicorn for the cutting."""

    def __init__(self, app: ASGIApp, google: FakeGoogle, notifier: Notifier) -> None:
        self.app = app
        self.google = google
        self.notifier = notifier

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/__fake__"):
            await self.app(scope, receive, send)
            return
        operation = operation_of(scope["method"], scope["path"])
        headers = dict(scope["headers"])
        account = self._account(headers)
        fault = self.google.faults.take(operation, account)
        record = {
            "operation": operation,
            "method": scope["method"],
            "path": scope["path"],
            "query": scope["query_string"].decode(),
            "account": account,
            "fault": fault.kind if fault else None,
            "status": None,
        }
        with self.google.lock:
            self.google.requests.append(record)
        await self._run(fault, record, scope, receive, send)

    def _account(self, headers: dict[bytes, bytes]) -> str | None:
        token = headers.get(b"authorization", b"").decode().partition(" ")[2]
        with self.google.lock:
            access = self.google._access.get(token)
            return access.account if access else None

    async def _run(
        self, fault: Fault | None, record: dict, scope: Scope, receive: Receive, send: Send
    ) -> None:
        extra = (
            {"Retry-After": str(fault.retry_after)}
            if fault and fault.retry_after is not None
            else {}
        )
        if fault is None:
            await self._pass(record, scope, receive, send)
        elif fault.kind == "error":
            error = named(fault.reason)
            record["status"] = error.status
            await _answer(error.body(), error.status, extra)(scope, receive, send)
        elif fault.kind == "oauth_error":
            record["status"] = 400
            body = {"error": fault.reason, "error_description": "Injected by a test."}
            await _answer(body, 400, extra)(scope, receive, send)
        elif fault.kind == "drop":
            self._cut(receive)
        elif fault.kind == "drop_notice":
            self.notifier.drop_next += 1
            await self._pass(record, scope, receive, send)
        else:
            status, headers, body = await self._collect(scope, receive)
            record["status"] = status
            if fault.kind == "drop_after":
                self._cut(receive)
            elif fault.kind == "delay":
                await asyncio.sleep(fault.seconds)
                await send({"type": "http.response.start", "status": status, "headers": headers})
                await send({"type": "http.response.body", "body": body})
            elif fault.kind == "garbage":
                page = HTMLResponse("<html><body>Sorry. Try again in 30 seconds.</body></html>")
                await page(scope, receive, send)
            else:  # truncate
                start = {
                    "type": "http.response.start",
                    "status": status,
                    "headers": [
                        (b"content-type", _JSON.encode()),
                        (b"content-length", str(max(len(body), 2)).encode()),
                    ],
                }
                await send(start)
                await send(
                    {
                        "type": "http.response.body",
                        "body": body[: len(body) // 2],
                        "more_body": True,
                    }
                )
                self._cut(receive, flush=True)

    async def _pass(self, record: dict, scope: Scope, receive: Receive, send: Send) -> None:
        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                record["status"] = message["status"]
            await send(message)

        await self.app(scope, receive, noting)

    async def _collect(self, scope: Scope, receive: Receive) -> tuple[int, list, bytes]:
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self.app(scope, receive, keep)
        start = next(m for m in messages if m["type"] == "http.response.start")
        body = b"".join(m.get("body", b"") for m in messages if m["type"] == "http.response.body")
        return start["status"], start["headers"], body

    @staticmethod
    def _cut(receive: Any, *, flush: bool = False) -> None:
        transport = receive.__self__.transport  # uvicorn's request cycle
        if flush:
            transport.close()
        else:
            transport.abort()


_OPERATIONS = [
    ("GET", ("users", "me", "calendarList"), "calendarList.list"),
    ("GET", ("users", "me", "calendarList", None), "calendarList.get"),
    ("POST", ("freeBusy",), "freebusy.query"),
    ("POST", ("channels", "stop"), "channels.stop"),
    ("GET", ("calendars", None), "calendars.get"),
    ("GET", ("calendars", None, "events"), "events.list"),
    ("POST", ("calendars", None, "events"), "events.insert"),
    ("POST", ("calendars", None, "events", "watch"), "events.watch"),
    ("GET", ("calendars", None, "events", None), "events.get"),
    ("PATCH", ("calendars", None, "events", None), "events.patch"),
    ("PUT", ("calendars", None, "events", None), "events.update"),
    ("DELETE", ("calendars", None, "events", None), "events.delete"),
    ("GET", ("calendars", None, "events", None, "instances"), "events.instances"),
]
_PLAIN = {
    "/token": "oauth.token",
    "/oauth2/v4/token": "oauth.token",
    "/revoke": "oauth.revoke",
    "/o/oauth2/v2/auth": "oauth.auth",
}


def operation_of(method: str, path: str) -> str:
    """The name fault rules use: ``events.insert``, ``oauth.token`` and so on."""
    if path in _PLAIN:
        return _PLAIN[path]
    parts = tuple(path.removeprefix("/calendar/v3").strip("/").split("/"))
    for verb, shape, name in _OPERATIONS:
        if verb != method or len(shape) != len(parts):
            continue
        if all(want is None or want == got for want, got in zip(shape, parts, strict=True)):
            return name
    return "unknown"


def create_app(google: FakeGoogle) -> FaultMiddleware:
    notifier = Notifier(google)

    # ---------------------------------------------------------------- helpers

    def guarded(handler: Handler) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            try:
                operation = operation_of(request.method, request.url.path)
                account = google.authenticate(request.headers.get("authorization"), operation)
                return await handler(request, account)
            except ApiError as error:
                return _answer(error.body(), error.status, error.headers)
            except ClientDisconnect:
                return Response(status_code=499)

        return endpoint

    async def body_of(request: Request) -> dict:
        try:
            body = json.loads(await request.body() or b"{}")
        except ValueError:
            raise ApiError(400, "parseError", "Parse Error") from None
        if not isinstance(body, dict):
            raise ApiError(400, "parseError", "Parse Error")
        return body

    # ------------------------------------------------------------------ OAuth

    async def authorize(request: Request) -> Response:
        query = dict(request.query_params)
        try:
            google.authorize_request(query)
        except OAuthError as error:
            return HTMLResponse(f"<h1>Error {error.status}: {error.error}</h1>", error.status)
        hidden = "".join(
            f'<input type="hidden" name="{html.escape(k)}" value="{html.escape(v)}">'
            for k, v in query.items()
        )
        choices = "".join(
            f'<label><input type="radio" name="__account" value="{html.escape(email)}"'
            f"{' checked' if query.get('login_hint', email) == email else ''}>"
            f"{html.escape(email)}</label><br>"
            for email in google.accounts
        )
        scopes = "".join(
            f'<label><input type="checkbox" name="__scope" value="{html.escape(s)}" checked>'
            f"{html.escape(s)}</label><br>"
            for s in query["scope"].split()
        )
        return HTMLResponse(
            "<!doctype html><html lang=en><title>Sign in - fake Google</title>"
            f'<h1>Choose an account</h1><form method="post">{hidden}{choices}{scopes}'
            '<button name="__answer" value="allow">Allow</button>'
            '<button name="__answer" value="deny">Cancel</button></form></html>'
        )

    async def decide(request: Request) -> Response:
        form = await request.form()
        query = {k: str(v) for k, v in form.items() if not k.startswith("__")}
        back = {"state": query["state"]} if "state" in query else {}
        try:
            google.authorize_request(query)
            if form.get("__answer") != "allow":
                back["error"] = "access_denied"
            else:
                scopes = [str(value) for value in form.getlist("__scope")]
                back["code"] = google.consent(query, str(form.get("__account")), scopes)
                back["scope"] = " ".join(scopes)
        except OAuthError as error:
            return HTMLResponse(f"<h1>Error {error.status}: {error.error}</h1>", error.status)
        return RedirectResponse(query["redirect_uri"] + "?" + urlencode(back), 302)

    async def token(request: Request) -> Response:
        form = {k: str(v) for k, v in (await request.form()).items()}
        scheme, _, basic = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":  # the other way RFC 6749 allows; oauthlib uses it
            name, _, secret = base64.b64decode(basic).decode().partition(":")
            form |= {"client_id": unquote(name), "client_secret": unquote(secret)}
        try:
            return _answer(google.token(form), headers={"Cache-Control": "no-store"})
        except OAuthError as error:
            return _answer(error.body(), error.status)

    async def revoke(request: Request) -> Response:
        form = {k: str(v) for k, v in (await request.form()).items()}
        try:
            google.revoke(form.get("token") or request.query_params.get("token", ""))
        except OAuthError as error:
            return _answer(error.body(), error.status)
        return _answer({})

    # --------------------------------------------------------------- Calendar

    @guarded
    async def calendar_list(request: Request, account: str) -> Response:
        return _answer(google.calendar_list(account, request.query_params.get("minAccessRole")))

    @guarded
    async def calendar_entry(request: Request, account: str) -> Response:
        return _answer(google.calendar_entry(account, request.path_params["calendar"]))

    @guarded
    async def calendar_get(request: Request, account: str) -> Response:
        return _answer(google.calendar_resource(account, request.path_params["calendar"]))

    @guarded
    async def events(request: Request, account: str) -> Response:
        calendar = request.path_params["calendar"]
        query = dict(request.query_params)
        if request.method == "POST":
            body = await body_of(request)
            return _answer(google.insert(account, calendar, body, query.get("sendUpdates")))
        multi = {
            name: request.query_params.getlist(name)
            for name in ("privateExtendedProperty", "sharedExtendedProperty")
        }
        for name in multi:
            query.pop(name, None)
        return _answer(google.list(account, calendar, query, multi))

    @guarded
    async def event(request: Request, account: str) -> Response:
        calendar, event_id = request.path_params["calendar"], request.path_params["event"]
        query = request.query_params
        if request.method == "GET":
            body = google.get(account, calendar, event_id, query.get("timeZone"))
            if request.headers.get("if-none-match") == body["etag"]:
                return Response(status_code=304, headers={"etag": body["etag"]})
            return _answer(body)
        options = {
            "if_match": request.headers.get("if-match"),
            "send_updates": query.get("sendUpdates"),
        }
        if request.method == "DELETE":
            google.delete(account, calendar, event_id, **options)
            return Response(status_code=204)
        body = await body_of(request)
        patch = request.method == "PATCH"
        return _answer(google.update(account, calendar, event_id, body, patch=patch, **options))

    @guarded
    async def instances(request: Request, account: str) -> Response:
        calendar, event_id = request.path_params["calendar"], request.path_params["event"]
        return _answer(google.instances(account, calendar, event_id, dict(request.query_params)))

    @guarded
    async def freebusy(request: Request, account: str) -> Response:
        return _answer(google.freebusy(account, await body_of(request)))

    @guarded
    async def watch(request: Request, account: str) -> Response:
        answer, channel = google.watch(
            account, request.path_params["calendar"], await body_of(request)
        )
        notifier.send(channel, "sync")
        return _answer(answer)

    @guarded
    async def stop(request: Request, account: str) -> Response:
        google.stop(account, await body_of(request))
        return Response(status_code=204)

    async def missing(request: Request, _error: Exception) -> Response:
        return _answer(named("notFound").body(), 404)

    # ---------------------------------------------------------------- control

    async def control(request: Request) -> Response:
        action = request.path_params["action"]
        body = json.loads(await request.body() or b"{}")
        try:
            return JSONResponse(_control(google, notifier, action, body))
        except ApiError as error:
            return _answer(error.body(), error.status)
        except (KeyError, TypeError, ValueError) as error:
            return JSONResponse({"error": f"{type(error).__name__}: {error}"}, 400)

    base = "/calendar/v3"
    app = Starlette(
        routes=[
            Route("/o/oauth2/v2/auth", authorize, methods=["GET"]),
            Route("/o/oauth2/v2/auth", decide, methods=["POST"]),
            Route("/token", token, methods=["POST"]),
            Route("/oauth2/v4/token", token, methods=["POST"]),
            Route("/revoke", revoke, methods=["POST"]),
            Route(base + "/users/me/calendarList", calendar_list, methods=["GET"]),
            Route(base + "/users/me/calendarList/{calendar}", calendar_entry, methods=["GET"]),
            Route(base + "/calendars/{calendar}", calendar_get, methods=["GET"]),
            Route(base + "/calendars/{calendar}/events", events, methods=["GET", "POST"]),
            Route(base + "/calendars/{calendar}/events/watch", watch, methods=["POST"]),
            Route(
                base + "/calendars/{calendar}/events/{event}",
                event,
                methods=["GET", "PUT", "PATCH", "DELETE"],
            ),
            Route(
                base + "/calendars/{calendar}/events/{event}/instances", instances, methods=["GET"]
            ),
            Route(base + "/freeBusy", freebusy, methods=["POST"]),
            Route(base + "/channels/stop", stop, methods=["POST"]),
            Route("/__fake__/{action}", control, methods=["GET", "POST"]),
        ],
        exception_handlers={404: missing},
    )
    return FaultMiddleware(app, google, notifier)


def _control(google: FakeGoogle, notifier: Notifier, action: str, body: dict) -> Any:
    """The control API, for tests that run the server in another process."""
    match action:
        case "health":
            return {"ok": True}
        case "reset":
            google.reset()
            return {}
        case "client":
            google.add_client(**body)
            return {}
        case "account":
            return {"id": google.add_account(**body).id}
        case "calendar":
            return {"id": google.add_calendar(**body).id}
        case "grant":
            return google.grant(**body)
        case "fault":
            if body.get("kind") == "error" and body.get("reason", "backendError") not in CATALOGUE:
                raise ValueError(f"unknown error: {body['reason']}")
            google.faults.add(Fault(**body))
            return {}
        case "faults":
            return google.faults.describe()
        case "clear-faults":
            google.faults.clear()
            return {}
        case "requests":
            with google.lock:
                return list(google.requests)
        case "mail":
            return [vars(mail) for mail in google.mail]
        case "events":
            return google.events(**body)
        case "person-adds":
            return google.person_adds(**body)
        case "person-changes":
            return google.person_changes(**body)
        case "person-moves":
            delta = timedelta(minutes=body.pop("minutes"))
            return google.person_moves(**body, delta=delta)
        case "person-deletes":
            google.person_deletes(**body)
            return {}
        case "revoke-account":
            google.revoke_account(**body)
            return {}
        case "expire-access-tokens":
            google.expire_access_tokens()
            return {}
        case "expire-sync-tokens":
            google.expire_sync_tokens(**body)
            return {}
        case "quota":
            google.quota_per_minute = body["per_minute"]
            return {}
        case "clock":
            if "freeze" in body:
                google.clock.freeze(datetime.fromisoformat(body["freeze"]))
            if "advance_seconds" in body:
                google.clock.advance(timedelta(seconds=body["advance_seconds"]))
            return {"now": google.clock().isoformat()}
        case "flush-notifications":
            notifier.flush()
            return notifier.delivered
    raise ValueError(f"unknown action: {action}")


class FakeGoogleServer:
    """Runs the fake in a thread, on a free loopback port.

    with FakeGoogleServer() as server:
        server.google.add_account("ana@example.com", "Europe/Madrid")
        service = build("calendar", "v3", static_discovery=True, credentials=...,
                        client_options={"api_endpoint": server.api_endpoint})
    """

    def __init__(self, google: FakeGoogle | None = None, *, port: int = 0) -> None:
        self.google = google or FakeGoogle()
        self.app = create_app(self.google)
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self.port = self._socket.getsockname()[1]
        config = uvicorn.Config(
            self.app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run,
            kwargs={"sockets": [self._socket]},
            name="fake-google",
            daemon=True,
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_endpoint(self) -> str:
        """For ``client_options``.  The last slash matters: see the README."""
        return self.url + "/calendar/v3/"

    @property
    def token_uri(self) -> str:
        return self.url + "/token"

    @property
    def auth_uri(self) -> str:
        return self.url + "/o/oauth2/v2/auth"

    @property
    def revoke_uri(self) -> str:
        return self.url + "/revoke"

    @property
    def notifier(self) -> Notifier:
        return self.app.notifier

    def __enter__(self) -> FakeGoogleServer:
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError("the fake Google did not start")
            threading.Event().wait(0.01)
        return self

    def __exit__(self, *_exc: object) -> None:
        self._server.should_exit = True
        self._thread.join(5)
        self._socket.close()

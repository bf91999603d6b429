"""The ASGI wall around everything: pages, websocket, feeds. Origin, Host, body size, headers."""

import json
from http import HTTPStatus
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bookings_app.api.content_policy import BUILT_PAGES, content_policy
from bookings_app.api.errors import problem_body
from bookings_app.api.importing import IMPORT_PATH
from bookings_app.api.origins import Origins
from bookings_app.config import Settings
from bookings_app.domain.csv_file import MOST_BYTES

LARGEST_BODY = 64 * 1024
# Only what takes files takes more, and reads no body before it knows whose it is.
LARGER_BODIES = {IMPORT_PATH: MOST_BYTES}
LARGEST_FRAME = 64 * 1024

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FOREVER = "public, max-age=31536000, immutable"
_TOO_BIG_FRAME = 1009
_POLICY_VIOLATION = 1008


class BodyTooLarge(Exception):
    """More was sent than anybody needs."""


class Guard:
    """Lets through what may come, counts what is sent, and adds headers to every answer."""

    def __init__(self, app: ASGIApp, settings: Settings, *, pages: Path = BUILT_PAGES) -> None:
        self._app = app
        self._origins = Origins(settings)
        policy = content_policy(pages, websockets=self._origins.websocket_sources())
        self._headers = _headers(policy, https=settings.public_url.startswith("https:"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "http":
            await self._http(scope, receive, self._with_headers(scope["path"], send))
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        largest = _largest_body(scope["path"])
        refusal = self._refusal(scope["method"], headers, largest)
        if refusal is not None:
            await _answer(send, *refusal)
            return
        outside = {**scope, "scheme": self._origins.scheme(headers, scope["scheme"])}
        await _Counted(self._app, receive, send, largest).serve(outside)

    def _refusal(
        self, method: str, headers: Headers, largest: int
    ) -> tuple[HTTPStatus, str, str] | None:
        """Why a request is not looked at any further."""
        if not self._origins.serves(headers):
            return HTTPStatus.BAD_REQUEST, "invalid", "This host is not served here."
        acts = method not in _SAFE_METHODS and "cookie" in headers
        if acts and not self._origins.may_act(headers):
            return HTTPStatus.FORBIDDEN, "forbidden", "This was sent from another site."
        if _announced(headers) > largest:
            return _too_large(largest)
        return None

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if not (self._origins.serves(headers) and self._origins.trusts(headers)):
            await receive()
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
            return

        async def receive_small() -> Message:
            message = await receive()
            frame = message.get("bytes") or message.get("text") or b""
            if len(frame) > LARGEST_FRAME:
                await send({"type": "websocket.close", "code": _TOO_BIG_FRAME})
                return {"type": "websocket.disconnect", "code": _TOO_BIG_FRAME}
            return message

        await self._app(scope, receive_small, send)

    def _with_headers(self, path: str, send: Send) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                found = message["status"] in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}
                hashed = found and path.startswith("/assets/")
                headers.setdefault("Cache-Control", _FOREVER if hashed else "no-cache")
            await send(message)

        return send_with_headers


class _Counted:
    """One request whose body is counted while it is read, announced or not.

    What is raised in `receive` reaches the application, which would answer it by 500
    or 400: from then on nothing it says is passed on.
    """

    def __init__(self, app: ASGIApp, receive: Receive, send: Send, largest: int) -> None:
        self._app = app
        self._receive = receive
        self._send = send
        self._largest = largest
        self._read = 0
        self._answered = False

    async def serve(self, scope: Scope) -> None:
        """Serve it, or answer that it is too large."""
        try:
            await self._app(scope, self._count, self._pass_on)
        except Exception:
            if not self._is_too_large():
                raise
        if self._is_too_large() and not self._answered:
            await _answer(self._send, *_too_large(self._largest))

    async def _count(self) -> Message:
        message = await self._receive()
        self._read += len(message.get("body", b""))
        if self._is_too_large():
            raise BodyTooLarge
        return message

    async def _pass_on(self, message: Message) -> None:
        if self._is_too_large() and not self._answered:
            return
        self._answered = True
        await self._send(message)

    def _is_too_large(self) -> bool:
        return self._read > self._largest


def _largest_body(path: str) -> int:
    begun = (size for begin, size in LARGER_BODIES.items() if path.startswith(f"{begin}/"))
    return next(begun, LARGEST_BODY)


def _too_large(largest: int) -> tuple[HTTPStatus, str, str]:
    sentence = f"Send at most {largest // 1024:,} KiB."
    return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", sentence


def _headers(policy: str, *, https: bool) -> dict[str, str]:
    """What every answer carries."""
    headers = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        # With "no-referrer" browsers would hide the Origin of our own forms, too.
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if https:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers


def _announced(headers: Headers) -> int:
    """How long the body says it is; what is no number is left to the server."""
    length = headers.get("content-length", "0")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 20 else 0


async def _answer(send: Send, status: HTTPStatus, code: str, detail: str) -> None:
    body = json.dumps(problem_body(status, code, detail)).encode()
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status.value, "headers": headers})
    await send({"type": "http.response.body", "body": body})

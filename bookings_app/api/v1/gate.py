"""Who may come through a door for programs at all, asked before anything else of a request."""

import logging
from datetime import UTC, datetime
from email.message import Message
from http import HTTPStatus

from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bookings_app.api.errors import problem, refused
from bookings_app.api.v1.rate_limit import RateLimit
from bookings_app.domain.actor import ActorKind
from bookings_app.domain.errors import BookingError, KeyRefused, WrongKeyKind
from bookings_app.usecases.keys import KnownKey, look_up_key, note_key_use

logger = logging.getLogger(__name__)

# What anybody may read, as it stands behind the place where the door is mounted.
OPEN_PATHS = frozenset({"/openapi.json", "/docs", "/docs.css"})

_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_SCHEME = "bearer "


class Gate:
    """Lets requests pass that bring a key of its kind; `scope["state"]` then says whose."""

    def __init__(
        self, app: ASGIApp, limit: RateLimit, *, kind: ActorKind = ActorKind.API_KEY
    ) -> None:
        self._app = app
        self._limit = limit
        self._kind = kind

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or answer why not."""
        if scope["type"] != "http" or _path(scope) in OPEN_PATHS:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        now = datetime.now(UTC)
        try:
            known = await run_in_threadpool(_known, headers, self._kind, now)
            self._limit.count(known.actor.id)
        except BookingError as refusal:
            await refused(refusal)(scope, receive, send)
            return
        scope.setdefault("state", {})["actor"] = known.actor
        inner: ASGIApp = _UNREADABLE if _brings_no_json(scope["method"], headers) else self._app
        await inner(scope, receive, send)
        if known.should_be_noted(now):
            await run_in_threadpool(_note, known, now)


def _path(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def _known(headers: Headers, kind: ActorKind, now: datetime) -> KnownKey:
    """Whose key was sent.

    Raises:
        KeyRefused: none that opens anything.
        WrongKeyKind: one for another door.
    """
    sent = headers.get("authorization", "")
    secret = sent[len(_SCHEME) :].strip() if sent.lower().startswith(_SCHEME) else ""
    known = look_up_key(secret, now=now)
    if known is None:
        raise KeyRefused
    if known.actor.kind is not kind:
        raise WrongKeyKind(known.actor.kind)
    return known


def _note(known: KnownKey, now: datetime) -> None:
    """Note that the key is in use; that a database is busy is no reason to fail."""
    try:
        note_key_use(known.actor.id, now=now)
    except BookingError as refusal:
        logger.warning("the use of a key could not be noted: %s", refusal.code)


def _brings_no_json(method: str, headers: Headers) -> bool:
    """Whether there is a body, and it does not say that it is JSON."""
    empty = headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers
    if method not in _WITH_BODY or empty:
        return False
    said = Message()
    said["content-type"] = headers.get("content-type", "none/none")
    return said.get_content_type() != "application/json"


_UNREADABLE: Response = problem(
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "unsupported_media_type",
    "Send JSON, with Content-Type: application/json.",
)

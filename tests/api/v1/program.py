"""A program that calls the REST door, through the wall as everybody does, at NOON."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from starlette.types import ASGIApp

from bookings_app.api.app import create_app
from bookings_app.api.guard import Guard
from bookings_app.config import Settings, load_settings
from bookings_app.domain.access import ActorKind
from bookings_app.domain.actor import NO_LIMITS, Limits
from bookings_app.domain.keys import NewKey
from bookings_app.usecases.keys import add_key
from tests.bookings import TEN
from tests.factories import ADMIN, NOON, Team

LOCAL = "http://localhost:3000"


class Stopped(datetime):
    """A clock that shows NOON."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return NOON.astimezone(tz)


@dataclass(frozen=True, slots=True)
class Program:
    """Sends requests to `/api/v1` with its key."""

    app: ASGIApp
    secret: str

    def get(self, path: str, **asked: Any) -> httpx.Response:
        """Ask for something."""
        return self.send("GET", path, params=asked or None)

    def post(self, path: str, said: Any = None, *, key: str | None = None) -> httpx.Response:
        """Send something, under an Idempotency-Key if there is one."""
        headers = {} if key is None else {"Idempotency-Key": key}
        return self.send("POST", path, said, headers=headers)

    def patch(self, path: str, said: Any, *, if_match: str | None = None) -> httpx.Response:
        """Correct something."""
        headers = {} if if_match is None else {"If-Match": if_match}
        return self.send("PATCH", path, said, headers=headers)

    def put(self, path: str, said: Any) -> httpx.Response:
        """Replace something."""
        return self.send("PUT", path, said)

    def delete(self, path: str) -> httpx.Response:
        """Remove something."""
        return self.send("DELETE", path)

    def send(
        self,
        method: str,
        path: str,
        said: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> httpx.Response:
        """Send one request."""
        named = {"Authorization": f"Bearer {self.secret}", **(headers or {})}
        if said is not None:
            more["content"] = json.dumps(said)
            named = {"Content-Type": "application/json", **named}
        return asyncio.run(self.sending(method, path, headers=named, **more))

    async def sending(
        self, method: str, path: str, *, headers: Mapping[str, str], **more: Any
    ) -> httpx.Response:
        """Send one request beside others."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=LOCAL) as client:
            raw = {name.encode(): value.encode("latin-1") for name, value in headers.items()}
            return await client.request(method, f"/api/v1{path}", headers=raw, **more)


@cache
def served(settings: Settings | None = None) -> ASGIApp:
    """The application as programs meet it: `bookings serve --no-frontend`."""
    found = settings or load_settings({})
    return Guard(create_app(found), found, pages=Path("/nonexistent"))


def program(
    *scopes: str,
    kind: ActorKind = ActorKind.API_KEY,
    limits: Limits = NO_LIMITS,
    name: str = "Website",
    app: ASGIApp | None = None,
) -> Program:
    """A program with a key of these scopes."""
    new = NewKey(kind, scopes, name, limits)
    return Program(app or served(), add_key(new, by=ADMIN, now=NOON).secret)


def anybody() -> Program:
    """A program with a key for everything."""
    return program("all")


def wanted(team: Team, starts_at: datetime = TEN, **more: Any) -> dict[str, Any]:
    """What is sent to book that team."""
    return {
        "service_id": team.service_id,
        "location_id": team.location_id,
        "provider_id": team.provider_id,
        "starts_at": starts_at.isoformat(),
        "customer": {"name": "Ana Ruiz"},
        **more,
    }


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """What a refusal says, once it is sure that it is this one."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    said = answer.json()
    assert (answer.status_code, said["status"], said["code"]) == (status, status, code), said
    assert said["detail"]
    return said


def wrong_fields(answer: httpx.Response) -> set[str]:
    """The fields that a refused request names."""
    return {error["field"] for error in problem(answer, 422, "invalid")["errors"]}

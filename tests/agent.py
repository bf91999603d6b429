"""An AI agent that calls `/mcp` with the real client of the `mcp` SDK, over HTTP or in process."""

import asyncio
import json
from collections.abc import AsyncGenerator, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import httpx2
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, Tool
from starlette.types import ASGIApp

from bookings_app.domain.access import ActorKind
from bookings_app.domain.actor import NO_LIMITS, Limits
from bookings_app.domain.keys import NewKey
from bookings_app.usecases.keys import add_key
from tests.factories import ADMIN, NOON, Team

LOCAL = "http://localhost:3000"
WHATSAPP = {"channel": "whatsapp", "external_id": "+34600111222"}
ANOTHER = {"channel": "whatsapp", "external_id": "+34600999888"}
ANA = {"name": "Ana Ruiz", "phone": "+34 600 111 222", "email": "ana@example.com"}

Answered = TypeVar("Answered")

# A call: the tool, and what it is asked with.
Call = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Said:
    """What a tool answered."""

    answer: dict[str, Any]
    is_refusal: bool
    size: int

    def __getitem__(self, name: str) -> Any:
        assert not self.is_refusal, self.answer
        return self.answer[name]

    def refused(self, code: str) -> dict[str, Any]:
        """What a refusal says, once it is sure that it is this one."""
        assert self.is_refusal, self.answer
        assert self.answer["code"] == code, self.answer
        assert self.answer["message"]
        assert self.answer["what_to_do"]
        return self.answer


@dataclass(frozen=True, slots=True)
class Agent:
    """Calls tools with its key; without `app` over the network."""

    secret: str
    app: ASGIApp | None = None
    url: str = LOCAL
    mode: str = "auto"

    def call(self, tool: str, **asked: Any) -> Said:
        """What one tool answers."""
        return self.calls([(tool, asked)])[0]

    def calls(self, wanted: Sequence[Call]) -> list[Said]:
        """What several answer, all asked at once."""
        return _beside(self._calls(wanted))

    def tools(self) -> list[Tool]:
        """The tools there are."""
        return _beside(self._tools())

    def post(self, body: bytes, **headers: str) -> httpx2.Response:
        """What is answered to a POST without any client."""
        return self.send("POST", content=body, headers=_HEADERS | headers)

    def send(self, method: str, path: str = "/mcp", **more: Any) -> httpx2.Response:
        """What is answered to any request."""
        return _beside(self._send(method, path, **more))

    async def _calls(self, wanted: Sequence[Call]) -> list[Said]:
        async with self.connected() as client:
            return list(await asyncio.gather(*(self.calling(client, *each) for each in wanted)))

    async def calling(self, client: Client, tool: str, asked: dict[str, Any]) -> Said:
        """One call among others."""
        return _said(await client.call_tool(tool, asked))

    async def _tools(self) -> list[Tool]:
        async with self.connected() as client:
            return (await client.list_tools()).tools

    async def _send(self, method: str, path: str, **more: Any) -> httpx2.Response:
        async with self._http() as http:
            return await http.request(method, path, **more)

    @asynccontextmanager
    async def connected(self) -> AsyncGenerator[Client]:
        """The SDK's client, connected."""
        async with self._http() as http:
            transport = streamable_http_client(f"{self.url}/mcp", http_client=http)
            async with Client(transport, mode=self.mode) as client:
                yield client

    def _http(self) -> httpx2.AsyncClient:
        transport = httpx2.ASGITransport(self.app) if self.app is not None else None
        return httpx2.AsyncClient(
            transport=transport,
            base_url=self.url,
            headers={"Authorization": f"Bearer {self.secret}"},
            timeout=30,
        )


def _beside(call: Coroutine[Any, Any, Answered]) -> Answered:
    """What a call comes to; in a thread of its own, for Playwright's has a loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, call).result()


_HEADERS = {
    "Content-Type": "application/json",
    "Accept": "application/json, text/event-stream",
}


def key_of_agent(
    *scopes: str, limits: Limits = NO_LIMITS, kind: ActorKind = ActorKind.AI_AGENT
) -> str:
    """The secret of a new key."""
    return add_key(NewKey(kind, scopes, "Assistant", limits), by=ADMIN, now=NOON).secret


def booking_of(team: Team, starts_at: datetime, **more: Any) -> dict[str, Any]:
    """What create_booking is asked with."""
    return {
        "conversation": WHATSAPP,
        "service_id": team.service_id,
        "location_id": team.location_id,
        "provider_id": team.provider_id,
        "starts_at": starts_at.isoformat(),
        "customer": ANA,
        **more,
    }


def _said(result: CallToolResult) -> Said:
    (content,) = result.content
    assert content.type == "text"
    assert json.loads(content.text) == result.structured_content
    return Said(result.structured_content, bool(result.is_error), len(content.text.encode()))

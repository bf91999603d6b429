"""The AI agents' door as one ASGI application: MCP over streamable HTTP, without sessions."""

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from fastapi.concurrency import run_in_threadpool
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel.server import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
)
from pydantic import ValidationError
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from bookings_app.api.agent.answers import Answer, failed, refused
from bookings_app.api.agent.tool import AgentCall, Tool
from bookings_app.api.agent.toolbox import INSTRUCTIONS, TOOLS
from bookings_app.api.errors import invalid, problem
from bookings_app.api.origins import Origins
from bookings_app.api.v1.gate import Gate
from bookings_app.api.v1.rate_limit import RateLimit, share_of
from bookings_app.config import Settings
from bookings_app.domain.actor import ActorKind
from bookings_app.domain.errors import BookingError

PATH = "/mcp"

logger = logging.getLogger(__name__)

_Context = ServerRequestContext[dict[str, Any], Request]


def agent_door(settings: Settings) -> ASGIApp:
    """What answers at `/mcp`: a key of an AI agent opens it, and may be used as often as others."""
    limit = RateLimit(share_of(settings.rate_limit, workers=settings.workers))
    return Gate(_Posts(Origins(settings)), limit, kind=ActorKind.AI_AGENT)


class _Posts:
    """Serves each POST alone: whichever worker gets it needs to know of no other."""

    def __init__(self, origins: Origins) -> None:
        self._origins = origins
        self._server: Server[dict[str, Any]] = Server(
            "bookings",
            title="Bookings",
            instructions=INSTRUCTIONS,
            on_list_tools=_list_tools,
            on_call_tool=_call_tool,
            get_tool_input_schema=_input_schema,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        headers = Headers(scope=scope)
        if "origin" in headers and not self._origins.trusts(headers):
            answer = problem(HTTPStatus.FORBIDDEN, "forbidden", "This was sent from another site.")
            await answer(scope, receive, send)
        elif scope["method"] != "POST":
            answer = problem(
                HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", "Send each message by POST."
            )
            answer.headers["Allow"] = "POST"
            await answer(scope, receive, send)
        else:
            # A manager of its own for each request: one that lives longer wants a lifespan,
            # which nobody runs for what is mounted beside the pages.
            manager = StreamableHTTPSessionManager(self._server, stateless=True, json_response=True)
            async with manager.run():
                await manager.handle_request(scope, receive, send)


async def _list_tools(_context: _Context, _asked: PaginatedRequestParams | None) -> ListToolsResult:
    return ListToolsResult(tools=[tool.described() for tool in TOOLS.values()])


async def _call_tool(context: _Context, asked: CallToolRequestParams) -> CallToolResult:
    tool = TOOLS.get(asked.name)
    if tool is None or context.request is None:
        raise MCPError(INVALID_PARAMS, f"There is no such tool. Choose from: {', '.join(TOOLS)}.")
    call = AgentCall(context.request.state.actor, datetime.now(UTC))
    answer = await run_in_threadpool(_answered, tool, asked.arguments or {}, call)
    text = json.dumps(answer.said, ensure_ascii=False, separators=(",", ":"))
    return CallToolResult(
        content=[TextContent(text=text)],
        structured_content=answer.said,
        is_error=answer.is_refusal,
    )


def _answered(tool: Tool[Any], arguments: Mapping[str, Any], call: AgentCall) -> Answer:
    """What a tool answers, or its refusal, which is an answer, too: agents read it and go on."""
    try:
        said = tool.asks.model_validate(arguments)
    except ValidationError as wrong:
        return refused(invalid(wrong.errors()))
    try:
        return tool.run(call, said)
    except BookingError as refusal:
        return refused(refusal)
    except Exception:
        logger.exception("the tool %s failed", tool.name)
        return failed()


def _input_schema(name: str) -> Mapping[str, Any] | None:
    tool = TOOLS.get(name)
    return tool.schema() if tool else None

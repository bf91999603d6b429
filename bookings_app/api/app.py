"""The programs' doors: one FastAPI application, its routers and its answers to refusals."""

import re
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from bookings_app.api.agent.door import PATH as AGENTS
from bookings_app.api.agent.door import agent_door
from bookings_app.api.auth import auth_routes
from bookings_app.api.calendar_feed import calendar_routes
from bookings_app.api.errors import answer_refusals, problem
from bookings_app.api.google import google_routes
from bookings_app.api.importing import import_routes
from bookings_app.api.joining import joining_routes
from bookings_app.api.provider_calendar_feed import provider_calendar_routes
from bookings_app.api.published_calendar import FEEDS, published_calendar_routes
from bookings_app.api.v1.app import PREFIX as REST
from bookings_app.api.v1.app import rest_door
from bookings_app.config import Settings

_ANY = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class _Below(Mount):
    """Everything below a path, whatever stands in it: Starlette's own stops at a line's end."""

    def __init__(self, path: str, app: ASGIApp) -> None:
        super().__init__(path, app)
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)


def create_app(settings: Settings) -> FastAPI:
    """Everything that is answered beside the pages."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    answer_refusals(app)
    app.include_router(auth_routes(settings))
    app.include_router(joining_routes(settings))
    app.include_router(calendar_routes(settings))
    app.include_router(provider_calendar_routes(settings))
    app.include_router(published_calendar_routes(settings))
    app.include_router(import_routes(settings))
    app.include_router(google_routes(settings))

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Say that requests are served."""
        return {"status": "ok"}

    app.router.routes.append(_Below(REST, rest_door(settings)))
    # Mounted it would only answer with a slash behind its name.
    agents = agent_door(settings)
    app.router.routes += [Route(path, agents) for path in (AGENTS, f"{AGENTS}/")]

    # Otherwise the pages, which are mounted after this, would answer with HTML.
    @app.api_route("/api/{path:path}", methods=_ANY)
    @app.api_route("/auth/{path:path}", methods=_ANY)
    @app.api_route("/mcp/{path:path}", methods=_ANY)
    @app.api_route(f"{FEEDS}/{{path:path}}", methods=_ANY)
    @app.api_route("/oauth/{path:path}", methods=_ANY)
    @app.api_route("/.well-known/{path:path}", methods=_ANY)
    async def unknown(path: str) -> JSONResponse:
        """Nothing is here."""
        del path
        return problem(HTTPStatus.NOT_FOUND, "not_found", "There is nothing at this address.")

    return app

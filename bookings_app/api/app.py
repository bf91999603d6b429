"""The programs' door: one FastAPI application, its routers and its answers to refusals."""

from http import HTTPStatus

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from bookings_app.api.auth import auth_routes
from bookings_app.api.calendar_feed import calendar_routes
from bookings_app.api.errors import answer_refusals, problem
from bookings_app.api.joining import joining_routes
from bookings_app.api.provider_calendar_feed import provider_calendar_routes
from bookings_app.config import Settings

_ANY = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def create_app(settings: Settings) -> FastAPI:
    """Everything that is answered beside the pages."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    answer_refusals(app)
    app.include_router(auth_routes(settings))
    app.include_router(joining_routes(settings))
    app.include_router(calendar_routes(settings))
    app.include_router(provider_calendar_routes(settings))

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Say that requests are served."""
        return {"status": "ok"}

    # Otherwise the pages, which are mounted after this, would answer with HTML.
    @app.api_route("/api/{path:path}", methods=_ANY)
    @app.api_route("/auth/{path:path}", methods=_ANY)
    async def unknown(path: str) -> JSONResponse:
        """Nothing is here."""
        del path
        return problem(HTTPStatus.NOT_FOUND, "not_found", "There is nothing at this address.")

    return app

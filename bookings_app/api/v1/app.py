"""The REST door as one application, to be mounted at `/api/v1`."""

from functools import cache
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Match, Route

from bookings_app.api.errors import answer_refusals, problem, refused
from bookings_app.api.v1 import (
    booking_file,
    bookings,
    closures,
    contacts,
    docs,
    history,
    hours,
    locations,
    providers,
    services,
    slots,
    webhooks,
)
from bookings_app.api.v1.description import describe
from bookings_app.api.v1.gate import Gate
from bookings_app.api.v1.rate_limit import RateLimit, share_of
from bookings_app.config import Settings
from bookings_app.domain.errors import Invalid

PREFIX = "/api/v1"

# A few lines are sent as they are; more than this level of packing costs more than it saves.
_WORTH_PACKING_BYTES, _PACKING = 1_024, 4

_ROUTES: tuple[APIRouter, ...] = tuple(
    module.routes
    for module in (
        booking_file,
        slots,
        bookings,
        history,
        services,
        locations,
        providers,
        hours,
        closures,
        contacts,
        webhooks,
    )
)


def rest_door(settings: Settings) -> FastAPI:
    """Everything that answers below `/api/v1`."""
    door = FastAPI(
        title="Bookings", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False
    )
    answer_refusals(door)
    door.add_exception_handler(HTTPException, _on_status)
    door.add_exception_handler(Exception, _on_failure)
    for routes in _ROUTES:
        door.include_router(routes)
    _describe(door)
    limit = RateLimit(share_of(settings.rate_limit, workers=settings.workers))
    door.add_middleware(Gate, limit=limit)
    door.add_middleware(GZipMiddleware, minimum_size=_WORTH_PACKING_BYTES, compresslevel=_PACKING)
    return door


def _describe(door: FastAPI) -> None:
    """Serve the description, for programs and for people; it is made when first asked for."""

    @cache
    def description() -> dict[str, Any]:
        return describe(door, prefix=PREFIX)

    async def openapi(_request: Request) -> Response:
        return JSONResponse(description())

    async def page(_request: Request) -> Response:
        return HTMLResponse(docs.page(description(), at=f"{PREFIX}/docs"))

    async def style(_request: Request) -> Response:
        return Response(docs.STYLE, media_type="text/css")

    door.add_route("/openapi.json", openapi)
    door.add_route("/docs", page)
    door.add_route("/docs.css", style)


async def _on_status(request: Request, error: Exception) -> JSONResponse:
    """What the framework refuses by itself, said as everything else is."""
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == HTTPStatus.NOT_FOUND:
        return problem(HTTPStatus.NOT_FOUND, "not_found", "There is nothing at this address.")
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        answer = problem(
            HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", "This address does not do that."
        )
        answer.headers["Allow"] = ", ".join(_methods_at(request))
        return answer
    # A body that cannot be read at all: it is not UTF-8, or nested beyond reason.
    return refused(Invalid([("body", "Send JSON in UTF-8.")]))


def _methods_at(request: Request) -> list[str]:
    """What an address does; each method of it is a route of its own."""
    return sorted(
        method
        for routes in _ROUTES
        for each in routes.routes
        if isinstance(each, Route) and each.matches(request.scope)[0] != Match.NONE
        for method in each.methods or ()
    )


async def _on_failure(_request: Request, _error: Exception) -> JSONResponse:
    """What nobody foresaw. It is logged by whoever serves; nothing of it is told."""
    return problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "internal",
        "Something went wrong here, and nothing was changed. Try again later.",
    )

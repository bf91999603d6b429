"""Following a link that works once: the routes that set a password and begin a session."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import JSONResponse

from bookings_app.api.auth import Cookies, check_origin, first_page
from bookings_app.api.origins import Origins
from bookings_app.config import Settings
from bookings_app.usecases.first_run import FirstRun, begin_workspace
from bookings_app.usecases.following_links import follow_link

AFTER_FIRST_RUN = "/setup"

Text = Annotated[str, Form()]


def joining_routes(settings: Settings) -> APIRouter:
    """What the forms of those pages are sent to; they say where to go, or what is wrong."""
    routes = APIRouter(prefix="/auth")
    cookies = Cookies(settings)
    origins = Origins(settings)

    @routes.post("/join")
    def join(request: Request, token: Text = "", name: Text = "", password: Text = "") -> Response:
        """Use up an invitation, or a link for a new password."""
        check_origin(request, origins)
        session = follow_link(
            token, password, name=name, user_agent=_browser(request), now=datetime.now(UTC)
        )
        return _signed_in(cookies, session, first_page(session))

    @routes.post("/first-run")
    def first_run(
        request: Request,
        token: Text = "",
        workspace_name: Text = "",
        time_zone: Text = "",
        name: Text = "",
        email: Text = "",
        password: Text = "",
    ) -> Response:
        """Name the workspace, and make its first administrator."""
        check_origin(request, origins)
        session = begin_workspace(
            token,
            FirstRun(workspace_name, time_zone, name, email, password),
            user_agent=_browser(request),
            now=datetime.now(UTC),
        )
        return _signed_in(cookies, session, AFTER_FIRST_RUN)

    return routes


def _browser(request: Request) -> str:
    return request.headers.get("user-agent", "")


def _signed_in(cookies: Cookies, session: str, page: str) -> Response:
    response = JSONResponse({"next": page}, headers={"Cache-Control": "no-store"})
    cookies.keep(response, session)
    return response

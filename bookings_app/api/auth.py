"""Who asks: a browser's cookie as an Actor, and the two routes that set and drop it."""

import re
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from bookings_app.api.origins import Origins
from bookings_app.config import Settings
from bookings_app.domain.access import Actor
from bookings_app.domain.errors import (
    BookingError,
    Forbidden,
    SignInRefused,
    TooManyAttempts,
    Unauthenticated,
)
from bookings_app.domain.sign_in import LONGEST_SESSION
from bookings_app.usecases import sessions
from bookings_app.usecases.session_cookie import (
    cookie_name,
    is_loopback,
    is_secure,
    public_host,
    token_in,
)
from bookings_app.usecases.today import begins_with_today

FIRST_PAGE = "/bookings"
FIRST_PAGE_OF_PROVIDERS = "/today"

# What the sign-in page explains. Nothing that was typed goes into an address.
_EXPLAINED: dict[type[BookingError], str] = {SignInRefused: "refused", TooManyAttempts: "wait"}
_UNEXPLAINED = "trouble"

_LOCAL_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]{0,2000}")


class Cookies:
    """The session cookie, as browsers keep it where people reach the application."""

    def __init__(self, settings: Settings) -> None:
        self._name = cookie_name(settings.public_url)
        self._secure = is_secure(settings.public_url)

    def token(self, request: Request) -> str | None:
        """The token that came with a request."""
        return token_in(request.headers.get("cookie"), self._name)

    def actor(self, request: Request) -> Actor:
        """Who the cookie says it is.

        Raises:
            Unauthenticated: there is none, or its session has ended.
        """
        token = self.token(request)
        actor = sessions.find_session(token, now=datetime.now(UTC)) if token else None
        if actor is None:
            raise Unauthenticated
        return actor

    def keep(self, response: Response, token: str) -> None:
        """Have the browser keep a token, out of its scripts' reach."""
        response.set_cookie(
            self._name,
            token,
            max_age=int(LONGEST_SESSION.total_seconds()),
            path="/",
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )

    def drop(self, response: Response) -> None:
        """Have the browser forget the token, and what pages kept beside it."""
        response.delete_cookie(
            self._name, path="/", secure=self._secure, httponly=True, samesite="lax"
        )
        response.headers["Clear-Site-Data"] = '"storage"'


def auth_routes(settings: Settings) -> APIRouter:
    """Signing in and out, by forms that work without scripts."""
    routes = APIRouter(prefix="/auth")
    cookies = Cookies(settings)
    origins = Origins(settings)
    behind_proxy = not is_loopback(public_host(settings.public_url))

    @routes.post("/sign-in")
    def sign_in(
        request: Request,
        email: Annotated[str, Form()] = "",
        password: Annotated[str, Form()] = "",
        next_page: Annotated[str, Form(alias="next")] = "",
    ) -> Response:
        """Begin a session and go where one was going."""
        check_origin(request, origins)
        try:
            token = sessions.sign_in(
                email,
                password,
                address=_address(request, behind_proxy=behind_proxy),
                user_agent=request.headers.get("user-agent", ""),
                now=datetime.now(UTC),
            )
        except BookingError as error:
            return _see(_sign_in_page(error, next_page))
        before = cookies.token(request)
        if before is not None:
            sessions.sign_out(before)
        response = _see(next_page if _is_local(next_page) else first_page(token))
        cookies.keep(response, token)
        return response

    @routes.post("/sign-out")
    def sign_out(request: Request) -> Response:
        """End the session of this browser."""
        check_origin(request, origins)
        token = cookies.token(request)
        if token is not None:
            sessions.sign_out(token)
        response = _see("/login")
        cookies.drop(response)
        return response

    return routes


def check_origin(request: Request, origins: Origins) -> None:
    """Return quietly if a request comes from one of our own pages.

    Raises:
        Forbidden: it does not.
    """
    if not origins.may_act(request.headers):
        raise Forbidden("sign in from another site")


def _address(request: Request, *, behind_proxy: bool) -> str:
    """Whom to count failures of.

    With a public address elsewhere, whoever connects from this machine is the proxy
    in front: the last address it names is the one that spoke to it.
    """
    peer = request.client.host if request.client else ""
    if behind_proxy and is_loopback(peer):
        named = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        try:
            return str(ip_address(named))
        except ValueError:
            return peer
    return peer


def _sign_in_page(error: BookingError, next_page: str) -> str:
    said = {_EXPLAINED.get(type(error), _UNEXPLAINED): "1"}
    if _is_local(next_page):
        said["next"] = next_page
    return f"/login?{urlencode(said)}"


def first_page(token: str) -> str:
    """Where somebody begins who was not on their way anywhere."""
    actor = sessions.find_session(token, now=datetime.now(UTC))
    return FIRST_PAGE_OF_PROVIDERS if actor and begins_with_today(actor) else FIRST_PAGE


def _is_local(page: str) -> bool:
    """Whether a page is ours; whatever could lead elsewhere is not."""
    return _LOCAL_PATH.fullmatch(page) is not None


def _see(page: str) -> RedirectResponse:
    return RedirectResponse(page, status_code=303, headers={"Cache-Control": "no-store"})

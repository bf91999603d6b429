"""The way back from Google's consent page: one route, which shows the page Account."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bookings_app.api.auth import Cookies
from bookings_app.config import Settings
from bookings_app.domain.errors import BookingError, Unauthenticated
from bookings_app.domain.google_accounts import CONNECTING, ConnectingFailed
from bookings_app.integrations.google_accounts import CALLBACK
from bookings_app.usecases.google_connecting import come_back

# What the page explains. Nothing that came from elsewhere goes into an address.
_TROUBLE = "trouble"


def google_routes(settings: Settings) -> APIRouter:
    """Where Google sends people back to."""
    routes = APIRouter()
    cookies = Cookies(settings)

    @routes.get(CALLBACK)
    def callback(request: Request, state: str = "", code: str = "") -> Response:
        """Take what whoever agreed brings back. The state says that they began here."""
        try:
            come_back(
                state,
                code,
                session=cookies.token(request) or "",
                by=cookies.actor(request),
                now=datetime.now(UTC),
            )
        except Unauthenticated:
            return _see("/login?next=/account")
        except ConnectingFailed as failure:
            return _see_account(failure.why.value)
        except BookingError:
            return _see_account(_TROUBLE)
        return _see_account(CONNECTING)

    return routes


def _see_account(said: str) -> Response:
    return _see(f"/account?google={said}")


def _see(page: str) -> Response:
    return RedirectResponse(page, status_code=303, headers={"Cache-Control": "no-store"})

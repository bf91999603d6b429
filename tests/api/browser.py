"""A browser without a screen: it speaks to the application as joined, guard and all."""

from http.cookies import SimpleCookie
from pathlib import Path

import httpx
from bookings_app.config import Settings
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from bookings_app.api.app import create_app
from bookings_app.api.guard import Guard
from tests.members import HOME, PASSWORD

LOCAL = "http://localhost:3000"
SECURE_COOKIE = "__Host-session"


def settings_for(public_url: str = LOCAL) -> Settings:
    """Settings of an application that is reached there."""
    return Settings(
        database_url="sqlite:////nowhere/bookings.db",
        redis_url=None,
        public_url=public_url,
        host="127.0.0.1",
        port=3000,
        insecure_http=False,
        data_dir=Path("data"),
    )


def joined(public_url: str = LOCAL, *, pages: Path = Path("no-pages")) -> ASGIApp:
    """The application behind its guard."""
    settings = settings_for(public_url)
    return Guard(create_app(settings), settings, pages=pages)


def browser(
    public_url: str = LOCAL, *, address: str = HOME, app: ASGIApp | None = None
) -> TestClient:
    """A fresh browser at `address`, showing one of our pages."""
    client = TestClient(
        app or joined(public_url),
        base_url=public_url,
        client=(address, 40_000),
        follow_redirects=False,
        raise_server_exceptions=False,
    )
    client.headers["Origin"] = public_url
    return client


def send_sign_in(
    client: TestClient, email: str = "mara@example.com", password: str = PASSWORD, **more: str
) -> httpx.Response:
    """Send the form of the sign-in page; the browser keeps the cookie of the answer.

    The client's own jar would not send a secure cookie to localhost, as browsers do.
    """
    form = {"email": email, "password": password, **more}
    answer = client.post("/auth/sign-in", data=form)
    for name, morsel in SimpleCookie(answer.headers.get("set-cookie", "")).items():
        client.cookies.clear()
        client.headers["Cookie"] = f"{name}={morsel.value}"
    return answer


def signed_in_browser(email: str = "mara@example.com", *, public_url: str = LOCAL) -> TestClient:
    """A browser in which that member has signed in."""
    client = browser(public_url)
    send_sign_in(client, email)
    return client

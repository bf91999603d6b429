"""A browser without a screen: it speaks to the application as joined, guard and all."""

import asyncio
from collections.abc import Mapping
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import httpx
from starlette.types import ASGIApp

from bookings_app.api.app import create_app
from bookings_app.api.guard import Guard
from bookings_app.config import Settings
from tests.members import HOME, PASSWORD

LOCAL = "http://localhost:3000"
SECURE_COOKIE = "__Host-session"


class Browser:
    """Sends requests from one of our pages, with the cookies it was given."""

    def __init__(self, app: ASGIApp, *, origin: str, address: str) -> None:
        self.headers = {"Origin": origin}
        self._app = app
        self._origin = origin
        self._address = address

    def get(self, path: str, **more: Any) -> httpx.Response:
        """Ask for something."""
        return self.request("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        """Send something; the browser keeps the cookie of the answer.

        httpx's own jar would not send a secure cookie to localhost, as browsers do.
        """
        answer = self.request("POST", path, **more)
        for name, morsel in SimpleCookie(answer.headers.get("set-cookie", "")).items():
            self.headers["Cookie"] = f"{name}={morsel.value}"
        return answer

    def request(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> httpx.Response:
        """Send one request; nothing is followed."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(
                self._app, raise_app_exceptions=False, client=(self._address, 40_000)
            )
            async with httpx.AsyncClient(transport=transport, base_url=self._origin) as client:
                return await client.request(
                    method, path, headers={**self.headers, **(headers or {})}, **more
                )

        return asyncio.run(send())

    def token(self) -> str:
        """The session's token, as the cookie has it."""
        return self.headers["Cookie"].partition("=")[2]


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


def joined(public_url: str = LOCAL) -> ASGIApp:
    """The application behind its guard; no pages are built."""
    settings = settings_for(public_url)
    return Guard(create_app(settings), settings, pages=Path("no-pages"))


def browser(public_url: str = LOCAL, *, address: str = HOME, app: ASGIApp | None = None) -> Browser:
    """A fresh browser at `address`, showing one of our pages."""
    return Browser(app or joined(public_url), origin=public_url, address=address)


def send_sign_in(
    client: Browser, email: str = "mara@example.com", password: str = PASSWORD, **more: str
) -> httpx.Response:
    """Send the form of the sign-in page."""
    return client.post("/auth/sign-in", data={"email": email, "password": password, **more})


def signed_in_browser(email: str = "mara@example.com", *, public_url: str = LOCAL) -> Browser:
    """A browser in which that member has signed in."""
    client = browser(public_url)
    send_sign_in(client, email)
    return client

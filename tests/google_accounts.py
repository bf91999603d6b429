"""A stand-in for Google that the application is pointed to, and people who agree there."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from bookings_app.config import settings
from bookings_app.domain.access import Actor
from bookings_app.integrations.google_accounts import (
    CALLBACK,
    GoogleAccountsOverHttp,
    google_accounts_of,
)
from bookings_app.usecases.google_accounts import find_google_account
from bookings_app.usecases.google_connecting import begin_connecting, come_back, find_connecting
from bookings_app.usecases.google_exchange import KIND, exchange_code
from bookings_app.usecases.outbox import claim_due
from tests.factories import ADMIN, NOON
from tests.fake_google import FakeGoogleServer

ANA = "ana@example.com"
CLIENT_ID, CLIENT_SECRET = "fake-client.apps.googleusercontent.com", "fake-secret"
HERE = "http://localhost:3000"
SESSION = "the browser's session"


def google_environment(server: FakeGoogleServer) -> dict[str, str]:
    """What points an application to the stand-in."""
    return {
        "BOOKINGS_SECRET_KEYS": b64encode(bytes(32)).decode(),
        "BOOKINGS_GOOGLE_CLIENT_ID": CLIENT_ID,
        "BOOKINGS_GOOGLE_CLIENT_SECRET": CLIENT_SECRET,
        "BOOKINGS_GOOGLE_API_ENDPOINT": server.api_endpoint,
        "BOOKINGS_GOOGLE_AUTH_URI": server.auth_uri,
        "BOOKINGS_GOOGLE_TOKEN_URI": server.token_uri,
        "BOOKINGS_GOOGLE_REVOKE_URI": server.revoke_uri,
    }


@contextmanager
def running_google(patch: pytest.MonkeyPatch, *, here: str = HERE) -> Iterator[FakeGoogleServer]:
    """A stand-in that knows Ana, and this process pointed to it."""
    with FakeGoogleServer() as server:
        server.google.add_client(CLIENT_ID, CLIENT_SECRET, [here + CALLBACK])
        server.google.add_account(ANA, "Europe/Madrid")
        for name, value in google_environment(server).items():
            patch.setenv(name, value)
        settings.cache_clear()
        yield server
    settings.cache_clear()


def google() -> GoogleAccountsOverHttp:
    """Google, as this process is pointed to it."""
    return google_accounts_of(settings())


def begun(provider_id: str, *, by: Actor = ADMIN, now: datetime = NOON) -> str:
    """Somebody goes to the consent page; its address."""
    return begin_connecting(provider_id, google=google(), session=SESSION, by=by, now=now)


def agreed(
    server: FakeGoogleServer, address: str, *, account: str = ANA, scopes: list[str] | None = None
) -> tuple[str, str]:
    """The person agrees, perhaps to a part of it; the state and the code that come back."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    return query["state"], server.google.consent(query, account, scopes)


def connected(
    server: FakeGoogleServer,
    provider_id: str,
    *,
    account: str = ANA,
    scopes: list[str] | None = None,
    by: Actor = ADMIN,
    now: datetime = NOON,
) -> str:
    """A provider who has connected their account; its e-mail."""
    state, code = agreed(server, begun(provider_id, by=by, now=now), account=account, scopes=scopes)
    come_back(state, code, session=SESSION, by=by, now=now)
    exchange(now=now)
    how = find_connecting(provider_id, by=ADMIN, now=now)
    found = find_google_account(provider_id, by=ADMIN)
    assert how is not None, "nobody came back"
    assert how.why is None, how.why
    assert found is not None, "nothing is connected"
    return found.email


def exchange(*, now: datetime = NOON) -> None:
    """What the worker does of the codes that were brought back."""
    for job in claim_due([KIND], now=now, limit=8):
        exchange_code(job, google=google(), clock=lambda: now)


def right_now() -> datetime:
    """What doors read."""
    return datetime.now(UTC)

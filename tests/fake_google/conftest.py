"""A stand-in of its own for each test, and the real client library speaking to it."""

from collections.abc import Iterator
from typing import Any

import google_auth_httplib2
import httplib2
import pytest
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build

from tests.fake_google import FakeGoogle, FakeGoogleServer
from tests.fake_google.example import ANA, REDIRECT, SCOPES, Connect, MakeCredentials


@pytest.fixture
def server() -> Iterator[FakeGoogleServer]:
    """A running stand-in that knows one person and one program."""
    with FakeGoogleServer() as server:
        server.google.add_client(redirect_uris=[REDIRECT])
        server.google.add_account(ANA, "Europe/Madrid")
        yield server


@pytest.fixture
def google(server: FakeGoogleServer) -> FakeGoogle:
    """What the stand-in keeps."""
    return server.google


@pytest.fixture
def credentials(server: FakeGoogleServer) -> MakeCredentials:
    """Makes credentials as the program has them once somebody agreed."""

    def make(scopes: list[str] = SCOPES, account: str = ANA, **changes: Any) -> Credentials:
        token = server.google.grant(account, scopes)
        fields = {
            "token": token["access_token"],
            "refresh_token": token["refresh_token"],
            "token_uri": server.token_uri,
            "client_id": "fake-client.apps.googleusercontent.com",
            "client_secret": "fake-secret",
        }
        return Credentials(**{**fields, **changes})

    return make


@pytest.fixture
def connect(server: FakeGoogleServer, credentials: MakeCredentials) -> Connect:
    """Makes a client of the Calendar API."""

    def make(creds: Credentials | None = None, timeout: float = 5, **changes: Any) -> Any:
        http = google_auth_httplib2.AuthorizedHttp(
            creds or credentials(**changes), http=httplib2.Http(timeout=timeout)
        )
        return build(
            "calendar",
            "v3",
            http=http,
            static_discovery=True,
            client_options={"api_endpoint": server.api_endpoint},
        )

    return make


@pytest.fixture
def service(connect: Connect) -> Any:
    """A client of the Calendar API."""
    return connect()

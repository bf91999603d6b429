"""OAuth 2.0 through google-auth, and by hand with httpx."""

import base64
import hashlib
import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth.credentials import AnonymousCredentials
from google.auth.exceptions import InvalidOperation, RefreshError
from google.oauth2 import service_account
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from tests.fake_google import FakeGoogle, FakeGoogleServer
from tests.fake_google.example import ANA, REDIRECT, SCOPES, Connect, MakeCredentials

CLIENT = {"client_id": "fake-client.apps.googleusercontent.com", "client_secret": "fake-secret"}
VERIFIER = "v" * 64
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
)


def request(**changes: Any) -> Any:
    query = {
        "client_id": CLIENT["client_id"], "redirect_uri": REDIRECT, "response_type": "code",
        "scope": " ".join(SCOPES), "state": "s3cret", "access_type": "offline",
        "code_challenge": CHALLENGE, "code_challenge_method": "S256",
    }  # fmt: skip
    return {key: value for key, value in {**query, **changes}.items() if value is not None}


def agree(
    server: FakeGoogleServer, answer: str = "allow", scopes: list[str] = SCOPES, **changes: Any
) -> Any:
    """Goes through the consent screen as a browser would; returns the callback's query."""
    query = request(**changes)
    page = httpx.get(server.auth_uri, params=query)
    assert page.status_code == 200
    form = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    assert form == query
    form |= {"__account": ANA, "__answer": answer, "__scope": scopes}
    back = httpx.post(server.auth_uri, data=form)
    assert back.status_code == 302 and back.headers["location"].startswith(REDIRECT + "?")
    return {k: v[0] for k, v in parse_qs(urlsplit(back.headers["location"]).query).items()}


def exchange(server: FakeGoogleServer, code: Any, **changes: Any) -> Any:
    form = {
        **CLIENT, "grant_type": "authorization_code", "code": code,
        "redirect_uri": REDIRECT, "code_verifier": VERIFIER, **changes,
    }  # fmt: skip
    return httpx.post(server.token_uri, data={k: v for k, v in form.items() if v is not None})


def test_the_whole_flow(
    server: FakeGoogleServer, connect: Connect, credentials: MakeCredentials
) -> None:
    back = agree(server)
    assert back["state"] == "s3cret"
    token = exchange(server, back["code"]).json()
    assert token["token_type"] == "Bearer" and token["expires_in"] == 3599
    service = connect(
        credentials(token=token["access_token"], refresh_token=token["refresh_token"])
    )
    assert service.calendarList().get(calendarId="primary").execute()["id"] == ANA


def test_a_code_works_once_with_its_verifier(server: FakeGoogleServer) -> None:
    code = agree(server)["code"]
    assert (
        exchange(server, code, code_verifier="wrong").json()["error_description"]
        == "Invalid code verifier."
    )
    assert exchange(server, code).json()["error"] == "invalid_grant"  # already spent
    assert (
        exchange(server, agree(server)["code"], code_verifier=None).json()["error"]
        == "invalid_grant"
    )
    assert (
        exchange(server, agree(server)["code"], redirect_uri="http://evil").json()["error"]
        == "redirect_uri_mismatch"
    )
    assert exchange(server, agree(server)["code"], client_secret="wrong").status_code == 401


def test_refusal_comes_back_as_access_denied(server: FakeGoogleServer) -> None:
    assert agree(server, answer="deny") == {"state": "s3cret", "error": "access_denied"}


def test_a_person_may_grant_a_part(server: FakeGoogleServer) -> None:
    token = exchange(server, agree(server, scopes=SCOPES[1:])["code"]).json()
    assert SCOPES[0] not in token["scope"].split()


@pytest.mark.parametrize(
    "changes", [{"client_id": "x"}, {"redirect_uri": "http://evil/"}, {"response_type": "token"}]
)
def test_bad_requests_are_not_redirected(server: FakeGoogleServer, changes: Any) -> None:
    answer = httpx.get(server.auth_uri, params=request(**changes))
    assert answer.status_code in (400, 401)


def test_the_refresh_token_comes_only_the_first_time_unless_asked(server: FakeGoogleServer) -> None:
    assert "refresh_token" in exchange(server, agree(server)["code"]).json()
    assert "refresh_token" not in exchange(server, agree(server)["code"]).json()
    assert "refresh_token" in exchange(server, agree(server, prompt="consent")["code"]).json()
    assert (
        "refresh_token"
        not in exchange(server, agree(server, access_type=None, prompt="consent")["code"]).json()
    )


def test_an_expired_access_token_is_renewed_without_notice(
    service: Any, google: FakeGoogle
) -> None:
    google.expire_access_tokens()
    assert service.calendarList().list().execute()["items"]


def test_a_revoked_grant_raises_refresh_error(service: Any, google: FakeGoogle) -> None:
    google.revoke_account(ANA)
    with pytest.raises(RefreshError) as caught:
        service.calendarList().list().execute()
    assert caught.value.args[1]["error"] == "invalid_grant"
    assert not caught.value.retryable


def test_revocation_endpoint(
    server: FakeGoogleServer, credentials: MakeCredentials, connect: Connect
) -> None:
    creds = credentials()
    assert httpx.post(server.revoke_uri, data={"token": creds.refresh_token}).status_code == 200
    assert (
        httpx.post(server.revoke_uri, data={"token": creds.refresh_token}).json()["error"]
        == "invalid_token"
    )
    with pytest.raises(RefreshError):
        connect(creds).calendarList().list().execute()


def test_tokens_of_a_client_in_testing_live_seven_days(
    server: FakeGoogleServer, google: FakeGoogle, credentials: MakeCredentials, connect: Connect
) -> None:
    google.clients[CLIENT["client_id"]].testing = True
    service = connect(credentials())
    google.clock.advance(timedelta(days=6, hours=23))
    service.calendarList().list().execute()
    google.clock.advance(timedelta(hours=2))
    with pytest.raises(RefreshError):
        service.calendarList().list().execute()


def test_a_missing_scope_is_403_and_no_token_401(
    server: FakeGoogleServer, connect: Connect
) -> None:
    service = connect(scopes=[SCOPES[1]])
    with pytest.raises(HttpError) as caught:
        service.events().list(calendarId=ANA).execute()
    assert caught.value.status_code == 403 and "insufficientPermissions" in str(
        caught.value.content
    )
    answer = httpx.get(server.api_endpoint + "calendars/primary/events")
    assert answer.status_code == 401 and answer.json()["error"]["errors"][0]["reason"] == "required"
    anonymous = build(
        "calendar", "v3", static_discovery=True, credentials=AnonymousCredentials(),
        client_options={"api_endpoint": server.api_endpoint},
    )  # fmt: skip
    with pytest.raises(InvalidOperation):  # the client tries to refresh after the 401
        anonymous.events().list(calendarId=ANA).execute()


def test_service_accounts_alone_and_for_a_person(
    server: FakeGoogleServer, google: FakeGoogle, connect: Connect
) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    robot = "robot@project.iam.gserviceaccount.com"
    google.service_accounts[robot] = (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )
    google.add_account(robot)
    info = {
        "client_email": robot, "token_uri": server.token_uri, "private_key": key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode(),
    }  # fmt: skip
    creds = service_account.Credentials.from_service_account_info(info, scopes=SCOPES)
    assert connect(creds).calendarList().get(calendarId="primary").execute()["id"] == robot
    assert (
        connect(creds.with_subject(ANA)).calendarList().get(calendarId="primary").execute()["id"]
        == ANA
    )
    with pytest.raises(RefreshError):
        connect(creds.with_subject("nobody@example.com")).calendarList().list().execute()

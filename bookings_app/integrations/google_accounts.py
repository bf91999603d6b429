"""The outside: connecting accounts with Google, over plain HTTP. No library of Google's."""

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import httpx
from pydantic import TypeAdapter

from bookings_app.config import GoogleSettings, Settings
from bookings_app.domain.google_accounts import SCOPES, ConnectingFailed, ListedCalendar, WhyNot
from bookings_app.usecases.ports import Grant

CALLBACK = "/oauth/google/callback"

_TIMEOUT = httpx.Timeout(10.0, connect=5.0)
_MOST_PAGES = 20
_OWN = frozenset({"owner"})
_Object = TypeAdapter(dict[str, Any])


class GoogleAccountsOverHttp:
    """Google's consent page, token, revocation and list of calendars."""

    def __init__(self, google: GoogleSettings, *, public_url: str) -> None:
        self._google = google
        # From settings, never from what a request says of its host.
        self._redirect_uri = public_url + CALLBACK

    def consent_address(self, *, state: str, challenge: str, email: str) -> str:
        """Where a person is sent to agree. Asked each time, for only then a token stays."""
        query = {
            "client_id": self._google.client_id,
            "redirect_uri": self._redirect_uri,
            "response_type": "code",
            "scope": " ".join(SCOPES),
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "access_type": "offline",
            "prompt": "consent",
            "include_granted_scopes": "false",
            **({"login_hint": email} if email else {}),
        }
        return f"{self._google.auth_uri}?{urlencode(query)}"

    def exchange(self, code: str, verifier: str) -> Grant:
        """Turn the code of somebody who agreed into tokens.

        Raises:
            ConnectingFailed: Google did not answer, or does not take it.
        """
        said = _object(
            _asked(
                "POST",
                self._google.token_uri,
                data={
                    "grant_type": "authorization_code",
                    "code": code,
                    "code_verifier": verifier,
                    "redirect_uri": self._redirect_uri,
                    "client_id": self._google.client_id,
                    "client_secret": self._google.client_secret,
                },
            )
        )
        lasts = said.get("refresh_token_expires_in")
        return Grant(
            access_token=_text(said, "access_token"),
            refresh_token=_text(said, "refresh_token"),
            scopes=frozenset(_text(said, "scope").split()),
            lasts=timedelta(seconds=lasts) if isinstance(lasts, int) else None,
        )

    def calendars(self, access_token: str) -> list[ListedCalendar]:
        """All calendars of the account.

        Raises:
            ConnectingFailed: Google did not answer, or does not say.
        """
        found: list[ListedCalendar] = []
        page = ""
        for _ in range(_MOST_PAGES):
            said = _object(
                _asked(
                    "GET",
                    self._google.api_endpoint + "users/me/calendarList",
                    params={"maxResults": "250", **({"pageToken": page} if page else {})},
                    headers={"Authorization": f"Bearer {access_token}"},
                )
            )
            found += [_listed(entry) for entry in said.get("items", []) if _text(entry, "id")]
            page = _text(said, "nextPageToken")
            if not page:
                break
        return found

    def revoke(self, token: str) -> bool:
        """Have a token work no more; whether Google has answered that it does not."""
        try:
            answer = _asked("POST", self._google.revoke_uri, data={"token": token})
        except ConnectingFailed:
            return False
        # 400 is what a token gets that is none any more.
        return answer.status_code in {HTTPStatus.OK, HTTPStatus.BAD_REQUEST}


def google_accounts_of(settings: Settings) -> GoogleAccountsOverHttp:
    """Google, as these settings say where it is and where people come back to."""
    return GoogleAccountsOverHttp(settings.google, public_url=settings.public_url)


def _asked(method: str, address: str, **sent: Mapping[str, str]) -> httpx.Response:
    try:
        with httpx.Client(timeout=_TIMEOUT, follow_redirects=False, trust_env=True) as client:
            return client.request(method, address, **sent)  # pyright: ignore[reportArgumentType] - the names are ours
    except httpx.HTTPError as error:
        raise ConnectingFailed(WhyNot.SILENT) from error


def _object(answer: httpx.Response) -> dict[str, Any]:
    """What was answered, when it is what Google answers."""
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise ConnectingFailed(WhyNot.SILENT)
    try:
        said = _Object.validate_json(answer.content)
    except ValueError as error:
        raise ConnectingFailed(WhyNot.SILENT) from error
    if not answer.is_success:
        # A code that is used up or too old is begun again; the rest is wrong in settings.
        again = said.get("error") == "invalid_grant"
        raise ConnectingFailed(WhyNot.EXPIRED if again else WhyNot.ANSWER)
    return said


def _listed(entry: Mapping[str, Any]) -> ListedCalendar:
    return ListedCalendar(
        google_id=_text(entry, "id"),
        name=_text(entry, "summaryOverride") or _text(entry, "summary") or _text(entry, "id"),
        time_zone=_text(entry, "timeZone") or "UTC",
        is_own=entry.get("accessRole") in _OWN,
        is_primary=entry.get("primary") is True,
    )


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""

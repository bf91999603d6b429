"""The outside: Google Calendar, spoken to through Google's own client library.

The library is big and has no types: only a worker imports this, once it has something to do.
"""

# pyright: basic

import http.client
import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlencode

from google.auth.exceptions import GoogleAuthError
from google.auth.transport import Request
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError
from httplib2 import Http, HttpLib2Error

from bookings_app.config import GoogleSettings
from bookings_app.domain.google_events import Told
from bookings_app.domain.interval import Interval
from bookings_app.usecases.ports import EventPage, GoogleAccess, GoogleTrouble

TIMEOUT_SECONDS = 10.0

_PAGE = 2_500
# What an event is called is nobody's business here: it is not even asked for.
_ASKED_FOR = (
    "items(id,recurringEventId,status,etag,start,end,transparency,eventType,"
    "attendees(self,responseStatus)),"
    "timeZone,nextPageToken,nextSyncToken"
)
_UNREADABLE = "Google answered something that is no answer."


class GoogleCalendarClient:
    """One client for each request: the library is for one thread at a time.

    Access tokens are kept for as long as they are good.
    """

    def __init__(
        self, settings: GoogleSettings, *, timeout_seconds: float = TIMEOUT_SECONDS
    ) -> None:
        self._settings = settings
        self._timeout_seconds = timeout_seconds
        self._credentials: dict[str, tuple[str, Credentials]] = {}
        self._lock = threading.Lock()

    def find(self, access: GoogleAccess, calendar: str, event_id: str) -> Told:
        """The event, also one that was deleted."""
        return self._asked(
            access, lambda service: service.get(calendarId=calendar, eventId=event_id)
        )

    def insert(
        self, access: GoogleAccess, calendar: str, event_id: str, body: dict[str, Any]
    ) -> Told:
        """Make an event under that id; tells nobody."""
        named = {**body, "id": event_id}
        return self._asked(
            access,
            lambda service: service.insert(calendarId=calendar, body=named, sendUpdates="none"),
        )

    def change(
        self, access: GoogleAccess, calendar: str, event_id: str, body: dict[str, Any], *, etag: str
    ) -> Told:
        """Change an event that is still the one with that etag; tells nobody."""

        def request(service: Any) -> Any:  # noqa: ANN401 - the library has no types
            made = service.patch(
                calendarId=calendar, eventId=event_id, body=body, sendUpdates="none"
            )
            made.headers["If-Match"] = etag
            return made

        return self._asked(access, request)

    def delete(self, access: GoogleAccess, calendar: str, event_id: str) -> None:
        """Delete an event; tells nobody."""
        self._asked(
            access,
            lambda service: service.delete(
                calendarId=calendar, eventId=event_id, sendUpdates="none"
            ),
        )

    def events(
        self,
        access: GoogleAccess,
        calendar: str,
        *,
        window: Interval | None = None,
        sync_token: str = "",
        page: str = "",
    ) -> EventPage:
        """Events of a window, each of a series, or what has changed since `sync_token`."""
        asked: dict[str, Any] = {
            "calendarId": calendar,
            "singleEvents": True,
            "maxResults": _PAGE,
            "fields": _ASKED_FOR,
        }
        if window is not None:
            asked["timeMin"] = window.starts_at.isoformat()
            asked["timeMax"] = window.ends_at.isoformat()
        if sync_token:
            asked["syncToken"] = sync_token
        if page:
            asked["pageToken"] = page
        told = self._asked(access, lambda service: service.list(**asked))
        return EventPage(
            events=list(told.get("items", [])),
            time_zone=str(told.get("timeZone", "")),
            next_page=str(told.get("nextPageToken", "")),
            sync_token=str(told.get("nextSyncToken", "")),
        )

    def _asked(self, access: GoogleAccess, request: Callable[[Any], Any]) -> Told:
        """Make one request, once: whoever promised it tries again, not the library."""
        credentials = self._credentials_of(access)
        try:
            service = build(
                "calendar",
                "v3",
                http=AuthorizedHttp(credentials, http=Http(timeout=self._timeout_seconds)),
                static_discovery=True,
                client_options={"api_endpoint": self._settings.api_endpoint},
            )
            told = request(service.events()).execute(num_retries=0)
        except HttpError as error:
            if error.status_code == HTTPStatus.UNAUTHORIZED:
                self._forget(access)
            raise _refusal(error) from error
        except (
            GoogleAuthError,
            HttpLib2Error,
            http.client.HTTPException,
            OSError,
            ValueError,
        ) as error:
            raise GoogleTrouble(f"Google could not be reached: {_kind(error)}.") from error
        if not isinstance(told, dict) and told != "":  # a page of somebody between us and Google
            raise GoogleTrouble(_UNREADABLE)
        return cast("Told", told or {})

    def _credentials_of(self, access: GoogleAccess) -> Credentials:
        with self._lock:
            kept = self._credentials.get(access.account_id)
            if kept is None or kept[0] != access.refresh_token:
                renew = partial(_renewed, self._settings, access.refresh_token)
                kept = (access.refresh_token, Credentials(None, refresh_handler=renew))
                self._credentials[access.account_id] = kept
            return kept[1]

    def _forget(self, access: GoogleAccess) -> None:
        with self._lock:
            self._credentials.pop(access.account_id, None)


def _refusal(error: HttpError) -> GoogleTrouble:
    status = int(error.status_code)
    reason, message = _told_why(error.content)
    return GoogleTrouble(
        f"Google answered {status}: {message or reason or 'no reason given'}",
        status=status,
        reason=reason,
        retry_after=_pause(error.resp.get("retry-after", "")),
    )


def _renewed(
    settings: GoogleSettings, refresh_token: str, request: Request, scopes: object
) -> tuple[str, datetime]:
    """Another access token, and until when it is good. Asked for once, as everything is."""
    del scopes
    answer = request(
        url=settings.token_uri,
        method="POST",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        body=urlencode(
            {
                "grant_type": "refresh_token",
                "refresh_token": refresh_token,
                "client_id": settings.client_id,
                "client_secret": settings.client_secret,
            }
        ).encode(),
    )
    try:
        told = json.loads(answer.data)
        if answer.status == HTTPStatus.OK:
            good_for = timedelta(seconds=int(told["expires_in"]))
            # The library reckons without zones.
            return str(told["access_token"]), (datetime.now(UTC) + good_for).replace(tzinfo=None)
        error = told.get("error")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GoogleTrouble(_UNREADABLE) from error
    reason = error if isinstance(error, str) else str(answer.status)
    raise GoogleTrouble(f"Google gave no access: {reason}", reason=reason)


def _told_why(content: bytes) -> tuple[str, str]:
    """Google's word for why, and its sentence."""
    try:
        error = json.loads(content)["error"]
        first = (error.get("errors") or [{}])[0]
        return str(first.get("reason", "")), str(error.get("message", ""))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return "", ""


def _pause(seconds: str) -> timedelta | None:
    return timedelta(seconds=int(seconds)) if seconds.isascii() and seconds.isdigit() else None


def _kind(error: Exception) -> str:
    return "it did not answer in time" if isinstance(error, TimeoutError) else type(error).__name__

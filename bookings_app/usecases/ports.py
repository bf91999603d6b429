"""What integrations provide: spoken by `integrations/`, asked for by use cases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from bookings_app.domain.google_accounts import ListedCalendar
from bookings_app.domain.google_events import Told
from bookings_app.domain.installation import Sent
from bookings_app.domain.interval import Interval


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver said: `text` is how it began, or why there was none.

    `status` is None when nothing answered; `retry_after` is the pause it asked for.
    """

    status: int | None
    text: str
    retry_after: timedelta | None = None


class WebhookSender(Protocol):
    """Posts one message. Whatever goes wrong is an answer without a status."""

    def send(self, url: str, body: str, headers: Mapping[str, str]) -> Answer:
        """Post `body` as JSON, once, and wait for the answer a few seconds at most."""
        ...


@dataclass(frozen=True, slots=True)
class Grant:
    """What Google gave for a code: tokens, what they are good for, and how long at most.

    Without `lasts` the refresh token works until somebody takes it back.
    """

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    scopes: frozenset[str]
    lasts: timedelta | None = None


class GoogleAccounts(Protocol):
    """Connecting accounts with Google: where people agree, and what follows from it."""

    def consent_address(self, *, state: str, challenge: str, email: str) -> str:
        """Where a person is sent to agree; `email` is whom to propose, if anybody."""
        ...

    def exchange(self, code: str, verifier: str) -> Grant:
        """Turn the code of somebody who agreed into tokens.

        Raises:
            ConnectingFailed: Google did not answer, or does not take it.
        """
        ...

    def calendars(self, access_token: str) -> list[ListedCalendar]:
        """All calendars of the account.

        Raises:
            ConnectingFailed: Google did not answer, or does not say.
        """
        ...

    def revoke(self, token: str) -> bool:
        """Have a token work no more; whether Google has answered that it does not."""
        ...


class GoogleTrouble(Exception):
    """Google did not do what it was asked. `reason` is its own word for why.

    `status` is None when nothing that could be read came back; `retry_after` is the pause it
    asked for. The text is for people, and names no secret.
    """

    def __init__(
        self,
        text: str,
        *,
        status: int | None = None,
        reason: str = "",
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(text)
        self.status = status
        self.reason = reason
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class GoogleAccess:
    """With which account Google is spoken to."""

    account_id: str
    refresh_token: str


@dataclass(frozen=True, slots=True)
class EventPage:
    """A part of a calendar's events; `next_page` or, at the end, `sync_token` goes on."""

    events: list[Told]
    time_zone: str
    next_page: str = ""
    sync_token: str = ""


class GoogleCalendars(Protocol):
    """Speaks to Google Calendar, one request each, and waits for it some seconds at most.

    Every method raises GoogleTrouble when it fails. Never called inside a transaction.
    """

    def find(self, access: GoogleAccess, calendar: str, event_id: str) -> Told:
        """The event, also one that was deleted."""
        ...

    def insert(
        self, access: GoogleAccess, calendar: str, event_id: str, body: dict[str, Any]
    ) -> Told:
        """Make an event; tells nobody."""
        ...

    def change(
        self, access: GoogleAccess, calendar: str, event_id: str, body: dict[str, Any], *, etag: str
    ) -> Told:
        """Change an event that is still the one with that etag; tells nobody."""
        ...

    def delete(self, access: GoogleAccess, calendar: str, event_id: str) -> None:
        """Delete an event; tells nobody."""
        ...

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
        ...


class Place(Protocol):
    """Where the application runs, and what is remembered there beside the database.

    `host` is where people reach it.
    """

    machine: str
    host: str

    def recall(self, fingerprint: str) -> Sent | None:
        """How far that database had come when something was sent last."""
        ...

    def remember(self, fingerprint: str, sent: Sent) -> None:
        """Write down how far it has come by now."""
        ...

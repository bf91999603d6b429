"""Rules: what is asked of Google for a provider, and what must have been granted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bookings_app.domain.errors import BookingError

_SCOPE = "https://www.googleapis.com/auth/calendar."

# The least that does it: events in one's own calendars, when others are busy, and which
# calendars there are.
WRITE_EVENTS = _SCOPE + "events.owned"
SEE_BUSY = _SCOPE + "events.freebusy"
LIST_CALENDARS = _SCOPE + "calendarlist.readonly"
SCOPES = (WRITE_EVENTS, SEE_BUSY, LIST_CALENDARS)

# Whoever is at the consent page for longer begins again.
CONSENT_LASTS = timedelta(minutes=10)

# How it stands for whoever came back from the consent page, where nothing is wrong.
CONNECTING, CONNECTED = "connecting", "connected"

_MEANING = {
    WRITE_EVENTS: "write and change events in your own calendars",
    SEE_BUSY: "see when you are busy",
    LIST_CALENDARS: "see which calendars you have",
}
_INDISPENSABLE = (WRITE_EVENTS, LIST_CALENDARS)


class GoogleStatus(StrEnum):
    """How a provider stands with Google."""

    CONNECTED = "connected"
    RECONNECT = "reconnect"
    LEAVING = "leaving"


class ConnectingFailed(BookingError):
    """The account was not connected; `why` is what the page explains."""

    code = "google_not_connected"

    def __init__(self, why: "WhyNot", sentence: str = "") -> None:
        super().__init__(sentence or why.sentence)
        self.why = why


class WhyNot(StrEnum):
    """Why an account was not connected."""

    SETTINGS = "settings"
    REFUSED = "refused"
    EXPIRED = "expired"
    SCOPES = "scopes"
    NO_TOKEN = "no_token"
    ANOTHER_ACCOUNT = "another_account"
    STILL_LEAVING = "still_leaving"
    SILENT = "silent"
    INTERRUPTED = "interrupted"
    ANSWER = "answer"

    @property
    def sentence(self) -> str:
        """What to do next."""
        return _SENTENCES[self]


_SENTENCES = {
    WhyNot.SETTINGS: "Google Calendar is not set up here. Ask whoever hosts Bookings.",
    WhyNot.REFUSED: "Nothing was connected: you said no at Google.",
    WhyNot.EXPIRED: "That took too long, or began in another browser. Please connect again.",
    WhyNot.SCOPES: (
        "Nothing was connected: at Google, leave the boxes ticked that let Bookings see your list"
        " of calendars and change events in your own."
    ),
    WhyNot.NO_TOKEN: "Google did not let Bookings stay connected. Please connect again.",
    WhyNot.ANOTHER_ACCOUNT: (
        "That is another Google account than the one connected here. Choose the same one, or"
        " disconnect first."
    ),
    WhyNot.STILL_LEAVING: (
        "Bookings is still taking its events out of the account that was disconnected. Try again"
        " in a minute."
    ),
    WhyNot.SILENT: "Google did not answer. Nothing was connected; please try again.",
    WhyNot.INTERRUPTED: "Bookings was interrupted while it connected. Please connect again.",
    WhyNot.ANSWER: (
        "Google did not accept this program. Ask whoever hosts Bookings to look at the client id"
        " and secret."
    ),
}


@dataclass(frozen=True, slots=True)
class ListedCalendar:
    """A calendar as Google lists it. `is_own`: its events may be changed."""

    google_id: str
    name: str
    time_zone: str
    is_own: bool
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Where bookings are written, and which calendars keep a provider busy, by our ids.

    With `apply_alone` what is moved or deleted in Google is done here without asking.
    """

    writes: str
    blocks: frozenset[str]
    apply_alone: bool = False


def check_granted(scopes: Collection[str]) -> None:
    """Return quietly if what was granted is enough to write bookings.

    Raises:
        ConnectingFailed: a box was unticked that nothing works without.
    """
    if not all(scope in scopes for scope in _INDISPENSABLE):
        raise ConnectingFailed(WhyNot.SCOPES)


def granted_in_words(scopes: Collection[str]) -> list[str]:
    """What was granted, as people say it, in the order it is asked for."""
    return [_MEANING[scope] for scope in SCOPES if scope in scopes]


def refused_in_words(scopes: Collection[str]) -> list[str]:
    """What was asked for and not granted."""
    return [_MEANING[scope] for scope in SCOPES if scope not in scopes]


def is_consent_fresh(created_at: datetime, *, now: datetime) -> bool:
    """Whether somebody who went to the consent page may come back from it."""
    return created_at <= now < created_at + CONSENT_LASTS


def first_choice(calendars: Sequence[ListedCalendar]) -> str | None:
    """The calendar that bookings are written to until somebody chooses: the main one."""
    own = [each for each in calendars if each.is_own]
    main = [each for each in own if each.is_primary] or own
    return main[0].google_id if main else None


def missing_settings(*, client_id: str, client_secret: str, has_keys: bool) -> list[str]:
    """The settings without which nobody can connect, by name."""
    needed = {
        "BOOKINGS_GOOGLE_CLIENT_ID": client_id,
        "BOOKINGS_GOOGLE_CLIENT_SECRET": client_secret,
        "BOOKINGS_SECRET_KEYS": has_keys,
    }
    return [name for name, value in needed.items() if not value]

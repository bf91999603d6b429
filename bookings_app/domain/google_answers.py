"""Rules: what follows from what Google answered, and from what a person did over there."""

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from zoneinfo import ZoneInfo

from bookings_app.domain.google_events import Told, WantedEvent, is_there, time_of, version_of
from bookings_app.domain.interval import Interval

_LIMITS = frozenset(
    {"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded"}
)
# The refresh token is worth nothing any more, or too little was granted.
_GRANT = frozenset({"invalid_grant", "insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
# A token is taken as spent first; whoever has none left is told by `invalid_grant`.
_AGAIN = frozenset(
    {HTTPStatus.UNAUTHORIZED, HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
)
_SERVER_ERRORS = 500


class Follows(StrEnum):
    """What a failure asks for."""

    RETRY = "retry"
    RECONNECT = "reconnect"
    GONE = "gone"
    EXISTS = "exists"
    CHANGED = "changed"
    REFUSED = "refused"


class Inbound(StrEnum):
    """What a person did to a booking's event in Google, until somebody decides."""

    NOTHING = ""
    MOVED = "moved"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """What was known of a booking's event.

    `was_there` is whether we are sure that it ever was. `moved` without MOVED is from where
    it is to be put back.
    """

    was_there: bool
    inbound: Inbound = Inbound.NOTHING
    moved: Interval | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do about an event: write it, with its times or without, or make the next one."""

    inbound: Inbound = Inbound.NOTHING
    moved: Interval | None = None
    write: bool = False
    with_times: bool = True
    make_another: bool = False


def what_follows(status: int | None, reason: str) -> Follows:
    """What a failed request asks for; without a status nothing that could be read came back."""
    if reason in _GRANT:
        return Follows.RECONNECT
    if status is None or status >= _SERVER_ERRORS or status in _AGAIN or reason in _LIMITS:
        return Follows.RETRY
    if status in _GONE:
        return Follows.GONE
    if status == HTTPStatus.CONFLICT:
        return Follows.EXISTS
    if status == HTTPStatus.PRECONDITION_FAILED:
        return Follows.CHANGED
    return Follows.REFUSED


def judged(
    event: Told | None, wanted: WantedEvent, known: KnownEvent, *, zone: ZoneInfo
) -> Verdict:
    """Compare a booking's event, as Google tells of it now, with what it should be.

    What a person did is never undone without being asked: it is noted, and stays.
    """
    if event is None or not is_there(event):
        if known.was_there:
            return Verdict(Inbound.DELETED)
        return Verdict(make_another=True)
    stale = version_of(event) != wanted.version
    time = time_of(event, zone=zone)
    if time is None or time == wanted.time:
        return Verdict(write=stale)
    if known.inbound is Inbound.NOTHING and known.moved == time:
        return Verdict(write=True)
    return Verdict(Inbound.MOVED, time, write=stale, with_times=False)

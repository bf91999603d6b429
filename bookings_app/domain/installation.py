"""Rules: whether a database is the real one, or a copy that must not write to anybody outside."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

# Stored in place of a fingerprint, once a database was found to be older than what was sent.
RESTORED_MARK = "restored"


class Standing(StrEnum):
    """What a database is to whoever opens it."""

    OURS = "ours"
    COPY = "copy"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Belongs:
    """To which installation a database says it belongs, and since when somebody said so."""

    fingerprint: str
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """How far the database had come when something was sent last, kept outside of it."""

    change: int
    confirmed_at: datetime | None = None


def fingerprint_of(*parts: str) -> str:
    """One word for where a database lies, and whom it serves."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def standing_of(belongs: Belongs, *, here: str, newest_change: int, sent: Sent | None) -> Standing:
    """Whether a database is the one this place has always had.

    `sent` is what is remembered here of the installation that it says it belongs to. It is
    older than that when a backup was put back, into the same file or as another one: the
    events in calendars are ahead of it. Whoever confirms it afterwards knows that.
    """
    if belongs.fingerprint == RESTORED_MARK:
        return Standing.RESTORED
    if sent is not None and newest_change < sent.change and not _is_newer(belongs, sent):
        return Standing.RESTORED
    return Standing.OURS if belongs.fingerprint == here else Standing.COPY


def _is_newer(belongs: Belongs, sent: Sent) -> bool:
    """Whether somebody confirmed it since: a backup only knows of what was confirmed before."""
    if belongs.confirmed_at is None:
        return False
    return sent.confirmed_at is None or belongs.confirmed_at > sent.confirmed_at

"""Rules: how often signing in may fail, and how long it lasts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bookings_app.domain.errors import TooManyAttempts
from bookings_app.domain.text import TextRefused, cleaned_email

# A session ends when nobody used it for so long, and after so long in any case.
IDLE = timedelta(hours=12)
LONGEST_SESSION = timedelta(days=30)
# That it was used is noted this often at most.
NOTED_EVERY = timedelta(minutes=5)

# How long failures count: of one e-mail from one address, and of an address.
PAIR_WINDOW = timedelta(hours=24)
ADDRESS_WINDOW = timedelta(hours=1)
MOST_PER_ADDRESS = 50

_FREE_FAILURES = 5
_FIRST_DELAY = timedelta(seconds=30)
_LONGEST_DELAY = timedelta(minutes=15)


def sign_in_email(email: str) -> str:
    """`email` as members have theirs; "" for whatever is none."""
    try:
        return cleaned_email(email)
    except TextRefused:
        return ""


def check_may_try(
    of_pair: Sequence[datetime], of_address: Sequence[datetime], *, now: datetime
) -> None:
    """Return quietly if signing in may be tried now.

    `of_pair` are the failures of this e-mail from this address within PAIR_WINDOW,
    `of_address` those of the address within ADDRESS_WINDOW, both ascending.

    Raises:
        TooManyAttempts: `retry_at` says when the next attempt is looked at.
    """
    waits = [now]
    if len(of_pair) >= _FREE_FAILURES:
        waits.append(of_pair[-1] + _delay_after(len(of_pair)))
    if len(of_address) >= MOST_PER_ADDRESS:
        waits.append(of_address[-MOST_PER_ADDRESS] + ADDRESS_WINDOW)
    if max(waits) > now:
        raise TooManyAttempts(max(waits))


def stands(*, seen_at: datetime, expires_at: datetime, now: datetime) -> bool:
    """Whether a session has not ended by itself."""
    return now < expires_at and now < seen_at + IDLE


def _delay_after(failures: int) -> timedelta:
    """Half a minute after the fifth failure, then twice as long each time."""
    doubled = min(failures - _FREE_FAILURES, 10)
    return min(_FIRST_DELAY * 2**doubled, _LONGEST_DELAY)

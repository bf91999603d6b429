"""Rules: when what failed is tried again, and when it is given up."""

from datetime import datetime, timedelta

GIVEN_UP_AFTER = timedelta(hours=24)

_AT_FIRST = timedelta(seconds=2)
_AT_LEAST = timedelta(seconds=1)
_AT_MOST = timedelta(minutes=15)
_DOUBLINGS = 20


def next_attempt_at(
    *,
    attempts: int,
    first_at: datetime,
    now: datetime,
    draw: float,
    at_least: timedelta = _AT_LEAST,
) -> datetime | None:
    """When to try again after `attempts` failed, the first promised at `first_at`; None is never.

    Full jitter: `draw`, from 0 to 1, of a pause that doubles each time, so that all who
    failed together do not come back together. `at_least` is what the other side asked for.
    """
    if now - first_at >= GIVEN_UP_AFTER:
        return None
    pause = min(_AT_MOST, _AT_FIRST * 2 ** min(attempts - 1, _DOUBLINGS))
    return now + max(pause * draw, _AT_LEAST, min(at_least, _AT_MOST))

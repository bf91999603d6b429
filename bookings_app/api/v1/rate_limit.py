"""How often a key may be used: so many requests in any minute, by a clock that only goes on."""

import math
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable

from bookings_app.domain.errors import RateLimited

_MINUTE = 60.0


class RateLimit:
    """Counts the requests of each key in this process; `per_minute` 0 lets all of them pass."""

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = per_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._made: defaultdict[str, deque[float]] = defaultdict(deque)

    def count(self, key_id: str) -> None:
        """Count one more request of that key.

        Raises:
            RateLimited: it had its share of the last minute already.
        """
        if not self._most:
            return
        now = self._clock()
        with self._lock:
            made = self._made[key_id]
            while made and made[0] <= now - _MINUTE:
                made.popleft()
            if len(made) >= self._most:
                raise RateLimited(max(1, math.ceil(made[0] + _MINUTE - now)))
            made.append(now)


def share_of(per_minute: int, *, workers: int) -> int:
    """What one of several workers allows; never nothing, for 0 would be everything."""
    return -(-per_minute // workers)

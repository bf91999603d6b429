"""The data: whose turn it is with the one connection of a process that writes to SQLite."""

from collections import deque
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from typing import Generic, TypeVar

from sqlalchemy.pool import QueuePool
from sqlalchemy.util.queue import Empty, Queue

T = TypeVar("T")

# Until then whoever asks first takes what is free: handing it over means waiting until
# another thread has woken up, which on a busy machine takes longer than a booking.
PATIENCE_SECONDS = 0.02


@dataclass(slots=True, eq=False)
class _Waiting(Generic[T]):
    """A thread that waits, since when, and what it was handed."""

    since: float = field(default_factory=monotonic)
    woken: Event = field(default_factory=Event)
    handed: list[T] = field(default_factory=list[T])


class Turns(Queue[T]):
    """Nobody waits much longer than those before them.

    SQLAlchemy's own queue lets a thread that comes back at once take the connection
    again before the one that waits has woken up: under load some would wait for
    seconds. Here whoever has waited for PATIENCE_SECONDS is handed the next one.
    """

    def _init(self, maxsize: int) -> None:
        super()._init(maxsize)
        self._waiting: deque[_Waiting[T]] = deque()

    def waiting(self) -> int:
        """How many wait."""
        with self.mutex:
            return len(self._waiting)

    def put(self, item: T, block: bool = True, timeout: float | None = None) -> None:  # noqa: FBT001, FBT002 - SQLAlchemy's
        """Give it back: to whoever has waited too long, or to whoever comes first."""
        with self.mutex:
            first = self._waiting[0] if self._waiting else None
            if first is not None and monotonic() - first.since > PATIENCE_SECONDS:
                self._waiting.popleft()
                first.handed.append(item)
            else:
                super().put(item, block, timeout)
            if first is not None:
                first.woken.set()

    def get(self, block: bool = True, timeout: float | None = None) -> T:  # noqa: FBT001, FBT002 - SQLAlchemy's
        """Take one, waiting for at most `timeout` seconds.

        Raises:
            Empty: there was none.
        """
        with self.mutex:
            if not self._empty() or not block:
                return super().get(block=False)
            mine = _Waiting[T]()
            self._waiting.append(mine)
        while mine.woken.wait(_left(mine.since, timeout)):
            with self.mutex:
                if mine.handed:
                    return mine.handed[0]
                mine.woken.clear()
                if not self._empty():
                    self._waiting.remove(mine)
                    return super().get(block=False)
        with self.mutex:
            if mine.handed:
                return mine.handed[0]
            self._waiting.remove(mine)
            raise Empty


class FairPool(QueuePool):
    """A pool whose connections go round by Turns."""

    _queue_class = Turns


def _left(since: float, timeout: float | None) -> float | None:
    return None if timeout is None else max(0.0, since + timeout - monotonic())

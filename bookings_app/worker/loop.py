"""Keeps the promises of the outbox: takes what is due, a few at once, until it is stopped.

Several of these may run, in one process or in many: a lease says who is at what.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bookings_app.usecases import changes
from bookings_app.usecases.outbox import Job, claim_due

logger = logging.getLogger(__name__)

_AT_ONCE = 8
# Another process may have promised something, or a pause has ended.
_LOOK_SECONDS = 1.0
# What is promised in a burst is looked at once.
_GATHER_SECONDS = 0.05
_PATIENCE_SECONDS = 3.0
_TIDY_EVERY = timedelta(hours=1)


class Taking(Protocol):
    """Takes what is due of some kinds."""

    def __call__(self, kinds: Collection[str], /, *, now: datetime, limit: int) -> list[Job]:
        """So many at most."""
        ...


class Worker:
    """Keeps promises of the kinds it was given something to do for.

    `tidy` is called now and then, for what must be forgotten some day; `take` is how due
    promises of some kinds are taken.
    """

    def __init__(
        self,
        doing: Mapping[str, Callable[[Job], None]],
        *,
        tidy: Callable[[datetime], None],
        take: Taking = claim_due,
    ) -> None:
        self._doing = doing
        self._tidy = tidy
        self._take_due = take
        self._tidied_at = datetime.min.replace(tzinfo=UTC)
        self._running: set[asyncio.Future[None]] = set()

    @asynccontextmanager
    async def running(self, _app: object = None) -> AsyncGenerator[None]:
        """Keep promises meanwhile; what is under way at the end has a moment to finish."""
        loop, wake = asyncio.get_running_loop(), asyncio.Event()
        # Its own threads: names that do not resolve must not keep others waiting.
        threads = ThreadPoolExecutor(_AT_ONCE + 1, thread_name_prefix="outbox")
        task = asyncio.create_task(self._keep_promises(threads, wake), name="outbox")
        try:
            with changes.listening(lambda: loop.call_soon_threadsafe(wake.set)):
                yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            if self._running:
                await asyncio.wait(self._running, timeout=_PATIENCE_SECONDS)
            threads.shutdown(wait=False, cancel_futures=True)

    async def _keep_promises(self, threads: ThreadPoolExecutor, wake: asyncio.Event) -> None:
        loop = asyncio.get_running_loop()
        while True:
            wake.clear()
            try:
                jobs = await loop.run_in_executor(threads, self._take)
            except Exception:  # the loop must survive a database that is away
                logger.exception("the outbox could not be looked at")
                jobs = []
            for job in jobs:
                done = loop.run_in_executor(threads, self._do, job)
                self._running.add(done)
                done.add_done_callback(lambda future: self._finished(future, wake))
            with suppress(TimeoutError):
                await asyncio.wait_for(wake.wait(), _LOOK_SECONDS)
                await asyncio.sleep(_GATHER_SECONDS)

    def _take(self) -> list[Job]:
        now = datetime.now(UTC)
        if now - self._tidied_at >= _TIDY_EVERY:
            self._tidied_at = now
            self._tidy(now)
        free = _AT_ONCE - len(self._running)
        return self._take_due(self._doing.keys(), now=now, limit=free) if free > 0 else []

    def _do(self, job: Job) -> None:
        try:
            self._doing[job.kind](job)
        except Exception:  # it is done again once its lease has run out
            logger.exception("a promise of kind %s could not be kept", job.kind)

    def _finished(self, future: asyncio.Future[None], wake: asyncio.Event) -> None:
        self._running.discard(future)
        wake.set()

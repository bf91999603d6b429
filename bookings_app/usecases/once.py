"""The verbs: one act for one Idempotency-Key, and its first answer for every later request."""

import hashlib
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings_app.db import answers as rows
from bookings_app.db.locks import had_at_once
from bookings_app.db.unit_of_work import all_or_nothing, unit_of_work
from bookings_app.domain.access import Actor
from bookings_app.domain.errors import IdempotencyInProgress, SubmissionMismatch
from bookings_app.usecases.secret_keeping import opened, sealed

# A request that comes again later than this is a new one.
ANSWERS_KEPT = timedelta(hours=24)

_running: set[tuple[str, str, str]] = set()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it is recognised again: its path, its Idempotency-Key, what it says."""

    path: str
    key: str
    contents: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered; `replayed` when that was before."""

    status: int
    body: str
    replayed: bool = False


def answered_once(sent: Sent, act: Callable[[], Answer], *, by: Actor, now: datetime) -> Answer:
    """What `act` answers, or what it answered to the same request of `by` before.

    Answers are kept as secrets are: some hold one that is shown this once.
    `act` and the note of its answer are one transaction: a use case in it is a part of
    that. What `act` refuses is not noted, so that it is tried anew the next time.

    Raises:
        IdempotencyInProgress: the same key is being answered right now.
        SubmissionMismatch: the key was sent before with other contents.
    """
    fingerprint = hashlib.sha256(sent.contents.encode(errors="surrogatepass")).hexdigest()
    with _alone(sent, by), all_or_nothing():
        earlier = _claimed(sent, fingerprint, by=by, now=now)
        if earlier is not None:
            return earlier
        answer = act()
        with unit_of_work() as work:
            rows.keep(
                work,
                rows.Asked(by.id, sent.path, sent.key),
                fingerprint=fingerprint,
                status=answer.status,
                body=sealed(answer.body),
                now=now,
            )
            rows.forget(work, before=now - ANSWERS_KEPT)
        return answer


def _claimed(sent: Sent, fingerprint: str, *, by: Actor, now: datetime) -> Answer | None:
    """The answer given before; otherwise nobody else is answered until the transaction ends."""
    asked = rows.Asked(by.id, sent.path, sent.key)
    with unit_of_work() as work:
        if not had_at_once(work, "answers", f"{by.id} {sent.path} {sent.key}"):
            raise IdempotencyInProgress
        row = rows.answer(work, asked)
        if row is None or row.created_at <= now - ANSWERS_KEPT:
            return None
        if row.fingerprint != fingerprint:
            raise SubmissionMismatch
        return Answer(row.status, opened(row.body), replayed=True)


@contextmanager
def _alone(sent: Sent, by: Actor) -> Generator[None]:
    """Refuse a second one in this process before it waits for the database."""
    mine = (by.id, sent.path, sent.key)
    with _lock:
        if mine in _running:
            raise IdempotencyInProgress
        _running.add(mine)
    try:
        yield
    finally:
        with _lock:
            _running.discard(mine)

"""Fault injection.

A :class:`Fault` says which requests it hits and what happens to them.  Kinds:

``error``          answer with a documented error (``reason`` names it) and do nothing
``delay``          do the work, wait ``seconds``, then answer (a slow answer or a timeout)
``drop``           close the connection before doing anything (the request is lost)
``drop_after``     do the work, then close the connection (the *answer* is lost)
``truncate``       do the work, then send half of the body and close
``garbage``        do the work, then send a 200 whose body is an HTML page
``oauth_error``    answer a token request with ``reason`` as the OAuth error code
``drop_notice``    lose the push notifications of the change that was made
"""

from __future__ import annotations

import random
import re
import threading
from dataclasses import asdict, dataclass, field
from typing import Any

KINDS = (
    "error",
    "delay",
    "drop",
    "drop_after",
    "truncate",
    "garbage",
    "oauth_error",
    "drop_notice",
)


@dataclass
class Fault:
    kind: str
    operation: str = ".*"  #: regular expression over names such as ``events.insert``
    reason: str = "backendError"  #: a key of :data:`errors.CATALOGUE`, or an OAuth error code
    seconds: float = 0.0
    times: int | None = 1  #: how many requests it hits; ``None`` for every one
    after: int = 0  #: matching requests let through first
    probability: float = 1.0
    retry_after: int | None = None  #: adds a ``Retry-After`` header
    account: str | None = None  #: only requests of this account
    hits: int = field(default=0)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of fault: {self.kind!r}")
        re.compile(self.operation)


class FaultPlan:
    """The faults in force.  The random choices repeat for the same seed."""

    def __init__(self, seed: int = 0) -> None:
        self._lock = threading.Lock()
        self._random = random.Random(seed)
        self._faults: list[Fault] = []

    def add(self, fault: Fault | None = None, /, **fields: Any) -> Fault:
        fault = fault or Fault(**fields)
        with self._lock:
            self._faults.append(fault)
        return fault

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()

    def seed(self, seed: int) -> None:
        with self._lock:
            self._random.seed(seed)

    def describe(self) -> list[dict]:
        with self._lock:
            return [asdict(fault) for fault in self._faults]

    def take(self, operation: str, account: str | None) -> Fault | None:
        """Returns the fault this request suffers, and counts it."""
        with self._lock:
            for fault in self._faults:
                if not re.fullmatch(fault.operation, operation):
                    continue
                if fault.account is not None and fault.account != account:
                    continue
                if fault.times is not None and fault.hits >= fault.times:
                    continue
                if fault.after > 0:
                    fault.after -= 1
                    continue
                if fault.probability < 1 and self._random.random() >= fault.probability:
                    continue
                fault.hits += 1
                return fault
        return None

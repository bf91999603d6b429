"""The process that listens: granian, which starts the workers and passes signals on to them.

It imports next to nothing, for it lives as long as the workers do.
"""

import ctypes
import http.client
import json
import os
import signal
import sys
import threading
import time
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
# What is said once requests are answered. Not among the arguments, which everybody on the
# machine can read: an address that makes an administrator may be in it.
ANNOUNCEMENT = "ANNOUNCEMENT_OF_BOOKINGS"
_SECONDS_TO_STOP = 5
# PR_SET_PDEATHSIG of prctl(2).
_SIGNAL_WHEN_PARENT_ENDS = 1
_SECONDS_BETWEEN_LOOKS = 0.1


@dataclass(frozen=True, slots=True)
class Job:
    """What is served where."""

    target: str
    host: str
    port: int
    workers: int

    def command(self) -> list[str]:
        """The command that does it."""
        return [sys.executable, "-m", "bookings_app.cli.server", json.dumps(asdict(self))]


class _Announcing(MPServer):
    """Says that it is there once its workers answer."""

    job: Job
    announcement: str

    def startup(self, spawn_target: Any, target_loader: Any) -> None:  # noqa: ANN401 - granian's
        super().startup(spawn_target, target_loader)  # pyright: ignore[reportUnknownMemberType] - untyped
        threading.Thread(target=self._announce, daemon=True).start()

    def _announce(self) -> None:
        while not answers(self.job.host, self.job.port):
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        print(self.announcement, flush=True)  # noqa: T201 - without Typer it is lighter


def answers(host: str, port: int) -> bool:
    """Whether requests are served there."""
    connection = http.client.HTTPConnection(EVERYWHERE.get(host, host), port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _end_with_parent() -> None:
    """In a worker: whoever ends this process by force must not find the port taken afterwards."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SIGNAL_WHEN_PARENT_ENDS, signal.SIGTERM)


def main() -> None:
    """Serve until a signal ends it."""
    job = Job(**json.loads(sys.argv[1]))
    announcement = os.environ.pop(ANNOUNCEMENT, "")  # no worker need know it
    server = _Announcing(
        target=job.target,
        factory=True,
        address=job.host,
        port=job.port,
        interface=Interfaces.ASGI,
        workers=job.workers,
        workers_kill_timeout=_SECONDS_TO_STOP,
        log_level=LogLevels.warning,
    )
    server.job, server.announcement = job, announcement
    os.register_at_fork(after_in_child=_end_with_parent)
    server.serve()


if __name__ == "__main__":
    main()

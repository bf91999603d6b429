"""The process that listens: granian, which starts the workers and passes signals on to them.

It imports next to nothing, for it lives as long as the workers do.
"""

import http.client
import json
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
_SECONDS_TO_STOP = 5
_SECONDS_BETWEEN_LOOKS = 0.1


@dataclass(frozen=True, slots=True)
class Job:
    """What is served where, and what is said once it answers."""

    target: str
    host: str
    port: int
    workers: int
    announcement: str

    def command(self) -> list[str]:
        """The command that does it."""
        return [sys.executable, "-m", "bookings_app.cli.server", json.dumps(asdict(self))]


class _Announcing(MPServer):
    """Says that it is there once its workers answer."""

    job: Job

    def startup(self, spawn_target: Any, target_loader: Any) -> None:  # noqa: ANN401 - granian's
        super().startup(spawn_target, target_loader)  # pyright: ignore[reportUnknownMemberType] - untyped
        threading.Thread(target=self._announce, daemon=True).start()

    def _announce(self) -> None:
        while not answers(self.job.host, self.job.port):
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        print(self.job.announcement, flush=True)  # noqa: T201 - without Typer it is lighter


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


def main() -> None:
    """Serve until a signal ends it."""
    job = Job(**json.loads(sys.argv[1]))
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
    server.job = job
    server.serve()


if __name__ == "__main__":
    main()

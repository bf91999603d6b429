"""The application as people start it: `bookings serve`, on a port of each test worker."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from bookings_app.cli.pages import built_pages

ROOT = Path(__file__).parents[2]

# Pages are built for a port: fixed ones are built once, not for every run. These are
# below those that systems give out by themselves, to PostgreSQL for example.
FIRST_PORT = int(os.environ.get("BOOKINGS_TEST_PORT", "28211"))
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
WORKERS = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))

# Whatever is set where the tests run must not reach the application.
_SETTINGS = {
    "BOOKINGS_HOST": "127.0.0.1",
    "BOOKINGS_REDIS_URL": "",
    "BOOKINGS_WORKERS": "1",
    "BOOKINGS_INSECURE_HTTP": "0",
    "BOOKINGS_WEBHOOKS_ALLOW_PRIVATE": "1",
    "TZ": "Pacific/Chatham",
}
# The end of what is printed once requests are answered.
_READY = "Ctrl-C ends it."
_FIRST_ADDRESS = re.compile(r"^ +(http://\S+/join\?token=\S+)$", re.MULTILINE)
_SECONDS_TO_START = 120
_SECONDS_TO_STOP = 20


@dataclass
class Desk:
    """A running application, the database it keeps and what it logs."""

    port: int
    database_url: str
    log: Path
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """What people type."""
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers, and has said so."""
        _refuse_taken_port(self.port)
        starts = self.said().count(_READY)
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bookings_app.cli.main", "serve"],
                cwd=ROOT,
                env={**environment(self.port, self.database_url), **self.settings},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + _SECONDS_TO_START
        while not self._answers() or self.said().count(_READY) == starts:
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                pytest.fail(f"the application did not start:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.2)

    def said(self) -> str:
        """All that it printed, in every start."""
        return self.log.read_text() if self.log.exists() else ""

    def first_addresses(self) -> list[str]:
        """What it printed for the first administrator, the oldest first."""
        return _FIRST_ADDRESS.findall(self.said())

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """End it as a power cut does."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, how)
            self._process.wait(timeout=_SECONDS_TO_STOP)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz", timeout=2).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False


@contextmanager
def in_place_of(desk: Desk, other: Desk) -> Generator[Desk]:
    """Another one on the same port meanwhile: pages are built for it already."""
    desk.stop()
    try:
        other.start()
        yield other
    finally:
        other.stop()
        desk.start()


def build_pages_of_all_workers() -> None:
    """Build before anybody's tests begin: a build takes every processor for itself."""
    for number in range(WORKERS):
        port = FIRST_PORT + number
        built_pages(port, environment=environment(port), say=lambda _: None)


def environment(port: int, database_url: str = "") -> dict[str, str]:
    """The settings of an application on `port`."""
    return (
        os.environ
        | _SETTINGS
        | {
            "BOOKINGS_DATABASE_URL": database_url,
            "BOOKINGS_PORT": str(port),
            "BOOKINGS_PUBLIC_URL": f"http://localhost:{port}",
        }
    )


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            pytest.fail(f"something else listens on port {port}: set BOOKINGS_TEST_PORT")

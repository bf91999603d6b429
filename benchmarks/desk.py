"""A running `bookings serve`, as a person would start it, and how much memory it takes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[1]
_SECONDS_TO_START = 300
_SECONDS_TO_STOP = 20
_WORDS_SHOWN = 4_000
_MEGABYTE = 1_000


@dataclass(frozen=True, slots=True)
class Desk:
    """Its address, and the process that was started: the parent of its workers."""

    url: str
    process: subprocess.Popen[bytes]

    def workers(self) -> list[int]:
        """The processes that serve."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [int(child) for child in children if _is_worker(int(child))]

    def memory(self) -> list[float]:
        """What each worker holds in memory, in MB."""
        return [_resident(worker) for worker in self.workers()]

    def processor_seconds(self) -> float:
        """How long all workers together have used a processor since they began."""
        return sum(_processor_seconds(worker) for worker in self.workers())

    def sockets(self) -> list[int]:
        """How many sockets each worker holds open."""
        return [_sockets(worker) for worker in self.workers()]


@contextmanager
def running_desk(*, port: int, log: Path, flags: list[str], **settings: str) -> Generator[Desk]:
    """Start the application, wait until it answers, and end it as Ctrl-C does."""
    # Only what is said here counts, and not what the environment happens to set.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BOOKINGS_")}
    command = [sys.executable, "-m", "bookings_app.cli.main", "serve", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *flags],
            cwd=ROOT,
            env=kept | settings,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        desk = Desk(f"http://localhost:{port}", process)
        _wait_for(desk, log)
        yield desk
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(timeout=_SECONDS_TO_STOP)


def _wait_for(desk: Desk, log: Path) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline and desk.process.poll() is None:
        try:
            if httpx.get(f"{desk.url}/healthz", timeout=2).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    message = f"The application did not start:\n{log.read_text()[-_WORDS_SHOWN:]}"
    raise RuntimeError(message)


def _is_worker(pid: int) -> bool:
    """Whether the process serves; Python's own helper for child processes does not."""
    return b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (kilobytes,) = (line.split()[1] for line in lines if line.startswith("VmRSS:"))
    return int(kilobytes) * 1024 / _MEGABYTE**2


def _processor_seconds(pid: int) -> float:
    # What follows the name, which may hold spaces: user and system time are the 14th and 15th.
    columns = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(columns[11]) + int(columns[12])) / os.sysconf("SC_CLK_TCK")


def _sockets(pid: int) -> int:
    opened = [str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir()]
    return sum(target.startswith("socket:") for target in opened)

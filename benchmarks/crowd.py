"""Several booker processes at once: they begin together, and nobody knows of the others."""

import json
import subprocess
import sys
from collections.abc import Generator, Iterable, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from benchmarks.booker import GO, Order, Report

ROOT = Path(__file__).parents[1]


class Booker:
    """One process, at the other end of two pipes."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def prepare(self, order: Order) -> None:
        """Give it an order, and wait until it could begin."""
        self._tell(json.dumps(asdict(order)))
        self.hear()

    def begin(self) -> None:
        """Let it begin with what it was prepared for."""
        self._tell(GO)

    def report(self) -> Report:
        """Wait until it has finished."""
        return Report(**self.hear())

    def hear(self) -> Any:  # noqa: ANN401 - whatever JSON can say
        """The next line it says."""
        line = _pipe(self.process.stdout).readline()
        if not line:
            message = f"a booker ended with {self.process.wait()}"
            raise RuntimeError(message)
        return json.loads(line)

    def _tell(self, line: str) -> None:
        pipe = _pipe(self.process.stdin)
        pipe.write(line + "\n")
        pipe.flush()


@contextmanager
def started_booker(url: str) -> Generator[Booker]:
    """A process that may still be opening the database; it ends with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.booker", url],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield Booker(process)
        finally:
            process.kill()


@contextmanager
def crowd(url: str, *, processes: int) -> Generator[list[Booker]]:
    """That many of them, ready."""
    with ExitStack() as stack:
        bookers = [stack.enter_context(started_booker(url)) for _ in range(processes)]
        for booker in bookers:
            booker.hear()
        yield bookers


def book(bookers: Sequence[Booker], orders: Iterable[Order]) -> Report:
    """Have each carry out one order, all at the same time; all reports as one."""
    pairs = list(zip(bookers, orders, strict=True))
    for booker, order in pairs:
        booker.prepare(order)
    for booker, _ in pairs:
        booker.begin()
    reports = [booker.report() for booker, _ in pairs]
    return Report(
        begun=min(report.begun for report in reports),
        ended=max(report.ended for report in reports),
        outcomes=[outcome for report in reports for outcome in report.outcomes],
    )


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe

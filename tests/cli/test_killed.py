"""A desk that is ended by force leaves nothing behind that would keep the next from starting."""

import os
import signal
import time
from pathlib import Path

from benchmarks.desk import running_desk
from bookings_app.cli.server import answers
from tests.databases import free_port

_SECONDS = 15


def test_workers_end_with_the_process_that_started_them(
    sqlite_database: str, tmp_path: Path
) -> None:
    port = free_port()
    with running_desk(
        port=port,
        log=tmp_path / "log",
        flags=["--no-frontend"],
        BOOKINGS_DATABASE_URL=sqlite_database,
    ) as desk:
        assert desk.workers() != []
        os.kill(desk.process.pid, signal.SIGKILL)
        desk.process.wait(timeout=_SECONDS)
        deadline = time.monotonic() + _SECONDS
        while answers("127.0.0.1", port) and time.monotonic() < deadline:
            pass

    assert not answers("127.0.0.1", port)

"""Where measurements work: fresh databases of both kinds, a Redis server, a port."""

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from redis import Redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from bookings_app.db import unit_of_work
from tests.databases import PostgreSQL, running_postgresql, sqlite_template

# Pages are built for it. Systems give out higher ones by themselves.
PORT = 28220
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
_ATTEMPTS = 100


@dataclass
class Places:
    """A folder for SQLite files, a PostgreSQL server, and a port that pages are built for."""

    folder: Path
    postgresql: PostgreSQL
    port: int = PORT
    _made: list[Path] = field(default_factory=list[Path])

    def sqlite(self) -> str:
        """A new migrated SQLite file: its address."""
        template = self.folder / "migrated.db"
        if not template.exists():
            sqlite_template(self.folder)
        path = self.folder / f"bookings-{len(self._made)}.db"
        self._made.append(path)
        shutil.copyfile(template, path)
        return f"sqlite:///{path}"

    def both(self) -> Iterator[tuple[str, str]]:
        """A new migrated database of each kind, one after the other: its kind and address."""
        yield SQLITE, self.sqlite()
        url = self.postgresql.fresh()
        yield POSTGRESQL, url
        self.postgresql.drop(url)


@contextmanager
def places() -> Generator[Places]:
    """Everything a whole run needs; nothing of it stays."""
    with (
        tempfile.TemporaryDirectory(prefix="bookings-bench-") as folder,
        running_postgresql() as server,
    ):
        _make_durable(server)
        yield Places(Path(folder), server)


def _make_durable(server: PostgreSQL) -> None:
    """Have it write to the disk before it answers: tests do without, figures may not."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = on")
        connection.execute("SELECT pg_reload_conf()")


@contextmanager
def connected(url: str) -> Generator[None]:
    """Use that database in this process meanwhile."""
    unit_of_work.connect(url)
    try:
        yield
    finally:
        unit_of_work.disconnect()


@contextmanager
def running_redis() -> Generator[str]:
    """A Redis server that keeps nothing: its address."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1"]
    command += ["--save", "", "--appendonly", "no"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for_redis(port)
            yield f"redis://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_for_redis(port: int) -> None:
    client = Redis(port=port, retry=Retry(ConstantBackoff(0.1), _ATTEMPTS))
    with closing(client):
        client.ping()


def free_port() -> int:
    """A port nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

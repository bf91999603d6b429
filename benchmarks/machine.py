"""The machine: figures mean little without it."""

import os
import platform
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import psycopg

from benchmarks.desk import ROOT
from benchmarks.places import Places
from benchmarks.timing import milliseconds

_GIGABYTE = 1024**2
_SYNCS = 50
_QUIET = 0.5


def facts(places: Places) -> Iterator[tuple[str, str]]:
    """Names and values, as of now."""
    yield "Measured", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, at commit {_commit()}"
    yield "Processors", f"{os.cpu_count()} × {_value('/proc/cpuinfo', 'model name')}"
    yield "Memory", f"{int(_value('/proc/meminfo', 'MemTotal').split()[0]) / _GIGABYTE:.0f} GB"
    yield "System", platform.platform()
    yield "Versions", ", ".join(_versions(places))
    yield "A write reaches the disk in", f"{_sync_time():.2f} ms"
    yield "Other work at the start", _other_work(os.getloadavg()[0])


def _other_work(load: float) -> str:
    said = f"load {load:.1f}"
    return f"{said}: the machine was shared, and times are upper bounds" if load > _QUIET else said


def _commit() -> str:
    found = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    return found.stdout.strip() or "unknown"


def _versions(places: Places) -> Iterator[str]:
    yield f"Python {platform.python_version()}"
    yield f"SQLite {sqlite3.sqlite_version}"
    with psycopg.connect(places.postgresql.url("postgres")) as connection:
        number = connection.info.server_version
    yield f"PostgreSQL {number // 10_000}.{number % 10_000}"
    said = subprocess.run(["redis-server", "--version"], check=True, capture_output=True, text=True)
    yield f"Redis {said.stdout.partition('v=')[2].split()[0]}"


def _value(path: str, name: str) -> str:
    """What a file of `name: value` lines says first of that name."""
    lines = Path(path).read_text().splitlines()
    found = (line.partition(":")[2].strip() for line in lines if line.startswith(name))
    return next(found, "unknown")


def _sync_time() -> float:
    """The median of writing a page and waiting for the disk: no commit can be quicker."""
    with tempfile.TemporaryFile() as file:

        def write() -> None:
            os.write(file.fileno(), b"\0" * 4096)
            os.fsync(file.fileno())

        return median(milliseconds(write) for _ in range(_SYNCS))

"""The command-line door: serving while one works on it."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from watchfiles import Change, watch

from bookings_app.cli.pages import PROJECT

_WATCHED = ("bookings_app", "assets", "alembic", "rxconfig.py", ".env")
_SECONDS_TO_END = 10


def dev(
    *,
    port: Annotated[int | None, typer.Option(help="Wins over BOOKINGS_PORT.")] = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="Fill an empty database with a demo team.")
    ] = False,
) -> None:
    """Serve, and build and start again whenever a source changes. Ctrl-C ends it."""
    command = [sys.executable, "-m", "bookings_app.cli.main", "serve"]
    command += ["--port", str(port)] if port is not None else []
    command += ["--demo"] if demo else []
    watched = [PROJECT / name for name in _WATCHED if (PROJECT / name).exists()]
    serving = subprocess.Popen(command)
    try:
        for changes in watch(*watched, watch_filter=_matters):
            typer.echo(f"{_named(changes)} changed.")
            _end(serving)
            serving = subprocess.Popen(command)
    finally:
        _end(serving)


def _matters(_change: Change, path: str) -> bool:
    """Whether a file is one that somebody writes."""
    parts = Path(path).parts
    return "__pycache__" not in parts and "external" not in parts and not path.endswith("~")


def _named(changes: set[tuple[Change, str]]) -> str:
    paths = sorted(str(Path(path).relative_to(PROJECT)) for _, path in changes)
    return paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more"


def _end(serving: subprocess.Popen[bytes]) -> None:
    """End it as Ctrl-C would, and wait: the next one needs its port."""
    if serving.poll() is None:
        serving.send_signal(signal.SIGINT)
    try:
        serving.wait(timeout=_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        serving.kill()
        serving.wait()

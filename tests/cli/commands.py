"""Commands typed in this process, as `bookings` would get them."""

import io
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import NoReturn

import pytest

from bookings_app.cli import main, serve
from bookings_app.cli.demo import command
from bookings_app.cli.server import ANNOUNCEMENT
from bookings_app.config import settings

# A Wednesday, while people are at work.
NOW = datetime(2026, 11, 25, 11, 17, tzinfo=UTC)


class Stopped(datetime):
    """A clock that shows NOW."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return NOW.astimezone(tz)


@dataclass(frozen=True, slots=True)
class Said:
    """What a command printed, and how it ended.

    `became` is the program it turned into, `announced` what that says once it answers.
    """

    out: str
    err: str
    exit_code: int
    became: tuple[str, ...] = ()
    announced: str = ""


def bookings(*words: str, database: Path, stdin: str = "") -> Said:
    """Type `bookings …` in an empty folder, with that SQLite file, at NOW."""
    out, err, became = io.StringIO(), io.StringIO(), list[str]()
    announced = list[str]()

    def become(_path: str, arguments: list[str], environment: dict[str, str]) -> NoReturn:
        became.extend(arguments)
        announced.append(environment.get(ANNOUNCEMENT, ""))
        sys.exit(0)

    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(database.parent)
        patch.setenv("BOOKINGS_DATABASE_URL", f"sqlite:///{database}")
        patch.setattr(sys, "argv", ["bookings", *words])
        patch.setattr(sys, "stdin", io.StringIO(stdin))
        patch.setattr(os, "execve", become)
        for module in (command, serve):
            patch.setattr(module, "datetime", Stopped)
        settings.cache_clear()
        exit_code = _exit_code()
    settings.cache_clear()
    return Said(out.getvalue(), err.getvalue(), exit_code, tuple(became), "".join(announced))


def _exit_code() -> int:
    try:
        main.main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0

"""What tests of the command line share: the demo team, moved in once for all of them."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from bookings_app.usecases.database import close_database, open_database
from tests.cli.commands import Said, bookings
from tests.databases import free_port


@pytest.fixture(scope="session")
def moving_in(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Said]:
    """The file that `bookings serve --demo` has filled, and what it said.

    Several processes that share the tests fill it once.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    database, noted = folder / "demo.db", folder / "demo.json"
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not noted.exists():
            words = ("serve", "--demo", "--no-frontend", "--port", str(free_port()))
            noted.write_text(json.dumps(asdict(bookings(*words, database=database))))
    return database, Said(**json.loads(noted.read_text()))


@pytest.fixture(scope="module")
def demo(moving_in: tuple[Path, Said], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the filled file, open."""
    path = tmp_path_factory.mktemp("demo") / "bookings.db"
    shutil.copyfile(moving_in[0], path)
    open_database(f"sqlite:///{path}")
    yield path
    close_database()

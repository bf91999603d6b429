"""What all tests share: an odd time zone, and fresh databases of both kinds."""

import os
import shutil
import time
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from bookings_app.config import settings
from bookings_app.db import unit_of_work
from tests.databases import PostgreSQL, running_postgresql, sqlite_template

# 12:45 or 13:45 ahead of UTC: whoever forgets a zone is wrong by an odd amount.
ODD_ZONE = "Pacific/Chatham"

os.environ["TZ"] = ODD_ZONE
time.tzset()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL server for this run; it is stopped at the end."""
    with running_postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    return sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture
def sqlite_database(migrated_file: Path, tmp_path: Path) -> Iterator[str]:
    """A fresh migrated SQLite database, connected: its address."""
    path = tmp_path / "bookings.db"
    shutil.copyfile(migrated_file, path)
    yield from _connected(f"sqlite:///{path}")


@pytest.fixture
def postgresql_database(postgresql: PostgreSQL) -> Iterator[str]:
    """A fresh migrated PostgreSQL database, connected: its address."""
    url = postgresql.fresh()
    yield from _connected(url)
    postgresql.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """A fresh migrated database, connected, once of each kind: its address."""
    url: str = request.getfixturevalue(f"{request.param}_database")
    return url


@pytest.fixture
def with_keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Secrets are sealed."""
    monkeypatch.setenv("BOOKINGS_SECRET_KEYS", b64encode(bytes(32)).decode())
    settings.cache_clear()
    yield
    settings.cache_clear()


def _connected(url: str) -> Iterator[str]:
    unit_of_work.connect(url)
    yield url
    unit_of_work.disconnect()

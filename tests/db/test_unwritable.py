"""A file or disk that takes no writes: said plainly, reading goes on, nothing is damaged."""

import resource
import shutil
import signal
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from bookings_app.db.tables import ContactRow
from bookings_app.db.unit_of_work import connect, disconnect, reading, unit_of_work
from bookings_app.domain.errors import DatabaseUnwritable
from tests.databases import without_privileges
from tests.db.rows import NOON, stored


@pytest.fixture
def file(migrated_file: Path) -> Generator[Path]:
    """A migrated file in a folder that everybody may look into."""
    with tempfile.TemporaryDirectory(prefix="bookings-") as folder:
        Path(folder).chmod(0o755)
        path = Path(folder) / "bookings.db"
        shutil.copyfile(migrated_file, path)
        yield path
        disconnect()


def names() -> list[str]:
    with reading() as look:
        return list(look.session.exec(select(ContactRow.name)).all())


def test_a_read_only_file_is_refused_for_writing(file: Path) -> None:
    file.chmod(0o444)
    file.parent.chmod(0o777)

    with without_privileges():
        connect(f"sqlite:///{file}")
        with pytest.raises(DatabaseUnwritable):
            stored(ContactRow, name="Ana")
        assert names() == []
        disconnect()


def test_a_read_only_folder_is_refused(file: Path) -> None:
    file.chmod(0o444)
    file.parent.chmod(0o555)

    with without_privileges():
        connect(f"sqlite:///{file}")
        with pytest.raises(DatabaseUnwritable):
            stored(ContactRow, name="Ana")
        disconnect()


def test_a_folder_that_cannot_be_made_is_refused() -> None:
    with pytest.raises(DatabaseUnwritable):
        connect("sqlite:////proc/bookings/bookings.db")


@pytest.fixture
def little_room(file: Path) -> Generator[None]:
    """Let no file of this process grow beyond one megabyte more than the database has."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    heard = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size + 2**20, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    signal.signal(signal.SIGXFSZ, heard)


def store_too_much() -> None:
    with unit_of_work() as work:
        for number in range(40):
            work.session.add(ContactRow(name=f"{number}", notes="x" * 100_000, created_at=NOON))


@pytest.mark.usefixtures("little_room")
def test_a_full_disk_refuses_the_write_keeps_what_was_there_and_recovers(file: Path) -> None:
    connect(f"sqlite:///{file}")
    stored(ContactRow, name="Ana")

    with pytest.raises(DatabaseUnwritable):
        store_too_much()

    assert names() == ["Ana"]
    stored(ContactRow, name="Berta")
    assert sorted(names()) == ["Ana", "Berta"]
    with reading() as look:
        sound = look.session.connection().execute(text("PRAGMA integrity_check")).scalar_one()
    assert sound == "ok"

"""`bookings serve`: what it prepares, what it refuses, and what it announces."""

import json
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest

from bookings_app.usecases.database import close_database, database_is_empty, open_database
from tests.cli.commands import Said, bookings
from tests.databases import free_port

SIGN_INS = (
    "Sign in with the password demo-clinic-team as\n"
    "  una@example.com     administrator\n"
    "  vera@example.com    manager\n"
    "  amira@example.com   provider, like 19 others\n"
)


def job_of(said: Said) -> dict[str, Any]:
    """What the server was told to do."""
    assert said.exit_code == 0, said.err
    job: dict[str, Any] = json.loads(said.became[-1])
    return job


def served(*words: str, database: Path) -> Said:
    """`bookings serve` without pages, on a free port."""
    return bookings("serve", "--no-frontend", "--port", str(free_port()), *words, database=database)


def test_serve_makes_the_database_and_says_how_to_get_in(tmp_path: Path) -> None:
    said = served(database=tmp_path / "new.db")

    port = job_of(said)["port"]
    open_database(f"sqlite:///{tmp_path / 'new.db'}")
    assert database_is_empty()
    close_database()
    assert said.announced == (
        f"\nBookings is ready: http://localhost:{port}\n"
        "Nobody can sign in yet: run `bookings member add` in another terminal.\n"
        "Ctrl-C ends it."
    )
    # Whatever it is, others on the machine can list the arguments of a process.
    assert "Nobody can sign in" not in " ".join(said.became)


def test_the_port_of_the_flag_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOOKINGS_PORT", "3999")
    port = free_port()

    said = bookings("serve", "--no-frontend", "--port", str(port), database=tmp_path / "new.db")

    assert job_of(said)["port"] == port


def test_workers_are_as_many_as_asked_for(tmp_path: Path) -> None:
    assert job_of(served("--workers", "3", database=tmp_path / "new.db"))["workers"] == 3


def test_more_than_one_worker_with_pages_needs_redis(tmp_path: Path) -> None:
    said = bookings("serve", "--workers", "2", database=tmp_path / "new.db")

    assert said.exit_code == 1
    assert "BOOKINGS_REDIS_URL" in said.err
    assert said.became == ()
    assert not (tmp_path / "new.db").exists()


def test_a_port_in_use_is_refused_before_anything_else(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        said = bookings("serve", "--no-frontend", "--port", str(port), database=tmp_path / "new.db")

    assert said.exit_code == 1
    assert said.err == (
        f"Something else listens on 127.0.0.1, port {port}."
        " End it, or take another port with --port.\n"
    )
    assert not (tmp_path / "new.db").exists()


def test_with_demo_an_empty_database_is_filled_and_the_sign_ins_are_announced(
    moving_in: tuple[Path, Said],
) -> None:
    _, said = moving_in

    assert "Filling the empty database with a demo team…" in said.out
    assert SIGN_INS in said.announced
    assert "demo-clinic-team" not in said.out


def test_later_starts_fill_nothing_and_say_the_sign_ins_while_they_hold(
    moving_in: tuple[Path, Said], tmp_path: Path
) -> None:
    database = tmp_path / "demo.db"
    shutil.copyfile(moving_in[0], database)

    said = served("--demo", database=database)

    assert "Filling" not in said.out
    assert SIGN_INS in said.announced


def test_a_sign_in_that_no_longer_holds_is_not_announced(
    moving_in: tuple[Path, Said], tmp_path: Path
) -> None:
    database = tmp_path / "demo.db"
    shutil.copyfile(moving_in[0], database)
    bookings(
        "member",
        "password",
        "una@example.com",
        "--password-stdin",
        database=database,
        stdin="only-una-knows-it\n",
    )

    announcement = served("--demo", database=database).announced

    assert "una@example.com" not in announcement
    assert "vera@example.com" in announcement


def test_demo_leaves_a_database_that_is_not_empty_alone(tmp_path: Path) -> None:
    database = tmp_path / "ours.db"
    bookings(
        "member",
        "add",
        "ana@example.com",
        "--name",
        "Ana",
        "--role",
        "admin",
        "--password-stdin",
        database=database,
        stdin="lantern-orbit-42\n",
    )

    said = served("--demo", database=database)

    assert "Filling" not in said.out
    assert "demo-clinic-team" not in said.announced


def test_the_demo_command_refuses_what_is_not_empty(
    moving_in: tuple[Path, Said], tmp_path: Path
) -> None:
    database = tmp_path / "demo.db"
    shutil.copyfile(moving_in[0], database)

    said = bookings("demo", database=database)

    assert said.exit_code == 1
    assert said.err == (
        "The database is not empty, and the demo team only moves into an empty one:"
        " name a new one in BOOKINGS_DATABASE_URL.\n"
    )
    assert said.out == ""

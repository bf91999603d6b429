"""Databases for tests: a PostgreSQL server of our own, and fresh copies of migrated ones."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from bookings_app.db import migrations

TEMPLATE = "migrated"
HOW_TO_INSTALL = "apt-get install postgresql"


@dataclass
class PostgreSQL:
    """A running server; every call of `fresh` makes another migrated database."""

    port: int
    made: int = 0

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://bookings@127.0.0.1:{self.port}/{name}"

    def empty(self) -> str:
        """A new database with nothing in it."""
        return self._create("template0")

    def fresh(self) -> str:
        """A new database with all migrations applied."""
        return self._create(TEMPLATE)

    def drop(self, url: str) -> None:
        """Remove one database, whoever is connected to it."""
        name = sql.Identifier(url.rsplit("/", 1)[-1])
        self._administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def make_template(self) -> None:
        """Migrate once; copying is quicker."""
        self._administer(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
        migrations.migrate(self.url(TEMPLATE))

    def _create(self, template: str) -> str:
        self.made += 1
        name = f"test_{os.getpid()}_{self.made}"
        self._administer(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return self.url(name)

    def _administer(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running_postgresql() -> Generator[PostgreSQL]:
    """Start a server in a folder of its own, and stop it at the end."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="bookings-postgresql-"))
    data = folder / "data"
    user = _give_away(folder)
    try:
        running = PostgreSQL(free_port())
        _run([programs / "initdb", "-D", data, "-U", "bookings", "-A", "trust", "-N"], user)
        _configure(data, running.port)
        _run([programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "start"], user)
        running.make_template()
        yield running
    finally:
        if (data / "postmaster.pid").exists():
            _run([programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], user)
        shutil.rmtree(folder)


def _configure(data: Path, port: int) -> None:
    """Nothing is kept, so nothing is synced to disk."""
    settings = {
        "port": port,
        "listen_addresses": "'127.0.0.1'",
        "unix_socket_directories": f"'{data.parent}'",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": 200,
        "shared_buffers": "'32MB'",
        "timezone": "'Pacific/Chatham'",
    }
    with (data / "postgresql.conf").open("a") as file:
        file.writelines(f"{name} = {value}\n" for name, value in settings.items())


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), reverse=True)
    on_path = shutil.which("pg_ctl")
    if on_path:
        found.append(Path(on_path).resolve())
    if not found:
        pytest.exit(f"PostgreSQL is missing, and no test may be left out: {HOW_TO_INSTALL}", 1)
    return found[0].parent


def _give_away(folder: Path) -> str | None:
    """The user to run as, now owning `folder`; None is ourselves.

    PostgreSQL refuses to run as root; its package makes a user for it.
    """
    if os.geteuid() != 0:
        return None
    shutil.chown(folder, "postgres", "postgres")
    return "postgres"


def _run(command: list[str | Path], user: str | None) -> None:
    # The server outlives pg_ctl and would keep a pipe open: its words go to a file.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            command,
            check=False,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
        said.seek(0)
        if done.returncode:
            pytest.exit(f"{command[0]} failed: {said.read()}", 1)


@contextmanager
def running_redis() -> Generator[str]:
    """Start a Redis that keeps nothing, and stop it at the end: its address."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        for line in process.stdout:
            if "Ready to accept connections" in line:
                break
        try:
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()


def free_port() -> int:
    """A port on which nobody listens."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def sqlite_template(folder: Path) -> Path:
    """A migrated SQLite file; copying is quicker than migrating."""
    path = folder / "migrated.db"
    migrations.migrate(f"sqlite:///{path}")
    return path


@contextmanager
def in_another_process(url: str, *statements: str) -> Generator["Holder"]:
    """Another program that runs `statements` in a transaction and holds it open."""
    program = Path(__file__).parent / "db" / "holder.py"
    process = subprocess.Popen(
        [sys.executable, program, url, *statements],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        holder = Holder(process)
        holder.wait_for("holding")
        try:
            yield holder
        finally:
            if not holder.committed:
                holder.commit()


@dataclass
class Holder:
    """The other program, at the other end of a pipe."""

    process: subprocess.Popen[str]
    committed: bool = False

    def commit(self) -> None:
        """Have it commit, and wait until it has."""
        stdin = self.process.stdin
        assert stdin is not None
        stdin.write("commit\n")
        stdin.flush()
        self.wait_for("committed")
        self.committed = True

    def wait_for(self, word: str) -> None:
        """Read what it says."""
        stdout = self.process.stdout
        assert stdout is not None
        assert stdout.readline().strip() == word


@contextmanager
def without_privileges() -> Generator[None]:
    """Make file modes count: root would pass over them."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        yield
    finally:
        os.seteuid(0)

"""The command-line door: building the pages, once for each version and port."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from bookings_app.domain.errors import SetupError

PROJECT = Path(__file__).parents[2]

# What pages are made from. Their text and first state come from these modules, too.
SOURCES = (
    "rxconfig.py",
    "uv.lock",
    "reflex.lock/package-lock.json",
    "assets",
    "bookings_app/bookings_app.py",
    "bookings_app/ui",
    "bookings_app/domain",
    "bookings_app/usecases",
)
# Links that Reflex makes, and what Python compiled.
_NOT_SOURCES = {"external", "__pycache__"}

# Of what a build leaves behind, this is all that serving needs.
_SERVED = ("build/client", "backend", "reflex.json", "env.json")

_BUILD_FOLDER = ".web"
_LINES_SHOWN = 30


def built_pages(port: int, *, environment: dict[str, str], say: Callable[[str], None]) -> Path:
    """The folder of pages for `port`, built when their sources have changed since.

    Each port has a folder of its own, because pages know theirs. Nothing changes
    under a server that is running on another one.

    Raises:
        SetupError: the build failed; the sentence ends with what it said.
    """
    kept = PROJECT / ".pages" / str(port)
    wanted = fingerprint(PROJECT, port)
    if _is_current(kept, wanted):
        return kept
    with _alone(PROJECT / ".pages" / "lock", say):
        if _is_current(kept, wanted):
            return kept
        say("Building the pages (about a minute, only the first time)…")
        begun = time.monotonic()
        # Reflex keeps a script of an earlier version whose copy is newer than its source.
        shutil.rmtree(PROJECT / _BUILD_FOLDER / "public" / "external", ignore_errors=True)
        with _same_but_for_order(PROJECT / "reflex.lock" / "package.json"):
            _export(port, environment)
        _keep(PROJECT / _BUILD_FOLDER, kept, wanted)
        say(f"Built in {time.monotonic() - begun:.0f} seconds.")
    return kept


def fingerprint(project: Path, port: int) -> str:
    """What differs when pages must be built again."""
    digest = hashlib.sha256(f"port {port}".encode())
    for path in _files(project):
        content = path.read_bytes()
        digest.update(f"\n{path.relative_to(project)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _files(project: Path) -> Iterable[Path]:
    found = [
        path
        for source in SOURCES
        for path in [project / source, *(project / source).rglob("*")]
        if path.is_file() and not _NOT_SOURCES & set(path.parts)
    ]
    return sorted(found)


def _is_current(kept: Path, wanted: str) -> bool:
    mark = kept / "fingerprint"
    return mark.is_file() and mark.read_text() == wanted


@contextmanager
def _alone(lock: Path, say: Callable[[str], None]) -> Generator[None]:
    """Let one process build at a time; the lock goes with the process that holds it."""
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another build of the pages…")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _same_but_for_order(listed: Path) -> Generator[None]:
    """Keep a list of packages as it is when Reflex only writes it in another order."""
    before = listed.read_bytes() if listed.exists() else b""
    yield
    if before and json.loads(before) == json.loads(listed.read_bytes()):
        listed.write_bytes(before)


def _export(port: int, environment: dict[str, str]) -> None:
    """Have Reflex write and bundle the pages.

    They find the server by the address they are opened at: the one given here only
    says on which port, where that is plain http.
    """
    log = PROJECT / ".pages" / "build.log"
    programs = str(Path(sys.executable).parent)
    environment = environment | {
        "PATH": programs + os.pathsep + environment.get("PATH", ""),
        "REFLEX_API_URL": f"http://localhost:{port}",
        "REFLEX_WEB_WORKDIR": _BUILD_FOLDER,
    }
    with log.open("w") as output:
        done = subprocess.run(
            [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"],
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode != 0:
        said = "\n".join(log.read_text(errors="replace").splitlines()[-_LINES_SHOWN:])
        message = (
            f"The pages could not be built. All that was said is in {log}; the end of it:\n{said}"
        )
        raise SetupError(message)


def _keep(built: Path, kept: Path, mark: str) -> None:
    """Put what serving needs in place of what was kept before."""
    fresh = kept.with_name(f"{kept.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for name in _SERVED:
        source = built / name
        if source.is_dir():
            shutil.copytree(source, fresh / name)
        elif source.exists():
            shutil.copy2(source, fresh / name)
    (fresh / "fingerprint").write_text(mark)
    shutil.rmtree(kept, ignore_errors=True)
    fresh.rename(kept)

"""One real server, one real browser, a fresh context for each person."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from bookings_app.domain.access import Role
from bookings_app.usecases import database
from tests.e2e.team import PASSWORD, Team, build_team

ROOT = Path(__file__).parents[2]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The pages are built for a port: a fixed one is built once.
PORT = int(os.environ.get("BOOKINGS_TEST_PORT", "38211"))

expect.set_options(timeout=10_000)


@dataclass
class Desk:
    """A running application, and the database it keeps."""

    url: str
    database_url: str
    environment: dict[str, str]
    process: subprocess.Popen[bytes] = field(repr=False)


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An SQLite file of this test session."""
    return f"sqlite:///{tmp_path_factory.mktemp('desk')}/bookings.db"


@pytest.fixture(scope="session")
def desk(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """`bookings serve`, as a person would start it."""
    environment = os.environ | {
        "BOOKINGS_DATABASE_URL": database_url,
        "BOOKINGS_PORT": str(PORT),
        "TZ": "Pacific/Chatham",
    }
    desk = start_desk(database_url, environment, tmp_path_factory.mktemp("log") / "serve.log")
    yield desk
    stop_desk(desk)


def start_desk(database_url: str, environment: dict[str, str], log: Path) -> Desk:
    """Start the application and wait until it answers."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", PORT)) == 0:
            pytest.fail(f"something else listens on port {PORT}: set BOOKINGS_TEST_PORT")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bookings_app.cli.main", "serve", "--port", str(PORT)],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    desk = Desk(f"http://localhost:{PORT}", database_url, environment, process)
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the application ended at start:\n{log.read_text()[-4000:]}")
        try:
            if httpx.get(f"{desk.url}/healthz", timeout=2).status_code == httpx.codes.OK:
                return desk
        except httpx.TransportError:
            time.sleep(0.2)
    pytest.fail(f"the application did not answer:\n{log.read_text()[-4000:]}")


def stop_desk(desk: Desk) -> None:
    """End the application as Ctrl-C does."""
    if desk.process.poll() is None:
        os.killpg(desk.process.pid, signal.SIGINT)
        desk.process.wait(timeout=20)


@pytest.fixture(scope="session")
def team(desk: Desk) -> Iterator[Team]:
    """Two locations, three services, three providers and the members, made by use cases."""
    database.open_database(desk.database_url)
    yield build_team()
    database.close_database()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium where it is, else Playwright's."""
    with sync_playwright() as playwright:
        path = str(CHROMIUM) if CHROMIUM.exists() else None
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context_of(
    browser: Browser, request: pytest.FixtureRequest
) -> Iterator[Callable[..., BrowserContext]]:
    """Opens browser contexts; a failed test leaves their traces in test-results/."""
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(
            **({"viewport": DESKTOP, "timezone_id": "Europe/Lisbon", "locale": "en-GB"} | options)
        )
        context.tracing.start(screenshots=True, snapshots=True)
        contexts.append(context)
        return context

    yield make

    failed = getattr(request.node, "failed", False)
    for number, context in enumerate(contexts):
        trace = ROOT / "test-results" / f"{request.node.name}-{number}.zip"
        context.tracing.stop(path=trace if failed else None)
        context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Note on the test that it failed, so that its traces are kept."""
    report = yield
    if call.when == "call" and report.failed:
        item.failed = True  # type: ignore[attr-defined]
    return report


@pytest.fixture
def sign_in(
    desk: Desk, team: Team, context_of: Callable[..., BrowserContext]
) -> Callable[..., Page]:
    """Sign a member in, in a context of their own, through the page they would use."""

    def as_member(email: str, *, path: str = "/bookings", **options: Any) -> Page:
        page = context_of(**options).new_page()
        page.goto(f"{desk.url}/login")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/login" not in url)
        page.goto(f"{desk.url}{path}")
        return page

    return as_member


@pytest.fixture
def member(team: Team) -> Callable[..., str]:
    """Add a member of one test; answers the e-mail."""

    def add(role: Role, provider_id: str | None = None) -> str:
        email = f"{role}-{secrets.token_hex(4)}@example.com"
        team.add_member(email, role, provider_id)
        return email

    return add

"""One real server, one real browser, a fresh context for each person."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    ViewportSize,
    expect,
    sync_playwright,
)

from bookings_app.usecases import database
from bookings_app.usecases.workspace import save_workspace, workspace
from tests.e2e.desk import FIRST_PORT, ROOT, WORKER, Desk, build_pages_of_all_workers, in_place_of
from tests.e2e.team import ATHENS, PASSWORD, Team, Week, build_team
from tests.e2e.watching import Complaints, Network, Traffic
from tests.factories import ADMIN

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
KEPT = ROOT / "test-results"

# For machines that are busy: what is there sooner does not wait.
expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """`bookings serve`, as a person would start it, on a database of this test worker."""
    build_pages_of_all_workers()
    folder = tmp_path_factory.mktemp("desk")
    desk = Desk(FIRST_PORT + WORKER, f"sqlite:///{folder}/bookings.db", folder / "serve.log")
    desk.start()
    yield desk
    desk.stop()


@pytest.fixture
def new_desk(desk: Desk, tmp_path: Path) -> Iterator[Desk]:
    """One with an empty database, in the place of everybody's."""
    new = Desk(desk.port, f"sqlite:///{tmp_path}/new.db", tmp_path / "serve.log")
    with in_place_of(desk, new):
        yield new


@pytest.fixture(scope="session")
def team(desk: Desk) -> Iterator[Team]:
    """Locations, services, providers, contacts and members, made while the desk runs."""
    database.open_database(desk.database_url)
    yield build_team()
    database.close_database()


@pytest.fixture
def workspace_as_before(team: Team) -> Iterator[None]:
    """Puts back what a test saves."""
    del team  # it has opened the database
    before = workspace()
    yield
    save_workspace(before, by=ADMIN, now=datetime.now(UTC))


@pytest.fixture
def week(team: Team) -> Week:
    """A week of this test alone."""
    return team.next_week()


@pytest.fixture
def three_bookings(team: Team, week: Week) -> Week:
    """Ana's haircut by Ben, Nora's pending colour by Petra, and Yuki's massage at the Harbour."""
    team.book(week.at(1, "10:00"), customer="Ana Ruiz")
    team.book(
        week.at(2, "11:00"),
        service_id=team.colour,
        provider_id=team.petra,
        customer="Nora Quinn",
    )
    team.book(
        week.at(3, "15:00", ATHENS),
        service_id=team.massage,
        location_id=team.harbour,
        provider_id=team.hana,
        customer="Yuki Mori",
    )
    return week


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium where it is, else Playwright's own; without either all tests fail."""
    path = str(CHROMIUM) if CHROMIUM.exists() else None
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """What the browsers of this test complain of; whatever it did not expect fails it."""
    complaints = Complaints()
    yield complaints
    assert complaints.unexpected() == []


@pytest.fixture
def context_of(
    browser: Browser, desk: Desk, complaints: Complaints, request: pytest.FixtureRequest
) -> Iterator[Callable[..., BrowserContext]]:
    """Opens browser contexts; a failed test leaves traces and pictures in test-results/."""
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        defaults = {"viewport": DESKTOP, "timezone_id": "Europe/Lisbon", "locale": "en-GB"}
        context = browser.new_context(base_url=desk.url, **(defaults | options))
        context.tracing.start(snapshots=True)
        complaints.listen(context)
        contexts.append(context)
        return context

    yield make

    failed = getattr(request.node, "failed", False) or bool(complaints.unexpected())
    for number, context in enumerate(contexts):
        close(context, KEPT / f"{request.node.name}-{number}" if failed else None)


def close(context: BrowserContext, kept: Path | None) -> None:
    """End it, after keeping its trace and a picture of each of its pages."""
    if kept is not None:
        for number, page in enumerate(context.pages):
            page.screenshot(path=kept / f"page-{number}.png")
    context.tracing.stop(path=kept / "trace.zip" if kept else None)
    context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Note on the test that it failed, so that its traces are kept."""
    report = yield
    if report.failed:
        item.failed = True  # type: ignore[attr-defined] # pytest lets plugins note things there
    return report


@pytest.fixture
def sign_in(
    desk: Desk, team: Team, context_of: Callable[..., BrowserContext]
) -> Callable[..., Page]:
    """Sign a member in, in a context of their own, and open a page."""

    def as_member(
        email: str,
        path: str = "/bookings",
        *,
        traffic: Traffic | None = None,
        network: Network | None = None,
        **options: Any,
    ) -> Page:
        context = context_of(**options)
        send_sign_in(context, desk.url, email)
        page = context.new_page()
        for listener in (traffic, network):
            if listener is not None:
                listener.listen(page)
        page.goto(path)
        return page

    return as_member


def send_sign_in(context: BrowserContext, origin: str, email: str) -> None:
    """Send the form of the sign-in page, without drawing it."""
    answer = context.request.post(
        "/auth/sign-in",
        form={"email": email, "password": PASSWORD},
        headers={"Origin": origin},
        max_redirects=0,
    )
    assert "/login" not in answer.headers["location"]

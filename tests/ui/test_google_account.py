"""One's own Google account at one tab: what is shown, where one is sent, what is chosen."""

import re
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from bookings_app.config import settings
from bookings_app.db.google_tables import GoogleAccountRow
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.domain.access import Role
from bookings_app.domain.google_accounts import GoogleStatus
from bookings_app.ui.google_account.state import GoogleAccountState
from bookings_app.usecases.google_accounts import GoogleAccountView, find_google_account
from bookings_app.usecases.google_connecting import come_back as bring_back
from tests.factories import ADMIN, given_provider
from tests.fake_google import FakeGoogleServer
from tests.google_accounts import (
    ANA,
    SESSION,
    agreed,
    begun,
    connected,
    exchange,
    running_google,
)
from tests.ui.seat import Seat, seated

pytestmark = pytest.mark.usefixtures("sqlite_database")

Visit = Callable[[Seat], Awaitable[None]]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGoogleServer]:
    """The stand-in; Ana has a second calendar."""
    with running_google(monkeypatch) as server:
        server.google.add_calendar(ANA, "Choir")
        yield server


def given_connected(server: FakeGoogleServer) -> str:
    """A provider who is connected; their id."""
    provider_id = given_provider()
    connected(server, provider_id, now=datetime.now(UTC))
    return provider_id


def account_of(provider_id: str) -> GoogleAccountView:
    found = find_google_account(provider_id, by=ADMIN)
    assert found is not None
    return found


def as_provider(visit: Visit, provider_id: str | None = None) -> Seat:
    return seated(Seat, visit, Role.PROVIDER, provider_id or given_provider())


async def look(seat: Seat) -> None:
    await seat.send(GoogleAccountState.look)


def test_without_settings_the_page_names_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET", "SECRET_KEYS"):
        monkeypatch.delenv(f"BOOKINGS_{name}", raising=False)
    settings.cache_clear()

    seat = as_provider(look)

    assert seat.shows(GoogleAccountState, "missing") == [
        "BOOKINGS_GOOGLE_CLIENT_ID",
        "BOOKINGS_GOOGLE_CLIENT_SECRET",
        "BOOKINGS_SECRET_KEYS",
    ]


def test_connect_sends_to_the_consent_page(server: FakeGoogleServer) -> None:
    redirects: list[str] = []

    async def visit(seat: Seat) -> None:
        await look(seat)
        redirects.extend((await seat.tab.send(GoogleAccountState.connect)).redirects())

    seat = as_provider(visit)

    assert seat.shows(GoogleAccountState, "has_calendar") is True
    assert [address.partition("?")[0] for address in redirects] == [server.auth_uri]
    assert re.search(r"[?&]state=[\w-]{40,}", redirects[0])


def test_whoever_takes_no_bookings_has_nothing_to_connect(server: FakeGoogleServer) -> None:
    del server
    redirects: list[str] = []

    async def visit(seat: Seat) -> None:
        await look(seat)
        redirects.extend((await seat.tab.send(GoogleAccountState.connect)).redirects())

    seat = seated(Seat, visit, Role.MANAGER)

    assert not seat.shows(GoogleAccountState, "has_calendar")
    assert redirects == []


async def come_back(seat: Seat, said: str) -> None:
    """As Google leads people back: the address says how it went, once."""
    seat.tab.path = f"/account?google={said}"
    answer = await seat.tab.send(GoogleAccountState.look)
    assert answer.redirects() == ["/account"]
    seat.tab.path = "/account"
    await look(seat)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("refused", "Nothing was connected: you said no at Google."),
        ("<b>", "Nothing was connected. Please try again."),
    ],
)
def test_the_way_back_says_once_how_it_went(
    server: FakeGoogleServer, said: str, shown: str
) -> None:
    provider_id, told = given_connected(server), []

    async def visit(seat: Seat) -> None:
        await come_back(seat, said)
        told.append(seat.shows(GoogleAccountState, "trouble"))
        await look(seat)
        told.append(seat.shows(GoogleAccountState, "trouble"))

    as_provider(visit, provider_id)

    assert told == [shown, ""]


def test_whoever_was_connected_before_the_page_was_there_is_told(server: FakeGoogleServer) -> None:
    provider_id = given_connected(server)

    async def visit(seat: Seat) -> None:
        await come_back(seat, "connecting")

    assert as_provider(visit, provider_id).toasts == [f"Connected with {ANA}."]


def test_it_is_connecting_until_the_worker_has_asked_google(server: FakeGoogleServer) -> None:
    provider_id, now, shown = given_provider(), datetime.now(UTC), []
    state, code = agreed(server, begun(provider_id, now=now))
    bring_back(state, code, session=SESSION, by=ADMIN, now=now)

    async def visit(seat: Seat) -> None:
        await come_back(seat, "connecting")
        shown.append(seat.shows(GoogleAccountState, "is_connecting"))
        await seat.send(GoogleAccountState.look_again)
        assert seat.toasts == []
        exchange(now=now)
        await seat.send(GoogleAccountState.look_again)
        shown.append(seat.shows(GoogleAccountState, "is_connecting"))
        await seat.send(GoogleAccountState.look_again)

    assert as_provider(visit, provider_id).toasts == [f"Connected with {ANA}."]
    assert shown == [True, False]


def test_what_google_did_not_give_is_said_where_it_was_waited_for(
    server: FakeGoogleServer,
) -> None:
    server.google.faults.add(kind="drop", operation="oauth.token")
    provider_id, now = given_provider(), datetime.now(UTC)
    state, code = agreed(server, begun(provider_id, now=now))
    bring_back(state, code, session=SESSION, by=ADMIN, now=now)

    async def visit(seat: Seat) -> None:
        await come_back(seat, "connecting")
        exchange(now=now)
        await seat.send(GoogleAccountState.look_again)

    seat = as_provider(visit, provider_id)

    assert not seat.shows(GoogleAccountState, "is_connecting")
    assert seat.shows(GoogleAccountState, "trouble").startswith("Google did not answer.")
    assert seat.toasts == []


def test_the_account_is_shown_and_never_its_token(server: FakeGoogleServer) -> None:
    provider_id = given_connected(server)

    seat = as_provider(look, provider_id)

    line = seat.shows(GoogleAccountState, "line")
    assert (line.status, line.email) == ("connected", ANA)
    assert line.since.startswith("Connected by Alba · ")
    assert (line.refused, line.ends) == ("", "")
    calendars = seat.shows(GoogleAccountState, "calendars")
    assert [(each.label, each.is_own, each.blocks) for each in calendars] == [
        ("Choir", True, False),
        (ANA, True, True),
    ]
    assert "1//0" not in seat.everything_shown()
    assert "sealed:" not in seat.everything_shown()


def test_what_is_ticked_keeps_one_busy_and_one_calendar_is_written_to(
    server: FakeGoogleServer,
) -> None:
    provider_id = given_connected(server)
    choir = next(each for each in account_of(provider_id).calendars if each.name == "Choir")

    async def visit(seat: Seat) -> None:
        await look(seat)
        form = {"writes": choir.id, f"blocks-{choir.id}": True, "apply_alone": True}
        await seat.call(GoogleAccountState, "save", {"form": form})

    seat = as_provider(visit, provider_id)

    assert seat.toasts == ["Saved. Bookings to come follow within a minute."]
    account = account_of(provider_id)
    assert account.apply_alone
    assert {each.name: (each.writes, each.blocks) for each in account.calendars} == {
        "Choir": (True, True),
        ANA: (False, False),
    }


def test_a_calendar_that_is_not_there_is_refused_beside_its_field(
    server: FakeGoogleServer,
) -> None:
    provider_id = given_connected(server)

    async def visit(seat: Seat) -> None:
        await look(seat)
        await seat.call(GoogleAccountState, "save", {"form": {"writes": "elsewhere"}})

    seat = as_provider(visit, provider_id)

    assert seat.shows(GoogleAccountState, "errors") == {
        "writes": "Choose one of your own calendars."
    }


def test_disconnecting_asks_first_and_then_leaves(server: FakeGoogleServer) -> None:
    provider_id = given_connected(server)
    asked: list[bool] = []

    async def visit(seat: Seat) -> None:
        await look(seat)
        await seat.send(GoogleAccountState.ask)
        asked.append(seat.shows(GoogleAccountState, "asks"))
        await seat.call(GoogleAccountState, "disconnect", {"remove_events": False})

    seat = as_provider(visit, provider_id)

    assert asked == [True]
    assert seat.shows(GoogleAccountState, "asks") is False
    assert account_of(provider_id).status is GoogleStatus.LEAVING
    assert seat.shows(GoogleAccountState, "calendars") == []


def test_an_account_that_ends_is_shown_to_while_something_is_being_chosen(
    server: FakeGoogleServer,
) -> None:
    provider_id = given_connected(server)
    keys: list[int] = []

    async def visit(seat: Seat) -> None:
        await look(seat)
        keys.append(seat.shows(GoogleAccountState, "form_key"))
        await seat.send(GoogleAccountState.look_again)
        keys.append(seat.shows(GoogleAccountState, "form_key"))
        with unit_of_work() as work:
            row = work.session.exec(select(GoogleAccountRow)).one()
            row.status, row.reason = "reconnect", "Google gives no access any more."
            row.token_expires_at = datetime.now(UTC) + timedelta(days=1)
        await seat.send(GoogleAccountState.look_again)

    seat = as_provider(visit, provider_id)

    assert keys[0] == keys[1], "what is being chosen stays"
    line = seat.shows(GoogleAccountState, "line")
    assert (line.status, line.reason, line.ends) == (
        "reconnect",
        "Google gives no access any more.",
        "",
    )

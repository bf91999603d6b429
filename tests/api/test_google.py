"""The way back from Google's consent page."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bookings_app.api.app import create_app
from bookings_app.api.guard import Guard
from bookings_app.config import settings
from bookings_app.domain.access import Role
from bookings_app.usecases.google_accounts import find_google_account
from bookings_app.usecases.google_connecting import begin_connecting
from tests.api.browser import Browser, browser, send_sign_in, settings_for
from tests.factories import ADMIN, given_provider
from tests.fake_google import FakeGoogleServer
from tests.google_accounts import ANA, agreed, exchange, google, right_now, running_google
from tests.members import given_member

pytestmark = pytest.mark.usefixtures("sqlite_database")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGoogleServer]:
    """The stand-in; this process is pointed to it."""
    with running_google(monkeypatch) as server:
        yield server


def signed_in_provider() -> tuple[Browser, str]:
    """A browser in which a provider has signed in, and the provider's id."""
    provider_id = given_provider()
    given_member(role=Role.PROVIDER, provider_id=provider_id)
    there = replace(settings_for(), google=settings().google)
    client = browser(app=Guard(create_app(there), there))
    send_sign_in(client)
    return client, provider_id


def gone_to_google(client: Browser, provider_id: str) -> str:
    """The address of the consent page, for whoever sits at that browser."""
    return begin_connecting(
        provider_id, google=google(), session=client.token(), by=ADMIN, now=right_now()
    )


def back(client: Browser, state: str, code: str) -> str:
    """Where the browser is led that comes back from Google, as another site sends it."""
    answer = client.get(
        "/oauth/google/callback",
        params={"state": state, "code": code},
        headers={"Origin": "", "Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 303
    assert answer.headers["cache-control"] == "no-store"
    return answer.headers["location"]


def test_whoever_agreed_comes_back_to_their_account_and_is_connected(
    server: FakeGoogleServer,
) -> None:
    client, provider_id = signed_in_provider()
    state, code = agreed(server, gone_to_google(client, provider_id))

    assert back(client, state, code) == "/account?google=connecting"

    exchange(now=right_now())
    found = find_google_account(provider_id, by=ADMIN)
    assert found is not None
    assert (found.email, found.connected_by_name) == (ANA, "Mara Cole")


def test_whoever_said_no_is_told_so(server: FakeGoogleServer) -> None:
    client, provider_id = signed_in_provider()
    state, _ = agreed(server, gone_to_google(client, provider_id))

    answer = client.get("/oauth/google/callback", params={"state": state, "error": "access_denied"})

    assert answer.headers["location"] == "/account?google=refused"


def test_another_browser_cannot_finish_what_this_one_began(server: FakeGoogleServer) -> None:
    client, provider_id = signed_in_provider()
    state, code = agreed(server, gone_to_google(client, provider_id))
    other = browser(app=Guard(create_app(settings_for()), settings_for()))
    send_sign_in(other)

    assert back(other, state, code) == "/account?google=expired"
    assert find_google_account(provider_id, by=ADMIN) is None


def test_whoever_is_not_signed_in_signs_in_first(server: FakeGoogleServer) -> None:
    client, provider_id = signed_in_provider()
    state, code = agreed(server, gone_to_google(client, provider_id))

    assert back(browser(), state, code) == "/login?next=/account"
    assert find_google_account(provider_id, by=ADMIN) is None


def test_nonsense_leads_to_the_account_with_nothing_of_it_in_the_address(
    server: FakeGoogleServer,
) -> None:
    del server
    client, _ = signed_in_provider()

    for state in ("", "<script>", "x" * 20_000, "\x00"):
        assert back(client, state, "code") == "/account?google=expired"


def test_below_the_way_back_there_is_nothing() -> None:
    answer = browser().get("/oauth/google/elsewhere")

    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"

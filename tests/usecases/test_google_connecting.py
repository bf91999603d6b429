"""Connecting a provider with Google: what must be true on the way there and back."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import select

from bookings_app.config import settings
from bookings_app.db.google_tables import GoogleAccountRow, GoogleSignInRow
from bookings_app.db.unit_of_work import reading
from bookings_app.domain.access import Actor, ActorKind, Role
from bookings_app.domain.errors import Forbidden
from bookings_app.domain.google_accounts import (
    LIST_CALENDARS,
    SCOPES,
    SEE_BUSY,
    WRITE_EVENTS,
    ConnectingFailed,
    GoogleStatus,
    WhyNot,
)
from bookings_app.usecases.google_accounts import disconnect, find_google_account
from bookings_app.usecases.google_connecting import (
    Connecting,
    begin_connecting,
    come_back,
    find_connecting,
    forget_old_sign_ins,
    tell_connecting,
    what_is_missing,
)
from bookings_app.usecases.google_exchange import KIND
from bookings_app.usecases.outbox import LEASE, claim_due
from bookings_app.usecases.secret_keeping import opened
from tests.factories import ADMIN, MANAGER, NOON, given_provider, provider_actor
from tests.fake_google import FakeGoogleServer
from tests.google_accounts import (
    ANA,
    SESSION,
    agreed,
    begun,
    connected,
    exchange,
    google,
    running_google,
)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGoogleServer]:
    """The stand-in; this process is pointed to it."""
    with running_google(monkeypatch) as server:
        yield server


def stored() -> list[GoogleAccountRow]:
    """All accounts as they are stored."""
    with reading() as look:
        return list(look.session.exec(select(GoogleAccountRow)).all())


def why_not(state: str, code: str, *, session: str = SESSION, minutes: int = 1) -> WhyNot:
    """Why somebody who comes back is not connected, before Google is asked."""
    with pytest.raises(ConnectingFailed) as refused:
        come_back(state, code, session=session, by=ADMIN, now=NOON + timedelta(minutes=minutes))
    return refused.value.why


def why_google_did_not(provider_id: str, state: str, code: str) -> WhyNot | None:
    """Why somebody who came back is not connected, as Google was asked."""
    soon = NOON + timedelta(seconds=2)
    come_back(state, code, session=SESSION, by=ADMIN, now=soon)
    exchange(now=soon)
    found = find_connecting(provider_id, by=ADMIN, now=soon)
    assert found is not None
    return found.why


def test_the_consent_page_is_asked_for_the_least_and_with_a_challenge(
    server: FakeGoogleServer,
) -> None:
    address = begun(given_provider())

    query = parse_qs(urlsplit(address).query)
    assert address.startswith(server.auth_uri)
    assert query["scope"] == [
        "https://www.googleapis.com/auth/calendar.events.owned"
        " https://www.googleapis.com/auth/calendar.events.freebusy"
        " https://www.googleapis.com/auth/calendar.calendarlist.readonly"
    ]
    assert query["redirect_uri"] == ["http://localhost:3000/oauth/google/callback"]
    assert query["code_challenge_method"] == ["S256"]
    assert query["access_type"] == ["offline"]
    assert query["prompt"] == ["consent"]


def test_state_and_verifier_are_kept_as_nobody_can_read_them(server: FakeGoogleServer) -> None:
    del server
    address = begun(given_provider())

    (state,) = parse_qs(urlsplit(address).query)["state"]
    with reading() as look:
        row = look.session.exec(select(GoogleSignInRow)).one()
    assert state not in row.state_hash
    assert SESSION not in row.session_hash
    assert row.verifier.startswith("sealed:")


def test_whoever_agrees_is_connected_with_their_main_calendar(server: FakeGoogleServer) -> None:
    provider_id = given_provider()
    server.google.add_calendar(ANA, "Choir")

    assert connected(server, provider_id) == ANA

    account = find_google_account(provider_id, by=ADMIN)
    assert account is not None
    assert account.status is GoogleStatus.CONNECTED
    assert account.email == ANA
    assert account.refused == ()
    assert {each.name: (each.writes, each.blocks) for each in account.calendars} == {
        ANA: (True, True),
        "Choir": (False, False),
    }
    assert {each.time_zone for each in account.calendars} == {"Europe/Madrid"}
    assert account.token_expires_at is None


def test_the_token_is_stored_sealed(server: FakeGoogleServer) -> None:
    connected(server, given_provider())

    (row,) = stored()
    assert row.refresh_token.startswith("sealed:")
    assert opened(row.refresh_token).startswith("1//0")


def test_a_state_works_once_and_whoever_comes_back_again_is_on_their_way(
    server: FakeGoogleServer,
) -> None:
    provider_id = given_provider()
    state, code = agreed(server, begun(provider_id))
    come_back(state, code, session=SESSION, by=ADMIN, now=NOON)

    assert why_not(state, code, session="another browser") is WhyNot.EXPIRED
    come_back(state, "", session=SESSION, by=ADMIN, now=NOON)
    exchange()
    asked = len(server.google.requests)
    come_back(state, code, session=SESSION, by=ADMIN, now=NOON)
    exchange()

    assert len(server.google.requests) == asked, "a code is exchanged once"
    assert find_connecting(provider_id, by=ADMIN, now=NOON) == Connecting(is_connected=True)


def test_how_it_ended_is_told_once_and_nothing_of_it_after_a_new_beginning(
    server: FakeGoogleServer,
) -> None:
    provider_id = given_provider()
    server.google.faults.add(kind="drop", operation="oauth.token")
    state, code = agreed(server, begun(provider_id))
    assert why_google_did_not(provider_id, state, code) is WhyNot.SILENT
    soon = NOON + timedelta(seconds=2)

    refused, _ = agreed(server, begun(provider_id, now=soon))
    assert why_not(refused, "") is WhyNot.REFUSED
    assert find_connecting(provider_id, by=ADMIN, now=soon) is None

    connected(server, provider_id, now=soon)
    tell_connecting(provider_id, by=ADMIN)
    assert find_connecting(provider_id, by=ADMIN, now=soon) is None


@pytest.mark.parametrize(("session", "minutes"), [("another browser", 1), (SESSION, 10)])
def test_a_state_is_for_the_session_that_began_and_for_ten_minutes(
    server: FakeGoogleServer, session: str, minutes: int
) -> None:
    state, code = agreed(server, begun(given_provider()))

    assert why_not(state, code, session=session, minutes=minutes) is WhyNot.EXPIRED
    assert why_not(state, code) is WhyNot.EXPIRED, "a wrong try uses it up"
    assert stored() == []


def test_google_is_asked_by_the_worker_and_the_code_waits_sealed(
    server: FakeGoogleServer,
) -> None:
    provider_id = given_provider()
    state, code = agreed(server, begun(provider_id))

    come_back(state, code, session=SESSION, by=ADMIN, now=NOON)

    assert server.google.requests == [], "whoever waits at the screen does not wait for Google"
    with reading() as look:
        row = look.session.exec(select(GoogleSignInRow)).one()
    assert row.code.startswith("sealed:")
    assert find_connecting(provider_id, by=ADMIN, now=NOON) == Connecting(is_waited_for=True)
    later = NOON + timedelta(minutes=3)
    undone = find_connecting(provider_id, by=ADMIN, now=later)
    assert undone == Connecting(is_waited_for=True, is_left_undone=True)
    exchange()
    assert find_connecting(provider_id, by=ADMIN, now=later) == Connecting(is_connected=True)


def test_a_code_that_waited_too_long_is_not_tried(server: FakeGoogleServer) -> None:
    provider_id, much_later = given_provider(), NOON + timedelta(minutes=10)
    state, code = agreed(server, begun(provider_id))
    come_back(state, code, session=SESSION, by=ADMIN, now=NOON)

    waited = find_connecting(provider_id, by=ADMIN, now=much_later)
    assert waited == Connecting(why=WhyNot.EXPIRED)
    exchange(now=much_later)

    assert server.google.requests == []
    assert stored() == []
    forget_old_sign_ins(now=much_later)
    assert find_connecting(provider_id, by=ADMIN, now=much_later) is None


def test_a_worker_that_was_killed_after_google_gave_access_leaves_a_reason(
    server: FakeGoogleServer,
) -> None:
    provider_id, later = given_provider(), NOON + 2 * LEASE
    state, code = agreed(server, begun(provider_id))
    come_back(state, code, session=SESSION, by=ADMIN, now=NOON)
    assert claim_due([KIND], now=NOON, limit=1), "it is ended here"
    with reading() as look:
        verifier = opened(look.session.exec(select(GoogleSignInRow)).one().verifier)
    google().exchange(code, verifier)

    exchange(now=later)

    found = find_connecting(provider_id, by=ADMIN, now=later)
    assert found == Connecting(why=WhyNot.INTERRUPTED), "a code is good for one exchange"


def test_an_invented_state_connects_nothing(server: FakeGoogleServer) -> None:
    _, code = agreed(server, begun(given_provider()))

    assert why_not("invented", code) is WhyNot.EXPIRED
    assert server.google.requests == [], "Google was not even asked"


def test_saying_no_at_google_connects_nothing(server: FakeGoogleServer) -> None:
    state, _ = agreed(server, begun(given_provider()))

    assert why_not(state, "") is WhyNot.REFUSED


@pytest.mark.parametrize("unticked", [WRITE_EVENTS, LIST_CALENDARS])
def test_without_a_box_that_is_needed_nothing_is_connected(
    server: FakeGoogleServer, unticked: str
) -> None:
    provider_id = given_provider()
    granted = [scope for scope in SCOPES if scope != unticked]
    state, code = agreed(server, begun(provider_id), scopes=granted)

    assert why_google_did_not(provider_id, state, code) is WhyNot.SCOPES
    assert stored() == []


def test_a_box_that_can_be_missed_is_said_to_be_missing(server: FakeGoogleServer) -> None:
    provider_id = given_provider()
    granted = [scope for scope in SCOPES if scope != SEE_BUSY]
    connected(server, provider_id, scopes=granted)

    account = find_google_account(provider_id, by=ADMIN)
    assert account is not None
    assert account.refused == ("see when you are busy",)


def test_a_program_in_testing_is_warned_of_the_end_after_a_week(server: FakeGoogleServer) -> None:
    provider_id = given_provider()
    next(iter(server.google.clients.values())).testing = True

    connected(server, provider_id)

    account = find_google_account(provider_id, by=ADMIN)
    assert account is not None
    assert account.token_expires_at == NOON + timedelta(seconds=604_799)


@pytest.mark.parametrize("kind", ["drop", "garbage", "error"])
@pytest.mark.parametrize("operation", ["oauth.token", "calendarList.list"])
def test_a_google_that_does_not_answer_connects_nothing(
    server: FakeGoogleServer, kind: str, operation: str
) -> None:
    more = {"reason": "backendError"} if kind == "error" else {}
    server.google.faults.add(kind=kind, operation=operation, **more)
    provider_id = given_provider()
    state, code = agreed(server, begun(provider_id))

    assert why_google_did_not(provider_id, state, code) is WhyNot.SILENT
    assert stored() == []


def test_a_wrong_client_secret_is_for_whoever_hosts_this(
    server: FakeGoogleServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider_id = given_provider()
    state, code = agreed(server, begun(provider_id))
    monkeypatch.setenv("BOOKINGS_GOOGLE_CLIENT_SECRET", "another")
    settings.cache_clear()

    assert why_google_did_not(provider_id, state, code) is WhyNot.ANSWER


def test_connecting_again_keeps_what_was_chosen_and_mends_what_was_wrong(
    server: FakeGoogleServer,
) -> None:
    provider_id = given_provider()
    connected(server, provider_id)
    before = find_google_account(provider_id, by=ADMIN)
    (row,) = stored()

    connected(server, provider_id, now=NOON + timedelta(days=1))

    after = find_google_account(provider_id, by=ADMIN)
    assert before is not None
    assert after is not None
    assert after.calendars == before.calendars
    (again,) = stored()
    assert again.id == row.id
    assert opened(again.refresh_token) != opened(row.refresh_token)


def test_another_account_does_not_take_the_place_of_the_one_connected(
    server: FakeGoogleServer,
) -> None:
    provider_id = given_provider()
    server.google.add_account("bea@example.com")
    connected(server, provider_id)

    next_try = begun(provider_id, now=NOON + timedelta(seconds=1))
    state, code = agreed(server, next_try, account="bea@example.com")

    assert why_google_did_not(provider_id, state, code) is WhyNot.ANOTHER_ACCOUNT
    (row,) = stored()
    assert row.email == ANA


def test_whoever_connects_again_after_disconnecting_stays(server: FakeGoogleServer) -> None:
    provider_id = given_provider()
    connected(server, provider_id)
    disconnect(provider_id, remove_events=False, by=ADMIN, now=NOON)

    connected(server, provider_id)

    account = find_google_account(provider_id, by=ADMIN)
    assert account is not None
    assert account.status is GoogleStatus.CONNECTED
    assert [each.writes for each in account.calendars] == [True]


def test_providers_connect_themselves_and_managers_everybody(server: FakeGoogleServer) -> None:
    mine, theirs = given_provider(), given_provider(name="Cleo")

    assert connected(server, mine, by=provider_actor(mine)) == ANA
    server.google.add_account("bea@example.com")
    assert connected(server, theirs, by=MANAGER, account="bea@example.com") == "bea@example.com"
    with pytest.raises(Forbidden):
        begun(theirs, by=provider_actor(mine))
    with pytest.raises(Forbidden):
        find_google_account(theirs, by=provider_actor(mine))
    with pytest.raises(Forbidden):
        begun(theirs, by=Actor(ActorKind.API_KEY, "key", "Website", role=Role.ADMIN))


def test_what_is_missing_is_named_and_nobody_is_sent_to_google(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET", "SECRET_KEYS"):
        monkeypatch.delenv(f"BOOKINGS_{name}", raising=False)
    settings.cache_clear()

    assert what_is_missing() == [
        "BOOKINGS_GOOGLE_CLIENT_ID",
        "BOOKINGS_GOOGLE_CLIENT_SECRET",
        "BOOKINGS_SECRET_KEYS",
    ]
    with pytest.raises(ConnectingFailed) as refused:
        begin_connecting(given_provider(), google=google(), session=SESSION, by=ADMIN, now=NOON)
    assert refused.value.why is WhyNot.SETTINGS

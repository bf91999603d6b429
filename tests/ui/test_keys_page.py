"""The page of keys at one tab: what is shown once, what is asked first, and in which words."""

from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

import pytest

from bookings_app.domain.access import ActorKind, Scope
from bookings_app.domain.actor import Limits
from bookings_app.domain.keys import NewKey
from bookings_app.ui.keys.state import KeysState
from bookings_app.ui.keys.words import key_line
from bookings_app.usecases import keys
from tests.bookings import DAY
from tests.factories import ADMIN, NOON, given_location, given_team
from tests.ui.seat import Seat, seated

pytestmark = pytest.mark.usefixtures("sqlite_database")

MADRID = ZoneInfo("Europe/Madrid")


def at_the_page(visit: Callable[[Seat], Awaitable[None]]) -> Seat:
    async def arrive(seat: Seat) -> None:
        await seat.send(KeysState.load)
        await visit(seat)

    return seated(Seat, arrive)


def test_a_key_is_made_as_ticked_and_shown_once() -> None:
    team = given_team()
    shown: list[str] = []
    form = {
        "name": "Website",
        "bookings:read": "on",
        f"location:{team.location_id}": "on",
        f"provider:{team.provider_id}": "on",
        "last_day": "2030-06-30",
    }

    async def visit(seat: Seat) -> None:
        await seat.send(KeysState.start_adding)
        await seat.call(KeysState, "add", {"form": form})
        shown.append(seat.shows(KeysState, "secret"))
        await seat.call(KeysState, "use_form", {"is_open": False})

    seat = at_the_page(visit)

    assert shown[0] not in seat.everything_shown()
    (made,) = keys.list_keys(by=ADMIN)
    assert (made.kind, made.name, made.scopes) == (
        ActorKind.API_KEY,
        "Website",
        {Scope.BOOKINGS_READ},
    )
    assert made.limits == Limits(
        location_ids=frozenset({team.location_id}), provider_ids=frozenset({team.provider_id})
    )
    assert made.expires_at is not None
    assert made.expires_at.isoformat() == "2030-07-01T00:00:00+00:00"


def test_an_agent_gets_no_scope_that_only_programs_have() -> None:
    async def visit(seat: Seat) -> None:
        await seat.send(KeysState.start_adding)
        await seat.send(KeysState.pick_kind("ai_agent"))
        await seat.send(KeysState.pick_kind("member"))
        form = {"name": "A", "setup:write": "on", "contacts:pii": "on"}
        await seat.call(KeysState, "add", {"form": form})

    at_the_page(visit)

    (made,) = keys.list_keys(by=ADMIN)
    assert (made.kind, made.scopes) == (ActorKind.AI_AGENT, {Scope.CONTACTS_PII})


@pytest.mark.parametrize("day", ["soon", "2030-02-30", "9999-12-31", "2020-01-01"])
def test_a_last_day_that_cannot_be_is_said_beside_its_field(day: str) -> None:
    async def visit(seat: Seat) -> None:
        await seat.send(KeysState.start_adding)
        await seat.call(KeysState, "add", {"form": {"name": "A", "last_day": day}})

    seat = at_the_page(visit)

    assert list(seat.shows(KeysState, "errors")) == ["expires_at"]
    assert keys.list_keys(by=ADMIN) == []


def test_revoking_is_asked_first() -> None:
    key_id = keys.add_key(NewKey(ActorKind.API_KEY, ()), by=ADMIN, now=NOON).key.id

    async def visit(seat: Seat) -> None:
        await seat.send(KeysState.open_key(key_id))
        await seat.send(KeysState.ask_to_revoke)
        assert keys.list_keys(by=ADMIN)[0].revoked_at is None
        await seat.send(KeysState.revoke)

    at_the_page(visit)

    assert keys.list_keys(by=ADMIN)[0].revoked_at is not None


def test_a_row_says_what_a_key_may_and_until_when() -> None:
    location_id = given_location(name="Old Town")
    new = NewKey(
        ActorKind.API_KEY,
        ("bookings:read", "bookings:approve", "contacts:read"),
        "Website",
        Limits(location_ids=frozenset({location_id})),
        NOON + 30 * DAY,
    )
    key = keys.add_key(new, by=ADMIN, now=NOON).key

    line = key_line(key, {location_id: "Old Town"}, MADRID, now=NOON)

    assert (line.kind, line.may_label, line.limited_to) == (
        "Program",
        "See bookings and 2 more",
        "Old Town",
    )
    assert (line.used, line.state_label) == ("never", "Until Wed 1 Apr")
    assert key_line(key, {}, MADRID, now=NOON + 31 * DAY).state_label == "Expired Wed 1 Apr"
    revoked = keys.revoke_key(key.id, by=ADMIN, now=NOON)
    assert key_line(revoked, {}, MADRID, now=NOON).state_label == "Revoked Today, 13:00"

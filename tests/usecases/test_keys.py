"""Keys: who makes them, what they open, and for how long."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bookings_app.db.key_tables import KeyRow
from bookings_app.domain.access import Actor, ActorKind, Scope
from bookings_app.domain.actor import Limits
from bookings_app.domain.errors import Forbidden, Invalid, NotFound
from bookings_app.domain.keys import KEY_PREFIX, NewKey
from bookings_app.usecases.keys import (
    KnownKey,
    add_key,
    list_keys,
    look_up_key,
    note_key_use,
    revoke_key,
)
from tests.bookings import stored
from tests.factories import ADMIN, MANAGER, NOON, api_key, given_team, provider_actor
from tests.sql_counter import statements

pytestmark = pytest.mark.usefixtures("database")

WEBSITE = NewKey(ActorKind.API_KEY, ("bookings:read", "bookings:write"), "Website")


def known(secret: str, *, after: timedelta = timedelta()) -> KnownKey:
    found = look_up_key(secret, now=NOON + after)
    assert found is not None
    return found


def test_a_key_lets_its_program_in_with_its_scopes() -> None:
    added = add_key(WEBSITE, by=ADMIN, now=NOON)

    assert known(added.secret).actor == Actor(
        ActorKind.API_KEY,
        added.key.id,
        "Website",
        scopes=frozenset({Scope.BOOKINGS_READ, Scope.BOOKINGS_WRITE}),
    )


def test_all_is_every_scope() -> None:
    secret = add_key(NewKey(ActorKind.API_KEY, ("all",)), by=ADMIN, now=NOON).secret

    actor = known(secret).actor
    assert actor.scopes == frozenset(Scope)
    assert (actor.kind, actor.name) == (ActorKind.API_KEY, "API key")


def test_all_of_a_limited_key_is_what_it_can_have() -> None:
    limits = Limits(location_ids=frozenset({given_team().location_id}))
    secret = add_key(replace(WEBSITE, scopes=("all",), limits=limits), by=ADMIN, now=NOON).secret

    everybodys = {Scope.SETUP_WRITE, Scope.WEBHOOKS_WRITE}
    assert known(secret).actor.scopes == frozenset(Scope) - everybodys


def test_an_agent_has_the_one_scope_that_says_anything_of_agents() -> None:
    secret = add_key(NewKey(ActorKind.AI_AGENT, ("all",)), by=ADMIN, now=NOON).secret

    actor = known(secret).actor
    assert actor.scopes == {Scope.CONTACTS_PII}
    assert (actor.kind, actor.name) == (ActorKind.AI_AGENT, "AI agent")


def test_the_secret_is_long_recognisable_always_another_and_stored_nowhere() -> None:
    first, second = (add_key(WEBSITE, by=ADMIN, now=NOON).secret for _ in range(2))

    assert first != second
    assert first.startswith(KEY_PREFIX)
    assert len(first) - len(KEY_PREFIX) >= 43  # 256 bits, six a letter
    assert first.removeprefix(KEY_PREFIX) not in repr(stored(KeyRow))


def test_looking_up_a_key_is_one_statement() -> None:
    secret = add_key(WEBSITE, by=ADMIN, now=NOON).secret

    with statements() as asked:
        known(secret)

    assert len(asked) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        lambda secret: secret[:-1],
        lambda secret: secret.upper(),
        lambda secret: f"{secret} ",
        lambda secret: secret.removeprefix(KEY_PREFIX),
        lambda _: KEY_PREFIX,
        lambda _: "",
        lambda _: KEY_PREFIX + "\0\ud800é" * 10_000,
    ],
)
def test_anything_else_opens_nothing(wrong: Callable[[str], str]) -> None:
    secret = add_key(WEBSITE, by=ADMIN, now=NOON).secret

    assert look_up_key(wrong(secret), now=NOON) is None


def test_a_revoked_key_opens_nothing_from_the_next_call_on() -> None:
    added = add_key(WEBSITE, by=ADMIN, now=NOON)

    revoke_key(added.key.id, by=ADMIN, now=NOON)
    again = revoke_key(added.key.id, by=ADMIN, now=NOON + timedelta(hours=1))

    assert look_up_key(added.secret, now=NOON) is None
    assert again.revoked_at == NOON
    assert not again.opens(NOON)


def test_a_key_expires_at_its_instant() -> None:
    hour = timedelta(hours=1)
    secret = add_key(replace(WEBSITE, expires_at=NOON + hour), by=ADMIN, now=NOON).secret

    assert known(secret, after=hour - timedelta(microseconds=1))
    assert look_up_key(secret, now=NOON + hour) is None


def test_use_is_noted_once_a_minute() -> None:
    added = add_key(WEBSITE, by=ADMIN, now=NOON)
    half, minute = timedelta(seconds=30), timedelta(minutes=1)

    assert known(added.secret).should_be_noted(NOON)
    for after in (timedelta(), half, minute, minute + half):
        note_key_use(added.key.id, now=NOON + after)

    (key,) = list_keys(by=ADMIN)
    assert key.used_at == NOON + minute
    assert not known(added.secret).should_be_noted(NOON + minute + half)


def test_keys_are_listed_newest_first_also_those_that_open_nothing() -> None:
    first = add_key(WEBSITE, by=ADMIN, now=NOON).key
    second = add_key(replace(WEBSITE, name="Till"), by=ADMIN, now=NOON + timedelta(1)).key
    revoked = revoke_key(first.id, by=ADMIN, now=NOON)

    assert list_keys(by=ADMIN) == [second, revoked]
    assert second.created_by_name == ADMIN.name


def test_limits_are_kept() -> None:
    team = given_team()
    limits = Limits(
        frozenset({team.location_id}), frozenset({team.service_id}), frozenset({team.provider_id})
    )

    secret = add_key(replace(WEBSITE, limits=limits), by=ADMIN, now=NOON).secret

    assert known(secret).actor.limits == limits


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"kind": ActorKind.MEMBER}, {"kind"}),
        ({"scopes": ("bookings:read", "bookings:delete", "")}, {"scopes"}),
        ({"name": "x" * 256}, {"name"}),
        ({"name": "a\0b"}, {"name"}),
        ({"expires_at": NOON}, {"expires_at"}),
        ({"limits": Limits(frozenset({"no such"}))}, {"location_ids"}),
        ({"limits": Limits(service_ids=frozenset({"no such"}))}, {"service_ids"}),
        (
            {
                "limits": Limits(provider_ids=frozenset({"x"})),
                "scopes": ("setup:write",),
                "name": "\n",
            },
            {"provider_ids", "scopes", "name"},
        ),
    ],
)
def test_what_cannot_be_taken_is_named_all_at_once(
    wrong: dict[str, object], fields: set[str]
) -> None:
    with pytest.raises(Invalid) as refusal:
        add_key(replace(WEBSITE, **wrong), by=ADMIN, now=NOON)  # pyright: ignore[reportArgumentType]

    assert {field for field, _ in refusal.value.errors} == fields
    assert stored(KeyRow) == []


@pytest.mark.parametrize("actor", [MANAGER, provider_actor("p"), api_key(*Scope)])
def test_keys_are_for_administrators_only(actor: Actor) -> None:
    key = add_key(WEBSITE, by=ADMIN, now=NOON).key

    with pytest.raises(Forbidden):
        add_key(WEBSITE, by=actor, now=NOON)
    with pytest.raises(Forbidden):
        list_keys(by=actor)
    with pytest.raises(Forbidden):
        revoke_key(key.id, by=actor, now=NOON)


@pytest.mark.parametrize("key_id", ["no such key", "", "\0", "x" * 100_000])
def test_what_is_no_key_cannot_be_revoked(key_id: str) -> None:
    with pytest.raises(NotFound):
        revoke_key(key_id, by=ADMIN, now=NOON)

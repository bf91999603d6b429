"""`bookings key`: programs are let in, and out."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bookings_app.domain.access import ActorKind, Scope
from bookings_app.usecases.database import close_database, open_database
from bookings_app.usecases.keys import KnownKey, look_up_key
from tests.cli.commands import bookings


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "bookings.db"


def known(database: Path, secret: str) -> KnownKey | None:
    open_database(f"sqlite:///{database}")
    try:
        return look_up_key(secret, now=datetime.now(UTC))
    finally:
        close_database()


@pytest.mark.parametrize(
    ("kind", "expected", "scopes"),
    [
        ("api", ActorKind.API_KEY, frozenset(Scope)),
        ("ai-agent", ActorKind.AI_AGENT, {Scope.CONTACTS_PII}),
    ],
)
def test_add_prints_the_key_and_nothing_else(
    database: Path, kind: str, expected: ActorKind, scopes: frozenset[Scope]
) -> None:
    said = bookings("key", "add", "--kind", kind, "--scope", "all", database=database)

    (secret,) = said.out.splitlines()
    found = known(database, secret)
    assert found is not None
    assert (found.actor.kind, found.actor.scopes) == (expected, scopes)
    assert (said.err, said.exit_code) == ("", 0)


def test_scopes_are_repeated_and_the_name_is_kept(database: Path) -> None:
    words = ("--scope", "bookings:read", "--scope", "bookings:write", "--name", "Website")
    said = bookings("key", "add", "--kind", "api", *words, database=database)

    found = known(database, said.out.strip())
    assert found is not None
    assert found.actor.name == "Website"
    assert found.actor.scopes == {"bookings:read", "bookings:write"}


def test_an_unknown_scope_is_refused_in_one_sentence(database: Path) -> None:
    said = bookings("key", "add", "--kind", "api", "--scope", "bookings", database=database)

    assert said.err.startswith("“bookings” is no scope. Choose from: bookings:read, ")
    assert (said.out, said.exit_code) == ("", 1)


def test_a_listed_key_can_be_told_by_its_end_and_revoked_by_its_id(database: Path) -> None:
    secret = bookings("key", "add", "--kind", "api", database=database).out.strip()

    listed = bookings("key", "list", database=database).out
    key_id, hint, *rest = listed.rstrip("\n").split("\t")
    assert secret.endswith(hint.removeprefix("…"))
    assert rest == ["api", "API key", "-", "never used"]
    assert secret not in listed

    said = bookings("key", "revoke", key_id, database=database)
    assert said.out == f"API key ({hint}) opens nothing any more.\n"
    assert known(database, secret) is None
    assert bookings("key", "list", database=database).out.endswith("\trevoked\n")


def test_a_key_can_end_by_itself(database: Path) -> None:
    said = bookings("key", "add", "--kind", "api", "--days", "1", database=database)

    assert known(database, said.out.strip()) is not None
    assert bookings("key", "add", "--kind", "api", "--days", "0", database=database).exit_code == 2

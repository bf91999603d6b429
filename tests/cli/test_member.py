"""`bookings member`: who may sign in."""

from pathlib import Path

import pytest

from bookings_app.domain.errors import SignInRefused
from bookings_app.usecases.database import close_database, open_database
from bookings_app.usecases.sessions import find_session, sign_in
from tests.cli.commands import NOW, Said, bookings

PASSWORD = "lantern-orbit-42"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "bookings.db"


def added(database: Path, *words: str, password: str = PASSWORD) -> Said:
    return bookings(
        "member",
        "add",
        "ana@example.com",
        "--name",
        "Ana",
        "--password-stdin",
        *words,
        database=database,
        stdin=f"{password}\n",
    )


def role_of(database: Path, password: str) -> str | None:
    """The role of whoever signs in as Ana."""
    open_database(f"sqlite:///{database}")
    try:
        token = sign_in("ana@example.com", password, address="", user_agent="", now=NOW)
        actor = find_session(token, now=NOW)
    finally:
        close_database()
    return actor.role if actor else None


def test_add_makes_the_database_and_lets_somebody_sign_in(database: Path) -> None:
    said = added(database, "--role", "admin")

    assert said.out == "Ana can sign in as ana@example.com (admin).\n"
    assert role_of(database, PASSWORD) == "admin"


def test_without_a_role_it_is_a_manager(database: Path) -> None:
    added(database)

    assert role_of(database, PASSWORD) == "manager"


def test_the_same_e_mail_twice_is_refused_in_one_sentence(database: Path) -> None:
    added(database)

    said = added(database)

    assert said.exit_code == 1
    assert said.err == "Somebody signs in with this e-mail already.\n"


def test_a_short_password_is_refused(database: Path) -> None:
    said = added(database, password="short")

    assert said.exit_code == 1
    assert said.err == "Choose a password of 12 to 128 characters.\n"


def test_password_gives_another_one(database: Path) -> None:
    added(database)

    said = bookings(
        "member",
        "password",
        "ANA@example.com",
        "--password-stdin",
        database=database,
        stdin="another-lantern-43\n",
    )

    assert said.out == "Ana has a new password, and was signed out everywhere.\n"
    assert role_of(database, "another-lantern-43") == "manager"
    with pytest.raises(SignInRefused):
        role_of(database, PASSWORD)


def test_nobody_of_that_name_gets_a_password(database: Path) -> None:
    said = bookings("member", "password", "who@example.com", "--password-stdin", database=database)

    assert said.exit_code == 1
    assert said.err == "This member does not exist, or you may not see it.\n"

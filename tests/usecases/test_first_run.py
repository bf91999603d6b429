"""The first minutes of a workspace: its first administrator, and what a booking still needs."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from bookings_app.domain.access import Role
from bookings_app.domain.errors import Invalid
from bookings_app.usecases.first_run import FirstRun, begin_workspace, somebody_can_sign_in
from bookings_app.usecases.links import LinkExpired, link_for_first_run, look_at_link
from bookings_app.usecases.members import list_members
from bookings_app.usecases.workspace import BEFORE_ANYTHING_IS_SAVED, workspace
from tests.factories import ADMIN, NOON
from tests.members import PASSWORD, actor_of, signed_in


def first_link() -> str:
    """The token of the printed address."""
    token = link_for_first_run(now=NOON)
    assert token is not None
    return token


def begun(token: str, *, email: str = "mara@example.com", password: str = PASSWORD) -> str:
    """The session of whoever opened the address."""
    first = FirstRun("Riverside", "Europe/Madrid", "Mara Cole", email, password)
    return begin_workspace(token, first, user_agent="Test", now=NOON)


@pytest.mark.usefixtures("database")
def test_the_first_run_names_the_workspace_and_signs_its_administrator_in() -> None:
    assert not somebody_can_sign_in()

    actor = actor_of(begun(first_link()))

    assert (actor.name, actor.role) == ("Mara Cole", Role.ADMIN)
    assert (workspace().name, workspace().time_zone) == ("Riverside", "Europe/Madrid")
    assert somebody_can_sign_in()
    assert link_for_first_run(now=NOON) is None


@pytest.mark.usefixtures("database")
def test_everything_wrong_is_named_at_once_and_the_link_still_works() -> None:
    token = first_link()
    wrong = FirstRun(" ", "Madrid", "", "mara", "short")

    with pytest.raises(Invalid) as refused:
        begin_workspace(token, wrong, user_agent="Test", now=NOON)

    fields = [field for field, _ in refused.value.errors]
    assert fields == ["workspace_name", "time_zone", "email", "name", "password"]
    said = dict(refused.value.errors)
    assert said["workspace_name"] == "Enter the name of your team."
    assert said["name"] == "Enter your own name."
    begun(token)


@pytest.mark.usefixtures("database")
def test_of_two_who_use_the_address_at_once_one_wins_and_the_other_is_told() -> None:
    token = first_link()
    together = Barrier(2)

    def begin(email: str) -> str:
        together.wait()
        try:
            begun(token, email=email)
        except LinkExpired as refused:
            return str(refused)
        return email

    emails = ["mara@example.com", "noa@example.com"]
    with ThreadPoolExecutor(2) as people:
        said = list(people.map(begin, emails))

    (winner,) = list_members(by=ADMIN)
    assert sorted(said) == sorted(
        [
            winner.email,
            "Somebody was faster: this workspace has an administrator already."
            " Ask them to invite you.",
        ]
    )


def test_what_falls_halfway_leaves_the_address_as_good_as_before(sqlite_database: str) -> None:
    token = first_link()
    engine = create_engine(sqlite_database)
    with engine.begin() as connection:
        connection.execute(
            text(
                "CREATE TRIGGER halfway BEFORE INSERT ON setting"
                " BEGIN SELECT RAISE(ABORT, 'halfway'); END"
            )
        )
    with pytest.raises(IntegrityError, match="halfway"):
        begun(token)

    assert (list_members(by=ADMIN), workspace()) == ([], BEFORE_ANYTHING_IS_SAVED)
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER halfway"))
    begun(token)
    assert signed_in("mara@example.com")


@pytest.mark.usefixtures("database")
def test_a_later_address_ends_the_earlier_one_which_says_what_to_do() -> None:
    earlier, later = first_link(), first_link()

    with pytest.raises(LinkExpired, match="Start Bookings again, and take the address"):
        look_at_link(earlier, now=NOON)
    with pytest.raises(LinkExpired, match="Start Bookings again"):
        begun(earlier)
    begun(later)
    with pytest.raises(LinkExpired, match="Ask an administrator"):
        look_at_link(later, now=NOON)

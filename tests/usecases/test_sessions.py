"""Sessions: how long they last, and how they end."""

from datetime import timedelta

import pytest

from bookings_app.db.tables import MemberRow
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.domain.access import Role
from bookings_app.domain.errors import Forbidden, NotFound
from bookings_app.usecases.members import deactivate_member
from bookings_app.usecases.sessions import (
    find_session,
    list_sessions,
    look_up_session,
    note_use,
    revoke_session,
    sessions_stand,
    sign_in,
    sign_out,
)
from tests.databases import in_another_process
from tests.factories import ADMIN, NOON, given_provider
from tests.members import HOME, PASSWORD, actor_of, given_member, signed_in
from tests.sql_counter import statements

pytestmark = pytest.mark.usefixtures("database")

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def test_a_session_ends_twelve_hours_after_it_was_last_used() -> None:
    given_member()
    token = signed_in()

    assert find_session(token, now=NOON + 12 * HOUR - SECOND)
    assert find_session(token, now=NOON + 12 * HOUR) is None


def test_use_that_is_noted_prolongs_it_but_never_shortens_it() -> None:
    given_member()
    token = signed_in()

    note_use(token, now=NOON + 11 * HOUR)
    note_use(token, now=NOON + 10 * HOUR)

    assert find_session(token, now=NOON + 23 * HOUR - SECOND)
    assert find_session(token, now=NOON + 23 * HOUR) is None


def test_after_thirty_days_it_ends_however_much_it_is_used() -> None:
    given_member()
    token = signed_in()
    end = NOON + timedelta(days=30)

    note_use(token, now=end - SECOND)

    assert find_session(token, now=end - SECOND)
    assert find_session(token, now=end) is None


def test_its_use_is_to_be_noted_every_five_minutes() -> None:
    given_member()
    token = signed_in()
    five = timedelta(minutes=5)

    found = look_up_session(token, now=NOON)

    assert found is not None
    assert not found.should_be_noted(NOON + five - SECOND)
    assert found.should_be_noted(NOON + five)


def test_looking_up_is_one_statement_that_writes_nothing() -> None:
    given_member()
    token = signed_in()

    with statements() as asked:
        find_session(token, now=NOON + HOUR)

    assert len(asked) == 1
    assert asked[0].startswith("SELECT")


def test_many_are_looked_up_by_one_statement() -> None:
    mine = given_member()
    theirs = given_member(email="noa@example.com", role=Role.PROVIDER, provider_id=given_provider())
    tokens = [signed_in(), signed_in(), signed_in("noa@example.com")]
    sign_out(tokens[1])

    with statements() as asked:
        standing = sessions_stand({*tokens, "nonsense", ""}, now=NOON)

    assert len(asked) == 1
    assert {token: found.actor.id for token, found in standing.items()} == {
        tokens[0]: mine.id,
        tokens[2]: theirs.id,
    }
    assert sessions_stand(set(), now=NOON) == {}


def test_signing_out_ends_one_session_only() -> None:
    given_member()
    here, there = signed_in(), signed_in()

    sign_out(here)
    sign_out(here)
    sign_out("nonsense")

    assert find_session(here, now=NOON) is None
    assert find_session(there, now=NOON)


@pytest.mark.parametrize("token", ["", "nonsense", "\x00", "\ud800", "x" * 100_000])
def test_what_is_no_token_is_nobodys(token: str) -> None:
    assert find_session(token, now=NOON) is None


def test_ones_sessions_are_listed_and_revoked() -> None:
    given_member()
    token = sign_in(
        "mara@example.com", PASSWORD, address=HOME, user_agent="Firefox\r\n" + "x" * 999, now=NOON
    )
    me = actor_of(token)

    (listed,) = list_sessions(by=me, now=NOON + HOUR)

    assert (listed.created_at, listed.seen_at) == (NOON, NOON)
    assert listed.user_agent.startswith("Firefoxxxx")
    assert len(listed.user_agent) == 255
    revoke_session(listed.id, by=me)
    assert find_session(token, now=NOON) is None
    assert list_sessions(by=me, now=NOON) == []


def test_only_administrators_end_somebody_elses() -> None:
    given_member()
    given_member(email="noa@example.com", role=Role.MANAGER)
    token = signed_in()
    (listed,) = list_sessions(by=actor_of(token), now=NOON)

    with pytest.raises(Forbidden):
        revoke_session(listed.id, by=actor_of(signed_in("noa@example.com")))
    assert find_session(token, now=NOON)

    revoke_session(listed.id, by=ADMIN)
    assert find_session(token, now=NOON) is None
    with pytest.raises(NotFound):
        revoke_session(listed.id, by=ADMIN)


def test_letting_somebody_go_leaves_no_session() -> None:
    given_member(email="other@example.com")
    member = given_member()
    me = actor_of(signed_in())

    deactivate_member(member.id, by=ADMIN)

    assert list_sessions(by=me, now=NOON) == []


def test_a_session_that_was_left_opens_nothing_for_who_was_let_go() -> None:
    member = given_member()
    token = signed_in()

    with unit_of_work() as work:
        work.session.get_one(MemberRow, member.id).active = False

    assert find_session(token, now=NOON) is None
    assert sessions_stand({token}, now=NOON) == {}


def test_sessions_that_ended_by_themselves_are_not_listed_nor_kept() -> None:
    given_member()
    me = actor_of(signed_in())

    signed_in(now=NOON + 13 * HOUR)

    assert len(list_sessions(by=me, now=NOON + 13 * HOUR)) == 1
    assert len(list_sessions(by=me, now=NOON)) == 1


def test_a_session_is_found_while_another_program_writes(database: str) -> None:
    given_member()
    token = signed_in()

    with in_another_process(database, "UPDATE session SET user_agent = 'theirs'"):
        assert find_session(token, now=NOON)
        assert set(sessions_stand({token}, now=NOON)) == {token}

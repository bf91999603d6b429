"""Signing in: who may, how often it may fail, and what a session gives."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlmodel import select

from bookings_app.db.tables import MemberRow, SessionRow, SignInFailureRow
from bookings_app.db.unit_of_work import reading, unit_of_work
from bookings_app.domain.access import ActorKind, ProviderVisibility, Role
from bookings_app.domain.errors import SignInRefused, TooManyAttempts
from bookings_app.usecases.members import deactivate_member
from bookings_app.usecases.sessions import find_session, sign_in
from bookings_app.usecases.workspace import save_workspace, workspace
from tests.factories import ADMIN, NOON, given_team
from tests.members import HOME, PASSWORD, actor_of, given_member, signed_in

pytestmark = pytest.mark.usefixtures("database")

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
WRONG = "not-the-password"


def fails(
    times: int, *, email: str = "mara@example.com", address: str = HOME, now: datetime = NOON
) -> None:
    """Sign in wrongly so often."""
    for _ in range(times):
        with pytest.raises(SignInRefused):
            sign_in(email, WRONG, address=address, user_agent="", now=now)


def test_a_session_says_who_it_is() -> None:
    member = given_member(role=Role.MANAGER)

    actor = actor_of(signed_in())

    assert (actor.kind, actor.id, actor.name) == (ActorKind.MEMBER, member.id, "Mara Cole")
    assert (actor.role, actor.provider_id) == (Role.MANAGER, None)


def test_a_provider_sees_as_far_as_the_workspace_lets_them() -> None:
    team = given_team()
    given_member(role=Role.PROVIDER, provider_id=team.provider_id)
    token = signed_in()
    assert actor_of(token).visibility is ProviderVisibility.OWN
    assert actor_of(token).service_ids == frozenset()

    wider = replace(workspace(), provider_visibility=ProviderVisibility.ASSIGNED_SERVICES)
    save_workspace(wider, by=ADMIN, now=NOON)

    actor = actor_of(token)
    assert actor.provider_id == team.provider_id
    assert actor.visibility is ProviderVisibility.ASSIGNED_SERVICES
    assert actor.service_ids == {team.service_id}


@pytest.mark.parametrize("typed", ["MARA@Example.COM", "  mara@example.com "])
def test_an_email_is_compared_ignoring_case_and_blanks(typed: str) -> None:
    given_member()

    assert find_session(signed_in(typed), now=NOON)


def test_every_sign_in_begins_a_session_of_its_own_and_keeps_no_token() -> None:
    given_member()

    tokens = {signed_in(), signed_in()}

    assert len(tokens) == 2
    assert all(len(token) == 43 for token in tokens)
    with unit_of_work() as work:
        kept = {row.token_hash for row in work.session.exec(select(SessionRow))}
    assert len(kept) == 2
    assert not kept & tokens


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("mara@example.com", WRONG),
        ("mara@example.com", ""),
        ("mara@example.com", PASSWORD + " "),
        ("mara@example.com", "x" * 60_000),
        ("mara@example.com", "\ud800\x00"),
        ("nobody@example.com", PASSWORD),
        ("", PASSWORD),
        ("mara@example.com\x00", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
    ],
)
def test_whatever_is_wrong_is_answered_alike(email: str, password: str) -> None:
    given_member()

    with pytest.raises(SignInRefused, match="E-mail or password is wrong"):
        sign_in(email, password, address=HOME, user_agent="", now=NOON)


def test_who_was_deactivated_is_refused_like_anybody() -> None:
    given_member(email="other@example.com")
    deactivate_member(given_member().id, by=ADMIN)

    fails(1)
    with pytest.raises(SignInRefused):
        signed_in()


def test_who_is_let_go_while_the_password_is_looked_at_is_refused() -> None:
    given_member(email="other@example.com")
    member = given_member()
    with unit_of_work() as work:
        slow = PasswordHasher(time_cost=80, memory_cost=19 * 1024, parallelism=1)
        work.session.get_one(MemberRow, member.id).password_hash = slow.hash(PASSWORD)

    with ThreadPoolExecutor() as pool:
        signing_in = pool.submit(signed_in)
        while not attempts() and not signing_in.done():
            pass  # its password is looked at once the attempt is counted
        deactivate_member(member.id, by=ADMIN)

        with pytest.raises(SignInRefused):
            signing_in.result()


def attempts() -> list[SignInFailureRow]:
    """What is counted of this member."""
    with reading() as look:
        return list(look.session.exec(select(SignInFailureRow)))


def test_a_hash_with_other_parameters_is_renewed() -> None:
    member = given_member()
    with unit_of_work() as work:
        row = work.session.get_one(MemberRow, member.id)
        row.password_hash = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)

    signed_in()

    with unit_of_work() as work:
        renewed = work.session.get_one(MemberRow, member.id).password_hash
    assert renewed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert signed_in()


def test_after_five_failures_one_waits_longer_each_time() -> None:
    given_member()
    fails(5)

    waits = [30, 60, 120, 240, 480, 900, 900]
    now = NOON
    for seconds in waits:
        with pytest.raises(TooManyAttempts) as refused:
            signed_in(now=now + (seconds - 1) * SECOND)
        assert refused.value.retry_at == now + seconds * SECOND
        now += seconds * SECOND
        fails(1, now=now)


def test_who_waited_signs_in_and_begins_anew() -> None:
    given_member()
    fails(5)

    assert signed_in(now=NOON + 30 * SECOND)

    fails(4, now=NOON + MINUTE)
    assert signed_in(now=NOON + MINUTE)


def test_failures_of_one_address_do_not_keep_the_member_out_elsewhere() -> None:
    given_member()
    fails(5, address="198.51.100.9")

    assert signed_in()


def test_an_address_fails_fifty_times_an_hour_at_most() -> None:
    given_member()
    for number in range(50):
        fails(1, email=f"guess{number}@example.com", now=NOON + number * SECOND)

    with pytest.raises(TooManyAttempts) as refused:
        signed_in(now=NOON + MINUTE)

    assert refused.value.retry_at == NOON + 60 * MINUTE
    assert signed_in(now=NOON + 60 * MINUTE)


def test_signing_in_to_ones_own_account_does_not_reset_the_address() -> None:
    given_member(email="own@example.com")
    given_member()
    for number in range(49):
        fails(1, email=f"guess{number}@example.com")

    signed_in("own@example.com")
    fails(1)

    with pytest.raises(TooManyAttempts):
        signed_in("own@example.com")


def test_many_at_once_gain_no_attempts() -> None:
    given_member()
    answers: list[type[Exception]] = []

    def guess() -> None:
        try:
            sign_in("mara@example.com", WRONG, address=HOME, user_agent="", now=NOON)
        except (SignInRefused, TooManyAttempts) as refused:
            answers.append(type(refused))

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers.count(SignInRefused) == 5
    assert answers.count(TooManyAttempts) == 7

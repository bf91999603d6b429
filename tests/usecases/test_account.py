"""What members change about themselves: name, clock, and password by the current one."""

from datetime import timedelta

import pytest

from bookings_app.domain.errors import Invalid, NotFound, SignInRefused, TooManyAttempts
from bookings_app.usecases.account import (
    change_password,
    choose_name,
    choose_time_zone,
    own_account,
)
from bookings_app.usecases.sessions import find_session, look_up_session
from tests.factories import ADMIN, NOON
from tests.members import PASSWORD, actor_of, given_member, signed_in

pytestmark = pytest.mark.usefixtures("database")

NEW = "harbour-violet-77"


def test_a_new_password_leaves_only_this_browser_signed_in() -> None:
    given_member()
    here, elsewhere = signed_in(), signed_in()

    change_password(current=PASSWORD, new=NEW, by=actor_of(here), keep_session=here, now=NOON)

    assert find_session(here, now=NOON) is not None
    assert find_session(elsewhere, now=NOON) is None
    assert signed_in(password=NEW)
    with pytest.raises(SignInRefused):
        signed_in()


def test_whoever_does_not_know_the_current_one_changes_nothing() -> None:
    given_member()
    here, elsewhere = signed_in(), signed_in()

    with pytest.raises(Invalid) as refusal:
        change_password(current="a guess", new=NEW, by=actor_of(here), keep_session=here, now=NOON)

    assert refusal.value.errors == (("current", "This is not your password."),)
    with pytest.raises(Invalid) as both:
        change_password(current="x", new="short", by=actor_of(here), keep_session=here, now=NOON)
    assert [field for field, _ in both.value.errors] == ["current", "password"]
    assert find_session(elsewhere, now=NOON) is not None
    assert signed_in()


def test_it_is_not_guessed_at_leisure() -> None:
    given_member()
    token = signed_in()

    def guess(current: str, minutes: int = 0) -> None:
        change_password(
            current=current,
            new=NEW,
            by=actor_of(token),
            keep_session=token,
            now=NOON + timedelta(minutes=minutes),
        )

    for _ in range(5):
        with pytest.raises(Invalid):
            guess("a guess")
    with pytest.raises(TooManyAttempts):
        guess(PASSWORD)
    guess(PASSWORD, minutes=5)

    assert signed_in(password=NEW)


def test_guesses_there_do_not_keep_one_from_signing_in() -> None:
    given_member()
    token = signed_in()
    for _ in range(5):
        with pytest.raises(Invalid):
            change_password(current="x", new=NEW, by=actor_of(token), keep_session=token, now=NOON)

    assert signed_in()


def test_a_password_that_is_easy_to_guess_is_not_taken() -> None:
    given_member()
    token = signed_in()

    with pytest.raises(Invalid) as refusal:
        change_password(
            current=PASSWORD, new="short", by=actor_of(token), keep_session=token, now=NOON
        )

    assert [field for field, _ in refusal.value.errors] == ["password"]
    assert signed_in()


def test_ones_own_clock() -> None:
    given_member()
    token = signed_in()
    me = actor_of(token)

    choose_time_zone("Asia/Tokyo", by=me)

    assert own_account(by=me).time_zone == "Asia/Tokyo"
    found = look_up_session(token, now=NOON)
    assert found is not None
    assert found.time_zone == "Asia/Tokyo"

    choose_time_zone(None, by=me)

    account = own_account(by=me)
    assert (account.name, account.email, account.time_zone) == (
        "Mara Cole",
        "mara@example.com",
        None,
    )


@pytest.mark.parametrize("zone", ["", "Mars/Base", "../etc/passwd", "localtime"])
def test_a_zone_that_there_is_not_is_refused(zone: str) -> None:
    given_member()
    me = actor_of(signed_in())

    with pytest.raises(Invalid):
        choose_time_zone(zone, by=me)

    assert own_account(by=me).time_zone is None


def test_whoever_is_no_member_has_no_account() -> None:
    with pytest.raises(NotFound):
        own_account(by=ADMIN)


@pytest.mark.parametrize("name", ["", "  ", "x" * 10_000, "a\0b"])
def test_a_name_that_nobody_has_is_refused(name: str) -> None:
    given_member()
    actor = actor_of(signed_in())

    with pytest.raises(Invalid) as refusal:
        choose_name(name, by=actor)

    assert [field for field, _ in refusal.value.errors] == ["name"]
    assert own_account(by=actor).name == actor.name


def test_one_is_called_by_the_name_one_chooses() -> None:
    given_member()
    token = signed_in()

    choose_name("  Mara Lind ", by=actor_of(token))

    assert actor_of(token).name == "Mara Lind"

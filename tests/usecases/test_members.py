"""Who may sign in: adding members, their passwords, and letting them go."""

import pytest

from bookings_app.db.tables import MemberRow
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.domain.access import Actor, Role
from bookings_app.domain.errors import Forbidden, Invalid, NotFound, SignInRefused
from bookings_app.domain.member import Invitation, NewMember
from bookings_app.usecases.links import LinkExpired, link_for_new_password, look_at_link
from bookings_app.usecases.members import (
    add_member,
    change_member,
    deactivate_member,
    find_member,
    list_members,
    reactivate_member,
    set_password,
)
from bookings_app.usecases.sessions import find_session
from tests.factories import ADMIN, MANAGER, NOON, api_key, given_provider, provider_actor
from tests.members import PASSWORD, actor_of, given_member, signed_in

pytestmark = pytest.mark.usefixtures("database")

ANOTHER = "violet-harbour-77"


def test_a_member_is_kept_with_a_slow_hash_and_no_password() -> None:
    member = given_member(email=" Mara@Example.com ", name=" Mara Cole ")

    with unit_of_work() as work:
        row = work.session.get_one(MemberRow, member.id)
    assert (row.email, row.name, row.role) == ("Mara@Example.com", "Mara Cole", "admin")
    assert row.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert PASSWORD not in repr(NewMember("a@b.c", "A", Role.ADMIN, PASSWORD))


@pytest.mark.parametrize("again", ["mara@example.com", "MARA@EXAMPLE.COM"])
def test_one_email_is_one_member(again: str) -> None:
    given_member()

    with pytest.raises(Invalid) as refused:
        given_member(email=again)

    assert [field for field, _ in refused.value.errors] == ["email"]


def test_every_wrong_field_is_named() -> None:
    wrong = NewMember("", "", "boss", "short", "no-such-provider", "Mars/Base")  # pyright: ignore[reportArgumentType] - that is the test

    with pytest.raises(Invalid) as refused:
        add_member(wrong, by=ADMIN, now=NOON)

    fields = [field for field, _ in refused.value.errors]
    assert fields == ["email", "name", "role", "provider_id", "time_zone", "password"]
    assert list_members(by=ADMIN) == []


@pytest.mark.parametrize(
    ("email", "said"),
    [
        (" ", "Enter an e-mail address."),
        ("una@", "Enter an e-mail address like name@example.com."),
    ],
)
def test_the_email_of_a_member_is_never_offered_to_be_left_empty(email: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        given_member(email=email)

    assert refused.value.errors == (("email", said),)


def test_a_member_who_is_a_provider_says_which() -> None:
    with pytest.raises(Invalid, match="which provider"):
        given_member(role=Role.PROVIDER)

    member = given_member(role=Role.PROVIDER, provider_id=(provider_id := given_provider()))
    assert member.provider_id == provider_id


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("elevenchars", "12 to 128"),
        ("x" * 129, "12 to 128"),
        ("", "12 to 128"),
        ("Password1234", "easy to guess"),
        ("mara@example.com", "easy to guess"),
        ("with a nul \x00 in it", "cannot be typed"),
        ("a lone \ud800 surrogate", "cannot be typed"),
    ],
)
def test_a_password_is_long_and_not_the_first_to_be_tried(password: str, why: str) -> None:
    member = given_member()

    with pytest.raises(Invalid, match=why):
        set_password(member.id, password, by=ADMIN)
    assert signed_in()


@pytest.mark.parametrize(
    "password", ["twelve chars", "x" * 127 + "y", "ключ-от-квартиры", "🔑" * 12]
)
def test_any_characters_make_a_password(password: str) -> None:
    set_password(given_member().id, password, by=ADMIN)

    assert signed_in(password=password)


def test_one_password_typed_on_two_keyboards_is_one() -> None:
    set_password(given_member().id, "cafe\u0301 au lait 12", by=ADMIN)

    assert signed_in(password="caf\u00e9 au lait 12")


def test_another_password_ends_every_session_but_the_one_it_was_set_in() -> None:
    member = given_member()
    here, there = signed_in(), signed_in()

    set_password(member.id, ANOTHER, by=actor_of(here), keep_session=here)

    assert find_session(here, now=NOON)
    assert find_session(there, now=NOON) is None
    with pytest.raises(SignInRefused):
        signed_in()
    assert signed_in(password=ANOTHER)


def test_members_set_their_own_password_and_administrators_everybodys() -> None:
    member = given_member(role=Role.MANAGER)

    with pytest.raises(Forbidden):
        set_password(member.id, ANOTHER, by=MANAGER)
    set_password(member.id, ANOTHER, by=ADMIN)
    assert signed_in(password=ANOTHER)
    with pytest.raises(NotFound):
        set_password("nobody", ANOTHER, by=ADMIN)


def test_who_is_let_go_is_out_at_once() -> None:
    given_member(email="other@example.com")
    member = given_member()
    token = signed_in()

    gone = deactivate_member(member.id, by=ADMIN)

    assert gone.active is False
    assert find_session(token, now=NOON) is None
    with pytest.raises(SignInRefused):
        signed_in()


def test_somebody_stays_administrator() -> None:
    last = given_member()
    given_member(email="noa@example.com", role=Role.MANAGER)

    with pytest.raises(Invalid, match="Somebody must stay administrator"):
        deactivate_member(last.id, by=ADMIN)

    assert signed_in()


def test_members_are_listed_and_found_by_email() -> None:
    zoe = given_member(name="Zoe", email="zoe@example.com")
    ana = given_member(name="Ana", email="Ana@Example.com")

    assert list_members(by=ADMIN) == [ana, zoe]
    assert find_member(" ana@example.COM", by=ADMIN) == ana
    with pytest.raises(NotFound):
        find_member("nobody@example.com", by=ADMIN)


@pytest.mark.parametrize("actor", [MANAGER, provider_actor("p"), api_key("setup:write")])
def test_members_are_for_administrators(actor: Actor) -> None:
    member = given_member()

    for attempt in (
        lambda: add_member(NewMember("a@b.co", "A", Role.ADMIN, PASSWORD), by=actor, now=NOON),
        lambda: list_members(by=actor),
        lambda: find_member("mara@example.com", by=actor),
        lambda: deactivate_member(member.id, by=actor),
        lambda: set_password(member.id, ANOTHER, by=actor),
    ):
        with pytest.raises(Forbidden):
            attempt()


def test_a_member_gets_another_role_and_their_open_pages_follow() -> None:
    member = given_member(role=Role.MANAGER)
    given_member(email="admin@example.com")
    token = signed_in()
    provider_id = given_provider()

    changed = Invitation(member.email, "Mara C.", Role.PROVIDER, provider_id)
    change_member(member.id, changed, by=ADMIN, now=NOON)

    actor = actor_of(token)
    assert (actor.name, actor.role, actor.provider_id) == ("Mara C.", Role.PROVIDER, provider_id)


def test_the_last_administrator_stays_one() -> None:
    member = given_member()
    other = given_member(email="second@example.com")
    deactivate_member(other.id, by=ADMIN)

    changed = Invitation(member.email, "Mara", Role.MANAGER)
    with pytest.raises(Invalid, match="stay administrator"):
        change_member(member.id, changed, by=ADMIN, now=NOON)
    with pytest.raises(Invalid, match="stay administrator"):
        deactivate_member(member.id, by=ADMIN)

    reactivate_member(other.id, by=ADMIN)
    deactivate_member(member.id, by=ADMIN)


def test_whoever_gets_another_email_signs_in_with_it_and_by_no_link_sent_to_the_one_before() -> (
    None
):
    member = given_member(email="mira@example.com")
    token = signed_in("mira@example.com")
    link = link_for_new_password(member.id, by=ADMIN, now=NOON)

    changed = Invitation(" mara@example.com ", "Mara Cole", Role.ADMIN)
    assert change_member(member.id, changed, by=ADMIN, now=NOON).email == "mara@example.com"

    assert find_session(token, now=NOON)
    assert signed_in("mara@example.com")
    with pytest.raises(SignInRefused):
        signed_in("mira@example.com")
    with pytest.raises(LinkExpired):
        look_at_link(link, now=NOON)


def test_an_email_that_is_kept_keeps_the_links_that_were_sent_to_it() -> None:
    member = given_member()
    link = link_for_new_password(member.id, by=ADMIN, now=NOON)

    change_member(member.id, Invitation(member.email, "Mara", Role.ADMIN), by=ADMIN, now=NOON)

    assert look_at_link(link, now=NOON).email == member.email


def test_a_change_names_a_taken_email_together_with_all_else_that_is_wrong() -> None:
    given_member(email="olga@example.com")
    member_id = given_member(email="theo@example.com", role=Role.MANAGER).id
    wrong = Invitation("OLGA@example.com", "", Role.PROVIDER, None)

    with pytest.raises(Invalid) as refused:
        change_member(member_id, wrong, by=ADMIN, now=NOON)

    assert {field for field, _ in refused.value.errors} == {"name", "provider_id", "email"}


def test_an_email_may_get_other_letters_but_nobody_elses_in_any() -> None:
    member = given_member()
    given_member(email="Noa@example.com")

    own = Invitation("Mara@Example.com", "Mara", Role.ADMIN)
    assert change_member(member.id, own, by=ADMIN, now=NOON).email == "Mara@Example.com"
    with pytest.raises(Invalid, match="Somebody signs in with this e-mail already") as refused:
        change_member(
            member.id, Invitation("nOA@example.com", "Mara", Role.ADMIN), by=ADMIN, now=NOON
        )

    assert [field for field, _ in refused.value.errors] == ["email"]
    assert signed_in("mara@example.com")

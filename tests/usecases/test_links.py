"""Links that work once: invitations, new passwords, the first administrator."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from bookings_app.domain.access import Role
from bookings_app.domain.errors import BookingError, Forbidden, Invalid, NotFound
from bookings_app.domain.member import Invitation, LinkPurpose, NewMember
from bookings_app.usecases import following_links, links
from bookings_app.usecases.links import LinkExpired
from bookings_app.usecases.members import deactivate_member, list_members
from bookings_app.usecases.sessions import find_session
from tests.factories import ADMIN, MANAGER, NOON, given_provider
from tests.members import PASSWORD, actor_of, given_member, signed_in

pytestmark = pytest.mark.usefixtures("database")

HOUR = timedelta(hours=1)
NEW_PASSWORD = "harbour-violet-17"


def invited(
    email: str = "nora@example.com", role: Role = Role.MANAGER, provider_id: str | None = None
) -> str:
    """An invitation; its token."""
    return links.invite_member(
        Invitation(email, "Nora Quinn", role, provider_id), by=ADMIN, now=NOON
    )


def followed(token: str, *, password: str = NEW_PASSWORD, name: str = "", later: int = 0) -> str:
    """The token of the session that a link begins."""
    return following_links.follow_link(
        token, password, name=name, user_agent="Test", now=NOON + later * HOUR
    )


def test_an_invitation_makes_a_member_who_is_signed_in_and_works_once() -> None:
    provider_id = given_provider()
    token = invited(role=Role.PROVIDER, provider_id=provider_id)

    actor = actor_of(followed(token, name="Nora Q."))

    assert (actor.name, actor.role, actor.provider_id) == ("Nora Q.", Role.PROVIDER, provider_id)
    assert find_session(signed_in("nora@example.com", password=NEW_PASSWORD), now=NOON) is not None
    with pytest.raises(LinkExpired):
        followed(token)
    assert links.list_invitations(by=ADMIN, now=NOON) == []


def test_looking_at_a_link_says_what_it_is_for_and_uses_nothing_up() -> None:
    token = invited()

    links.look_at_link(token, now=NOON)
    found = links.look_at_link(token, now=NOON)

    assert found.purpose is LinkPurpose.INVITATION
    assert (found.email, found.name, found.role) == ("nora@example.com", "Nora Quinn", Role.MANAGER)
    assert token not in repr(found)


def test_links_expire_and_can_be_taken_back_and_the_newest_replaces_the_others() -> None:
    first, second = invited(), invited()
    (waiting,) = links.list_invitations(by=ADMIN, now=NOON)

    with pytest.raises(LinkExpired):
        links.look_at_link(first, now=NOON)
    with pytest.raises(LinkExpired):
        links.look_at_link(second, now=NOON + timedelta(days=3))
    links.take_back_invitation(waiting.id, by=ADMIN)
    with pytest.raises(LinkExpired):
        followed(second)
    with pytest.raises(LinkExpired):
        followed("nonsense\ud800")
    assert list_members(by=ADMIN) == []


def test_what_cannot_be_taken_is_named_and_the_link_still_works() -> None:
    token = invited()

    with pytest.raises(Invalid) as refused:
        followed(token, password="short", name="\x00")

    assert [field for field, _ in refused.value.errors] == ["name", "password"]
    followed(token)


def test_invitations_are_for_people_who_cannot_sign_in_yet() -> None:
    given_member(email="Nora@Example.com")

    with pytest.raises(Invalid) as refused:
        invited("nora@example.com")
    assert [field for field, _ in refused.value.errors] == ["email"]

    with pytest.raises(Invalid) as refused:
        invited("not an address", Role.PROVIDER)
    assert [field for field, _ in refused.value.errors] == ["email", "provider_id"]


def test_only_administrators_make_links() -> None:
    member = given_member()

    for attempt in (
        lambda: links.invite_member(
            Invitation("a@example.com", "A", Role.ADMIN), by=MANAGER, now=NOON
        ),
        lambda: links.link_for_new_password(member.id, by=MANAGER, now=NOON),
        lambda: links.list_invitations(by=MANAGER, now=NOON),
        lambda: links.take_back_invitation("x", by=MANAGER),
    ):
        with pytest.raises(Forbidden):
            attempt()


def test_a_new_password_ends_every_other_session() -> None:
    member = given_member()
    before = signed_in()
    token = links.link_for_new_password(member.id, by=ADMIN, now=NOON)

    session = followed(token)

    assert find_session(before, now=NOON) is None
    assert actor_of(session).id == member.id
    with pytest.raises(BookingError, match="wrong"):
        signed_in(password=PASSWORD)
    assert signed_in(password=NEW_PASSWORD)


def test_a_link_for_a_password_lasts_an_hour_and_not_longer_than_the_member() -> None:
    member = given_member()
    given_member(email="other@example.com")
    token = links.link_for_new_password(member.id, by=ADMIN, now=NOON)

    with pytest.raises(LinkExpired):
        followed(token, later=1)
    deactivate_member(member.id, by=ADMIN)
    with pytest.raises(LinkExpired):
        followed(token)
    with pytest.raises(NotFound):
        links.link_for_new_password(member.id, by=ADMIN, now=NOON)


def test_of_two_who_follow_one_link_at_once_one_is_signed_in() -> None:
    token = invited()
    together = Barrier(2)

    def follow(_: int) -> bool:
        together.wait()
        try:
            followed(token)
        except (LinkExpired, Invalid):
            return False
        return True

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(follow, range(2))) == [False, True]
    assert len(list_members(by=ADMIN)) == 1


def test_the_first_administrator_is_made_once() -> None:
    token = links.link_for_first_run(now=NOON)
    assert token is not None
    first = NewMember("mara@example.com", "Mara Cole", Role.ADMIN, PASSWORD)

    session = following_links.make_first_administrator(token, first, user_agent="Test", now=NOON)

    assert actor_of(session).role is Role.ADMIN
    assert links.link_for_first_run(now=NOON) is None
    with pytest.raises(LinkExpired):
        following_links.make_first_administrator(token, first, user_agent="Test", now=NOON)


def test_a_link_of_the_first_run_is_worth_nothing_once_there_is_a_member() -> None:
    token = links.link_for_first_run(now=NOON)
    assert token is not None
    given_member()
    first = NewMember("eve@example.com", "Eve", Role.ADMIN, PASSWORD)

    with pytest.raises(LinkExpired):
        following_links.make_first_administrator(token, first, user_agent="Test", now=NOON)
    with pytest.raises(LinkExpired):
        followed(token)


def test_everything_wrong_with_an_invitation_is_named_at_once_also_an_email_that_is_taken() -> None:
    given_member(email="olga@example.com")
    wrong = Invitation("OLGA@example.com", "", Role.PROVIDER, None)

    with pytest.raises(Invalid) as refusal:
        links.invite_member(wrong, by=ADMIN, now=NOON)

    assert {field for field, _ in refusal.value.errors} == {"name", "provider_id", "email"}


def test_an_invitation_makes_no_first_administrator() -> None:
    first = NewMember("eve@example.com", "Eve", Role.ADMIN, PASSWORD)

    with pytest.raises(LinkExpired):
        following_links.make_first_administrator(invited(), first, user_agent="Test", now=NOON)

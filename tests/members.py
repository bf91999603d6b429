"""Members that tests begin with: made through the use cases, and signed in."""

from datetime import datetime

from bookings_app.domain.access import Actor, Role
from bookings_app.domain.member import NewMember
from bookings_app.usecases.members import MemberView, add_member
from bookings_app.usecases.sessions import find_session, sign_in
from tests.factories import ADMIN, NOON

PASSWORD = "lantern-orbit-42"
HOME = "192.0.2.7"


def given_member(
    *,
    email: str = "mara@example.com",
    name: str = "Mara Cole",
    role: Role = Role.ADMIN,
    provider_id: str | None = None,
    time_zone: str | None = None,
) -> MemberView:
    """A member with PASSWORD."""
    new = NewMember(email, name, role, PASSWORD, provider_id, time_zone)
    return add_member(new, by=ADMIN, now=NOON)


def signed_in(
    email: str = "mara@example.com", *, password: str = PASSWORD, now: datetime = NOON
) -> str:
    """The token of a new session."""
    return sign_in(email, password, address=HOME, user_agent="Test", now=now)


def actor_of(token: str, *, now: datetime = NOON) -> Actor:
    """Who that session makes its browser."""
    actor = find_session(token, now=now)
    assert actor is not None
    return actor

"""The verbs: links that work once. Whoever holds one may set a password, and is signed in."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bookings_app.db import links as rows
from bookings_app.db import members as member_rows
from bookings_app.db.link_tables import OneTimeLinkRow
from bookings_app.db.locks import one_at_a_time
from bookings_app.db.tables import MemberRow
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.access import Actor, Area, Role, check_area
from bookings_app.domain.errors import Invalid, NotFound
from bookings_app.domain.member import (
    Invitation,
    NewMember,
    checked_invitation,
    checked_member,
    checked_password,
)
from bookings_app.usecases.password_hashing import hash_password
from bookings_app.usecases.sessions import begin_session, hash_of


class LinkPurpose(StrEnum):
    """What a link is for."""

    INVITATION = "invitation"
    PASSWORD = "password"
    FIRST_RUN = "first_run"


# An invitation may lie in somebody's inbox over a weekend; the others are used at once.
LASTS = {
    LinkPurpose.INVITATION: timedelta(days=3),
    LinkPurpose.PASSWORD: timedelta(hours=1),
    LinkPurpose.FIRST_RUN: timedelta(hours=24),
}


class LinkExpired(NotFound):
    """The link was used, has expired, was taken back, or never was one."""

    def __init__(self) -> None:
        super().__init__("link")
        self.args = ("This link does not work any more. Ask an administrator for a new one.",)


@dataclass(frozen=True, slots=True)
class LinkView:
    """What a link is for, and for whom as far as that is known. `id` does not open it."""

    id: str
    purpose: LinkPurpose
    email: str
    name: str
    role: Role | None
    provider_id: str | None
    created_by_name: str
    created_at: datetime
    expires_at: datetime


def invite_member(invited: Invitation, *, by: Actor, now: datetime) -> str:
    """Invite somebody; the token of their link. An earlier one to that e-mail works no more.

    Raises:
        Forbidden: only administrators invite.
        Invalid: every field that cannot be taken; an e-mail that is a member's already.
    """
    check_area(by, Area.MEMBERS)
    with unit_of_work() as work:
        checked = checked_invitation(invited, known_providers=member_rows.provider_ids(work))
        _refuse_member(work, checked.email)
        rows.forget_links(work, LinkPurpose.INVITATION, email=checked.email)
        return _new_link(
            work,
            LinkPurpose.INVITATION,
            email=checked.email,
            name=checked.name,
            role=checked.role,
            provider_id=checked.provider_id,
            by_name=by.name,
            now=now,
        )


def link_for_new_password(member_id: str, *, by: Actor, now: datetime) -> str:
    """Let a member choose another password; the token of the link. Earlier ones work no more.

    Raises:
        Forbidden: only administrators do this.
        NotFound: there is no such member, or they may not sign in any more.
    """
    check_area(by, Area.MEMBERS)
    with unit_of_work() as work:
        row = member_rows.member(work, member_id)
        if row is None or not row.active:
            raise NotFound("member")
        rows.forget_links(work, LinkPurpose.PASSWORD, member_id=member_id)
        return _new_link(
            work,
            LinkPurpose.PASSWORD,
            member_id=member_id,
            email=row.email,
            name=row.name,
            by_name=by.name,
            now=now,
        )


def link_for_first_run(*, now: datetime) -> str | None:
    """The token of the link that makes the first administrator; None once there is a member."""
    with unit_of_work() as work:
        if member_rows.members(work):
            return None
        rows.forget_links(work, LinkPurpose.FIRST_RUN)
        return _new_link(work, LinkPurpose.FIRST_RUN, now=now)


def look_at_link(token: str, *, now: datetime) -> LinkView:
    """What the link is for. Looking does not use it up.

    Raises:
        LinkExpired: it does not work any more, or never did.
    """
    with reading() as work:
        return _view(_working(work, token, now=now))


def list_invitations(*, by: Actor, now: datetime) -> list[LinkView]:
    """The invitations nobody has followed yet, the newest first.

    Raises:
        Forbidden: only administrators look after members.
    """
    check_area(by, Area.MEMBERS)
    with reading() as work:
        return [_view(row) for row in rows.links_for(work, LinkPurpose.INVITATION, now=now)]


def take_back_invitation(link_id: str, *, by: Actor) -> None:
    """Have an invitation work no more. Twice is once.

    Raises:
        Forbidden: only administrators look after members.
    """
    check_area(by, Area.MEMBERS)
    with unit_of_work() as work:
        rows.forget_links(work, LinkPurpose.INVITATION, token_hash=link_id)


def follow_link(
    token: str, password: str, *, name: str = "", user_agent: str, now: datetime
) -> str:
    """Use up an invitation or a link for a new password; the token of a new session.

    Of two who follow one link at once one is signed in. A new password ends all other
    sessions of the member.

    Raises:
        LinkExpired: it does not work any more.
        Invalid: every field that cannot be taken; the link still works then.
    """
    checked = _checked(look_at_link(token, now=now), password, name=name)
    password_hash = hash_password(checked.password)
    with unit_of_work() as work:
        row = _working(work, token, now=now, for_update=True)
        if row.purpose == LinkPurpose.PASSWORD:
            member = _member_of(work, row)
            member.password_hash = password_hash
            member_rows.end_sessions(work, member.id)
        else:
            _refuse_member(work, checked.email)
            member = _stored(work, checked, password_hash, now=now)
        work.session.delete(row)
        return begin_session(work, member.id, user_agent=user_agent, now=now)


def make_first_administrator(
    token: str, first: NewMember, *, user_agent: str, now: datetime
) -> str:
    """Use up the link of the first run; the token of the administrator's session.

    Raises:
        LinkExpired: it does not work any more, or there is a member already.
        Invalid: every field that cannot be taken; the link still works then.
    """
    if look_at_link(token, now=now).purpose is not LinkPurpose.FIRST_RUN:
        raise LinkExpired
    checked = checked_member(first, known_providers=frozenset())
    password_hash = hash_password(checked.password)
    with unit_of_work() as work:
        one_at_a_time(work, "members", "first")
        row = _working(work, token, now=now, for_update=True)
        if member_rows.members(work):
            raise LinkExpired
        member = _stored(work, checked, password_hash, now=now)
        work.session.delete(row)
        return begin_session(work, member.id, user_agent=user_agent, now=now)


def _new_link(
    work: UnitOfWork,
    purpose: LinkPurpose,
    *,
    member_id: str | None = None,
    email: str = "",
    name: str = "",
    role: str = "",
    provider_id: str | None = None,
    by_name: str = "",
    now: datetime,
) -> str:
    rows.forget_expired(work, now=now)
    token = secrets.token_urlsafe(32)
    work.session.add(
        OneTimeLinkRow(
            token_hash=hash_of(token),
            purpose=purpose.value,
            member_id=member_id,
            email=email,
            name=name,
            role=role,
            provider_id=provider_id,
            created_by_name=by_name,
            created_at=now,
            expires_at=now + LASTS[purpose],
        )
    )
    return token


def _working(
    work: UnitOfWork, token: str, *, now: datetime, for_update: bool = False
) -> OneTimeLinkRow:
    row = rows.link(work, hash_of(token), now=now, for_update=for_update)
    if row is None:
        raise LinkExpired
    return row


def _checked(link: LinkView, password: str, *, name: str) -> NewMember:
    """Who follows the link, with a password that can be taken."""
    if link.purpose is LinkPurpose.FIRST_RUN:
        raise LinkExpired
    if link.role is None:
        checked = checked_password(password, email=link.email, name=link.name)
        return NewMember(link.email, link.name, Role.MANAGER, checked)
    new = NewMember(link.email, name or link.name, link.role, password, link.provider_id)
    return checked_member(new, known_providers=frozenset({link.provider_id or ""}))


def _member_of(work: UnitOfWork, row: OneTimeLinkRow) -> MemberRow:
    member = member_rows.member(work, row.member_id or "", for_update=True)
    if member is None or not member.active:
        raise LinkExpired
    return member


def _refuse_member(work: UnitOfWork, email: str) -> None:
    one_at_a_time(work, "members", email.casefold())
    if member_rows.member_by_email(work, email) is not None:
        raise Invalid([("email", "Somebody signs in with this e-mail already.")])


def _stored(
    work: UnitOfWork, checked: NewMember, password_hash: str, *, now: datetime
) -> MemberRow:
    row = MemberRow(
        email=checked.email,
        name=checked.name,
        role=checked.role.value,
        password_hash=password_hash,
        provider_id=checked.provider_id,
        time_zone=checked.time_zone,
        created_at=now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _view(row: OneTimeLinkRow) -> LinkView:
    return LinkView(
        id=row.token_hash,
        purpose=LinkPurpose(row.purpose),
        email=row.email,
        name=row.name,
        role=Role(row.role) if row.role else None,
        provider_id=row.provider_id,
        created_by_name=row.created_by_name,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )

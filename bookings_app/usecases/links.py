"""The verbs: links that work once, made for somebody, looked at and taken back."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings_app.db import links as rows
from bookings_app.db import members as member_rows
from bookings_app.db.link_tables import OneTimeLinkRow
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.access import Actor, Area, Role, check_area
from bookings_app.domain.errors import NotFound
from bookings_app.domain.member import (
    Invitation,
    LinkPurpose,
)
from bookings_app.usecases.members import checked_member_to_be
from bookings_app.usecases.sessions import hash_of

# An invitation may lie in somebody's inbox over a weekend; the others are used at once.
LASTS = {
    LinkPurpose.INVITATION: timedelta(days=3),
    LinkPurpose.PASSWORD: timedelta(hours=1),
    LinkPurpose.FIRST_RUN: timedelta(hours=24),
}


_ASK_FOR_ANOTHER = "This link does not work any more. Ask an administrator for a new one."
_START_AGAIN = (
    "This link does not work any more. Start Bookings again, and take the address that it prints."
)


class LinkExpired(NotFound):
    """The link was used, has expired, was taken back, or never was one."""

    def __init__(self, sentence: str = _ASK_FOR_ANOTHER) -> None:
        super().__init__("link")
        self.args = (sentence,)


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
        checked = checked_member_to_be(
            work, invited, known_providers=member_rows.provider_ids(work)
        )
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
        return _view(working_link(work, token, now=now))


def working_link(
    work: UnitOfWork, token: str, *, now: datetime, for_update: bool = False
) -> OneTimeLinkRow:
    """A link that can be followed, inside a transaction. Locked `for_update`, by nobody else.

    Raises:
        LinkExpired: it does not work any more, or never did.
    """
    row = rows.link(work, hash_of(token), now=now, for_update=for_update)
    if row is None:
        raise LinkExpired(_ASK_FOR_ANOTHER if member_rows.members(work) else _START_AGAIN)
    return row


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

"""The verbs: following a link that works once: a password is set, and one is signed in."""

from datetime import datetime

from bookings_app.db import members as member_rows
from bookings_app.db.link_tables import OneTimeLinkRow
from bookings_app.db.locks import one_at_a_time
from bookings_app.db.tables import MemberRow
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.access import Role
from bookings_app.domain.member import LinkPurpose, NewMember, checked_member, checked_password
from bookings_app.usecases.links import LinkExpired, LinkView, look_at_link, working_link
from bookings_app.usecases.members import refuse_taken_email
from bookings_app.usecases.password_hashing import hash_password
from bookings_app.usecases.sessions import begin_session

_SOMEBODY_WAS_FASTER = (
    "Somebody was faster: this workspace has an administrator already. Ask them to invite you."
)


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
        row = working_link(work, token, now=now, for_update=True)
        if row.purpose == LinkPurpose.PASSWORD:
            member = _member_of(work, row)
            member.password_hash = password_hash
            member_rows.end_sessions(work, member.id)
        else:
            refuse_taken_email(work, checked.email)
            member = _stored(work, checked, password_hash, now=now)
        work.session.delete(row)
        return begin_session(work, member.id, user_agent=user_agent, now=now)


def check_first_link(token: str, *, now: datetime) -> None:
    """Return quietly if the link can make the first administrator. That does not use it up.

    Raises:
        LinkExpired: it cannot, or there is a member already.
    """
    with reading() as work:
        _refuse_any_member(work)
        if working_link(work, token, now=now).purpose != LinkPurpose.FIRST_RUN:
            raise LinkExpired


def make_first_administrator(
    token: str, first: NewMember, *, user_agent: str, now: datetime
) -> str:
    """Use up the link of the first run; the token of the administrator's session.

    Raises:
        LinkExpired: it does not work any more, or there is a member already.
        Invalid: every field that cannot be taken; the link still works then.
    """
    check_first_link(token, now=now)
    checked = checked_member(first, known_providers=frozenset())
    password_hash = hash_password(checked.password)
    with unit_of_work() as work:
        one_at_a_time(work, "members", "first")
        _refuse_any_member(work)
        row = working_link(work, token, now=now, for_update=True)
        member = _stored(work, checked, password_hash, now=now)
        work.session.delete(row)
        return begin_session(work, member.id, user_agent=user_agent, now=now)


def _refuse_any_member(work: UnitOfWork) -> None:
    if member_rows.members(work):
        raise LinkExpired(_SOMEBODY_WAS_FASTER)


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

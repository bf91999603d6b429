"""The verbs: who may sign in."""

from dataclasses import dataclass
from datetime import datetime

from bookings_app.db import links as link_rows
from bookings_app.db import members as rows
from bookings_app.db.locks import one_at_a_time
from bookings_app.db.tables import MemberRow
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.access import Actor, Area, Role, check_area
from bookings_app.domain.errors import Invalid, NotFound
from bookings_app.domain.member import (
    Invitation,
    LinkPurpose,
    NewMember,
    checked_invitation,
    checked_member,
    checked_password,
    refuse_last_administrator,
)
from bookings_app.usecases.password_hashing import hash_password
from bookings_app.usecases.sessions import hash_of


@dataclass(frozen=True, slots=True)
class MemberView:
    """Somebody who signs in, or did while `active`."""

    id: str
    email: str
    name: str
    role: Role
    provider_id: str | None
    time_zone: str | None
    active: bool


def add_member(new: NewMember, *, by: Actor, now: datetime) -> MemberView:
    """Let somebody sign in.

    Raises:
        Forbidden: only administrators add members.
        Invalid: every field that cannot be taken; an e-mail that is a member's already.
    """
    check_area(by, Area.MEMBERS)
    with reading() as work:
        known_providers = rows.provider_ids(work)
    checked = checked_member(new, known_providers=known_providers)
    password_hash = hash_password(checked.password)
    with unit_of_work() as work:
        refuse_taken_email(work, checked.email)
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
        return _view(row)


def list_members(*, by: Actor) -> list[MemberView]:
    """Everybody who signs in or did, by name.

    Raises:
        Forbidden: only administrators look after members.
    """
    check_area(by, Area.MEMBERS)
    with reading() as work:
        return [_view(row) for row in rows.members(work)]


def find_member(email: str, *, by: Actor) -> MemberView:
    """The member who signs in with that e-mail, however it is capitalised.

    Raises:
        Forbidden: only administrators look after members.
        NotFound: there is none.
    """
    check_area(by, Area.MEMBERS)
    with reading() as work:
        row = rows.member_by_email(work, email.strip())
        if row is None:
            raise NotFound("member")
        return _view(row)


def set_password(
    member_id: str, password: str, *, by: Actor, keep_session: str | None = None
) -> None:
    """Give a member another password and end their sessions, all but the token `keep_session`.

    Raises:
        Forbidden: members set their own, administrators everybody's.
        NotFound: there is no such member.
        Invalid: too short, too long, or easy to guess.
    """
    if by.id != member_id:
        check_area(by, Area.MEMBERS)
    with reading() as work:
        row = _found(work, member_id)
    checked = checked_password(password, email=row.email, name=row.name)
    password_hash = hash_password(checked)
    kept = hash_of(keep_session) if keep_session is not None else None
    with unit_of_work() as work:
        _found(work, member_id).password_hash = password_hash
        rows.end_sessions(work, member_id, but=kept)


def change_member(member_id: str, changed: Invitation, *, by: Actor, now: datetime) -> MemberView:
    """Give a member another e-mail, name, role or provider. Their open pages follow at once.

    They sign in with the other e-mail from now on, by the password they have; links for a new
    password work no more, for they were sent to the one before.

    Raises:
        Forbidden: only administrators look after members.
        NotFound: there is no such member.
        Invalid: every field that cannot be taken; somebody else's e-mail; the last administrator.
    """
    del now  # members keep no history
    check_area(by, Area.MEMBERS)
    with unit_of_work() as work:
        row = _found(work, member_id)
        known_providers = rows.provider_ids(work) | {row.provider_id or ""}
        checked = checked_member_to_be(work, changed, known_providers=known_providers, but=row.id)
        if checked.role is not Role.ADMIN:
            _refuse_last_administrator(work, row)
        if checked.email != row.email:
            link_rows.forget_links(work, LinkPurpose.PASSWORD, member_id=row.id)
        row.email, row.name, row.role = checked.email, checked.name, checked.role.value
        row.provider_id = checked.provider_id
        return _view(row)


def deactivate_member(member_id: str, *, by: Actor) -> MemberView:
    """Let somebody sign in no more, and end their sessions at once.

    Raises:
        Forbidden: only administrators look after members.
        NotFound: there is no such member.
        Invalid: it is the last administrator.
    """
    check_area(by, Area.MEMBERS)
    with unit_of_work() as work:
        row = _found(work, member_id)
        _refuse_last_administrator(work, row)
        row.active = False
        rows.end_sessions(work, member_id)
        return _view(row)


def reactivate_member(member_id: str, *, by: Actor) -> MemberView:
    """Let somebody sign in again, with the password they had.

    Raises:
        Forbidden: only administrators look after members.
        NotFound: there is no such member.
    """
    check_area(by, Area.MEMBERS)
    with unit_of_work() as work:
        row = _found(work, member_id)
        row.active = True
        return _view(row)


def checked_member_to_be(
    work: UnitOfWork, entered: Invitation, *, known_providers: frozenset[str], but: str = ""
) -> Invitation:
    """`entered` as it is stored; nobody else signs in with its e-mail. `but`: whose own it may be.

    Raises:
        Invalid: every field that cannot be taken, also an e-mail that is.
    """
    try:
        checked = checked_invitation(entered, known_providers=known_providers)
    except Invalid as refusal:
        if not any(field == "email" for field, _ in refusal.errors):
            _refuse_both(work, entered, refusal, but=but)
        raise
    refuse_taken_email(work, checked.email, but=but)
    return checked


def _refuse_both(work: UnitOfWork, entered: Invitation, refusal: Invalid, *, but: str) -> None:
    """Refuse a taken e-mail together with what else is wrong."""
    try:
        refuse_taken_email(work, entered.email.strip(), but=but)
    except Invalid as taken:
        raise Invalid([*refusal.errors, *taken.errors]) from taken


def refuse_taken_email(work: UnitOfWork, email: str, *, but: str = "") -> None:
    """Refuse an e-mail that somebody signs in with, however it is capitalised.

    Whoever else wants it waits until the transaction ends. `but`: whose own it may be.

    Raises:
        Invalid: it is taken.
    """
    one_at_a_time(work, "members", email.casefold())
    taken = rows.member_by_email(work, email)
    if taken is not None and taken.id != but:
        raise Invalid([("email", "Somebody signs in with this e-mail already.")])


def _refuse_last_administrator(work: UnitOfWork, row: MemberRow) -> None:
    if row.role == Role.ADMIN and row.active and not rows.other_administrators(work, row.id):
        refuse_last_administrator()


def _found(work: UnitOfWork, member_id: str) -> MemberRow:
    row = rows.member(work, member_id)
    if row is None:
        raise NotFound("member")
    return row


def _view(row: MemberRow) -> MemberView:
    return MemberView(
        id=row.id,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        provider_id=row.provider_id,
        time_zone=row.time_zone,
        active=row.active,
    )

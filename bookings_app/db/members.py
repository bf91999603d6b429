"""The data: members, their sessions and failed sign-ins, by the question asked."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, and_, func
from sqlalchemy import select as select_columns
from sqlmodel import col, delete, select, update

from bookings_app.db.tables import (
    MemberRow,
    ProviderRow,
    ProviderServiceRow,
    SessionRow,
    SettingRow,
    SignInFailureRow,
)
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import ProviderVisibility, Role


def _setting(name: str) -> ScalarSelect[str]:
    return (
        select_columns(col(SettingRow.value)).where(col(SettingRow.name) == name).scalar_subquery()
    )


_visibility = _setting("provider_visibility")
_clock = _setting("clock")

# Who somebody is: member id, name, role, provider id, the visibility setting or None, a
# service id or None.
_ACTOR = (
    col(MemberRow.id),
    col(MemberRow.name),
    col(MemberRow.role),
    col(MemberRow.provider_id),
    _visibility,
    col(ProviderServiceRow.service_id),
)

# The services a provider offers, where that decides what they see.
_OFFERED = (
    ProviderServiceRow,
    and_(
        col(ProviderServiceRow.provider_id) == col(MemberRow.provider_id),
        _visibility == ProviderVisibility.ASSIGNED_SERVICES.value,
    ),
)

# Put together once: every change asks it.
_ACTIVE = select_columns(*_ACTOR).outerjoin(*_OFFERED).where(col(MemberRow.active).is_(True))


def members(work: UnitOfWork) -> list[MemberRow]:
    """Everybody who signs in or did, by name."""
    return list(work.session.exec(select(MemberRow).order_by(MemberRow.name, MemberRow.id)))


def member(work: UnitOfWork, member_id: str, *, for_update: bool = False) -> MemberRow | None:
    """One member, active or not."""
    return work.session.get(MemberRow, member_id, with_for_update=for_update or None)


def member_by_email(work: UnitOfWork, email: str) -> MemberRow | None:
    """The member with that address, however it is capitalised: the database compares."""
    return work.session.exec(
        select(MemberRow).where(func.lower(col(MemberRow.email)) == func.lower(email))
    ).first()


def other_administrators(work: UnitOfWork, member_id: str) -> list[MemberRow]:
    """Active administrators but this one, locked until the transaction ends."""
    query = (
        select(MemberRow)
        .where(col(MemberRow.role) == Role.ADMIN.value)
        .where(col(MemberRow.active).is_(True))
        .where(MemberRow.id != member_id)
        .with_for_update()
    )
    return list(work.session.exec(query))


def provider_ids(work: UnitOfWork) -> frozenset[str]:
    """Every provider that can be named: archived ones cannot."""
    query = select(ProviderRow.id).where(col(ProviderRow.archived_at).is_(None))
    return frozenset(work.session.exec(query))


def active_members(work: UnitOfWork) -> Sequence[Sequence[Any]]:
    """Everybody who may sign in: one row per service that matters, as `_ACTOR` has them."""
    return work.session.connection().execute(_ACTIVE).all()


def active_member(work: UnitOfWork, member_id: str) -> Sequence[Sequence[Any]]:
    """The same of one of them; nothing of somebody who may not sign in any more."""
    return work.session.connection().execute(_ACTIVE.where(col(MemberRow.id) == member_id)).all()


def standing_sessions(
    work: UnitOfWork, token_hashes: Collection[str], *, seen_after: datetime, now: datetime
) -> Sequence[Sequence[Any]]:
    """Sessions that stand, with who they are of: one row per service that matters.

    Columns: token hash, seen at, time zone, the clock setting or None, then those of
    `_ACTOR`. One statement.
    """
    query = (
        select_columns(
            col(SessionRow.token_hash),
            col(SessionRow.seen_at),
            col(MemberRow.time_zone),
            _clock,
            *_ACTOR,
        )
        .join(MemberRow, col(MemberRow.id) == col(SessionRow.member_id))
        .outerjoin(*_OFFERED)
        .where(col(SessionRow.token_hash).in_(token_hashes))
        .where(col(SessionRow.expires_at) > now)
        .where(col(SessionRow.seen_at) > seen_after)
        .where(col(MemberRow.active).is_(True))
    )
    return work.session.connection().execute(query).all()


def sessions_of(work: UnitOfWork, member_id: str) -> list[SessionRow]:
    """A member's sessions, the one used last first."""
    query = (
        select(SessionRow)
        .where(SessionRow.member_id == member_id)
        .order_by(col(SessionRow.seen_at).desc(), SessionRow.token_hash)
    )
    return list(work.session.exec(query))


def session(work: UnitOfWork, token_hash: str) -> SessionRow | None:
    """One session, whether it stands or not."""
    return work.session.get(SessionRow, token_hash)


def end_session(work: UnitOfWork, token_hash: str) -> None:
    """Forget one session."""
    work.session.exec(delete(SessionRow).where(col(SessionRow.token_hash) == token_hash))


def end_sessions(work: UnitOfWork, member_id: str, *, but: str | None = None) -> None:
    """Forget a member's sessions, all or all but one."""
    query = delete(SessionRow).where(col(SessionRow.member_id) == member_id)
    if but is not None:
        query = query.where(col(SessionRow.token_hash) != but)
    work.session.exec(query)


def forget_ended_sessions(work: UnitOfWork, *, seen_before: datetime, now: datetime) -> None:
    """Forget the sessions that have ended by themselves."""
    work.session.exec(
        delete(SessionRow).where(
            (col(SessionRow.expires_at) <= now) | (col(SessionRow.seen_at) <= seen_before)
        )
    )


def note_use(work: UnitOfWork, token_hash: str, *, now: datetime) -> None:
    """Note that a session was used just now; never backwards."""
    work.session.exec(
        update(SessionRow)
        .where(col(SessionRow.token_hash) == token_hash)
        .where(col(SessionRow.seen_at) < now)
        .values(seen_at=now)
    )


def failures_of_pair(
    work: UnitOfWork, email: str, address: str, *, since: datetime
) -> list[datetime]:
    """When signing in as `email` from `address` failed, ascending."""
    query = (
        select(SignInFailureRow.at)
        .where(SignInFailureRow.email == email)
        .where(SignInFailureRow.address == address)
        .where(col(SignInFailureRow.at) > since)
        .order_by(col(SignInFailureRow.at))
    )
    return list(work.session.exec(query))


def failures_of_address(work: UnitOfWork, address: str, *, since: datetime) -> list[datetime]:
    """When signing in from `address` failed, ascending."""
    query = (
        select(SignInFailureRow.at)
        .where(SignInFailureRow.address == address)
        .where(col(SignInFailureRow.at) > since)
        .order_by(col(SignInFailureRow.at))
    )
    return list(work.session.exec(query))


def forget_failures(work: UnitOfWork, email: str, address: str) -> None:
    """Forget that signing in as `email` from `address` failed."""
    work.session.exec(
        delete(SignInFailureRow)
        .where(col(SignInFailureRow.email) == email)
        .where(col(SignInFailureRow.address) == address)
    )


def forget_old_failures(work: UnitOfWork, *, before: datetime) -> None:
    """Forget the failures that count no more."""
    work.session.exec(delete(SignInFailureRow).where(col(SignInFailureRow.at) < before))

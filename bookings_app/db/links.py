"""The data: links that work once, by the question asked."""

from datetime import datetime

from sqlmodel import col, delete, select

from bookings_app.db.link_tables import OneTimeLinkRow
from bookings_app.db.unit_of_work import UnitOfWork


def link(
    work: UnitOfWork, token_hash: str, *, now: datetime, for_update: bool = False
) -> OneTimeLinkRow | None:
    """The link with that token, if it still works. Locked `for_update`, nobody else uses it."""
    query = (
        select(OneTimeLinkRow)
        .where(OneTimeLinkRow.token_hash == token_hash)
        .where(col(OneTimeLinkRow.expires_at) > now)
    )
    if for_update:
        query = query.with_for_update()
    return work.session.exec(query).first()


def links_for(work: UnitOfWork, purpose: str, *, now: datetime) -> list[OneTimeLinkRow]:
    """The links of that purpose that still work, the newest first."""
    query = (
        select(OneTimeLinkRow)
        .where(OneTimeLinkRow.purpose == purpose)
        .where(col(OneTimeLinkRow.expires_at) > now)
        .order_by(col(OneTimeLinkRow.created_at).desc(), OneTimeLinkRow.token_hash)
    )
    return list(work.session.exec(query))


def forget_links(
    work: UnitOfWork,
    purpose: str,
    *,
    member_id: str | None = None,
    email: str | None = None,
    token_hash: str | None = None,
) -> None:
    """Have the links of that purpose work no more: all, or those of one person, or one."""
    query = delete(OneTimeLinkRow).where(col(OneTimeLinkRow.purpose) == purpose)
    if member_id is not None:
        query = query.where(col(OneTimeLinkRow.member_id) == member_id)
    if email is not None:
        query = query.where(col(OneTimeLinkRow.email) == email)
    if token_hash is not None:
        query = query.where(col(OneTimeLinkRow.token_hash) == token_hash)
    work.session.exec(query)


def forget_expired(work: UnitOfWork, *, now: datetime) -> None:
    """Forget the links that work no more by themselves."""
    work.session.exec(delete(OneTimeLinkRow).where(col(OneTimeLinkRow.expires_at) <= now))

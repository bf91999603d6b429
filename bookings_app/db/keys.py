"""The data: keys of programs, by the question asked."""

from datetime import datetime

from sqlalchemy import bindparam, update
from sqlmodel import col, or_, select

from bookings_app.db.key_tables import KeyRow
from bookings_app.db.unit_of_work import UnitOfWork

# Put together once: every call of every program asks it.
_BY_HASH = select(KeyRow).where(col(KeyRow.secret_hash) == bindparam("secret_hash"))


def by_hash(work: UnitOfWork, secret_hash: str) -> KeyRow | None:
    """The key with that hash, whether it still opens anything or not."""
    return work.session.exec(_BY_HASH, params={"secret_hash": secret_hash}).first()


def key(work: UnitOfWork, key_id: str) -> KeyRow | None:
    """One key; nobody else changes it before the transaction ends."""
    return work.session.exec(select(KeyRow).where(KeyRow.id == key_id).with_for_update()).first()


def keys(work: UnitOfWork) -> list[KeyRow]:
    """Every key, also those that open nothing any more: the newest first."""
    query = select(KeyRow).order_by(col(KeyRow.created_at).desc(), KeyRow.id)
    return list(work.session.exec(query))


def note_use(work: UnitOfWork, key_id: str, *, noted_before: datetime, now: datetime) -> None:
    """Note that the key is in use, unless that was noted after `noted_before`."""
    not_yet = or_(col(KeyRow.used_at).is_(None), col(KeyRow.used_at) <= noted_before)
    work.session.exec(update(KeyRow).where(col(KeyRow.id) == key_id, not_yet).values(used_at=now))

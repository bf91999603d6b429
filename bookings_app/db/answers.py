"""The data: what requests under an Idempotency-Key were answered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, tuple_
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from bookings_app.db.key_tables import AnswerRow
from bookings_app.db.unit_of_work import UnitOfWork

_FORGOTTEN_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked where, under which key."""

    owner: str
    path: str
    key: str


def answer(work: UnitOfWork, asked: Asked) -> AnswerRow | None:
    """What was answered to that before."""
    return work.session.get(AnswerRow, (asked.owner, asked.path, asked.key))


def keep(
    work: UnitOfWork, asked: Asked, *, fingerprint: str, status: int, body: str, now: datetime
) -> None:
    """Note an answer, instead of what was noted under that key before."""
    work.session.merge(
        AnswerRow(
            owner=asked.owner,
            path=asked.path,
            key=asked.key,
            fingerprint=fingerprint,
            status=status,
            body=body,
            created_at=now,
        )
    )
    work.session.flush()


def forget(work: UnitOfWork, *, before: datetime) -> None:
    """Forget some answers from before that: a few each time, and nobody waits for them."""
    old = (
        select(AnswerRow.owner, AnswerRow.path, AnswerRow.key)
        .where(col(AnswerRow.created_at) < before)
        .limit(_FORGOTTEN_AT_ONCE)
        .with_for_update(skip_locked=True)
        .cte()  # found once: a subquery may be searched for again with each row
    )
    keys = (col(AnswerRow.owner), col(AnswerRow.path), col(AnswerRow.key))
    work.session.exec(delete(AnswerRow).where(tuple_(*keys).in_(select_columns(old))))

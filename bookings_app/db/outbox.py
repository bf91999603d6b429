"""The data: promises to do something outside, and who is at which of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, func, insert, or_, tuple_, update
from sqlalchemy import select as select_columns
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from bookings_app.db.outbox_tables import OutboxRow
from bookings_app.db.types import new_id
from bookings_app.db.unit_of_work import UnitOfWork

READY, PARKED, DEAD = "ready", "parked", "dead"


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised: `id` decides the order of what is due at the same instant."""

    kind: str
    subject: str
    lane: str
    id: str = ""
    state: str = READY
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """A promise that one worker is at until `lease_until`, at its nth attempt."""

    id: str
    kind: str
    subject: str
    lane: str
    created_at: datetime
    attempts: int
    asked: int
    claimed_by: str


_JOB = (
    col(OutboxRow.id),
    col(OutboxRow.kind),
    col(OutboxRow.subject),
    col(OutboxRow.lane),
    col(OutboxRow.created_at),
    col(OutboxRow.attempts),
    col(OutboxRow.asked),
    col(OutboxRow.claimed_by),
)


def _promise_with(dialect: Any) -> Any:  # noqa: ANN401 - each dialect has an insert of its own
    inserted = dialect.insert(OutboxRow)
    anew = ("state", "reason", "created_at", "due_at", "attempts")
    return inserted.on_conflict_do_update(
        index_elements=["kind", "subject"],
        set_={
            **{name: inserted.excluded[name] for name in anew},
            "asked": col(OutboxRow.asked) + 1,
        },
    )


def _first_of_lanes() -> Any:  # noqa: ANN401 - a query
    """What is due in lanes that nobody is at: the first of each."""
    at_it = aliased(OutboxRow)
    taken_lanes = select_columns(col(at_it.kind), col(at_it.lane)).where(
        col(at_it.lease_until) > bindparam("now")
    )
    order = (col(OutboxRow.due_at), col(OutboxRow.created_at), col(OutboxRow.id))
    lane = (col(OutboxRow.kind), col(OutboxRow.lane))
    place = func.row_number().over(partition_by=lane, order_by=order)
    places = (
        select_columns(col(OutboxRow.id), place.label("place"))
        .where(_DUE, tuple_(*lane).not_in(taken_lanes))
        .subquery()
    )
    return select_columns(places.c.id).where(places.c.place == 1).limit(bindparam("limit"))


def _take() -> Any:  # noqa: ANN401 - a statement
    free = and_(col(OutboxRow.id).in_(bindparam("ids", expanding=True)), _FREE)
    unlocked = select_columns(col(OutboxRow.id)).where(free).with_for_update(skip_locked=True)
    return (
        update(OutboxRow)
        .where(col(OutboxRow.id).in_(unlocked), free)
        .values(
            lease_until=bindparam("until"),
            claimed_by=bindparam("name"),
            attempts=col(OutboxRow.attempts) + 1,
        )
        .returning(*_JOB)
    )


# Put together once: every booking promises and has workers look, and that takes longer than
# the answer. Most looks find nothing, whoever may be at what.
_FREE = and_(
    col(OutboxRow.state) == READY,
    col(OutboxRow.due_at) <= bindparam("now"),
    or_(col(OutboxRow.lease_until).is_(None), col(OutboxRow.lease_until) <= bindparam("now")),
)
_DUE = and_(col(OutboxRow.kind).in_(bindparam("kinds", expanding=True)), _FREE)
_ANY_DUE = select_columns(col(OutboxRow.id)).where(_DUE).limit(1)
_FIRST_OF_LANES = _first_of_lanes()
_TAKE = _take()
_PROMISE = {"sqlite": _promise_with(sqlite), "postgresql": _promise_with(postgresql)}


def promise(work: UnitOfWork, wanted: Promise, *, now: datetime) -> None:
    """Promise something, due at once; what is promised already is promised anew. One statement.

    Whoever is at it is left at it: it is due again when they are done.
    """
    connection = work.session.connection()
    connection.execute(_PROMISE[connection.dialect.name], _columns(wanted, now))


def promise_all(work: UnitOfWork, wanted: Iterable[Promise], *, now: datetime) -> None:
    """Promise what was never promised before. One statement, however many."""
    rows = [_columns(each, now) for each in wanted]
    if rows:
        work.session.connection().execute(insert(OutboxRow), rows)


def due(work: UnitOfWork, kinds: Collection[str], *, now: datetime, limit: int) -> list[str]:
    """The ids of what can be taken: the first of each lane that nobody is at, so many at most."""
    asked = {"kinds": list(kinds), "now": now}
    connection = work.session.connection()
    if connection.execute(_ANY_DUE, asked).first() is None:
        return []
    return list(connection.execute(_FIRST_OF_LANES, {**asked, "limit": limit}).scalars())


def claim(work: UnitOfWork, ids: Collection[str], *, now: datetime, until: datetime) -> list[Job]:
    """Take these, but for what others took meanwhile, and be at them until then.

    They are named one by one: a database left to find them in the statement that changes them
    may look for all of them again with each one, while everybody waits for their locks.
    """
    asked = {"ids": list(ids), "now": now, "until": until, "name": new_id()}
    return [Job(*row) for row in work.session.connection().execute(_TAKE, asked).all()]


def is_left_undone(work: UnitOfWork, kind: str, *, since: datetime, now: datetime) -> bool:
    """Whether something of a kind has been due since then, and nobody is at any of it."""
    of_kind = col(OutboxRow.kind) == kind
    due = exists().where(of_kind, col(OutboxRow.state) == READY, col(OutboxRow.due_at) < since)
    at_it = exists().where(of_kind, col(OutboxRow.lease_until) > now)
    found = work.session.connection().execute(select_columns(due & ~at_it))
    return bool(found.scalar_one())


def finish(work: UnitOfWork, job: Job) -> None:
    """It is done: the promise goes, unless it was promised again meanwhile."""
    connection = work.session.connection()
    done = delete(OutboxRow).where(_ours(job), col(OutboxRow.asked) == job.asked)
    if connection.execute(done).rowcount == 0:
        _let_go(work, job)


def put_off(work: UnitOfWork, job: Job, *, until: datetime, reason: str) -> None:
    """It failed, and is tried again then."""
    _let_go(work, job, due_at=until, reason=reason)


def begin_again(work: UnitOfWork, job: Job, *, at: datetime, now: datetime) -> None:
    """It is done for this time, and promised anew for then."""
    _let_go(work, job, due_at=at, created_at=now, attempts=0, reason="")


def set_aside(work: UnitOfWork, job: Job, *, state: str, reason: str) -> None:
    """Nothing more is tried until somebody asks for it: PARKED, or DEAD."""
    _let_go(work, job, state=state, reason=reason)


def hold_lane_back(work: UnitOfWork, lane: str, *, until: datetime) -> None:
    """Try nothing of a lane before then."""
    work.session.connection().execute(
        update(OutboxRow)
        .where(col(OutboxRow.lane) == lane, col(OutboxRow.state) == READY)
        .where(col(OutboxRow.due_at) < until)
        .values(due_at=until)
    )


def park_lane(work: UnitOfWork, lane: str, *, reason: str) -> None:
    """Try nothing of a lane until it is released."""
    _move_lane(work, lane, READY, {"state": PARKED, "reason": reason})


def release_lane(work: UnitOfWork, lane: str, *, now: datetime) -> None:
    """Go on with what was parked of a lane, as if it were promised now."""
    again = {"state": READY, "reason": "", "created_at": now, "due_at": now, "attempts": 0}
    _move_lane(work, lane, PARKED, again)


def forget_lane(work: UnitOfWork, lane: str) -> None:
    """Forget all that was promised of a lane."""
    work.session.connection().execute(delete(OutboxRow).where(col(OutboxRow.lane) == lane))


def forget_subjects(work: UnitOfWork, kind: str, subjects: Any) -> None:  # noqa: ANN401 - a query
    """Forget what was promised to these subjects."""
    work.session.connection().execute(
        delete(OutboxRow).where(col(OutboxRow.kind) == kind, col(OutboxRow.subject).in_(subjects))
    )


def promises_of(work: UnitOfWork, kind: str, subjects: Collection[str]) -> Sequence[OutboxRow]:
    """What is promised to these subjects."""
    query = select(OutboxRow).where(OutboxRow.kind == kind)
    return work.session.exec(query.where(col(OutboxRow.subject).in_(subjects))).all()


def _columns(wanted: Promise, now: datetime) -> dict[str, Any]:
    return {
        "id": wanted.id or new_id(),
        "kind": wanted.kind,
        "subject": wanted.subject,
        "lane": wanted.lane,
        "state": wanted.state,
        "reason": wanted.reason,
        "created_at": now,
        "due_at": now,
        "attempts": 0,
        "asked": 1,
        "lease_until": None,
        "claimed_by": "",
    }


def _ours(job: Job) -> Any:  # noqa: ANN401 - a condition
    """Whoever was too slow has lost it to another by now."""
    return and_(col(OutboxRow.id) == job.id, col(OutboxRow.claimed_by) == job.claimed_by)


def _let_go(work: UnitOfWork, job: Job, **changed: Any) -> None:  # noqa: ANN401 - columns
    """Be at it no more. What was promised again meanwhile is due as it was promised."""
    connection = work.session.connection()
    free = {"lease_until": None, "claimed_by": ""}
    unchanged = update(OutboxRow).where(_ours(job), col(OutboxRow.asked) == job.asked)
    if connection.execute(unchanged.values(**free, **changed)).rowcount == 0:
        connection.execute(update(OutboxRow).where(_ours(job)).values(**free))


def _move_lane(work: UnitOfWork, lane: str, state: str, changed: dict[str, Any]) -> None:
    work.session.connection().execute(
        update(OutboxRow)
        .where(col(OutboxRow.lane) == lane, col(OutboxRow.state) == state)
        .values(**changed)
    )

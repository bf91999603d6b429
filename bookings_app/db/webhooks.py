"""The data: addresses that are told of bookings, and what they were told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, update
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from bookings_app.db import outbox
from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.outbox_tables import DeliveryRow, OutboxRow, WebhookRow
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.webhooks import WebhookStatus

WEBHOOK = "webhook"

# How many promises there are, by webhook and state.
Counts = Mapping[tuple[str, str], int]

# Put together once: every change asks it, and that takes longer than the answer.
_WANTING = select_columns(col(WebhookRow.id), col(WebhookRow.status), col(WebhookRow.events)).where(
    col(WebhookRow.status) != WebhookStatus.SWITCHED_OFF.value
)


@dataclass(frozen=True, slots=True)
class Listener:
    """An address that wants to be told: now, or once it goes on."""

    id: str
    paused: bool
    events: frozenset[str]


def listeners(work: UnitOfWork) -> list[Listener]:
    """Who wants to be told of anything. One statement."""
    found = work.session.connection().execute(_WANTING).all()
    return [
        Listener(id_, status == WebhookStatus.PAUSED.value, frozenset(events))
        for id_, status, events in found
    ]


def add_deliveries(work: UnitOfWork, rows: Sequence[DeliveryRow]) -> None:
    """Keep what is to be told. One statement."""
    if rows:
        values = [row.model_dump() for row in rows]
        work.session.connection().execute(insert(DeliveryRow), values)


def webhooks(work: UnitOfWork) -> Sequence[WebhookRow]:
    """All of them, oldest first."""
    query = select(WebhookRow).order_by(col(WebhookRow.created_at), col(WebhookRow.id))
    return work.session.exec(query).all()


def find(work: UnitOfWork, webhook_id: str, *, for_update: bool = False) -> WebhookRow | None:
    """One of them. Locked `for_update`, nobody else changes it meanwhile."""
    query = select(WebhookRow).where(WebhookRow.id == webhook_id)
    return work.session.exec(query.with_for_update() if for_update else query).first()


def remove(work: UnitOfWork, webhook_id: str) -> None:
    """Forget one, with all that it was told and all that waits for it."""
    outbox.forget_lane(work, webhook_id)
    connection = work.session.connection()
    connection.execute(delete(DeliveryRow).where(col(DeliveryRow.webhook_id) == webhook_id))
    connection.execute(delete(WebhookRow).where(col(WebhookRow.id) == webhook_id))


def outbox_counts(work: UnitOfWork) -> Counts:
    """How many promises there are by webhook and state."""
    query = (
        select_columns(col(OutboxRow.lane), col(OutboxRow.state), func.count())
        .where(col(OutboxRow.kind) == WEBHOOK)
        .group_by(col(OutboxRow.lane), col(OutboxRow.state))
    )
    found = work.session.connection().execute(query).all()
    return {(lane, state): count for lane, state, count in found}


def deliveries(
    work: UnitOfWork, webhook_id: str, *, limit: int
) -> Sequence[tuple[DeliveryRow, str, OutboxRow | None]]:
    """What one was told, newest first: with the booking's reference, and what is promised."""
    query = (
        select(DeliveryRow, BookingRow.reference, OutboxRow)
        .join(BookingRow, col(BookingRow.id) == col(DeliveryRow.booking_id))
        .outerjoin(
            OutboxRow,
            (col(OutboxRow.subject) == col(DeliveryRow.id)) & (col(OutboxRow.kind) == WEBHOOK),
        )
        .where(col(DeliveryRow.webhook_id) == webhook_id)
        .order_by(col(DeliveryRow.created_at).desc(), col(DeliveryRow.change_number).desc())
        .limit(limit)
    )
    return work.session.exec(query).all()


def delivery(work: UnitOfWork, delivery_id: str) -> tuple[DeliveryRow, WebhookRow] | None:
    """One telling, and to whom."""
    query = (
        select(DeliveryRow, WebhookRow)
        .join(WebhookRow, col(WebhookRow.id) == col(DeliveryRow.webhook_id))
        .where(DeliveryRow.id == delivery_id)
    )
    return work.session.exec(query).first()


def note_attempt(
    work: UnitOfWork,
    delivery_id: str,
    *,
    now: datetime,
    status_code: int | None,
    answer: str,
    delivered: bool,
) -> None:
    """Keep how an attempt went."""
    values: dict[str, Any] = {
        "attempts": col(DeliveryRow.attempts) + 1,
        "tried_at": now,
        "status_code": status_code,
        "answer": answer,
    }
    if delivered:
        values["delivered_at"] = now
    work.session.connection().execute(
        update(DeliveryRow).where(col(DeliveryRow.id) == delivery_id).values(**values)
    )


def promises_for(
    tellings: Iterable[tuple[DeliveryRow, bool]], *, reason: str
) -> list[outbox.Promise]:
    """The promises to make these deliveries, in the order of changes; some wait on hold."""
    return [
        outbox.Promise(
            kind=WEBHOOK,
            subject=row.id,
            lane=row.webhook_id,
            id=f"{row.change_number:012}-{row.webhook_id}",
            state=outbox.PARKED if on_hold else outbox.READY,
            reason=reason if on_hold else "",
        )
        for row, on_hold in tellings
    ]


def forget_old_deliveries(work: UnitOfWork, *, before: datetime) -> None:
    """Forget what was told, or was to be told, before that."""
    old = select_columns(col(DeliveryRow.id)).where(col(DeliveryRow.created_at) < before)
    outbox.forget_subjects(work, WEBHOOK, old)
    work.session.connection().execute(
        delete(DeliveryRow).where(col(DeliveryRow.created_at) < before)
    )

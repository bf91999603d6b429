"""The verbs: what webhooks were told and are to be told, and telling it once more."""

from dataclasses import dataclass
from datetime import datetime

from bookings_app.db import outbox
from bookings_app.db import webhooks as rows
from bookings_app.db.outbox_tables import DeliveryRow, OutboxRow
from bookings_app.db.unit_of_work import reading, unit_of_work
from bookings_app.domain.access import Actor, Area, check_area
from bookings_app.domain.checks import could_be_id
from bookings_app.domain.errors import NotFound
from bookings_app.domain.webhooks import DeliveryStatus, WebhookStatus
from bookings_app.usecases import changes
from bookings_app.usecases.webhooks import webhook_row

# A page of the log.
DELIVERIES_AT_ONCE = 100

_STATUS_OF = {
    outbox.READY: DeliveryStatus.WAITING,
    outbox.PARKED: DeliveryStatus.ON_HOLD,
    outbox.DEAD: DeliveryStatus.GIVEN_UP,
}


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """One telling: what, how often it was tried, and how the last answer began.

    `reason` says why it failed or is on hold; `due_at` when it is tried next.
    """

    id: str
    event: str
    booking_id: str
    reference: str
    change_number: int
    status: DeliveryStatus
    reason: str
    created_at: datetime
    due_at: datetime | None
    attempts: int
    tried_at: datetime | None
    delivered_at: datetime | None
    status_code: int | None
    answer: str
    body: str


def list_deliveries(
    webhook_id: str, *, by: Actor, limit: int = DELIVERIES_AT_ONCE
) -> list[DeliveryView]:
    """What a webhook was told or is to be told, newest first.

    Raises:
        Forbidden: `by` may not manage webhooks.
        NotFound: no such webhook.
    """
    check_area(by, Area.WEBHOOKS)
    with reading() as look:
        row = webhook_row(look, webhook_id)
        return [_delivery_view(*each) for each in rows.deliveries(look, row.id, limit=limit)]


def replay_delivery(delivery_id: str, *, by: Actor, now: datetime) -> None:
    """Tell something once more, at once: the same words under the same id.

    Of a webhook that is paused or switched off it waits until that goes on.

    Raises:
        Forbidden: `by` may not manage webhooks.
        NotFound: no such delivery.
    """
    check_area(by, Area.WEBHOOKS)
    with unit_of_work() as work:
        found = rows.delivery(work, delivery_id) if could_be_id(delivery_id) else None
        if found is None:
            raise NotFound("delivery")
        delivery, webhook = found
        on_hold = webhook.status != WebhookStatus.ACTIVE
        for promise in rows.promises_for([(delivery, on_hold)], reason=webhook.status_reason):
            outbox.promise(work, promise, now=now)
        work.after_commit(changes.publish)


def _delivery_view(row: DeliveryRow, reference: str, promised: OutboxRow | None) -> DeliveryView:
    waits = promised is not None and promised.state == outbox.READY
    return DeliveryView(
        id=row.id,
        event=row.event,
        booking_id=row.booking_id,
        reference=reference,
        change_number=row.change_number,
        status=_STATUS_OF[promised.state] if promised else DeliveryStatus.DELIVERED,
        reason=promised.reason if promised else "",
        created_at=row.created_at,
        due_at=promised.due_at if promised is not None and waits else None,
        attempts=row.attempts,
        tried_at=row.tried_at,
        delivered_at=row.delivered_at,
        status_code=row.status_code,
        answer=row.answer,
        body=row.body,
    )

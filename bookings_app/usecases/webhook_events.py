"""The verbs: promising to tell webhooks of a change, in the transaction that makes it."""

import json
from collections.abc import Iterable, Sequence
from uuid import uuid4

from bookings_app.db import outbox
from bookings_app.db import webhooks as rows
from bookings_app.db.booking_tables import BookingRow, ChangeRow
from bookings_app.db.outbox_tables import DeliveryRow
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.db.webhooks import Listener
from bookings_app.domain.webhooks import EVENT_OF, WebhookEvent
from bookings_app.usecases.json_shapes import booking_shape, change_shape, instant_shape

PAUSED = "The webhook is paused."


def promise_to_tell(work: UnitOfWork, row: BookingRow, change: ChangeRow) -> None:
    """Promise each webhook that wants it to tell of a change; without one nothing is written.

    What is told is the booking as this transaction leaves it, whenever it is told.
    """
    event = EVENT_OF[change.what]
    wanting = [each for each in rows.listeners(work) if event in each.events]
    if wanting:
        work.at_the_end(lambda: _promise(work, [(row, change, event)], wanting))


def promise_to_tell_of_all(work: UnitOfWork, made: Sequence[tuple[BookingRow, ChangeRow]]) -> None:
    """The same for many bookings at once, whose changes have their numbers already."""
    listening = rows.listeners(work)
    _promise(work, [(row, change, EVENT_OF[change.what]) for row, change in made], listening)


def _promise(
    work: UnitOfWork,
    told: Iterable[tuple[BookingRow, ChangeRow, WebhookEvent]],
    listening: Sequence[Listener],
) -> None:
    tellings: list[tuple[DeliveryRow, bool]] = []
    for row, change, event in told:
        wanting = [each for each in listening if event in each.events]
        body = _body(work, row, change, event) if wanting else ""
        tellings.extend((_delivery(each, change, event, body), each.paused) for each in wanting)
    if tellings:
        rows.add_deliveries(work, [row for row, _ in tellings])
        promises = rows.promises_for(tellings, reason=PAUSED)
        outbox.promise_all(work, promises, now=tellings[0][0].created_at)


def _delivery(to: Listener, change: ChangeRow, event: WebhookEvent, body: str) -> DeliveryRow:
    return DeliveryRow(
        id=f"msg_{uuid4().hex}",
        webhook_id=to.id,
        change_number=change.number,
        booking_id=change.booking_id,
        event=event.value,
        body=body,
        created_at=change.at,
    )


def _body(work: UnitOfWork, row: BookingRow, change: ChangeRow, event: WebhookEvent) -> str:
    """The very words that are signed and sent, each time the same."""
    told = {"booking": booking_shape(row), "change": change_shape(change)}
    if event is WebhookEvent.RESCHEDULED and row.rescheduled_to is not None:
        told["new_booking"] = booking_shape(work.session.get_one(BookingRow, row.rescheduled_to))
    message = {"type": event.value, "timestamp": instant_shape(change.at), "data": told}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))

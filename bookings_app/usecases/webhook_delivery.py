"""The verbs: telling one webhook of one change, and what follows from its answer."""

import json
import logging
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from uuid import uuid4

from bookings_app.db import outbox
from bookings_app.db import webhooks as rows
from bookings_app.db.outbox_tables import WebhookRow
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.access import Actor, Area, check_area
from bookings_app.domain.checks import could_be_id
from bookings_app.domain.errors import NotFound, SetupError
from bookings_app.domain.webhooks import (
    DELIVERIES_KEPT,
    SUCCESS,
    SWITCHED_OFF_AFTER,
    TEST_EVENT,
    WebhookStatus,
    signed_headers,
)
from bookings_app.usecases.json_shapes import instant_shape
from bookings_app.usecases.outbox import Job, try_again_later
from bookings_app.usecases.ports import Answer, WebhookSender
from bookings_app.usecases.secret_keeping import opened

logger = logging.getLogger(__name__)

KIND = rows.WEBHOOK

_ANSWER_KEPT = 1_000
_GONE = "It answered 410 Gone: it wants to be told no more."
_FAILED_TOO_LONG = "It has failed each time for 24 hours."


def deliver(job: Job, *, sender: WebhookSender, clock: Callable[[], datetime]) -> None:
    """Tell a webhook what was promised, and note how it went.

    The same message may arrive twice, when the answer did not reach us; it has the same id then.

    Raises:
        DatabaseBusy: others held the database for too long; it is told again once the lease ends.
    """
    with reading() as look:
        found = rows.delivery(look, job.subject)
    if found is None:
        _forget(job)
        return
    delivery, webhook = found
    if webhook.status != WebhookStatus.ACTIVE:
        _hold(job, webhook)
        return
    answer = _sent(webhook, delivery.id, delivery.body, sender=sender, now=clock())
    with unit_of_work() as work:
        _note(work, job, webhook.id, answer, now=clock())


def send_test(
    webhook_id: str, *, sender: WebhookSender, by: Actor, clock: Callable[[], datetime]
) -> Answer:
    """Tell a webhook that somebody tries it, at once and only once; answers what it said.

    It is told also while it is paused or switched off, and keeps its state.

    Raises:
        Forbidden: `by` may not manage webhooks.
        NotFound: no such webhook.
    """
    check_area(by, Area.WEBHOOKS)
    with reading() as look:
        webhook = rows.find(look, webhook_id) if could_be_id(webhook_id) else None
    if webhook is None:
        raise NotFound("webhook")
    now = clock()
    message = {"type": TEST_EVENT, "timestamp": instant_shape(now), "data": {"by": by.name}}
    return _sent(webhook, f"msg_{uuid4().hex}", json.dumps(message), sender=sender, now=now)


def forget_old_deliveries(*, now: datetime) -> None:
    """Forget what was told, or was to be told, longer ago than anybody looks back."""
    with unit_of_work() as work:
        rows.forget_old_deliveries(work, before=now - DELIVERIES_KEPT)


def _sent(
    webhook: WebhookRow, message_id: str, body: str, *, sender: WebhookSender, now: datetime
) -> Answer:
    try:
        secrets = _secrets(webhook, now=now)
    except SetupError as refusal:
        return Answer(None, str(refusal))
    return sender.send(webhook.url, body, signed_headers(message_id, body, secrets, at=now))


def _secrets(webhook: WebhookRow, *, now: datetime) -> list[str]:
    """The secrets that sign now, the newest first."""
    secrets = [opened(webhook.secret)]
    if webhook.former_secret_until is not None and now < webhook.former_secret_until:
        secrets.append(opened(webhook.former_secret))
    return secrets


def _forget(job: Job) -> None:
    with unit_of_work() as work:
        outbox.finish(work, job)


def _hold(job: Job, webhook: WebhookRow) -> None:
    with unit_of_work() as work:
        outbox.set_aside(work, job, state=outbox.PARKED, reason=webhook.status_reason)


def _note(work: UnitOfWork, job: Job, webhook_id: str, answer: Answer, *, now: datetime) -> None:
    """Keep how an attempt went. The webhook first: so do those who pause or remove it."""
    webhook = rows.find(work, webhook_id, for_update=True)
    if webhook is None:
        outbox.finish(work, job)
        return
    delivered = answer.status in SUCCESS
    rows.note_attempt(
        work,
        job.subject,
        now=now,
        status_code=answer.status,
        answer=answer.text[:_ANSWER_KEPT],
        delivered=delivered,
    )
    if delivered:
        webhook.last_delivered_at, webhook.failing_since = now, None
        outbox.finish(work, job)
    else:
        _note_failure(work, job, webhook, answer, now=now)
    work.session.add(webhook)


def _note_failure(
    work: UnitOfWork, job: Job, webhook: WebhookRow, answer: Answer, *, now: datetime
) -> None:
    webhook.failing_since = webhook.failing_since or now
    reason = f"It answered {answer.status}." if answer.status is not None else answer.text
    if answer.status == HTTPStatus.GONE:
        outbox.set_aside(work, job, state=outbox.DEAD, reason=reason)
        _switch_off(work, webhook, _GONE)
        return
    again_at = try_again_later(work, job, reason=reason, now=now, at_least=answer.retry_after)
    if again_at is None:
        if now - webhook.failing_since >= SWITCHED_OFF_AFTER:
            _switch_off(work, webhook, _FAILED_TOO_LONG)
    elif answer.status is None:
        # Nobody is there: the others would only wait for the same silence.
        outbox.hold_lane_back(work, webhook.id, until=again_at)


def _switch_off(work: UnitOfWork, webhook: WebhookRow, reason: str) -> None:
    logger.warning("the webhook %s was switched off: %s", webhook.id, reason)
    webhook.status, webhook.status_reason = WebhookStatus.SWITCHED_OFF.value, reason
    outbox.park_lane(work, webhook.id, reason="The webhook was switched off.")

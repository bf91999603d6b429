"""The verbs: which addresses are told of bookings."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from bookings_app.config import settings
from bookings_app.db import outbox
from bookings_app.db import webhooks as rows
from bookings_app.db.locks import one_at_a_time
from bookings_app.db.outbox_tables import WebhookRow
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.access import Actor, Area, check_area
from bookings_app.domain.checks import could_be_id
from bookings_app.domain.errors import Invalid, NotFound
from bookings_app.domain.webhooks import (
    BOTH_SECRETS_FOR,
    MOST_WEBHOOKS,
    SECRET_BYTES,
    NewWebhook,
    WebhookStatus,
    checked_webhook,
    secret_text,
)
from bookings_app.usecases import changes
from bookings_app.usecases.secret_keeping import sealed
from bookings_app.usecases.webhook_events import PAUSED


@dataclass(frozen=True, slots=True)
class WebhookView:
    """An address that is told; never its secret.

    `waiting` counts what is still to be told, on hold or not, `given_up` what never was.
    """

    id: str
    url: str
    name: str
    events: tuple[str, ...]
    status: WebhookStatus
    status_reason: str
    waiting: int
    given_up: int
    created_by_name: str
    created_at: datetime
    last_delivered_at: datetime | None
    failing_since: datetime | None
    former_secret_until: datetime | None


@dataclass(frozen=True, slots=True)
class MadeWebhook:
    """A webhook and its new secret, which nobody is shown again."""

    webhook: WebhookView
    secret: str


def list_webhooks(*, by: Actor) -> list[WebhookView]:
    """All of them, oldest first.

    Raises:
        Forbidden: `by` may not manage webhooks.
    """
    check_area(by, Area.WEBHOOKS)
    with reading() as look:
        counts = rows.outbox_counts(look)
        return [_view(row, counts) for row in rows.webhooks(look)]


def get_webhook(webhook_id: str, *, by: Actor) -> WebhookView:
    """One of them.

    Raises:
        Forbidden: `by` may not manage webhooks.
        NotFound: no such webhook.
    """
    check_area(by, Area.WEBHOOKS)
    with reading() as look:
        return _view(webhook_row(look, webhook_id), rows.outbox_counts(look))


def add_webhook(new: NewWebhook, *, by: Actor, now: datetime) -> MadeWebhook:
    """Have an address told of all that happens from now on.

    Raises:
        Forbidden: `by` may not manage webhooks.
        Invalid: every field that cannot be taken.
    """
    check_area(by, Area.WEBHOOKS)
    checked = checked_webhook(new, allow_private=settings().webhooks_allow_private)
    secret = _new_secret()
    with unit_of_work() as work:
        one_at_a_time(work, "webhooks", "")
        if len(rows.webhooks(work)) >= MOST_WEBHOOKS:
            raise Invalid([("url", f"There are {MOST_WEBHOOKS} webhooks already: remove one.")])
        row = WebhookRow(
            url=checked.url,
            name=checked.name,
            events=list(checked.events),
            secret=sealed(secret),
            created_by_name=by.name,
            created_at=now,
        )
        work.session.add(row)
        return MadeWebhook(_view(row, {}), secret)


def change_webhook(webhook_id: str, changed: NewWebhook, *, by: Actor) -> WebhookView:
    """Tell another address, or of other events. What waits goes to the new address.

    Raises:
        Forbidden: `by` may not manage webhooks.
        NotFound: no such webhook.
        Invalid: every field that cannot be taken.
    """
    check_area(by, Area.WEBHOOKS)
    checked = checked_webhook(changed, allow_private=settings().webhooks_allow_private)
    with unit_of_work() as work:
        row = webhook_row(work, webhook_id, for_update=True)
        row.url, row.name, row.events = checked.url, checked.name, list(checked.events)
        work.session.add(row)
        return _view(row, rows.outbox_counts(work))


def pause_webhook(webhook_id: str, *, by: Actor) -> WebhookView:
    """Tell it nothing for now. What happens meanwhile waits, as long as deliveries are kept.

    Raises:
        Forbidden: `by` may not manage webhooks.
        NotFound: no such webhook.
    """
    check_area(by, Area.WEBHOOKS)
    with unit_of_work() as work:
        row = webhook_row(work, webhook_id, for_update=True)
        row.status, row.status_reason = WebhookStatus.PAUSED.value, PAUSED
        work.session.add(row)
        outbox.park_lane(work, row.id, reason=PAUSED)
        return _view(row, rows.outbox_counts(work))


def resume_webhook(webhook_id: str, *, by: Actor, now: datetime) -> WebhookView:
    """Go on telling one that was paused or switched off, beginning with what waits.

    Raises:
        Forbidden: `by` may not manage webhooks.
        NotFound: no such webhook.
    """
    check_area(by, Area.WEBHOOKS)
    with unit_of_work() as work:
        row = webhook_row(work, webhook_id, for_update=True)
        row.status, row.status_reason = WebhookStatus.ACTIVE.value, ""
        row.failing_since = None
        work.session.add(row)
        outbox.release_lane(work, row.id, now=now)
        work.after_commit(changes.publish)
        return _view(row, rows.outbox_counts(work))


_ROTATED_ALREADY = (
    "The secret was made anew less than a day ago, and the one before signs as well until the day"
    " is over. Make another one then; if both are known to somebody, remove the webhook and add"
    " it again."
)


def rotate_secret(webhook_id: str, *, by: Actor, now: datetime) -> MadeWebhook:
    """Make another secret. The one before signs as well for a day, so that nothing is missed.

    Until then there is no third: whoever still knows the first only would miss everything.

    Raises:
        Forbidden: `by` may not manage webhooks.
        NotFound: no such webhook.
        Invalid: another was made less than a day ago.
    """
    check_area(by, Area.WEBHOOKS)
    secret = _new_secret()
    with unit_of_work() as work:
        row = webhook_row(work, webhook_id, for_update=True)
        if row.former_secret_until is not None and now < row.former_secret_until:
            raise Invalid([("secret", _ROTATED_ALREADY)])
        row.former_secret, row.former_secret_until = row.secret, now + BOTH_SECRETS_FOR
        row.secret = sealed(secret)
        work.session.add(row)
        return MadeWebhook(_view(row, rows.outbox_counts(work)), secret)


def remove_webhook(webhook_id: str, *, by: Actor) -> None:
    """Tell an address no more, and forget what it was told.

    Raises:
        Forbidden: `by` may not manage webhooks.
        NotFound: no such webhook.
    """
    check_area(by, Area.WEBHOOKS)
    with unit_of_work() as work:
        rows.remove(work, webhook_row(work, webhook_id, for_update=True).id)


def webhook_row(work: UnitOfWork, webhook_id: str, *, for_update: bool = False) -> WebhookRow:
    """One of them, for a use case that is inside a transaction already.

    Raises:
        NotFound: no such webhook.
    """
    row = rows.find(work, webhook_id, for_update=for_update) if could_be_id(webhook_id) else None
    if row is None:
        raise NotFound("webhook")
    return row


def _new_secret() -> str:
    return secret_text(secrets.token_bytes(SECRET_BYTES))


def _view(row: WebhookRow, counts: rows.Counts) -> WebhookView:
    return WebhookView(
        id=row.id,
        url=row.url,
        name=row.name,
        events=tuple(row.events),
        status=WebhookStatus(row.status),
        status_reason=row.status_reason,
        waiting=counts.get((row.id, outbox.READY), 0) + counts.get((row.id, outbox.PARKED), 0),
        given_up=counts.get((row.id, outbox.DEAD), 0),
        created_by_name=row.created_by_name,
        created_at=row.created_at,
        last_delivered_at=row.last_delivered_at,
        failing_since=row.failing_since,
        former_secret_until=row.former_secret_until,
    )

"""Rules: what is told to other programs, to whom, and how they know that we said it."""

import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bookings_app.domain.checks import Findings
from bookings_app.domain.text import NAME_LIMIT
from bookings_app.domain.webhook_targets import check_target

SECRET_PREFIX = "whsec_"
SECRET_BYTES = 32

# Both secrets sign for so long after a new one was made.
BOTH_SECRETS_FOR = timedelta(hours=24)
# An address that has failed each time for so long is switched off.
SWITCHED_OFF_AFTER = timedelta(hours=24)
# What was sent can be looked up, and sent again, for so long.
DELIVERIES_KEPT = timedelta(days=30)
MOST_WEBHOOKS = 50
# Any other answer means that it was not heard.
SUCCESS = range(200, 300)


class WebhookEvent(StrEnum):
    """What can be told of a booking."""

    CREATED = "booking.created"
    UPDATED = "booking.updated"
    CONFIRMED = "booking.confirmed"
    COMPLETED = "booking.completed"
    CANCELLED = "booking.cancelled"
    NO_SHOW = "booking.no_show"
    RESCHEDULED = "booking.rescheduled"


# Sent to try an address; nobody can choose it, and it tells of no booking.
TEST_EVENT = "webhook.test"


class WebhookStatus(StrEnum):
    """Whether an address is told: now, later, or no more because it failed for too long."""

    ACTIVE = "active"
    PAUSED = "paused"
    SWITCHED_OFF = "switched_off"


class DeliveryStatus(StrEnum):
    """How far one telling has come; what is on hold goes on when its address does."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    ON_HOLD = "on_hold"
    GIVEN_UP = "given_up"


# By the words of a booking's history; edits and marks are both updates.
EVENT_OF: Mapping[str, WebhookEvent] = {
    "created": WebhookEvent.CREATED,
    "edited": WebhookEvent.UPDATED,
    "flagged": WebhookEvent.UPDATED,
    "confirmed": WebhookEvent.CONFIRMED,
    "completed": WebhookEvent.COMPLETED,
    "cancelled": WebhookEvent.CANCELLED,
    "no_show": WebhookEvent.NO_SHOW,
    "rescheduled": WebhookEvent.RESCHEDULED,
}


@dataclass(frozen=True, slots=True)
class NewWebhook:
    """An address to tell, as asked for; None means every event."""

    url: str
    events: Sequence[str] | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class CheckedWebhook:
    """An address as it is stored: its events in their order, each once."""

    url: str
    events: tuple[WebhookEvent, ...]
    name: str


def checked_webhook(new: NewWebhook, *, allow_private: bool) -> CheckedWebhook:
    """`new` as it is stored.

    Raises:
        Invalid: every field that cannot be taken.
    """
    findings = Findings()
    url = findings.taken("url", lambda: check_target(new.url.strip(), allow_private=allow_private))
    name = findings.text("name", new.name, label="The name", limit=NAME_LIMIT)
    wanted = set(WebhookEvent if new.events is None else new.events)
    if not wanted:
        findings.add("events", "Choose at least one event.")
    for unknown in sorted(wanted.difference(WebhookEvent)):
        findings.add("events", f"There is no event “{unknown[:NAME_LIMIT]}”.")
    findings.refuse_if_any()
    events = tuple(event for event in WebhookEvent if event in wanted)
    return CheckedWebhook(url, events, name)


def secret_text(random_bytes: bytes) -> str:
    """A secret as its owner gets it."""
    return SECRET_PREFIX + b64encode(random_bytes).decode()


def signed_headers(
    message_id: str, body: str, secrets: Sequence[str], *, at: datetime
) -> dict[str, str]:
    """What a receiver checks, by Standard Webhooks: one signature for each secret."""
    timestamp = str(int(at.timestamp()))
    content = f"{message_id}.{timestamp}.{body}".encode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(_signature(secret, content) for secret in secrets),
    }


def _signature(secret: str, content: bytes) -> str:
    key = b64decode(secret.removeprefix(SECRET_PREFIX))
    return "v1," + b64encode(hmac.digest(key, content, hashlib.sha256)).decode()

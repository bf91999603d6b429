"""Webhooks that tests begin with, and who is told by them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from standardwebhooks import Webhook

from bookings_app.db.outbox_tables import DeliveryRow, OutboxRow
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.domain.webhooks import NewWebhook
from bookings_app.usecases import webhooks
from bookings_app.usecases.outbox import claim_due
from bookings_app.usecases.ports import Answer
from bookings_app.usecases.webhook_delivery import KIND, deliver
from bookings_app.usecases.webhooks import MadeWebhook
from tests.bookings import stored
from tests.factories import ADMIN, NOON

URL = "https://example.com/bookings"
OK = Answer(204, "")
BROKEN = Answer(500, "out of order")
SILENT = Answer(None, "It did not answer in time.")


def given_webhook(
    *events: str, url: str = URL, name: str = "", now: datetime = NOON
) -> MadeWebhook:
    """A webhook for these events, or for all of them, with its secret."""
    return webhooks.add_webhook(NewWebhook(url, events or None, name), by=ADMIN, now=now)


def told_events() -> list[str]:
    """What is to be told or was told, in the order of changes."""
    return [row["event"] for row in sorted(stored(DeliveryRow), key=_number)]


def bodies() -> list[dict[str, Any]]:
    """The messages of all tellings, in the order of changes."""
    return [json.loads(row["body"]) for row in sorted(stored(DeliveryRow), key=_number)]


def promised_tellings() -> list[dict[str, Any]]:
    """What waits in the outbox to be told, in the order of changes."""
    waiting = (row for row in stored(OutboxRow) if row["kind"] == KIND)
    return sorted(waiting, key=lambda row: row["id"])


def _number(row: Mapping[str, Any]) -> int:
    return row["change_number"]


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as it arrived."""

    url: str
    body: str
    headers: dict[str, str]

    @property
    def id(self) -> str:
        """What the receiver knows a message by."""
        return self.headers["webhook-id"]

    @property
    def type(self) -> str:
        """Which event it tells of."""
        return json.loads(self.body)["type"]


@dataclass
class Receiver:
    """Somebody who is told: gives these answers, one after the other, and the last for ever.

    Whoever tells them must be outside of every transaction.
    """

    answers: Sequence[Answer] = (OK,)
    heard: list[Heard] = field(default_factory=list[Heard])

    def send(self, url: str, body: str, headers: Mapping[str, str]) -> Answer:
        """Hear a message."""
        with unit_of_work():  # refused inside another
            pass
        self.heard.append(Heard(url, body, dict(headers)))
        return self.answers[min(len(self.heard), len(self.answers)) - 1]


def tell(receiver: Receiver, *, now: datetime = NOON) -> int:
    """Have one worker tell all that is due at that instant; how many it told."""
    told = 0
    while jobs := claim_due([KIND], now=now, limit=10):
        for job in jobs:
            deliver(job, sender=receiver, clock=lambda: now)
            told += 1
    return told


def tell_for(receiver: Receiver, time: timedelta, *, now: datetime = NOON) -> None:
    """Have one worker tell what comes due, every fifteen minutes for so long."""
    for quarters in range(time // timedelta(minutes=15) + 1):
        tell(receiver, now=now + quarters * timedelta(minutes=15))


def verified(heard: Heard, secret: str) -> Any:
    """The message, once its signature is found to be of that secret: by another library."""
    return Webhook(secret).verify(heard.body, heard.headers)


def ids(heard: Iterable[Heard]) -> list[str]:
    """What the receiver knows these messages by."""
    return [each.id for each in heard]

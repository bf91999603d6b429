"""DeliveriesState: what one webhook was told, and is to be told."""

import asyncio
from datetime import UTC, datetime

import reflex as rx

from bookings_app.config import settings
from bookings_app.domain.access import Role
from bookings_app.integrations.webhook_sender import HttpWebhookSender
from bookings_app.ui.session import current_actor, signed_in, zone_of
from bookings_app.ui.webhooks.words import DeliveryLine, delivery_line, words_for_test
from bookings_app.usecases import webhook_log, webhooks
from bookings_app.usecases.webhook_delivery import send_test
from bookings_app.usecases.webhook_log import DELIVERIES_AT_ONCE

_LONGEST_ID = 100


def _now() -> datetime:
    return datetime.now(UTC)


class DeliveriesState(rx.State):
    """Customers' details are in it only while the log is open. `said`: what the last click did."""

    webhook_id: str = ""
    title: str = ""
    lines: list[DeliveryLine] = []
    has_older: bool = False
    said: str = ""

    _shown: int = DELIVERIES_AT_ONCE

    @rx.event
    @signed_in(Role.ADMIN)
    async def open(self, webhook_id: str) -> None:
        """The Deliveries button of a row."""
        webhook_id = str(webhook_id)[:_LONGEST_ID]
        found = await asyncio.to_thread(webhooks.get_webhook, webhook_id, by=current_actor())
        self.webhook_id, self.title, self.said = found.id, found.name or found.url, ""
        self._shown = DELIVERIES_AT_ONCE
        await self._read()

    @rx.event
    @signed_in(Role.ADMIN)
    async def use(self, is_open: bool) -> None:
        """Esc and the way out."""
        if is_open is not True:
            self._forget()

    @rx.event
    @signed_in(Role.ADMIN)
    async def refresh(self) -> None:
        """Look again: time has passed."""
        if self.webhook_id:
            await self._read()

    @rx.event
    @signed_in(Role.ADMIN)
    async def show_older(self) -> None:
        """The button below the last of them."""
        if self.webhook_id and self.has_older:
            self._shown += DELIVERIES_AT_ONCE
            await self._read()

    @rx.event
    @signed_in(Role.ADMIN)
    async def replay(self, delivery_id: str) -> None:
        """Tell something once more."""
        await asyncio.to_thread(
            webhook_log.replay_delivery,
            str(delivery_id)[:_LONGEST_ID],
            by=current_actor(),
            now=datetime.now(UTC),
        )
        if self.webhook_id:
            await self._read()
            self.said = "It is sent once more, under the same id."

    @rx.event
    @signed_in(Role.ADMIN)
    async def send_test(self) -> None:
        """Try the address whose log is open."""
        if not self.webhook_id:
            return
        self.said = ""
        sender = HttpWebhookSender(allow_private=settings().webhooks_allow_private)
        answer = await asyncio.to_thread(
            send_test, self.webhook_id, sender=sender, by=current_actor(), clock=_now
        )
        self.said = words_for_test(answer)

    def _forget(self) -> None:
        self.webhook_id, self.title, self.lines, self.said = "", "", [], ""
        self.has_older = False

    async def _read(self) -> None:
        found = await asyncio.to_thread(
            webhook_log.list_deliveries,
            self.webhook_id,
            by=current_actor(),
            limit=self._shown + 1,
        )
        self.has_older = len(found) > self._shown
        zone, now = await zone_of(self), datetime.now(UTC)
        self.lines = [delivery_line(each, zone, now=now) for each in found[: self._shown]]

"""WebhooksState: the addresses that are told, and the one that is being changed."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import reflex as rx

from bookings_app.domain.access import Role
from bookings_app.domain.errors import Invalid
from bookings_app.domain.webhooks import NewWebhook, WebhookEvent
from bookings_app.ui.session import current_actor, signed_in, zone_of
from bookings_app.ui.toasts import Toasts
from bookings_app.ui.webhooks.log_state import DeliveriesState
from bookings_app.ui.webhooks.words import WebhookLine, webhook_line
from bookings_app.usecases import webhooks
from bookings_app.usecases.outbox import nobody_is_at_it
from bookings_app.usecases.secret_keeping import has_keys
from bookings_app.usecases.webhook_delivery import KIND
from bookings_app.usecases.webhooks import MadeWebhook

_FIELDS = frozenset({"url", "name", "events"})


class WebhooksState(rx.State):
    """`secret` is shown once, right after it was made; nobody can look it up again.

    `form` is "", "add", "change", "secret" or "remove".
    """

    webhooks: list[WebhookLine] = []
    loaded: bool = False
    form: str = ""
    opened: WebhookLine = WebhookLine()
    errors: dict[str, str] = {}
    secret: str = ""
    is_sealed: bool = False
    nobody_sends: bool = False
    form_key: int = 0

    @rx.event
    @signed_in(Role.ADMIN, quietly=True)
    async def load(self) -> None:
        """The page opens. What it is asked meanwhile stands; what is shown once is gone."""
        if self.form == "secret":
            self._close()
        (await self.get_state(DeliveriesState))._forget()
        self.is_sealed = has_keys()
        await self._read()

    @rx.event
    @signed_in(Role.ADMIN)
    async def leave(self) -> None:
        """Another page is gone to."""
        self._close()
        (await self.get_state(DeliveriesState))._forget()

    @rx.event
    @signed_in(Role.ADMIN)
    async def start_adding(self) -> None:
        """The Add button."""
        self._open("add", WebhookLine())

    @rx.event
    @signed_in(Role.ADMIN)
    async def open_webhook(self, webhook_id: str) -> None:
        """A row was clicked."""
        found = [line for line in self.webhooks if line.id == str(webhook_id)]
        if found:
            self._open("change", found[0])

    @rx.event
    @signed_in(Role.ADMIN)
    async def use_form(self, is_open: bool) -> None:
        """Esc and the way out."""
        if is_open is not True:
            self._close()

    @rx.event
    @signed_in(Role.ADMIN)
    async def add(self, form: dict[str, Any]) -> None:
        """Have an address told from now on, and show its secret."""
        await self._make_secret(
            webhooks.add_webhook, _entered(form), by=current_actor(), now=datetime.now(UTC)
        )

    @rx.event
    @signed_in(Role.ADMIN)
    async def save(self, form: dict[str, Any]) -> Any:
        """Give the open webhook another address, name or events."""
        try:
            await asyncio.to_thread(
                webhooks.change_webhook, self.opened.id, _entered(form), by=current_actor()
            )
        except Invalid as refusal:
            self._refused(refusal)
            return None
        return await self._done("Saved.")

    @rx.event
    @signed_in(Role.ADMIN)
    async def pause(self) -> Any:
        """Tell the open webhook nothing for now."""
        await asyncio.to_thread(webhooks.pause_webhook, self.opened.id, by=current_actor())
        return await self._done("Paused. What happens now waits until it goes on.")

    @rx.event
    @signed_in(Role.ADMIN)
    async def resume(self) -> Any:
        """Go on telling the open webhook."""
        await asyncio.to_thread(
            webhooks.resume_webhook, self.opened.id, by=current_actor(), now=datetime.now(UTC)
        )
        return await self._done("It is told again, beginning with what waited.")

    @rx.event
    @signed_in(Role.ADMIN)
    async def rotate(self) -> None:
        """Make another secret for the open webhook."""
        await self._make_secret(
            webhooks.rotate_secret, self.opened.id, by=current_actor(), now=datetime.now(UTC)
        )

    @rx.event
    @signed_in(Role.ADMIN)
    async def ask_to_remove(self) -> None:
        """The Remove button: it cannot be taken back."""
        self.form = "remove"

    @rx.event
    @signed_in(Role.ADMIN)
    async def remove(self) -> Any:
        """Tell the open webhook nothing any more."""
        await asyncio.to_thread(webhooks.remove_webhook, self.opened.id, by=current_actor())
        return await self._done("The webhook was removed.")

    async def _make_secret(
        self, make: Callable[..., MadeWebhook], *about: Any, **more: Any
    ) -> None:
        try:
            made = await asyncio.to_thread(make, *about, **more)
        except Invalid as refusal:
            self._refused(refusal)
            return
        await self._read()
        self.opened = next(line for line in self.webhooks if line.id == made.webhook.id)
        self.secret, self.form, self.errors = made.secret, "secret", {}

    async def _done(self, sentence: str) -> Any:
        self._close()
        await self._read()
        return Toasts.show(sentence)

    async def _read(self) -> None:
        found = await asyncio.to_thread(webhooks.list_webhooks, by=current_actor())
        zone, now = await zone_of(self), datetime.now(UTC)
        self.webhooks = [webhook_line(each, zone, now=now) for each in found]
        self.nobody_sends = await asyncio.to_thread(nobody_is_at_it, KIND, now=now)
        self.loaded = True

    def _open(self, form: str, line: WebhookLine) -> None:
        self.form, self.opened, self.errors, self.secret = form, line, {}, ""
        self.form_key += 1

    def _close(self) -> None:
        self.form, self.errors, self.secret = "", {}, ""

    def _refused(self, refusal: Invalid) -> None:
        self.errors = {
            field if field in _FIELDS else "other": sentence for field, sentence in refusal.errors
        }


def _entered(form: dict[str, Any]) -> NewWebhook:
    texts = {name: value for name, value in form.items() if isinstance(value, str)}
    return NewWebhook(
        url=texts.get("url", ""),
        name=texts.get("name", ""),
        events=[event.value for event in WebhookEvent if form.get(event.value)],
    )

"""What administrators are told on every page: that a webhook was switched off."""

import asyncio

import reflex as rx

from bookings_app.domain.access import Area, may_work_in
from bookings_app.domain.webhooks import WebhookStatus
from bookings_app.ui.session import current_actor, signed_in
from bookings_app.usecases import webhooks


class WebhookNoticeState(rx.State):
    """How many webhooks were switched off and not looked after since."""

    switched_off: int = 0

    @rx.event
    @signed_in
    async def look(self) -> None:
        """A page opens. It is nothing to those who could not mend it."""
        actor = current_actor()
        if not may_work_in(actor, Area.WEBHOOKS):
            return
        found = await asyncio.to_thread(webhooks.list_webhooks, by=actor)
        off = [each for each in found if each.status is WebhookStatus.SWITCHED_OFF]
        self.switched_off = len(off)


def webhook_notice() -> rx.Component:
    """A line above the page, with the way to mend it."""
    return rx.cond(
        WebhookNoticeState.switched_off > 0,
        rx.el.div(
            rx.icon("unplug", size=16, aria_hidden="true"),
            rx.el.p("A webhook was switched off: nothing is told to its address any more."),
            rx.el.a("Look at webhooks", href="/settings/webhooks"),
            class_name="page-notice",
            role="status",
        ),
        rx.fragment(),
    )

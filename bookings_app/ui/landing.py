"""Where members land who are not on their way anywhere: providers on their day."""

from typing import Any

import reflex as rx

from bookings_app.domain.access import Actor
from bookings_app.ui.session import current_actor, signed_in
from bookings_app.usecases.today import begins_with_today


class LandingState(rx.State):
    """What stands at the root."""

    @rx.event
    @signed_in
    async def go_on(self) -> Any:
        """The root was opened."""
        return rx.redirect(first_page(current_actor()))


def first_page(actor: Actor) -> str:
    """Where `actor` begins."""
    return "/today" if begins_with_today(actor) else "/bookings"

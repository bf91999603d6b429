"""ProviderState: the wizard's third step, who is free at the start that was picked."""

import asyncio
from datetime import UTC, datetime

import reflex as rx

from bookings_app.ui.new_booking import cards
from bookings_app.ui.new_booking.cards import Card
from bookings_app.ui.session import current_actor, signed_in
from bookings_app.ui.slots.team import who_offer_it
from bookings_app.ui.slots.words import Line, reason_lines
from bookings_app.usecases.one_start import explain_slot, providers_for_slot
from bookings_app.usecases.views import LocationView


class ProviderState(rx.State):
    """Those who are free, whose day is emptiest first, and why the others are not."""

    providers: list[Card] = []
    provider_id: str = ""
    title: str = ""
    when: str = ""
    others: list[Line] = []
    others_title: str = ""

    @rx.event
    @signed_in
    async def pick_provider(self, provider_id: str) -> None:
        """One of those who are free."""
        if str(provider_id) in {card.id for card in self.providers}:
            self.provider_id = str(provider_id)

    async def _turn_to(
        self, service_id: str, location: LocationView, starts_at: datetime, when: str
    ) -> bool:
        """Show who is free then, `when` in words; False when nobody is any more.

        Whoever was picked stays if they are free, else the first is.
        """
        actor, now = current_actor(), datetime.now(UTC)
        asked = (service_id, location.id, starts_at)
        free = await asyncio.to_thread(providers_for_slot, *asked, by=actor, now=now)
        if not free:
            return False
        known = await asyncio.to_thread(explain_slot, *asked, by=actor, now=now)
        self.providers = [cards.provider_card(each) for each in free]
        if self.provider_id not in {each.id for each in free}:
            self.provider_id = free[0].id
        self.title = "1 provider is free" if len(free) == 1 else f"{len(free)} providers are free"
        self._say_when(when, location)
        others = await who_offer_it(known.providers, service_id, location.id)
        self.others = reason_lines(others)
        self.others_title = (
            f"Why not {self.others[0].name}?"
            if len(self.others) == 1
            else f"Why not the other {len(self.others)} who offer this in {location.name}?"
        )
        return True

    def _say_when(self, when: str, location: LocationView) -> None:
        self.when = f"{when}, {location.name}"

    def _name(self) -> str:
        """Who is picked."""
        return next((card.name for card in self.providers if card.id == self.provider_id), "")

"""CustomerState: who the booking is for. Emptied whenever the wizard closes."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from bookings_app.domain.errors import NotFound
from bookings_app.ui.new_booking.cards import (
    NO_CONVERSATION,
    Card,
    contact_card,
    conversation_cards,
    overlap_words,
)
from bookings_app.ui.session import SessionState, current_actor, signed_in
from bookings_app.usecases.contact_pages import overlapping_bookings_of
from bookings_app.usecases.contacts import conversations_of, get_contact, search_contacts
from bookings_app.usecases.phones import readable
from bookings_app.usecases.views import BookingDetails, ContactView

FIELDS = ("name", "phone", "email", "notes")
SHORTEST_SEARCH = 2
_LONGEST_SEARCH = 254


class CustomerState(rx.State):
    """The contact, the conversation, and what is wrong with the fields.

    What is typed into the fields stays in the browser until it is sent; `fill` is
    what they take over when its `turn` is new to them.
    """

    found_for: str = ""
    found: list[Card] = []
    contact: Card = Card()
    conversations: list[Card] = []
    conversation_id: str = ""
    found_by: str = ""
    fill: dict[str, str | int] = {"turn": 0}
    errors: dict[str, str] = {}
    is_named: bool = False
    has_text: bool = False
    turn: int = 0
    overlap: str = ""
    _time: tuple[datetime, datetime] | None = None

    @rx.event
    @signed_in
    async def search(self, text: str) -> None:
        """Something was typed into the search."""
        sought = str(text).strip()[:_LONGEST_SEARCH]
        found: list[ContactView] = []
        if len(sought) >= SHORTEST_SEARCH:
            found = await asyncio.to_thread(search_contacts, sought, seen_by=current_actor())
        self.found_for, self.found = sought, [contact_card(each) for each in found]

    @rx.event
    @signed_in
    async def pick_contact(self, contact_id: str) -> None:
        """A contact was found: fill in what is known of them."""
        await self._pick(str(contact_id), found_by=self.found_for)

    @rx.event
    @signed_in
    async def name_customer(self, text: str) -> None:
        """Nobody in the address book: what was searched for is the name, phone or e-mail."""
        sought = str(text).strip()[:_LONGEST_SEARCH]
        if "@" in sought:
            self._fill_in(email=sought)
        elif any(character.isalpha() for character in sought):
            self._fill_in(name=sought)
        else:
            self._fill_in(phone=sought)

    @rx.event
    @signed_in
    async def change_contact(self) -> None:
        """Look for somebody else; what stands in the fields stays."""
        self._forget_contact()
        self.is_named = False
        self.turn += 1

    @rx.event
    @signed_in
    async def pick_conversation(self, conversation_id: str) -> None:
        """One of the contact's conversations, or none."""
        if str(conversation_id) in {card.id for card in self.conversations}:
            self.conversation_id = str(conversation_id)

    @rx.event
    @signed_in
    async def note_text(self, has_text: bool) -> None:
        """The fields hold something now, or nothing any more."""
        self.has_text = has_text is True

    async def _pick(self, contact_id: str, *, found_by: str) -> None:
        """Take the contact, and fill in what is known of them."""
        contact = await self._take(contact_id[:_LONGEST_SEARCH], found_by=found_by)
        self._fill_in(name=contact.name, phone=readable(contact.phone), email=contact.email)

    async def _use_time(self, starts_at: datetime | None, minutes: int) -> None:
        """The booking is to be then: warn of what the contact has at that time already."""
        self._time = (starts_at, starts_at + timedelta(minutes=minutes)) if starts_at else None
        await self._look_for_overlap()

    async def _look_for_overlap(self) -> None:
        self.overlap = ""
        if self._time is None or not self.contact.id:
            return
        found = await asyncio.to_thread(
            overlapping_bookings_of,
            self.contact.id,
            *self._time,
            seen_by=current_actor(),
            found_by=self.found_by,
        )
        self.overlap = overlap_words(self.contact.name, found)

    async def _restore(self, contact_id: str, conversation_id: str, found_by: str) -> None:
        """Take a contact up again, if they may still be seen."""
        if not contact_id:
            return
        try:
            await self._take(contact_id, found_by=found_by)
        except NotFound:
            return
        if conversation_id in {card.id for card in self.conversations}:
            self.conversation_id = conversation_id

    async def _look_again(self) -> None:
        """Say again what is known of the contact, if they may still be seen."""
        picked = self.conversation_id
        if not self.contact.id:
            return
        try:
            await self._take(self.contact.id, found_by=self.found_by)
        except NotFound:
            self._forget_contact()
        if picked in {card.id for card in self.conversations}:
            self.conversation_id = picked

    async def _take(self, contact_id: str, *, found_by: str) -> ContactView:
        actor, now = current_actor(), datetime.now(UTC)
        contact = await asyncio.to_thread(get_contact, contact_id, seen_by=actor, found_by=found_by)
        known = await asyncio.to_thread(
            conversations_of, contact_id, seen_by=actor, found_by=found_by
        )
        session = await self.get_state(SessionState)
        zone = ZoneInfo(session.time_zone or "UTC")
        self.contact, self.found_by = contact_card(contact), found_by
        self.conversations = conversation_cards(known, zone=zone, now=now)
        self.conversation_id = self.conversations[0].id if self.conversations else ""
        self.found_for, self.found = "", []
        await self._look_for_overlap()
        return contact

    def _fill_in(self, **values: str) -> None:
        self.turn += 1
        self.is_named = True
        self.fill = {**values, "turn": int(self.fill["turn"]) + 1}

    def _fill_in_again(self, booking: BookingDetails) -> None:
        """The customer's details as an earlier booking has them."""
        self._fill_in(
            name=booking.customer_name,
            phone=booking.customer_phone,
            email=booking.customer_email,
            notes=booking.notes,
        )

    def _forget_contact(self) -> None:
        self.contact, self.conversations, self.conversation_id = Card(), [], ""
        self.overlap = ""
        self.found_by, self.found_for, self.found = "", "", []

    def _show_errors(self, errors: Sequence[tuple[str, str]]) -> str:
        """Put each sentence beside its field; what is left belongs to none of them."""
        self.errors = {field: said for field, said in errors if field in FIELDS}
        return " ".join(said for field, said in errors if field not in FIELDS)

    def _chosen(self) -> dict[str, Any]:
        """The contact and conversation of the booking, by the names it has for them."""
        picked = self.conversation_id
        return {
            "contact_id": self.contact.id or None,
            "found_by": self.found_by,
            "conversation_id": None if picked in {"", NO_CONVERSATION} else picked,
        }

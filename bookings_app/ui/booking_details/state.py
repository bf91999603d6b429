"""SelectedBookingState: the booking that is open. Customer data is here only while it is shown."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from bookings_app.domain.errors import BookingNotFound
from bookings_app.ui.booking_details.words import ShownBooking, in_words
from bookings_app.ui.session import (
    SessionState,
    current_actor,
    signed_in,
)
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases.booking_details import get_booking

_LONGEST_ID = 100


class SelectedBookingState(rx.State):
    """What the dialog shows. It is open while `booking_id` names a booking."""

    booking_id: str = ""
    shown: ShownBooking = ShownBooking()
    just_changed: str = ""
    _viewer_zone: str = ""

    @rx.event
    @signed_in
    async def open(self, booking_id: str) -> Any:
        """A booking was clicked, or its address opened."""
        try:
            await self._show(str(booking_id)[:_LONGEST_ID])
        except BookingNotFound as refusal:
            self._forget()
            return Toasts.show_error(str(refusal))
        self.just_changed = ""
        return None

    @rx.event
    @signed_in
    async def refresh(self) -> Any:
        """Somebody changed the booking while it is open."""
        if not self.booking_id:
            return None
        try:
            booking = await self._show(self.booking_id)
        except BookingNotFound as refusal:
            self._forget()
            return Toasts.show_error(str(refusal))
        newest = booking.history[0] if booking.history else None
        if newest is not None and newest.by != current_actor().name:
            self.just_changed = f"Changed just now by {newest.by}: {newest.deed}."
        return None

    @rx.event
    @signed_in
    async def close(self) -> None:
        """The dialog was closed."""
        self._forget()

    @rx.event
    @signed_in
    async def use_dialog(self, is_open: bool) -> None:
        """The dialog's own ways to close: Esc, a click beside it, the ×."""
        if is_open is not True:
            self._forget()

    async def _show(self, booking_id: str) -> ShownBooking:
        now = datetime.now(UTC)
        found = await asyncio.to_thread(get_booking, booking_id, seen_by=current_actor(), now=now)
        session = await self.get_state(SessionState)
        zone = self._viewer_zone or session.time_zone or found.time_zone
        self.shown = in_words(found, viewer_zone=ZoneInfo(zone), now=now)
        self.booking_id = found.id
        return self.shown

    def _forget(self) -> None:
        self.booking_id = ""
        self.shown = ShownBooking()
        self.just_changed = ""

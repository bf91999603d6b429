"""SelectedBookingState: the booking that is open. Customer data is here only while it is shown."""

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from bookings_app.domain.access import Action
from bookings_app.domain.errors import (
    BookingNotFound,
    SlotNotOffered,
    SlotTaken,
    TransitionNotAllowed,
)
from bookings_app.ui.booking_details.form_state import CustomerFormState
from bookings_app.ui.booking_details.google_words import DELETED
from bookings_app.ui.booking_details.outcome import Neighbours
from bookings_app.ui.booking_details.races import faster_words, not_there_words
from bookings_app.ui.booking_details.words import ShownBooking, in_words
from bookings_app.ui.calendar.report import is_zone
from bookings_app.ui.live import LiveState
from bookings_app.ui.new_booking.state import NewBookingState
from bookings_app.ui.session import SessionState, current_actor, current_sign_in, signed_in
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.google_badges import NO_BADGE, sync_badges
from bookings_app.usecases.views import BookingDetails, CalendarEntry
from bookings_app.usecases.workspace import workspace

# What the live hub calls the dialog by.
HEARD_AS = "booking"

_LONGEST_ID = 100
# What asks for words before it is done.
_ASKING = frozenset({Action.EDIT, Action.CANCEL})


class SelectedBookingState(rx.State):
    """What the dialog shows. It is open while `booking_id` names a booking.

    `task` is what is being done to it: "edit", "cancel", "reschedule" or nothing; `busy`
    is the button that waits. `turn` grows with each answer, after which the focus may
    have lost what had it. `answered` grows whenever the address has to be made true;
    0 is a page that has not said yet what its address is.
    """

    booking_id: str = ""
    shown: ShownBooking = ShownBooking()
    just_changed: str = ""
    refusal: str = ""
    task: str = ""
    busy: str = ""
    turn: int = 0
    answered: int = 0
    has_text: bool = False
    usual_reasons: list[str] = []
    asks_to_discard: bool = False
    _viewer_zone: str = ""
    _newest_change: int = 0
    _wanted: str = ""
    _moved_to: datetime | None = None
    _saw_it_deleted: bool = False

    @rx.event
    @signed_in
    async def open(self, booking_id: str) -> Any:
        """A booking was clicked."""
        return await self._go_to(_id(booking_id))

    @rx.event
    @signed_in
    async def arrive(self, booking_id: str, browser_zone: str) -> Any:
        """The page is there and says which booking is in its address."""
        chosen = current_sign_in().time_zone
        self._viewer_zone = chosen or (browser_zone if is_zone(str(browser_zone)) else "")
        return await self._go_to(_id(booking_id))

    @rx.event
    @signed_in
    async def go_back(self, booking_id: str) -> Any:
        """The browser went back or on to an address with that booking, or with none."""
        return await self._go_to(_id(booking_id))

    @rx.event
    @signed_in
    async def refresh(self) -> Any:
        """Somebody may have changed the booking while it is open, or its time has come."""
        if not self.booking_id:
            return None
        before = self._newest_change
        try:
            booking = await self._show(self.booking_id)
        except BookingNotFound as refusal:
            await self._forget()
            return Toasts.show_error(str(refusal))
        self._say_what_changed(booking, since=before)
        if self.task == Action.CANCEL:
            await self._offer_reasons()
        return None

    @rx.event
    @signed_in
    async def close(self) -> Any:
        """Another page is on its way."""
        return await self._go_to("")

    @rx.event
    @signed_in
    async def use_dialog(self, is_open: bool) -> None:
        """Esc, a click beside it, the ×: one step back, asking first if something was typed."""
        if is_open is True or not self.booking_id or self.busy:
            return
        if self.has_text:
            self._wanted, self.asks_to_discard = self.booking_id, True
        elif self.task:
            await self._leave_task()
        else:
            await self._forget()

    @rx.event
    @signed_in
    async def begin(self, task: str) -> Any:
        """Edit and Cancel booking, which ask for words first."""
        if task not in _ASKING or task not in self.shown.actions or self.task or self.busy:
            return None
        try:
            booking = await self._show(self.booking_id)
        except BookingNotFound as refusal:
            await self._forget()
            return Toasts.show_error(str(refusal))
        if task in booking.allowed_actions:
            (await self.get_state(CustomerFormState))._begin(booking)
            await self._offer_reasons()
            self.task, self._saw_it_deleted = task, self.shown.in_google.flag == DELETED
        return None

    @rx.event
    @signed_in
    async def resume(self, filled: dict[str, Any]) -> None:
        """A browser kept what was being corrected: go on with it."""
        if self.booking_id and Action.EDIT in self.shown.actions and not self.task:
            booking = await self._show(self.booking_id)
            (await self.get_state(CustomerFormState))._resume(booking, filled)
            self.task = Action.EDIT.value

    @rx.event
    @signed_in
    async def leave_task(self) -> None:
        """Keep booking, or Discard: back to all that is known of it."""
        if not self.busy:
            await self._leave_task()

    @rx.event
    @signed_in
    async def note_text(self, has_text: bool) -> None:
        """The form holds something now that would be lost, or nothing any more."""
        self.has_text = has_text is True and self.task in _ASKING

    @rx.event
    @signed_in
    async def keep(self) -> None:
        """Do not discard it."""
        self.asks_to_discard = False

    @rx.event
    @signed_in
    async def discard(self) -> Any:
        """Discard it, and go where one was going: to the booking itself, another one, or none."""
        wanted = self._wanted
        await self._leave_task()
        return None if wanted == self.booking_id else await self._go_to(wanted)

    @rx.event
    @signed_in
    async def book_again(self) -> Any:
        """The same once more: the wizard takes over."""
        booking_id = self.booking_id
        await self._forget()
        return NewBookingState.open_again(booking_id) if booking_id else None

    async def _go_to(self, booking_id: str) -> Any:
        """Show that booking, or none; typed text is not lost without a question."""
        self.answered += 1
        if booking_id == self.booking_id:
            return None
        if self.has_text:
            self._wanted, self.asks_to_discard = booking_id, True
            return None
        await self._forget()
        if not booking_id:
            return None
        try:
            await self._show(booking_id)
        except BookingNotFound as refusal:
            await self._forget()
            return Toasts.show_error(str(refusal))
        return None

    async def _show(self, booking_id: str) -> BookingDetails:
        """Show the booking as it is now; listen first, or miss what comes between."""
        live = await self.get_state(LiveState)
        live._listen(HEARD_AS, partial(_is, booking_id))
        now, actor = datetime.now(UTC), current_actor()
        booking = await asyncio.to_thread(get_booking, booking_id, seen_by=actor, now=now)
        neighbours = Neighbours(
            before=await _neighbour(booking.rescheduled_from, now),
            after=await _neighbour(booking.rescheduled_to, now),
        )
        badges = await asyncio.to_thread(sync_badges, [booking.id], seen_by=actor, now=now)
        badge = badges.get(booking.id, NO_BADGE)
        self._moved_to = badge.moved_to.starts_at if badge.moved_to else None
        self.shown = in_words(
            booking,
            viewer_zone=await self._zone(booking.time_zone),
            now=now,
            neighbours=neighbours,
            badge=badge,
        )
        self.booking_id = booking.id
        self._newest_change = booking.history[-1].number if booking.history else 0
        return booking

    async def _offer_reasons(self) -> None:
        self.usual_reasons = list((await asyncio.to_thread(workspace)).cancellation_reasons)

    async def _zone(self, otherwise: str) -> ZoneInfo:
        session = await self.get_state(SessionState)
        return ZoneInfo(self._viewer_zone or session.time_zone or otherwise)

    def _say_what_changed(self, booking: BookingDetails, *, since: int) -> None:
        news = [change for change in booking.history if change.number > since]
        if news:
            newest = self.shown.history[0]
            who = "you, on another page" if news[-1].by_id == current_actor().id else newest.by
            self.just_changed = f"Changed just now by {who}: {newest.deed}."

    async def _give_way(self, refusal: TransitionNotAllowed, now: datetime) -> None:
        """Somebody was faster: show what is true now, and say who."""
        booking = await self._show(self.booking_id)
        await self._leave_task()
        self.refusal = faster_words(refusal, await self._zone(booking.time_zone), now=now)

    async def _say_why_not_there(self, refusal: SlotTaken | SlotNotOffered) -> None:
        """It cannot be booked where its event was moved to: say why, where that is asked."""
        booking = await self._show(self.booking_id)
        zone = ZoneInfo(booking.time_zone)
        self.refusal = not_there_words(refusal, zone, now=datetime.now(UTC))

    def _begin_work(self, button: str) -> None:
        self.busy, self.refusal, self.just_changed = button, "", ""

    def _end_work(self) -> None:
        self.busy = ""
        self.turn += 1

    async def _leave_task(self) -> None:
        (await self.get_state(CustomerFormState))._empty()
        self.task, self._wanted = "", ""
        self.has_text = self.asks_to_discard = False

    async def _forget(self) -> None:
        """Close the dialog; nothing of the customer stays."""
        (await self.get_state(LiveState))._stop_listening(HEARD_AS)
        await self._leave_task()
        self.booking_id, self.shown, self._newest_change = "", ShownBooking(), 0
        self._moved_to = None
        self.just_changed = self.refusal = self.busy = ""


def _id(sent: Any) -> str:
    return sent[:_LONGEST_ID] if isinstance(sent, str) else ""


def _is(booking_id: str, entry: CalendarEntry) -> bool:
    return entry.id == booking_id


async def _neighbour(booking_id: str | None, now: datetime) -> BookingDetails | None:
    """A booking that this one was moved from or to, if its reader may see it."""
    if booking_id is None:
        return None
    try:
        return await asyncio.to_thread(get_booking, booking_id, seen_by=current_actor(), now=now)
    except BookingNotFound:
        return None

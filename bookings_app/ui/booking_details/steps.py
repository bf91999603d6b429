"""StepsState: what changes the booking that is open. Nothing is shown before it is true."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import reflex as rx

from bookings_app.domain.access import Action
from bookings_app.domain.errors import (
    BookingNotFound,
    Invalid,
    SlotNotOffered,
    SlotTaken,
    TransitionNotAllowed,
    VersionConflict,
)
from bookings_app.ui.booking_details.form_state import CustomerFormState, typed_in
from bookings_app.ui.booking_details.google_words import (
    ACCEPT,
    CANCEL,
    PUT_BACK,
    RESTORE,
    TRY_AGAIN,
)
from bookings_app.ui.booking_details.state import SelectedBookingState
from bookings_app.ui.errors import show_error
from bookings_app.ui.session import current_actor, signed_in
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases.editing import edit_customer
from bookings_app.usecases.google_settling import (
    accept_deletion,
    accept_move,
    look_again,
    put_back,
)
from bookings_app.usecases.status_changes import (
    cancel_booking,
    complete_booking,
    confirm_booking,
    mark_no_show,
)
from bookings_app.usecases.views import BookingDetails

Verb = Callable[..., BookingDetails]

# What one click does, and what is said of it then.
_STEPS: Mapping[str, tuple[Verb, str]] = {
    Action.CONFIRM: (confirm_booking, "Confirmed."),
    Action.COMPLETE: (complete_booking, "Completed."),
    Action.NO_SHOW: (mark_no_show, "Marked as no-show; the time is free again."),
}
_SAVED = "Saved."
_CANCELLED = "Cancelled; the time is free."
_ACCEPTED = "Moved, as in Google Calendar."
# What is done to the event, and what is said of it then.
_AT_THE_EVENT: Mapping[str, tuple[Verb, str]] = {
    PUT_BACK: (put_back, "It is being put back in Google Calendar."),
    RESTORE: (put_back, "It is being made again in Google Calendar."),
    TRY_AGAIN: (look_again, "It is tried again now."),
}
# So often others can write between a look and a save before one is told so.
_MOST_TRIES = 3


class StepsState(rx.State):
    """What is wrong with the reason for a cancellation; all else is the dialog's."""

    reason_error: str = ""

    @rx.event
    @signed_in
    async def act(self, action: str) -> AsyncIterator[Any]:
        """Confirm, Complete or No-show."""
        selected = await self.get_state(SelectedBookingState)
        if action in _STEPS and action in selected.shown.actions and not selected.busy:
            selected._begin_work(action)
            yield
            yield await self._ended(self._take_step(action))

    @rx.event
    @signed_in
    async def cancel(self, form: dict[str, Any]) -> AsyncIterator[Any]:
        """Cancel booking, once the reason is written."""
        selected = await self.get_state(SelectedBookingState)
        if selected.task == Action.CANCEL and not selected.busy:
            selected._begin_work(Action.CANCEL)
            yield
            yield await self._ended(self._cancel(_reason_in(form)))

    @rx.event
    @signed_in
    async def save(self, form: dict[str, Any]) -> AsyncIterator[Any]:
        """Save the customer's details, as they stand in the fields."""
        selected = await self.get_state(SelectedBookingState)
        if selected.task == Action.EDIT and not selected.busy:
            selected._begin_work(Action.EDIT)
            yield
            yield await self._ended(self._save(typed_in(form)))

    @rx.event
    @signed_in
    async def settle(self, choice: str) -> AsyncIterator[Any]:
        """What is to become of what a person did to the event in Google."""
        selected = await self.get_state(SelectedBookingState)
        if choice not in selected.shown.in_google.choices or selected.busy:
            return
        if choice == CANCEL:
            yield SelectedBookingState.begin(Action.CANCEL.value)
            return
        selected._begin_work(choice)
        yield
        yield await self._ended(self._accept() if choice == ACCEPT else self._mend(choice))

    async def _ended(self, work: Awaitable[Any]) -> Any:
        """What is to be said of it; the button that waited can be pressed again."""
        selected = await self.get_state(SelectedBookingState)
        try:
            said = await work
        except BookingNotFound as refusal:
            await selected._forget()
            said = Toasts.show_error(str(refusal))
        except Exception as failure:  # whatever it was, the spinner must go
            said = show_error(failure)
        selected._end_work()
        return said

    async def _take_step(self, action: str) -> None:
        step, said = _STEPS[action]
        await self._say(said, await self._carried_out(step))

    async def _accept(self) -> None:
        """Move the booking to where its event is, with all checks."""
        selected = await self.get_state(SelectedBookingState)
        if selected._moved_to is None:
            return
        try:
            booking = await self._carried_out(accept_move, selected._moved_to)
        except (SlotTaken, SlotNotOffered) as refusal:
            await selected._say_why_not_there(refusal)
        else:
            await self._say(_ACCEPTED, booking)

    async def _mend(self, choice: str) -> None:
        verb, said = _AT_THE_EVENT[choice]
        await self._say(said, await self._carried_out(verb))

    async def _cancel(self, reason: str) -> None:
        self.reason_error = ""
        selected = await self.get_state(SelectedBookingState)
        # Whoever saw that its event was deleted decides upon that: another may have meanwhile.
        verb = accept_deletion if selected._saw_it_deleted else cancel_booking
        try:
            booking = await self._carried_out(verb, reason=reason)
        except Invalid as refusal:
            self.reason_error = str(refusal)
            return
        await self._say(_CANCELLED, booking)

    async def _save(self, typed: dict[str, str]) -> Any:
        """Write what was typed over; first show what others wrote into the same booking."""
        fields = await self.get_state(CustomerFormState)
        selected = await self.get_state(SelectedBookingState)
        for _ in range(_MOST_TRIES):
            wanted = fields._changes(typed)
            if wanted is None:
                await selected._leave_task()
                return None
            try:
                booking = await self._carried_out(edit_customer, wanted, version=fields._version)
            except VersionConflict:
                if await self._is_overtaken(fields, typed):
                    return None
            except Invalid as refusal:
                rest = fields._show_errors(refusal.errors)
                return Toasts.show_error(rest) if rest else None
            else:
                return await self._say(_SAVED, booking)
        raise VersionConflict

    async def _is_overtaken(self, fields: CustomerFormState, typed: dict[str, str]) -> bool:
        """Look again: whether others wrote what one should see before saving over it."""
        selected = await self.get_state(SelectedBookingState)
        booking = await selected._show(selected.booking_id)
        return fields._meet(booking, typed)

    async def _carried_out(self, verb: Verb, *wanted: Any, **details: Any) -> BookingDetails | None:
        """What the open booking is afterwards; None when somebody was faster, which is said."""
        selected = await self.get_state(SelectedBookingState)
        actor, now = current_actor(), datetime.now(UTC)
        try:
            return await asyncio.to_thread(
                verb, selected.booking_id, *wanted, by=actor, now=now, **details
            )
        except TransitionNotAllowed as refusal:
            await selected._give_way(refusal, now)
            return None

    async def _say(self, said: str, booking: BookingDetails | None) -> None:
        """Show what came of it, and say so where messages are."""
        if booking is not None:
            selected = await self.get_state(SelectedBookingState)
            await selected._leave_task()
            await selected._show(booking.id)
            (await self.get_state(Toasts))._say(said, sign=booking.status.value)


def _reason_in(form: Any) -> str:
    reason = form.get("reason") if isinstance(form, dict) else None
    return reason if isinstance(reason, str) else ""

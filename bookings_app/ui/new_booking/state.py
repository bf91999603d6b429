"""NewBookingState: the wizard's frame, and what is picked in its first step."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import reflex as rx

from bookings_app.domain.customer import CustomerDetails
from bookings_app.domain.errors import Invalid, SlotNotOffered, SlotTaken, SubmissionMismatch
from bookings_app.ui.errors import show_error
from bookings_app.ui.new_booking import cards
from bookings_app.ui.new_booking.cards import Card
from bookings_app.ui.new_booking.customer_state import FIELDS, CustomerState
from bookings_app.ui.new_booking.draft import Draft, draft_of, read_draft, read_instant
from bookings_app.ui.new_booking.provider_state import ProviderState
from bookings_app.ui.new_booking.time_state import TimeState
from bookings_app.ui.session import current_actor, signed_in
from bookings_app.ui.slots.team import services_for
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.bookings import NewBooking, create_booking
from bookings_app.usecases.catalog import locations_offering
from bookings_app.usecases.views import LocationView, ServiceView

STEPS = ("Service & location", "Date & time", "Provider", "Customer")
_SERVICE, _TIME, _PROVIDER, _CUSTOMER = range(1, len(STEPS) + 1)


class NewBookingState(rx.State):
    """The step, and the service and location picked; the other steps have states of their own.

    `turn` grows whenever the focus has to move; `finished` is the submission that was
    booked or discarded last.
    """

    is_open: bool = False
    step: int = _SERVICE
    turn: int = 0
    picked: list[str] = ["", "", ""]
    services: list[Card] = []
    service_id: str = ""
    locations: list[Card] = []
    location_id: str = ""
    outcome: str = ""
    submission_id: str = ""
    finished: str = ""
    is_sending: bool = False
    answers: int = 0
    asks_to_discard: bool = False
    _services: dict[str, ServiceView] = {}
    _locations: dict[str, LocationView] = {}
    _booked: str = ""

    @rx.event
    @signed_in
    async def open(self) -> None:
        """The New Booking button."""
        if not self.is_open:
            await self._begin(Draft(str(uuid4())))

    @rx.event
    @signed_in
    async def open_for(self, contact_id: str, found_by: str = "") -> None:
        """New Booking where a contact is shown: for whom it is, is picked already."""
        if not self.is_open:
            customer = await self.get_state(CustomerState)
            await customer._pick(str(contact_id), found_by=str(found_by))
            await self._begin(Draft(str(uuid4())))

    @rx.event
    @signed_in
    async def open_again(self, booking_id: str) -> None:
        """Book again: all but the time is picked already, as far as it is still to be had."""
        if not self.is_open:
            now, actor = datetime.now(UTC), current_actor()
            booking = await asyncio.to_thread(get_booking, str(booking_id), seen_by=actor, now=now)
            await self._begin(draft_of(booking, str(uuid4())))
            (await self.get_state(CustomerState))._fill_in_again(booking)

    @rx.event
    @signed_in
    async def restore(self, draft: dict[str, Any]) -> None:
        """The browser kept a draft that nobody booked: take it up where it still holds."""
        kept = read_draft(draft)
        if kept is not None and not self.is_open:
            await self._begin(kept)

    @rx.event
    @signed_in
    async def pick_service(self, service_id: str) -> None:
        """A service was picked; the location stays if the service is offered there."""
        if str(service_id) in self._services:
            await self._use_service(str(service_id))

    @rx.event
    @signed_in
    async def pick_location(self, location_id: str) -> None:
        """A location was picked."""
        if str(location_id) in self._locations:
            self.location_id = str(location_id)

    @rx.event
    @signed_in
    async def go_on(self, step: int) -> None:
        """Next, on `step`: a second click meanwhile does not skip the one after it."""
        if step == self.step < _CUSTOMER and await self._is_complete(step):
            await self._enter(step + 1)

    @rx.event
    @signed_in
    async def go_back(self, step: int) -> None:
        """Back, or a finished step's name: to that earlier step."""
        if self.is_open and isinstance(step, int) and _SERVICE <= step < self.step:
            await self._enter(step)

    @rx.event
    @signed_in
    async def create(self, form: dict[str, Any]) -> AsyncIterator[Any]:
        """Create booking: what stands in the fields, and all that was picked before."""
        if not self._waits_for(form):
            if self._booked and _text(form, "submission") == self.finished:
                yield Toasts.show(self._booked)
            return
        self.is_sending = True
        yield
        try:
            said = await self._book(form)
        except Exception as failure:  # whatever it was, the spinner must go
            said = show_error(failure)
        self.is_sending = False
        self.answers += 1
        if said is not None:
            yield said

    @rx.event
    @signed_in
    async def use_dialog(self, is_open: bool) -> None:
        """Esc and the ×: ask first if something was typed."""
        if is_open is True or not self.is_open:
            return
        customer = await self.get_state(CustomerState)
        if customer.has_text:
            self.asks_to_discard = True
        else:
            await self._end()

    @rx.event
    @signed_in
    async def keep(self) -> None:
        """Do not discard it."""
        self.asks_to_discard = False

    @rx.event
    @signed_in
    async def discard(self) -> None:
        """Discard it."""
        if self.is_open:
            await self._end()

    async def _begin(self, draft: Draft) -> None:
        """Open at the step that the draft has come to, as far as it still holds."""
        found = await services_for(current_actor())
        self._services = {service.id: service for service in found}
        self.services = [cards.service_card(service) for service in found]
        self.submission_id, self.is_open, self.finished = draft.submission_id, True, ""
        if len(found) == 1:
            await self._use_service(found[0].id)
        await self._take_up(draft)

    async def _use_service(self, service_id: str) -> None:
        found = await asyncio.to_thread(locations_offering, service_id)
        self.service_id = service_id
        self._locations = {location.id: location for location in found}
        self.locations = [cards.location_card(location) for location in found]
        if self.location_id not in self._locations:
            self.location_id = found[0].id if len(found) == 1 else ""
        self.outcome = cards.outcome_words(self._services[service_id])

    async def _take_up(self, draft: Draft) -> None:
        """Pick again what the draft names, as far as it is still to be had."""
        who = (draft.contact_id, draft.conversation_id, draft.found_by)
        await (await self.get_state(CustomerState))._restore(*who)
        if draft.service_id in self._services:
            await self._use_service(draft.service_id)
        if draft.location_id in self._locations:
            self.location_id = draft.location_id
        starts_at = read_instant(draft.starts_at)
        (await self.get_state(TimeState)).starts_at = starts_at.isoformat() if starts_at else ""
        (await self.get_state(ProviderState)).provider_id = draft.provider_id
        self._show(_SERVICE)
        while self.step < draft.step and await self._is_complete(self.step):
            before = self.step
            await self._enter(before + 1)
            if self.step <= before:
                break

    async def _is_complete(self, step: int) -> bool:
        if step == _SERVICE:
            return bool(self.service_id and self.location_id)
        if step == _TIME:
            return bool((await self.get_state(TimeState)).starts_at)
        return bool((await self.get_state(ProviderState)).provider_id)

    async def _enter(self, step: int) -> None:
        time = await self.get_state(TimeState)
        if step != _TIME or self.step < step:
            time._forget_loss()
        if step == _TIME:
            await time._turn_to(self.service_id, self._locations[self.location_id])
        elif step == _PROVIDER and not await self._find_providers(time):
            return
        elif step == _CUSTOMER:
            minutes = self._services[self.service_id].duration_minutes
            await (await self.get_state(CustomerState))._use_time(time._picked(), minutes)
        await self._say_what_is_picked(time)
        self._show(step)

    async def _find_providers(self, time: TimeState) -> bool:
        """Show who is free at the start; back to the times when nobody is any more."""
        starts_at = time._picked()
        if starts_at is None:
            return False
        place, when = self._locations[self.location_id], time._picked_at_length()
        provider = await self.get_state(ProviderState)
        found = await provider._turn_to(self.service_id, place, starts_at, when)
        if not found:
            await self._lose(starts_at, "", is_taken=True)
        return found

    async def _book(self, form: dict[str, Any]) -> Any:
        """Make the booking, or show on the screen what keeps it from being made."""
        actor, customer = current_actor(), await self.get_state(CustomerState)
        try:
            new = await self._new_booking(form, customer)
            booking = await asyncio.to_thread(create_booking, new, by=actor, now=datetime.now(UTC))
        except (SlotTaken, SlotNotOffered) as refusal:
            name = (await self.get_state(ProviderState))._name()
            await self._lose(refusal.starts_at, name, is_taken=isinstance(refusal, SlotTaken))
            return None
        except Invalid as refusal:
            rest = customer._show_errors(refusal.errors)
            return Toasts.show_error(rest) if rest else None
        except SubmissionMismatch:
            self.submission_id = str(uuid4())
            raise
        time = await self.get_state(TimeState)
        self._booked = cards.booked_words(booking, time._picked_in_words())
        await self._end()
        return Toasts.show(self._booked)

    async def _new_booking(self, form: dict[str, Any], customer: CustomerState) -> NewBooking:
        starts_at = (await self.get_state(TimeState))._picked()
        if starts_at is None:
            raise Invalid([("starts_at", "Pick a time first.")])
        return NewBooking(
            service_id=self.service_id,
            location_id=self.location_id,
            provider_id=(await self.get_state(ProviderState)).provider_id,
            starts_at=starts_at,
            customer=CustomerDetails(**{field: _text(form, field) for field in FIELDS}),
            submission_id=self.submission_id,
            **customer._chosen(),
        )

    def _waits_for(self, form: dict[str, Any]) -> bool:
        """Whether this submit is of the booking on the screen, at its last step."""
        at_the_end = self.is_open and self.step == _CUSTOMER and not self.is_sending
        return at_the_end and _text(form, "submission") == self.submission_id

    async def _lose(self, starts_at: datetime, provider_name: str, *, is_taken: bool) -> None:
        """Back to the times: the start that was picked is gone."""
        time = await self.get_state(TimeState)
        await time._slot_went(starts_at, provider_name, is_taken=is_taken)
        await self._say_what_is_picked(time)
        self._show(_TIME)

    async def _say_what_is_picked(self, time: TimeState) -> None:
        service, location = self._services[self.service_id], self._locations[self.location_id]
        name = (await self.get_state(ProviderState))._name()
        self.picked = [f"{service.name}, {location.name}", time._picked_in_words(), name]

    def _show(self, step: int) -> None:
        self.step = step
        self.turn += 1

    async def _end(self) -> None:
        """Close the wizard; nothing of the customer stays."""
        finished, booked, answers = self.submission_id, self._booked, self.answers
        for part in (TimeState, ProviderState, CustomerState):
            (await self.get_state(part)).reset()
        self.reset()
        self.finished, self._booked, self.answers = finished, booked, answers


def _text(form: dict[str, Any], name: str) -> str:
    value = form.get(name) if isinstance(form, dict) else None
    return value if isinstance(value, str) else ""

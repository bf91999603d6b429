"""RescheduleState: where the open booking could move to, and with whom."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from bookings_app.domain.access import Action, bookable_providers
from bookings_app.domain.errors import SlotNotOffered, SlotTaken
from bookings_app.ui import format as words
from bookings_app.ui.booking_details.state import SelectedBookingState
from bookings_app.ui.booking_details.steps import StepsState
from bookings_app.ui.session import current_actor, signed_in
from bookings_app.ui.slots.picking import SlotPicking
from bookings_app.ui.slots.words import Moving, SlotLine, who_is_free
from bookings_app.usecases.catalog import list_locations, list_providers
from bookings_app.usecases.one_start import providers_for_slot
from bookings_app.usecases.rescheduling import reschedule_booking
from bookings_app.usecases.views import BookingDetails, Choice, LocationView


@dataclass(frozen=True)
class Option:
    """A provider; one who is not free at the start that is picked cannot be chosen."""

    id: str
    name: str
    is_busy: bool = False


class RescheduleState(SlotPicking, rx.State):
    """Days and starts for a booking that moves. It stands in nobody's way itself.

    Starts say whether whoever is wanted is free: at first the provider as now. Picking
    one at which they are not chooses the first who is.
    """

    before: str = ""
    after: str = ""
    after_provider: str = ""
    is_same: bool = False
    options: list[Option] = []
    provider_id: str = ""
    _moving: Moving | None = None
    _wanted: Choice | None = None

    @rx.event
    @signed_in
    async def begin(self) -> AsyncIterator[Any]:
        """The Reschedule button."""
        selected = await self.get_state(SelectedBookingState)
        if Action.RESCHEDULE not in selected.shown.actions or selected.task or selected.busy:
            return
        selected._begin_work(Action.RESCHEDULE)
        yield
        yield await (await self.get_state(StepsState))._ended(self._open())

    @rx.event
    @signed_in
    async def look_again(self) -> None:
        """The workspace has changed: the same in its words."""
        if self._moving:
            self.before = words.day_and_time(self._moving.starts_at, ZoneInfo(self._zone))
            await self._word_again()
            self._choose(self.provider_id)

    @rx.event
    @signed_in
    async def pick_slot(self, starts_at: str) -> None:
        """One of the starts on the screen: with whoever is wanted, else the first who is free."""
        if self._pick(starts_at) and self._moving and self._wanted:
            free = await self._who_is_free()
            if not free:
                await self._slot_went(self._start(), "", is_taken=True)
            wanted = self._wanted.id
            self._choose(wanted if not free or wanted in free else free[0], free=free)

    @rx.event
    @signed_in
    async def pick_provider(self, provider_id: str) -> None:
        """Somebody is wanted: the starts say when they are free."""
        found = [each for each in self.options if each.id == str(provider_id)]
        if found and self._moving and not (found[0].is_busy and self.starts_at):
            self._wanted = Choice(found[0].id, found[0].name)
            self._choose(found[0].id)
            self._show_slots()

    @rx.event
    @signed_in
    async def move(self) -> AsyncIterator[Any]:
        """Reschedule: the booking moves, or nothing changes."""
        selected = await self.get_state(SelectedBookingState)
        ready = self.starts_at and selected.task == Action.RESCHEDULE and not selected.busy
        if ready and self._moving and self._moving.booking_id == selected.booking_id:
            selected._begin_work(Action.RESCHEDULE)
            yield
            yield await (await self.get_state(StepsState))._ended(self._move())

    async def _open(self) -> None:
        selected = await self.get_state(SelectedBookingState)
        booking = await selected._show(selected.booking_id)
        if Action.RESCHEDULE not in booking.allowed_actions:
            return
        self.reset()
        location = await _location_of(booking)
        provider = Choice(booking.provider_id, booking.provider_name)
        self._moving = Moving(booking.id, provider, booking.starts_at)
        self._wanted = provider
        self.options = await _options(booking)
        zone = ZoneInfo(location.time_zone)
        self.before = words.day_and_time(booking.starts_at, zone)
        self.on = booking.starts_at.astimezone(zone).date().isoformat()
        await self._turn_to(booking.service_id, location)
        self._choose(provider.id)
        selected.task = Action.RESCHEDULE.value

    async def _move(self) -> None:
        steps = await self.get_state(StepsState)
        start = self._start()
        try:
            booking = await steps._carried_out(
                reschedule_booking, start, provider_id=self.provider_id
            )
        except (SlotTaken, SlotNotOffered) as refusal:
            is_taken = isinstance(refusal, SlotTaken)
            await self._slot_went(start, self._name(), is_taken=is_taken)
            self._choose(self._wanted.id if self._wanted else "")
            return
        moved = words.day_and_time(start, ZoneInfo(self._zone))
        self.reset()
        await steps._say(f"Moved to {moved}.", booking)

    async def _who_is_free(self) -> list[str]:
        """The ids of those who are free at the start that is picked, emptiest day first."""
        found = await asyncio.to_thread(
            providers_for_slot,
            self._service_id,
            self._location_id,
            self._start(),
            exclude_booking_id=self._moved_id(),
            by=current_actor(),
            now=datetime.now(UTC),
        )
        return [each.id for each in found]

    def _choose(self, provider_id: str, *, free: Iterable[str] | None = None) -> None:
        """Say with whom and when it is to be, and who else could be chosen."""
        if free is not None:
            known = set(free)
            self.options = [replace(each, is_busy=each.id not in known) for each in self.options]
        self.provider_id = provider_id
        self.after, self.after_provider, self.is_same = "", "", False
        slot = self._picked_slot()
        if slot is not None and self._moving is not None:
            zone, as_now = ZoneInfo(self._zone), provider_id == self._moving.provider.id
            on = words.day(slot.starts_at.astimezone(zone).date())
            self.after = f"{on}, {words.clock_range(slot.starts_at, slot.ends_at, zone)}"
            self.after_provider = "" if as_now else f"with {self._name()}"
            self.is_same = as_now and slot.starts_at == self._moving.starts_at

    def _name(self) -> str:
        """Who is chosen."""
        return next((each.name for each in self.options if each.id == self.provider_id), "")

    def _start(self) -> datetime:
        return datetime.fromisoformat(self.starts_at)

    def _line(self) -> SlotLine:
        if self._moving is None or self._wanted is None:
            return super()._line()
        return partial(who_is_free, wanted=self._wanted, moving=self._moving)

    def _kept(self) -> str:
        return "Nothing was changed."

    def _moved_id(self) -> str | None:
        return self._moving.booking_id if self._moving else None


async def _location_of(booking: BookingDetails) -> LocationView:
    """Where the booking is; its clock is the location's, whatever became of that."""
    everywhere = await asyncio.to_thread(list_locations, include_archived=True)
    return next(each for each in everywhere if each.id == booking.location_id)


async def _options(booking: BookingDetails) -> list[Option]:
    """Whoever offers the service there and may be booked for; the provider as now first."""
    only = bookable_providers(current_actor())
    team = await asyncio.to_thread(list_providers)
    others = [
        Option(each.id, each.name)
        for each in team
        if booking.service_id in each.service_ids
        and booking.location_id in each.location_ids
        and each.id != booking.provider_id
        and (only is None or each.id in only)
    ]
    return [Option(booking.provider_id, booking.provider_name), *others]

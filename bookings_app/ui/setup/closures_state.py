"""The editor of a closure, mixed into the state of the tab Locations."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from bookings_app.domain.errors import Invalid, NotFound
from bookings_app.domain.merging import ChangedMeanwhile, as_entered
from bookings_app.domain.schedule import NewClosure
from bookings_app.ui import format as words
from bookings_app.ui.outside_hours.state import HitState
from bookings_app.ui.session import current_actor
from bookings_app.ui.setup.closures_words import (
    closure_entered,
    closure_fields,
    fields_named,
)
from bookings_app.ui.setup.state import NEW, SetupState
from bookings_app.usecases import closures
from bookings_app.usecases.catalog import list_locations
from bookings_app.usecases.views import Choice


class ClosuresEditor(SetupState, mixin=True):
    """What is needed while a closure is entered or changed; `places` are where it may be."""

    places: list[Choice] = []

    async def _begin_closure(self, closure_id: str) -> dict[str, str]:
        actor = current_actor()
        everywhere = await asyncio.to_thread(list_locations, include_archived=True)
        if closure_id == NEW:
            self._as_read = None
        else:
            found = await asyncio.to_thread(closures.list_closures, seen_by=actor)
            known = next((each for each in found if each.id == closure_id), None)
            if known is None:
                raise NotFound("closure")
            self._as_read = as_entered(NewClosure, known)
        here = self._as_read.location_id if self._as_read else None
        self.places = [
            Choice(each.id, each.name)
            for each in everywhere
            if each.archived_at is None or each.id == here
        ]
        return closure_fields(self._as_read)

    async def _store_closure(self, form: dict[str, Any]) -> tuple[str, str]:
        actor, now = current_actor(), datetime.now(UTC)
        try:
            entered = closure_entered(form)
            if self.open_id == NEW:
                saved = await asyncio.to_thread(closures.add_closure, entered, by=actor, now=now)
            else:
                saved = await asyncio.to_thread(
                    closures.change_closure,
                    self.open_id,
                    entered,
                    read=self._as_read,
                    by=actor,
                    now=now,
                )
        except ChangedMeanwhile:
            raise
        except Invalid as refusal:
            raise Invalid(list(fields_named(dict(refusal.errors)).items())) from refusal
        if saved.hit:
            await (await self.get_state(HitState))._show(saved.hit)
        return saved.id, f"Closed on {words.days_range(entered.first_on, entered.last_on)}."

    def _on_removing_closure(self) -> str:
        days = words.days_range(self._as_read.first_on, self._as_read.last_on)
        return (
            f"{days}: these days can be booked again, and bookings that were marked because"
            " of it are marked no more."
        )

    async def _remove_closure(self) -> str:
        await asyncio.to_thread(
            closures.remove_closure, self.open_id, by=current_actor(), now=datetime.now(UTC)
        )
        return "The closure is removed."

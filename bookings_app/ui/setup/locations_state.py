"""LocationsState: where bookings take place, when it is closed, and what of it is open."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from bookings_app.domain.catalog import NewLocation
from bookings_app.domain.checks import known_zones
from bookings_app.domain.merging import as_entered, changed_by_others
from bookings_app.ui.outside_hours.state import HitState
from bookings_app.ui.session import SessionState, current_actor, signed_in
from bookings_app.ui.setup.closures_state import ClosuresEditor
from bookings_app.ui.setup.closures_words import ClosureLine, closure_lines
from bookings_app.ui.setup.state import NEW
from bookings_app.ui.setup.words import archiving_words, kept_of_others, upcoming_words
from bookings_app.usecases import archiving, setup
from bookings_app.usecases.catalog import (
    get_location,
    list_locations,
    list_providers,
    list_services,
    upcoming_bookings_of,
)
from bookings_app.usecases.closures import list_closures
from bookings_app.usecases.views import LocationView, ProviderView, ServiceView, UpcomingBookings

LABELS = {"name": "Name", "address": "Address", "time_zone": "Time zone"}


@dataclass(frozen=True)
class LocationLine:
    """A location in words."""

    id: str
    name: str
    address: str
    time_zone: str
    services: int
    providers: int
    archived: bool


class LocationsState(ClosuresEditor, rx.State):
    """The lists of locations and of closures, and their editors.

    `upcoming` says which bookings stay at their instants in another zone.
    """

    lines: list[LocationLine] = []
    closures: list[ClosureLine] = []
    shows_past: bool = False
    upcoming: str = ""
    is_archived: bool = False
    _kinds: tuple[str, ...] = ("location", "closure")

    @rx.event
    @signed_in
    async def show_past(self, shows: bool) -> None:
        """The switch above the closures."""
        self.shows_past = shows is True
        await self._list()

    async def _list(self) -> None:
        everywhere = await asyncio.to_thread(list_locations, include_archived=True)
        services = await asyncio.to_thread(list_services)
        providers = await asyncio.to_thread(list_providers)
        lines = [location_line(each, services, providers) for each in everywhere]
        self.lines = self._listed(lines, lambda each: (each.name, each.address, each.time_zone))
        zone = ZoneInfo((await self.get_state(SessionState)).time_zone or "UTC")
        self.closures = closure_lines(
            await asyncio.to_thread(list_closures, seen_by=current_actor()),
            {each.id: each.name for each in everywhere},
            today=datetime.now(zone).date(),
            past=self.shows_past,
        )

    async def _begin(self, kind: str, row_id: str) -> dict[str, str]:
        if kind == "closure":
            return await self._begin_closure(row_id)
        self.is_archived, self.upcoming = False, ""
        if row_id == NEW:
            zone = self._zone if self._zone in known_zones() else ""
            return dict.fromkeys(LABELS, "") | {"time_zone": zone}
        known, now = await asyncio.to_thread(get_location, row_id), datetime.now(UTC)
        self.is_archived = known.archived_at is not None
        self.upcoming = upcoming_words(await self._bookings(row_id, now=now), now=now)
        self._as_read = as_entered(NewLocation, known)
        return {field: getattr(known, field) for field in LABELS}

    async def _store(self, form: dict[str, Any]) -> tuple[str, str]:
        if self.open_kind == "closure":
            return await self._store_closure(form)
        actor, now = current_actor(), datetime.now(UTC)
        typed = {field: str(form.get(field, "")) for field in LABELS}
        entered = NewLocation(**typed | {"time_zone": typed["time_zone"].strip()})
        if self.open_id == NEW:
            made = await asyncio.to_thread(setup.create_location, entered, by=actor, now=now)
            return made.id, f"{made.name} is in the locations now."
        saved = await asyncio.to_thread(
            setup.change_location, self.open_id, entered, read=self._as_read, by=actor, now=now
        )
        if saved.hit:
            await (await self.get_state(HitState))._show(saved.hit)
        after = as_entered(NewLocation, saved.location)
        others = changed_by_others(after, read=self._as_read, wanted=entered)
        said = f"{saved.location.name} is saved.{kept_of_others(others, LABELS)}"
        return saved.location.id, said

    async def _on_archiving(self) -> str:
        if self.open_kind == "closure":
            return self._on_removing_closure()
        now = datetime.now(UTC)
        upcoming = await self._bookings(self.open_id, now=now)
        return archiving_words("Nothing is offered here any more.", upcoming, now=now)

    async def _set_archived(self, *, archived: bool) -> str:
        if self.open_kind == "closure":
            return await self._remove_closure()
        name = self.start["name"]
        verb = archiving.archive_location if archived else archiving.restore_location
        await asyncio.to_thread(verb, self.open_id, by=current_actor(), now=datetime.now(UTC))
        return f"{name} is archived." if archived else f"{name} is offered again."

    async def _bookings(self, location_id: str, *, now: datetime) -> UpcomingBookings:
        return await asyncio.to_thread(
            upcoming_bookings_of, location_id=location_id, seen_by=current_actor(), now=now
        )


def location_line(
    location: LocationView, services: list[ServiceView], providers: list[ProviderView]
) -> LocationLine:
    """A location in words, and how much is offered there."""
    return LocationLine(
        id=location.id,
        name=location.name,
        address=location.address,
        time_zone=location.time_zone.replace("_", " "),
        services=sum(location.id in each.location_ids for each in services),
        providers=sum(location.id in each.location_ids for each in providers),
        archived=location.archived_at is not None,
    )

"""ServicesState: what can be booked, and the service that is open."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import reflex as rx

from bookings_app.domain.catalog import NewService, rarest_colour
from bookings_app.domain.merging import as_entered, changed_by_others
from bookings_app.ui.session import current_actor
from bookings_app.ui.setup.services_words import (
    LABELS,
    Option,
    ServiceLine,
    changes_times,
    empty_fields,
    fields_of,
    service_entered,
    service_line,
)
from bookings_app.ui.setup.state import NEW, SetupState
from bookings_app.ui.setup.words import archiving_words, kept_of_others, upcoming_words
from bookings_app.usecases import archiving, setup
from bookings_app.usecases.catalog import (
    get_service,
    list_locations,
    list_providers,
    list_services,
    upcoming_bookings_of,
)
from bookings_app.usecases.views import ServiceView, UpcomingBookings


class ServicesState(SetupState, rx.State):
    """The list of services and its editor.

    `places` and `team` are what can be ticked; `upcoming` says which bookings keep what
    they were made with.
    """

    lines: list[ServiceLine] = []
    places: list[Option] = []
    team: list[Option] = []
    upcoming: str = ""
    is_archived: bool = False
    _kinds: tuple[str, ...] = ("service",)

    async def _list(self) -> None:
        found = await asyncio.to_thread(list_services, include_archived=True)
        places = {each.id: each.name for each in await asyncio.to_thread(list_locations)}
        providers = await asyncio.to_thread(list_providers)
        lines = [service_line(each, places, providers) for each in found]
        self.lines = self._listed(lines, lambda each: (each.name, each.locations))

    async def _begin(self, kind: str, row_id: str) -> dict[str, str]:
        shown = None if row_id == NEW else await asyncio.to_thread(get_service, row_id)
        places = await asyncio.to_thread(list_locations)
        team = await asyncio.to_thread(list_providers)
        # The only location there is, is the one where it is offered.
        here = tuple(each.id for each in places) if len(places) == 1 else ()
        at, by = (shown.location_ids, shown.provider_ids) if shown else (here, ())
        self.places = [Option(each.id, each.name, each.id in at) for each in places]
        self.team = [Option(each.id, each.name, each.id in by) for each in team]
        if shown is None:
            self.is_archived, self.upcoming, self._as_read = False, "", None
            used = [each.colour for each in await asyncio.to_thread(list_services)]
            return empty_fields(rarest_colour(used))
        now = datetime.now(UTC)
        self.is_archived = shown.archived_at is not None
        self.upcoming = upcoming_words(await self._bookings(row_id, now=now), now=now)
        self._as_read = as_entered(NewService, shown)
        return fields_of(self._as_read)

    async def _store(self, form: dict[str, Any]) -> tuple[str, str]:
        actor, now = current_actor(), datetime.now(UTC)
        entered = service_entered(
            form,
            locations=[each.id for each in self.places],
            providers=[each.id for each in self.team],
        )
        if self.open_id == NEW:
            saved = await asyncio.to_thread(setup.create_service, entered, by=actor, now=now)
            return saved.id, f"{saved.name} is in the services now."
        saved = await asyncio.to_thread(
            setup.update_service, self.open_id, entered, read=self._as_read, by=actor, now=now
        )
        return saved.id, await self._saved_words(saved, entered, now=now)

    async def _saved_words(self, saved: ServiceView, entered: NewService, *, now: datetime) -> str:
        after = as_entered(NewService, saved)
        said = f"{saved.name} is saved."
        upcoming = await self._bookings(saved.id, now=now)
        if upcoming.number and changes_times(self._as_read, after):
            said += f" The {upcoming_words(upcoming, now=now)}, keep the times they have."
        others = changed_by_others(after, read=self._as_read, wanted=entered)
        return said + kept_of_others(others, LABELS)

    async def _on_archiving(self) -> str:
        now = datetime.now(UTC)
        upcoming = await self._bookings(self.open_id, now=now)
        return archiving_words("It cannot be booked any more.", upcoming, now=now)

    async def _set_archived(self, *, archived: bool) -> str:
        name = self.start["name"]
        verb = archiving.archive_service if archived else archiving.restore_service
        await asyncio.to_thread(verb, self.open_id, by=current_actor(), now=datetime.now(UTC))
        return f"{name} is archived." if archived else f"{name} can be booked again."

    async def _bookings(self, service_id: str, *, now: datetime) -> UpcomingBookings:
        return await asyncio.to_thread(
            upcoming_bookings_of, service_id=service_id, seen_by=current_actor(), now=now
        )

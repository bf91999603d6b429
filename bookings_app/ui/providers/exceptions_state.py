"""ExceptionsState: what differs from a provider's weekly hours, from today on."""

import asyncio
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import reflex as rx

from bookings_app.ui.providers.exceptions_words import ExceptionLine, exception_lines
from bookings_app.ui.session import current_actor
from bookings_app.usecases.catalog import get_provider, list_locations
from bookings_app.usecases.closures import list_closures
from bookings_app.usecases.schedule_views import OverrideView, TimeOffView
from bookings_app.usecases.schedules import get_schedule
from bookings_app.usecases.views import LocationView
from bookings_app.usecases.workspace import workspace


class ExceptionsState(rx.State):
    """The list; times of a time off are by the clock of the first of `zones`."""

    lines: list[ExceptionLine] = []
    zones: list[str] = []
    places: list[dict[str, str]] = []
    _provider_id: str = ""
    _overrides: list[OverrideView] = []
    _time_off: list[TimeOffView] = []

    async def _show(self, provider_id: str) -> None:
        actor = current_actor()
        provider = await asyncio.to_thread(get_provider, provider_id)
        locations = await asyncio.to_thread(list_locations, include_archived=True)
        works_at = [each for each in locations if each.id in provider.location_ids]
        self.zones = await _zones(works_at)
        zone = ZoneInfo(self.zones[0])
        today = datetime.now(UTC).astimezone(zone).date()
        schedule = await asyncio.to_thread(get_schedule, provider_id, seen_by=actor, first_on=today)
        closures = await asyncio.to_thread(list_closures, seen_by=actor, first_on=today)
        self._provider_id = provider_id
        self._overrides, self._time_off = list(schedule.overrides), list(schedule.time_off)
        self.places = [
            {"id": each.id, "name": each.name} for each in locations if each.archived_at is None
        ]
        here = {*provider.location_ids, *(each.location_id for each in schedule.overrides), None}
        self.lines = exception_lines(
            schedule.overrides,
            schedule.time_off,
            [each for each in closures if each.location_id in here],
            places={each.id: each.name for each in locations},
            zone=zone,
            today=today,
        )

    def _today(self) -> date:
        return datetime.now(UTC).astimezone(ZoneInfo(self.zones[0])).date()


async def _zones(works_at: list[LocationView]) -> list[str]:
    """The zones a provider works in, by the names of the locations; never none."""
    zones = list(dict.fromkeys(each.time_zone for each in works_at))
    return zones or [(await asyncio.to_thread(workspace)).time_zone]

"""ProvidersState: who can be booked, and the provider that is open."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import reflex as rx

from bookings_app.domain.access import Actor, Area, may_work_in
from bookings_app.domain.catalog import Colour, NewProvider, rarest_colour
from bookings_app.domain.merging import as_entered, changed_by_others
from bookings_app.ui.session import current_actor
from bookings_app.ui.setup.entries import text, ticked
from bookings_app.ui.setup.services_words import Option
from bookings_app.ui.setup.state import NEW, SetupState
from bookings_app.ui.setup.words import archiving_words, kept_of_others
from bookings_app.usecases import archiving, setup
from bookings_app.usecases.catalog import (
    get_provider,
    list_locations,
    list_providers,
    list_services,
    upcoming_bookings_of,
)
from bookings_app.usecases.views import ProviderView

# What each field is called, in a sentence too.
LABELS = {"name": "Name", "email": "E-mail", "service_ids": "Services", "colour": "Colour"}


@dataclass(frozen=True)
class ProviderLine:
    """A provider in words; `opens` their hours, for whoever may set them."""

    id: str
    name: str
    email: str
    services: str
    locations: str
    colour: str
    archived: bool
    opens: bool


class ProvidersState(SetupState, rx.State):
    """The list of providers and its editor; `offers` are the services that can be ticked."""

    lines: list[ProviderLine] = []
    offers: list[Option] = []
    is_archived: bool = False
    _kinds: tuple[str, ...] = ("provider",)

    async def _list(self) -> None:
        actor = current_actor()
        found = await asyncio.to_thread(list_providers, include_archived=True)
        offers = {each.id: each.name for each in await asyncio.to_thread(list_services)}
        places = {each.id: each.name for each in await asyncio.to_thread(list_locations)}
        lines = [provider_line(each, offers, places, actor) for each in found]
        self.lines = self._listed(lines, lambda each: (each.name, each.email))

    async def _begin(self, kind: str, row_id: str) -> dict[str, str]:
        shown = None if row_id == NEW else await asyncio.to_thread(get_provider, row_id)
        services = await asyncio.to_thread(list_services)
        # Somebody new does everything until told otherwise.
        does = shown.service_ids if shown else tuple(each.id for each in services)
        self.offers = [Option(each.id, each.name, each.id in does) for each in services]
        if shown is None:
            self.is_archived, self._as_read = False, None
            used = [each.colour for each in await asyncio.to_thread(list_providers)]
            return {"name": "", "email": "", "colour": rarest_colour(used).value}
        self.is_archived = shown.archived_at is not None
        self._as_read = as_entered(NewProvider, shown)
        return {"name": shown.name, "email": shown.email, "colour": shown.colour.value}

    async def _store(self, form: dict[str, Any]) -> tuple[str, str]:
        actor, now = current_actor(), datetime.now(UTC)
        entered = self._entered(form)
        if self.open_id == NEW:
            saved = await asyncio.to_thread(setup.create_provider, entered, by=actor, now=now)
            return saved.id, f"{saved.name} can be booked once their hours are set."
        saved = await asyncio.to_thread(
            setup.update_provider, self.open_id, entered, read=self._as_read, by=actor, now=now
        )
        after = as_entered(NewProvider, saved)
        others = changed_by_others(after, read=self._as_read, wanted=entered)
        return saved.id, f"{saved.name} is saved." + kept_of_others(others, LABELS)

    def _entered(self, form: dict[str, Any]) -> NewProvider:
        colour = text(form, "colour")
        return NewProvider(
            name=text(form, "name"),
            email=text(form, "email"),
            service_ids=ticked(form, "service_ids", [each.id for each in self.offers]),
            colour=Colour(colour) if colour in set(Colour) else None,
        )

    async def _on_archiving(self) -> str:
        now = datetime.now(UTC)
        upcoming = await asyncio.to_thread(
            upcoming_bookings_of, provider_id=self.open_id, seen_by=current_actor(), now=now
        )
        return archiving_words("They cannot be booked any more.", upcoming, now=now)

    async def _set_archived(self, *, archived: bool) -> str:
        name = self.start["name"]
        verb = archiving.archive_provider if archived else archiving.restore_provider
        await asyncio.to_thread(verb, self.open_id, by=current_actor(), now=datetime.now(UTC))
        return f"{name} is archived." if archived else f"{name} can be booked again."


def may_set_hours_of(actor: Actor, provider_id: str) -> bool:
    """Whether `actor` may open that provider's hours: their own, or as a part of the set-up."""
    return actor.provider_id == provider_id or may_work_in(actor, Area.SETUP)


def provider_line(
    provider: ProviderView, offers: Mapping[str, str], places: Mapping[str, str], actor: Actor
) -> ProviderLine:
    """A provider in words."""
    return ProviderLine(
        id=provider.id,
        name=provider.name,
        email=provider.email,
        services=_names(provider.service_ids, offers) or "None",
        locations=_names(provider.location_ids, places) or "No hours yet",
        colour=provider.colour.value,
        archived=provider.archived_at is not None,
        opens=may_set_hours_of(actor, provider.id),
    )


def _names(ids: tuple[str, ...], names: Mapping[str, str]) -> str:
    return ", ".join(sorted(names[each] for each in ids if each in names))

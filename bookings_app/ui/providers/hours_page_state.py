"""HoursPageState: whose hours are open."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import reflex as rx

from bookings_app.domain.access import Actor, Area, Role, may_work_in
from bookings_app.domain.checks import LONGEST_ID
from bookings_app.domain.errors import NotFound
from bookings_app.ui.outside_hours.state import HitState
from bookings_app.ui.providers.exceptions_state import ExceptionsState
from bookings_app.ui.providers.hours_state import HoursState
from bookings_app.ui.providers.state import may_set_hours_of
from bookings_app.ui.session import current_actor, initials, signed_in
from bookings_app.usecases.catalog import get_provider
from bookings_app.usecases.members import list_members
from bookings_app.usecases.views import ProviderView

_NONCE_LIMIT = 40


@dataclass(frozen=True)
class Signer:
    """A member who signs in as the open provider."""

    id: str
    words: str


@dataclass(frozen=True)
class ShownProvider:
    """Who is open, in words."""

    id: str = ""
    name: str = ""
    sign: str = ""
    line: str = ""
    archived: bool = False
    may_edit: bool = False
    may_invite: bool = False
    signers: list[Signer] = field(default_factory=list)


class HoursPageState(rx.State):
    """`arrived` is what the page called itself when it said what its address is."""

    arrived: str = ""
    provider: ShownProvider = ShownProvider()
    _wanted: str = ""

    @rx.event
    @signed_in
    async def arrive(self, nonce: str, query: str) -> None:
        """The page is there and says whose hours its address asks for; else one's own."""
        said = parse_qs(str(query).lstrip("?")).get("provider", [""])[-1]
        self._wanted = said[:LONGEST_ID] or current_actor().provider_id or ""
        await self._open()
        self.arrived = str(nonce)[:_NONCE_LIMIT]

    @rx.event
    @signed_in
    async def load(self) -> None:
        """The connection is back, or somebody comes back: what is shown may be old."""
        if self.arrived:
            await self._open(again=True)

    @rx.event
    @signed_in
    async def leave(self) -> None:
        """The page is left."""
        await self._close()
        self.reset()

    async def _open(self, *, again: bool = False) -> None:
        actor, wanted = current_actor(), self._wanted
        try:
            provider = await asyncio.to_thread(get_provider, wanted)
        except NotFound:
            provider = None
        if provider is None or not may_set_hours_of(actor, wanted):
            await self._close()
            return
        self.provider = await _shown(provider, actor)
        hours = await self.get_state(HoursState)
        if again and hours.changed:
            await hours._redraw()
        else:
            await hours._show(wanted)
        await (await self.get_state(ExceptionsState))._show(wanted)
        await (await self.get_state(HitState))._list_of(wanted)

    async def _close(self) -> None:
        self.provider = ShownProvider()
        (await self.get_state(HoursState))._forget()
        (await self.get_state(ExceptionsState)).reset()
        await (await self.get_state(HitState))._forget()


async def _shown(provider: ProviderView, actor: Actor) -> ShownProvider:
    is_admin = actor.role is Role.ADMIN
    members: list[Any] = []
    if is_admin:
        members = await asyncio.to_thread(list_members, by=actor)
    return ShownProvider(
        id=provider.id,
        name=provider.name,
        sign=initials(provider.name),
        line=" · ".join(filter(None, [provider.email, _offers(len(provider.service_ids))])),
        archived=provider.archived_at is not None,
        may_edit=may_work_in(actor, Area.SETUP),
        may_invite=is_admin,
        signers=[
            Signer(each.id, f"{each.name} ({each.email})")
            for each in members
            if each.provider_id == provider.id and each.active
        ],
    )


def _offers(count: int) -> str:
    return "no services" if not count else "1 service" if count == 1 else f"{count} services"

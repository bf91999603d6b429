"""KeysState: which programs are let in, and the one that is being looked at."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from bookings_app.domain.access import ActorKind, Role, Scope
from bookings_app.domain.actor import Limits
from bookings_app.domain.errors import Invalid
from bookings_app.domain.keys import NewKey
from bookings_app.ui.keys.words import DeedLine, KeyLine, deed_line, key_line
from bookings_app.ui.session import current_actor, signed_in, zone_of
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases import keys
from bookings_app.usecases.catalog import list_locations, list_providers, list_services
from bookings_app.usecases.key_deeds import key_deeds

_FIELDS = frozenset({"name", "scopes", "location_ids", "service_ids", "provider_ids", "expires_at"})
_DAY = timedelta(days=1)


class KeysState(rx.State):
    """`secret` is shown once, right after it was made; nobody can look it up again.

    `form` is "", "add", "secret", "key" or "revoke".
    """

    keys: list[KeyLine] = []
    loaded: bool = False
    form: str = ""
    kind: str = ActorKind.API_KEY.value
    opened: KeyLine = KeyLine()
    deeds: list[DeedLine] = []
    locations: list[dict[str, str]] = []
    services: list[dict[str, str]] = []
    providers: list[dict[str, str]] = []
    errors: dict[str, str] = {}
    secret: str = ""
    form_key: int = 0

    @rx.event
    @signed_in(Role.ADMIN, quietly=True)
    async def load(self) -> None:
        """The page opens. What it is asked meanwhile stands; what is shown once is gone."""
        if self.form == "secret":
            self._close()
        await self._read()

    @rx.event
    @signed_in(Role.ADMIN)
    async def leave(self) -> None:
        """Another page is gone to."""
        self._close()

    @rx.event
    @signed_in(Role.ADMIN)
    async def start_adding(self) -> None:
        """The Add button."""
        self.form, self.errors, self.secret = "add", {}, ""
        self.kind = ActorKind.API_KEY.value
        self.form_key += 1

    @rx.event
    @signed_in(Role.ADMIN)
    async def pick_kind(self, kind: str) -> None:
        """A program or an AI agent: they are let in by different doors."""
        if kind in {ActorKind.API_KEY.value, ActorKind.AI_AGENT.value}:
            self.kind = kind

    @rx.event
    @signed_in(Role.ADMIN)
    async def open_key(self, key_id: str) -> None:
        """A row was clicked: what the key may do, and what it did today."""
        found = [line for line in self.keys if line.id == str(key_id)]
        if not found:
            return
        zone = await zone_of(self)
        today = datetime.combine(datetime.now(zone).date(), time(), tzinfo=zone)
        deeds = await asyncio.to_thread(
            key_deeds, found[0].id, by=current_actor(), since=today.astimezone(UTC)
        )
        self.deeds = [deed_line(each, zone) for each in deeds]
        self.form, self.opened = "key", found[0]

    @rx.event
    @signed_in(Role.ADMIN)
    async def use_form(self, is_open: bool) -> None:
        """Esc and the way out."""
        if is_open is not True:
            self._close()

    @rx.event
    @signed_in(Role.ADMIN)
    async def add(self, form: dict[str, Any]) -> None:
        """Let a program in, and show its key."""
        now = datetime.now(UTC)
        try:
            new = _entered(form, ActorKind(self.kind), await zone_of(self))
            added = await asyncio.to_thread(keys.add_key, new, by=current_actor(), now=now)
        except Invalid as refusal:
            self.errors = {
                field if field in _FIELDS else "other": sentence
                for field, sentence in refusal.errors
            }
            return
        await self._read()
        self.opened = next(line for line in self.keys if line.id == added.key.id)
        self.secret, self.form, self.errors = added.secret, "secret", {}

    @rx.event
    @signed_in(Role.ADMIN)
    async def ask_to_revoke(self) -> None:
        """The Revoke button: it cannot be taken back."""
        self.form = "revoke"

    @rx.event
    @signed_in(Role.ADMIN)
    async def revoke(self) -> Any:
        """Have the open key open nothing any more."""
        revoked = await asyncio.to_thread(
            keys.revoke_key, self.opened.id, by=current_actor(), now=datetime.now(UTC)
        )
        self._close()
        await self._read()
        return Toasts.show(f"The key of {revoked.name} opens nothing any more.")

    async def _read(self) -> None:
        found = await asyncio.to_thread(keys.list_keys, by=current_actor())
        there = [
            await asyncio.to_thread(look)
            for look in (list_locations, list_services, list_providers)
        ]
        self.locations, self.services, self.providers = (
            [{"id": each.id, "name": each.name} for each in some] for some in there
        )
        names = {each.id: each.name for some in there for each in some}
        zone, now = await zone_of(self), datetime.now(UTC)
        self.keys = [key_line(each, names, zone, now=now) for each in found]
        self.loaded = True

    def _close(self) -> None:
        self.form, self.errors, self.secret, self.deeds = "", {}, "", []


def _entered(form: dict[str, Any], kind: ActorKind, zone: ZoneInfo) -> NewKey:
    """The form as a key.

    Raises:
        Invalid: what was entered as its last day is no date.
    """
    offered = [Scope.CONTACTS_PII] if kind is ActorKind.AI_AGENT else list(Scope)
    name = form.get("name")
    return NewKey(
        kind=kind,
        scopes=[scope.value for scope in offered if form.get(scope.value)],
        name=name if isinstance(name, str) else "",
        limits=Limits(
            _ticked(form, "location"), _ticked(form, "service"), _ticked(form, "provider")
        ),
        expires_at=_end_of(form.get("last_day"), zone),
    )


def _ticked(form: dict[str, Any], what: str) -> frozenset[str]:
    begin = f"{what}:"
    return frozenset(name.removeprefix(begin) for name in form if name.startswith(begin))


def _end_of(last_day: Any, zone: ZoneInfo) -> datetime | None:
    if not last_day:
        return None
    try:
        after = date.fromisoformat(str(last_day)) + _DAY
    except (ValueError, OverflowError) as error:
        raise Invalid([("expires_at", "Choose a date, or leave it empty.")]) from error
    return datetime.combine(after, time(), tzinfo=zone)

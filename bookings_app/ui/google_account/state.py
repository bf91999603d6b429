"""GoogleAccountState: one's own Google account, and what is chosen of it."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import reflex as rx

from bookings_app.config import settings
from bookings_app.domain.errors import Invalid
from bookings_app.domain.google_accounts import CONNECTING, Choice, WhyNot
from bookings_app.integrations.google_accounts import google_accounts_of
from bookings_app.ui.calendars.words import given_up_words
from bookings_app.ui.google_account.words import (
    CalendarLine,
    GoogleLine,
    calendar_lines,
    google_line,
)
from bookings_app.ui.session import current_actor, session_token, signed_in, zone_of
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases import google_accounts, google_connecting, google_overview

_TROUBLE = "Nothing was connected. Please try again."
_WHY = {why.value: why.sentence for why in WhyNot}


class GoogleAccountState(rx.State):
    """`missing` names the settings without which nobody can connect.

    While it `is_connecting` the worker asks Google; `trouble` is why nothing was connected.
    `form_key` grows when the form has to show what is stored.
    """

    has_calendar: bool = False
    missing: list[str] = []
    line: GoogleLine = GoogleLine()
    given_up: str = ""
    is_connecting: bool = False
    is_left_undone: bool = False
    trouble: str = ""
    _said: str = ""
    calendars: list[CalendarLine] = []
    errors: dict[str, str] = {}
    asks: bool = False
    form_key: int = 0

    @rx.event
    @signed_in
    async def look(self) -> Any:
        """Account opens, perhaps on the way back from Google."""
        self.missing = google_connecting.what_is_missing()
        self.errors, self.asks = {}, False
        said = self.router.url.query_parameters.get("google", "")
        if said:
            # The address is to say it once only: the page opens again without it.
            self._said, self.is_connecting = said, said == CONNECTING
            return rx.redirect("/account", replace=True)
        told = await self._read(anew=True)
        self._said = ""
        return told

    @rx.event
    @signed_in
    async def look_again(self) -> Any:
        """Now and then, and while it is being connected; what is being chosen stays."""
        return await self._read(anew=False)

    @rx.event
    @signed_in
    async def connect(self) -> Any:
        """Connect, and connect again: at Google one says yes or no."""
        actor = current_actor()
        if actor.provider_id is None:
            return None
        address = await asyncio.to_thread(
            google_connecting.begin_connecting,
            actor.provider_id,
            google=google_accounts_of(settings()),
            session=session_token(self),
            by=actor,
            now=datetime.now(UTC),
        )
        return rx.redirect(address)

    @rx.event
    @signed_in
    async def save(self, form: dict[str, Any]) -> Any:
        """Write to another calendar, or have others keep one busy."""
        actor = current_actor()
        ticked = [line.id for line in self.calendars if form.get(f"blocks-{line.id}")]
        choice = Choice(
            writes=str(form.get("writes", "")),
            blocks=frozenset(ticked),
            apply_alone=bool(form.get("apply_alone")),
        )
        try:
            await asyncio.to_thread(
                google_accounts.choose_calendars,
                actor.provider_id or "",
                choice,
                by=actor,
                now=datetime.now(UTC),
            )
        except Invalid as refusal:
            self.errors = dict(refusal.errors)
            return None
        self.errors = {}
        await self._read(anew=True)
        return Toasts.show("Saved. Bookings to come follow within a minute.")

    @rx.event
    @signed_in
    async def retry(self) -> Any:
        """Try again what was given up."""
        actor = current_actor()
        if actor.provider_id is None:
            return None
        await asyncio.to_thread(
            google_overview.retry_given_up, actor.provider_id, by=actor, now=datetime.now(UTC)
        )
        await self._read(anew=False)
        return Toasts.show("It is tried again now.")

    @rx.event
    @signed_in
    async def ask(self) -> None:
        """Disconnect: what becomes of the events there?"""
        self.asks = True

    @rx.event
    @signed_in
    async def keep(self, is_open: bool) -> None:
        """Stay connected."""
        if is_open is not True:
            self.asks = False

    @rx.event
    @signed_in
    async def disconnect(self, remove_events: bool) -> Any:
        """Leave the account; with or without the events of what is to come."""
        actor, self.asks = current_actor(), False
        await asyncio.to_thread(
            google_accounts.disconnect,
            actor.provider_id or "",
            remove_events=remove_events is True,
            by=actor,
            now=datetime.now(UTC),
        )
        await self._read(anew=True)
        return Toasts.show("Disconnected. Bookings writes nothing there any more.")

    async def _read(self, *, anew: bool) -> Any:
        """Read all of it again; answers what there is to tell."""
        actor, now = current_actor(), datetime.now(UTC)
        provider_id = actor.provider_id
        self.has_calendar = provider_id is not None
        if provider_id is None:
            self.line, self.calendars, self.given_up = GoogleLine(), [], ""
            return None
        found = await asyncio.to_thread(google_accounts.find_google_account, provider_id, by=actor)
        troubles = await asyncio.to_thread(google_overview.calendar_troubles)
        own = [each for each in troubles if each.provider_id == provider_id and each.given_up]
        self.given_up = given_up_words(own[0].given_up, "it") if own else ""
        zone = await zone_of(self)
        before = (self.line.status, self.line.email)
        self.line = google_line(found, zone, now=now) if found else GoogleLine()
        if anew or (self.line.status, self.line.email) != before:
            self.calendars = calendar_lines(found) if found else []
            self.form_key += 1
        return await self._look_at_connecting(provider_id, anew=anew)

    async def _look_at_connecting(self, provider_id: str, *, anew: bool) -> Any:
        """How connecting stands that somebody began; answers what there is to tell."""
        found = await asyncio.to_thread(
            google_connecting.find_connecting,
            provider_id,
            by=current_actor(),
            now=datetime.now(UTC),
        )
        was, how = self.is_connecting, found or google_connecting.Connecting()
        self.is_connecting, self.is_left_undone = how.is_waited_for, how.is_left_undone
        if self._said not in {"", CONNECTING}:
            self.trouble = _WHY.get(self._said, _TROUBLE)
        elif how.why is not None:
            self.trouble = how.why.sentence
        elif anew or how != google_connecting.Connecting():
            self.trouble = ""
        if how.why is not None or how.is_connected:
            await asyncio.to_thread(
                google_connecting.tell_connecting, provider_id, by=current_actor()
            )
        if was and how.is_connected:
            return Toasts.show(f"Connected with {self.line.email}.")
        return None

"""AccountState: who one is, one's clock, and where one is signed in."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from bookings_app.domain.errors import Invalid
from bookings_app.ui.account.words import SessionLine, session_line
from bookings_app.ui.errors import show_error
from bookings_app.ui.session import SessionState, current_actor, session_token, signed_in
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases.account import (
    change_password,
    choose_name,
    choose_time_zone,
    own_account,
)
from bookings_app.usecases.sessions import hash_of, list_sessions, revoke_session
from bookings_app.usecases.workspace import workspace

_LONGEST_ID = 200


class AccountState(rx.State):
    """What the page shows. A password is only ever in the event that sends it.

    `turn` grows when the form of the password has to be emptied.
    """

    name: str = ""
    email: str = ""
    time_zone: str = ""
    workspace_zone: str = ""
    sessions: list[SessionLine] = []
    errors: dict[str, str] = {}
    is_saving: bool = False
    turn: int = 0

    @rx.event
    @signed_in
    async def load(self) -> None:
        """The page opens."""
        account = await asyncio.to_thread(own_account, by=current_actor())
        self.name, self.email = account.name, account.email
        self.time_zone = account.time_zone or ""
        self.workspace_zone = (await asyncio.to_thread(workspace)).time_zone
        self.errors = {}
        await self._show_sessions()

    @rx.event
    @signed_in
    async def look_again(self) -> None:
        """The workspace has changed; what is being typed stays."""
        self.workspace_zone = (await asyncio.to_thread(workspace)).time_zone
        await self._show_sessions()

    @rx.event
    @signed_in
    async def set_name(self, form: dict[str, Any]) -> Any:
        """Save name."""
        try:
            account = await asyncio.to_thread(
                choose_name, str(form.get("name", "")), by=current_actor()
            )
        except Invalid as refusal:
            self.errors = dict(refusal.errors)
            return None
        self.name, self.errors = account.name, {}
        return [SessionState.enter, Toasts.show(f"The team sees you as {account.name}.")]

    @rx.event
    @signed_in
    async def choose_zone(self, zone: str) -> Any:
        """A time zone was picked; "" is the workspace's."""
        chosen = str(zone) or None
        await asyncio.to_thread(choose_time_zone, chosen, by=current_actor())
        self.time_zone = chosen or ""
        shown = (chosen or self.workspace_zone).replace("_", " ")
        return [SessionState.enter, Toasts.show(f"Times are shown by the clock of {shown}.")]

    @rx.event
    @signed_in
    async def set_password(self, form: dict[str, Any]) -> AsyncIterator[Any]:
        """Change password."""
        if self.is_saving:
            return
        self.is_saving, self.errors = True, {}
        yield
        try:
            said = await self._set_password(form)
        except Invalid as refusal:
            self.errors = dict(refusal.errors)
            said = None
        except Exception as failure:  # whatever it was, the spinner must go
            said = show_error(failure)
        self.is_saving = False
        if said is not None:
            yield said

    @rx.event
    @signed_in
    async def end_session(self, session_id: str) -> Any:
        """Sign out a browser that one does not sit at."""
        asked = str(session_id)[:_LONGEST_ID]
        await asyncio.to_thread(revoke_session, asked, by=current_actor())
        await self._show_sessions()
        return Toasts.show("That browser is signed out.")

    async def _set_password(self, form: dict[str, Any]) -> Any:
        await asyncio.to_thread(
            change_password,
            current=str(form.get("current", "")),
            new=str(form.get("password", "")),
            by=current_actor(),
            keep_session=session_token(self),
            now=datetime.now(UTC),
        )
        self.turn += 1
        await self._show_sessions()
        return Toasts.show("Your password is changed. Other browsers are signed out.")

    async def _show_sessions(self) -> None:
        now = datetime.now(UTC)
        found = await asyncio.to_thread(list_sessions, by=current_actor(), now=now)
        zone = ZoneInfo((await self.get_state(SessionState)).time_zone or "UTC")
        this = hash_of(session_token(self))
        lines = [session_line(one, is_this=one.id == this, zone=zone, now=now) for one in found]
        self.sessions = sorted(lines, key=lambda line: not line.is_this)

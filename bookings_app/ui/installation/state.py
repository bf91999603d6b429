"""InstallationState: whether this database is the real one, for administrators to say."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import reflex as rx

from bookings_app.config import settings
from bookings_app.domain.access import Area, Role, may_work_in
from bookings_app.domain.installation import Standing
from bookings_app.integrations.this_place import ThisPlace
from bookings_app.ui.session import current_actor, signed_in
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases import installation


class InstallationState(rx.State):
    """`standing` is "" while there is nothing to say; `asks` once the button was pressed.

    Whoever cannot know which one is real is told that nothing is sent, and no more.
    """

    standing: str = ""
    may_end: bool = False
    asks: bool = False

    @rx.event
    @signed_in
    async def look(self) -> None:
        """A page opens."""
        self.asks = False
        await self._read()

    @rx.event
    @signed_in
    async def look_again(self) -> None:
        """Time has passed: somebody may have said which one is real."""
        await self._read()

    async def _read(self) -> None:
        self.may_end = may_work_in(current_actor(), Area.WORKSPACE)
        found = await asyncio.to_thread(installation.standing, ThisPlace(settings()))
        self.standing = "" if found is Standing.OURS else found.value

    @rx.event
    @signed_in(Role.ADMIN)
    async def ask(self) -> None:
        """The button: it cannot be taken back once something was sent."""
        self.asks = True

    @rx.event
    @signed_in(Role.ADMIN)
    async def keep(self, is_open: bool) -> None:
        """Go on sending nothing."""
        if is_open is not True:
            self.asks = False

    @rx.event
    @signed_in(Role.ADMIN)
    async def confirm(self) -> Any:
        """This is the real one."""
        await asyncio.to_thread(
            installation.confirm_installation,
            ThisPlace(settings()),
            by=current_actor(),
            now=datetime.now(UTC),
        )
        self.standing, self.asks = "", False
        return Toasts.show("What waited for Google Calendar and webhooks is sent now.")

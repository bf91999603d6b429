"""What the live hub tells one page."""

from collections.abc import Iterable
from typing import Any

import reflex as rx

from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.ui.live.tabs import Concerns, Draw, Tab, open_tabs
from bookings_app.ui.session import session_token, signed_in
from bookings_app.usecases.calendar_blocks import calendar_block

# A page that misses more than this at once loads its range again.
LONGEST_WINDOW = 100


class LiveState(rx.State):
    """The newest patches of this page's calendar, ascending by `seq`, a change's number.

    A calendar applies what is newer than it has seen; when `reload` grows it asks
    for its whole range again. What else a page shows listens by a name: `heard` grows
    there when it has to be asked for again.
    """

    patches: list[dict[str, Any]] = []
    reload: int = 0
    heard: dict[str, int] = {}
    signed_out: bool = False

    @rx.event
    @signed_in
    async def attend(self) -> None:
        """A page has opened or come back: from now on it hears of changes."""
        self.signed_out = False
        before = open_tabs.by_client.get(self.router.session.client_token)
        if self._tab() is not before:
            self.patches = []

    async def _watch(
        self, shown: BookingFilter, *, since: int, draw: Draw = calendar_block
    ) -> None:
        """The calendar shows `shown` as of change number `since`; later changes follow."""
        self.patches = []
        open_tabs.watch(self._tab(), shown, since=since, draw=draw)

    def _listen(self, name: str, concerns: Concerns) -> None:
        """From now on, `heard[name]` grows when something happens to a booking it concerns.

        Until the page shows something else. Listen before you look, or miss what comes between.
        """
        self._tab().listens[name] = concerns

    def _stop_listening(self, name: str) -> None:
        """What listened by that name is shown no more."""
        self._tab().listens.pop(name, None)

    def _hear(self, names: Iterable[str]) -> None:
        """Something happened that these listen for."""
        for name in names:
            self.heard[name] = self.heard.get(name, 0) + 1

    def _tab(self) -> Tab:
        """This page, as the hub knows it."""
        client_token, page = self.router.session.client_token, self.router.url.path.rstrip("/")
        return open_tabs.attend(client_token, session_token(self), page=page)

    def _take(self, patches: list[dict[str, Any]]) -> None:
        """Append what the hub found, or ask for a reload when it is too much."""
        if len(patches) > LONGEST_WINDOW:
            self.patches = []
            self.reload += 1
        elif patches:
            self.patches = [*self.patches, *patches][-LONGEST_WINDOW:]

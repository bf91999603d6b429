"""What the live hub tells one page."""

from collections.abc import Iterable
from typing import Any

import reflex as rx

from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.ui.live.tabs import Concerns, Draw, Tab, open_tabs
from bookings_app.ui.session import Entered, SessionState, session_token, signed_in
from bookings_app.usecases.calendar_blocks import calendar_block

# A page that has more than this to catch up with loads its range again.
LONGEST_WINDOW = 100


class LiveState(rx.State):
    """What this page's calendar has yet to apply: patches, ascending by `seq`, a change's number.

    It says what it has applied, and is sent the rest again until then. When `reload`
    grows it asks for its whole range again. What else a page shows listens by a name:
    `heard` grows there when it has to be asked for again. `renewed` grows when that is so
    of everything. A page that `ended` is empty, and loads as if it were opened.
    """

    patches: list[dict[str, Any]] = []
    reload: int = 0
    renewed: int = 0
    heard: dict[str, int] = {}
    ended: bool = False
    _applied: int = 0
    _entered: Entered | None = None

    @rx.event
    @signed_in
    async def attend(self) -> None:
        """A page has opened or come back: from now on it hears of changes."""
        before = open_tabs.by_client.get(self.router.session.client_token)
        self._entered = (await self.get_state(SessionState))._entered
        tab = self._tab()
        tab.entered = self._entered
        if tab is not before:
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
        return open_tabs.attend(client_token, session_token(self), page=page, entered=self._entered)

    def _renew(self, entered: Entered) -> None:
        """Have everything on the page asked for again; what waits for it may be too much."""
        self._entered, self.patches = entered, []
        self.reload += 1
        self.renewed += 1

    def _take(self, patches: list[dict[str, Any]]) -> None:
        """Append what the hub found, or ask for a reload when it is too much to catch up with.

        What has been applied goes now, and not when we heard of it: that would be one
        more message to every page.
        """
        if not patches:
            return
        waiting = [each for each in self.patches if each["seq"] > self._applied]
        waiting.extend(patches)
        if len(waiting) > LONGEST_WINDOW:
            waiting = []
            self.reload += 1
        self.patches = waiting

    def _has_applied(self, number: int) -> None:
        """The page says that its calendar is true of that change."""
        self._applied = number

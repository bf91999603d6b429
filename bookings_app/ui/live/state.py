"""What the live hub tells one page."""

from typing import Any

import reflex as rx

from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.ui.live.tabs import open_tabs
from bookings_app.ui.session import session_token, signed_in

# A page that misses more than this at once loads its range again.
LONGEST_WINDOW = 100


class LiveState(rx.State):
    """The newest patches of this page's calendar, ascending by `seq`, a change's number.

    A calendar applies what is newer than it has seen; when `reload` grows it asks
    for its whole range again.
    """

    patches: list[dict[str, Any]] = []
    reload: int = 0
    signed_out: bool = False

    @rx.event
    @signed_in
    async def attend(self) -> None:
        """A page has opened or come back: from now on it hears of changes."""
        self.signed_out = False
        open_tabs.attend(self.router.session.client_token, session_token(self))

    async def _watch(self, shown: BookingFilter, *, since: int) -> None:
        """The calendar shows `shown` as of change number `since`; later changes follow."""
        self.patches = []
        open_tabs.watch(self.router.session.client_token, session_token(self), shown, since=since)

    def _take(self, patches: list[dict[str, Any]]) -> None:
        """Append what the hub found, or ask for a reload when it is too much."""
        if len(patches) > LONGEST_WINDOW:
            self.patches = []
            self.reload += 1
        elif patches:
            self.patches = [*self.patches, *patches][-LONGEST_WINDOW:]

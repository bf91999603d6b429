"""LeavingState: whether typed hours may be lost."""

from typing import Any

import reflex as rx

from bookings_app.ui.providers.hours_state import HoursState
from bookings_app.ui.session import signed_in


class LeavingState(rx.State):
    """Asks before somebody leaves hours that are not saved."""

    asks: bool = False
    _to: str = ""

    @rx.event
    @signed_in
    async def ask(self, to: str) -> None:
        """A link was followed."""
        self._to, self.asks = _own_address(to), True

    @rx.event
    @signed_in
    async def keep(self) -> None:
        """Stay, and lose nothing."""
        self.asks = False

    @rx.event
    @signed_in
    async def discard(self) -> Any:
        """Leave; what was typed is gone."""
        if not self.asks:
            return None
        self.asks = False
        await (await self.get_state(HoursState))._discard()
        return rx.redirect(self._to)


def _own_address(to: Any) -> str:
    """A page of ours; nobody is sent elsewhere."""
    is_ours = isinstance(to, str) and to.startswith("/") and not to.startswith(("//", "/\\"))
    return to if is_ours else "/scheduling/providers"

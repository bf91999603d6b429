"""ImportState: who may open the page. The file itself never comes here."""

import reflex as rx

from bookings_app.domain.access import Role
from bookings_app.ui.session import signed_in


class ImportState(rx.State):
    """A chosen file stays in its browser; what is asked about it is sent to the API."""

    loaded: bool = False

    @rx.event
    @signed_in(Role.ADMIN, Role.MANAGER, quietly=True)
    async def load(self) -> None:
        """The page opens."""
        self.loaded = True

    @rx.event
    @signed_in(Role.ADMIN, Role.MANAGER)
    async def leave(self) -> None:
        """Another page is gone to."""
        self.loaded = False

"""JoiningState: what the link is for, as far as it may be said to whoever holds it."""

import asyncio
from datetime import UTC, datetime

import reflex as rx

from bookings_app.domain.errors import NotFound
from bookings_app.ui.session import anonymous, initials
from bookings_app.usecases.links import look_at_link
from bookings_app.usecases.workspace import workspace

_LONGEST_TOKEN = 200


class JoiningState(rx.State):
    """The link itself stays in the address; `problem` says that it does not work."""

    known: bool = False
    token: str = ""
    purpose: str = ""
    email: str = ""
    name: str = ""
    invited_by: str = ""
    workspace_name: str = ""
    workspace_initials: str = ""
    problem: str = ""

    @rx.event
    @anonymous
    async def look(self) -> None:
        """The page opens."""
        token = self.router.url.query_parameters.get("token", "")[:_LONGEST_TOKEN]
        ours = await asyncio.to_thread(workspace)
        self.workspace_name, self.workspace_initials = ours.name, initials(ours.name)
        self.problem, self.purpose = "", ""
        try:
            link = await asyncio.to_thread(look_at_link, token, now=datetime.now(UTC))
        except NotFound as refusal:
            self.problem = str(refusal)
        else:
            self.token, self.purpose = token, link.purpose.value
            self.email, self.name = link.email, link.name
            self.invited_by = link.created_by_name
        self.known = True

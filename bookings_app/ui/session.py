"""Who sits at this tab: the markers every handler carries, and what the screen says of them.

`access_middleware` looks the session up once for each event, before its handler runs.
Handlers ask `current_actor()`; nothing a browser sends can change the answer.
"""

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar, overload

import reflex as rx

from bookings_app.config import settings
from bookings_app.domain.access import Actor, Role, sees_every_booking
from bookings_app.domain.errors import Unauthenticated
from bookings_app.usecases.session_cookie import cookie_name, token_in
from bookings_app.usecases.sessions import SignedIn
from bookings_app.usecases.workspace import workspace

Handler = TypeVar("Handler", bound=Callable[..., Any])

_MARKER = "__who_may_call__"

ROLE_LABELS = {
    Role.ADMIN: "Administrator",
    Role.MANAGER: "Manager",
    Role.PROVIDER: "Provider",
}


@dataclass(frozen=True, slots=True)
class MayCall:
    """Who may call a handler: anybody, or members of these roles."""

    anybody: bool = False
    roles: frozenset[Role] = frozenset(Role)


def _mark(handler: Handler, may_call: MayCall) -> Handler:
    setattr(handler, _MARKER, may_call)
    return handler


@overload
def signed_in(handler: Handler, /) -> Handler: ...
@overload
def signed_in(*roles: Role) -> Callable[[Handler], Handler]: ...
def signed_in(*marked: Any) -> Any:
    """Mark a handler, under `@rx.event`: only members may call it, or only these roles."""
    if len(marked) == 1 and not isinstance(marked[0], Role):
        return _mark(marked[0], MayCall())
    return lambda handler: _mark(handler, MayCall(roles=frozenset(marked or Role)))


def anonymous(handler: Handler) -> Handler:
    """Mark a handler, under `@rx.event`: anybody may call it, signed in or not."""
    return _mark(handler, MayCall(anybody=True))


def who_may_call(handler: Callable[..., Any] | None) -> MayCall | None:
    """What a handler was marked with; nobody may call one that was not."""
    return getattr(handler, _MARKER, None)


def current_actor() -> Actor:
    """Who called the handler that runs.

    Raises:
        Unauthenticated: nobody is signed in, or it is not an event that runs.
    """
    return current_sign_in().actor


def current_sign_in() -> SignedIn:
    """Who called the handler that runs, with what their session says beside.

    Raises:
        Unauthenticated: nobody is signed in, or it is not an event that runs.
    """
    found = calling.get()
    if found is None:
        raise Unauthenticated
    return found


# Set anew for each event, whatever it inherited from the one that caused it.
calling: ContextVar[SignedIn | None] = ContextVar("calling", default=None)


def session_token(state: rx.State) -> str:
    """The token in the cookie of the tab's connection, or ""."""
    cookies = state.router.headers.raw_headers.get("cookie")
    return token_in(cookies, cookie_name(settings().public_url)) or ""


class SessionState(rx.State):
    """What the frame of every page shows of the member and the workspace."""

    member_id: str = ""
    member_name: str = ""
    initials: str = ""
    role: str = ""
    role_label: str = ""
    is_provider: bool = False
    sees_every_booking: bool = False
    time_zone: str = ""
    workspace_name: str = ""
    workspace_initials: str = ""
    can_be_read_along: bool = False

    # Whose state this is; it is emptied before anybody else uses it.
    _bound_to: str = ""

    @rx.event
    @signed_in
    async def enter(self) -> None:
        """A page opens: say who it is opened by. Whoever is not signed in never gets here."""
        found = current_sign_in()
        ours = await asyncio.to_thread(workspace)
        self.member_id = found.actor.id
        self.member_name = found.actor.name
        self.initials = initials(found.actor.name)
        if found.actor.role is not None:
            self.role = found.actor.role.value
            self.role_label = ROLE_LABELS[found.actor.role]
        self.is_provider = found.actor.provider_id is not None
        self.sees_every_booking = sees_every_booking(found.actor)
        self.time_zone = found.time_zone or ours.time_zone
        self.workspace_name = ours.name
        self.workspace_initials = initials(ours.name)
        self.can_be_read_along = settings().insecure_http and found.actor.role is Role.ADMIN


def initials(name: str) -> str:
    """Up to two letters that stand for a name."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper()

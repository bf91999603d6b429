"""Who sits at this tab: the markers every handler carries, and what the screen says of them.

`access_middleware` looks the session up once for each event, before its handler runs.
Handlers ask `current_actor()`; nothing a browser sends can change the answer.
"""

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import time
from typing import Any, TypeVar, overload
from zoneinfo import ZoneInfo

import reflex as rx

from bookings_app.config import settings
from bookings_app.domain.access import (
    Actor,
    Area,
    Role,
    may_work_in,
    sees_every_booking,
    visible_bookings,
)
from bookings_app.domain.errors import Unauthenticated
from bookings_app.domain.workspace import Clock
from bookings_app.ui.format import clock_in_use, end_of_day, time_in_browsers, time_of_day
from bookings_app.usecases.session_cookie import cookie_name, token_in
from bookings_app.usecases.sessions import SignedIn
from bookings_app.usecases.views import Workspace
from bookings_app.usecases.workspace import workspace

Handler = TypeVar("Handler", bound=Callable[..., Any])

# No member has it, and whoever is not signed in has none: "".
NOBODY = "nobody"

_MARKER = "__who_may_call__"

ROLE_LABELS = {
    Role.ADMIN: "Administrator",
    Role.MANAGER: "Manager",
    Role.PROVIDER: "Provider",
}


@dataclass(frozen=True, slots=True)
class MayCall:
    """Who may call a handler: anybody, or members of these roles.

    A refusal is a message, unless it is `quietly` refused: then the page itself says it.
    """

    anybody: bool = False
    roles: frozenset[Role] = frozenset(Role)
    quietly: bool = False


@dataclass(frozen=True, slots=True)
class Entered:
    """As whom a page was opened, and what held then: when it is not so any more, it asks again.

    `time_zone` is the member's own, if they chose one; `ours` is the workspace.
    """

    actor: Actor
    time_zone: str | None
    ours: Workspace

    def may_the_same(self, before: "Entered") -> bool:
        """Whether it is the same member, in the same role and for the same provider.

        Who sees everything and begins to take bookings sees no less, and loses no page.
        """
        now, then = self.actor, before.actor
        begins = then.provider_id is None and sees_every_booking(then)
        return (now.id, now.role) == (then.id, then.role) and (
            begins or now.provider_id == then.provider_id
        )

    def sees_the_same(self, before: "Entered") -> bool:
        """Whether what was shown before may be seen still."""
        return visible_bookings(self.actor) == visible_bookings(before.actor)


def _mark(handler: Handler, may_call: MayCall) -> Handler:
    setattr(handler, _MARKER, may_call)
    return handler


@overload
def signed_in(handler: Handler, /) -> Handler: ...
@overload
def signed_in(*roles: Role, quietly: bool = False) -> Callable[[Handler], Handler]: ...
def signed_in(*marked: Any, quietly: bool = False) -> Any:
    """Mark a handler, under `@rx.event`: only members may call it, or only these roles.

    `quietly`: the page says by itself that the others may not.
    """
    if len(marked) == 1 and not isinstance(marked[0], Role):
        return _mark(marked[0], MayCall())
    may_call = MayCall(roles=frozenset(marked or Role), quietly=quietly)
    return lambda handler: _mark(handler, may_call)


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
    may_set_up: bool = False
    time_zone: str = ""
    workspace_name: str = ""
    workspace_initials: str = ""
    clock: str = Clock.TWENTY_FOUR_HOURS.value
    time_format: dict[str, Any] = time_in_browsers()
    day_begins: str = time_of_day(time())
    day_ends: str = end_of_day()
    can_be_read_along: bool = False

    # Whose state this is; it is emptied before anybody else uses it.
    _bound_to: str = ""
    _entered: Entered | None = None

    @rx.event
    @signed_in
    async def enter(self) -> None:
        """A page opens: say who it is opened by. Whoever is not signed in never gets here."""
        found = current_sign_in()
        ours = await asyncio.to_thread(workspace)
        self._show(Entered(found.actor, found.time_zone, ours))

    def _show(self, entered: Entered) -> None:
        """Say who this page is of, and by which rules of the workspace."""
        actor, ours = entered.actor, entered.ours
        self._entered = entered
        self.member_id, self.member_name = actor.id, actor.name
        self.initials = initials(actor.name)
        if actor.role is not None:
            self.role, self.role_label = actor.role.value, ROLE_LABELS[actor.role]
        self.is_provider = actor.provider_id is not None
        self.sees_every_booking = sees_every_booking(actor)
        self.may_set_up = may_work_in(actor, Area.SETUP)
        self.time_zone = entered.time_zone or ours.time_zone
        self.workspace_name, self.workspace_initials = ours.name, initials(ours.name)
        self._use_clock(ours.clock)
        self.can_be_read_along = settings().insecure_http and actor.role is Role.ADMIN

    def _unbind(self) -> None:
        """This page has ended: whoever opens it next finds it empty."""
        self._bound_to = NOBODY

    def _use_clock(self, clock: Clock) -> None:
        clock_in_use.set(clock)
        self.clock = clock.value
        self.time_format = time_in_browsers()
        self.day_begins, self.day_ends = time_of_day(time()), end_of_day()


async def zone_of(state: rx.State) -> ZoneInfo:
    """The zone whose clock is read at this tab: the member's, else the workspace's."""
    return ZoneInfo((await state.get_state(SessionState)).time_zone or "UTC")


def initials(name: str) -> str:
    """Up to two letters that stand for a name."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper()

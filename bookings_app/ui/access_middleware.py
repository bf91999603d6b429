"""The wall of the screen door: no event reaches a handler unless its caller may call it."""

import asyncio
import logging
from datetime import UTC, datetime
from urllib.parse import urlencode

import reflex as rx
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, State, StateUpdate
from reflex_base.event import Event, IndividualEventType
from reflex_base.registry import RegistrationContext

from bookings_app.domain.errors import BookingError
from bookings_app.domain.workspace import Clock
from bookings_app.ui.format import clock_in_use
from bookings_app.ui.session import (
    NOBODY,
    MayCall,
    SessionState,
    calling,
    session_token,
    who_may_call,
)
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases.sessions import SignedIn, look_up_session, note_use

logger = logging.getLogger(__name__)

# What Reflex itself sends to keep a page going. None of it runs our code or reads data.
_HYDRATION = frozenset({"hydrate", "hydrate_and_load"})
_FRAMEWORK = _HYDRATION | {
    "on_load_internal",
    "set_is_hydrated",
    "update_vars_internal",
    "handle_frontend_exception",
}
_FRAMEWORK_MODULES = ("reflex.", "reflex_base.")
# Where the sign-in leads back to.
_NEXT = "next"
_NOTHING = StateUpdate(delta={}, events=[])


class AccessMiddleware(Middleware):
    """Looks the session up for every event; refuses what is not marked for its caller.

    A state belongs to one member: it is emptied when a page opens as somebody else,
    and answers nobody but them in between.
    """

    def __init__(self) -> None:
        self._noting: set[asyncio.Task[None]] = set()
        self._tokens_noted: set[str] = set()

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """Let the event pass (None), or answer in its handler's place."""
        calling.set(None)
        root = state._get_root_state()
        session = await root.get_state(SessionState)
        token = session_token(session)
        found = await self._look_up(token)
        calling.set(found)
        clock_in_use.set(found.clock if found else Clock.TWENTY_FOUR_HOURS)
        member_id = found.actor.id if found else ""
        if _is_framework(event.name):
            if _tail(event.name) in _HYDRATION and session._bound_to != member_id:
                root.reset()
                session._bound_to = member_id
            return None
        return self._answer(session, event, found)

    async def settled(self) -> None:
        """Wait until the use of every session is noted."""
        await asyncio.gather(*self._noting)

    async def postprocess(
        self, app: rx.App, state: BaseState, event: Event, update: StateUpdate
    ) -> StateUpdate:
        """Leave what the handler answered as it is."""
        return update

    def _answer(
        self, session: SessionState, event: Event, found: SignedIn | None
    ) -> StateUpdate | None:
        """None when the caller may call the handler of this very state."""
        may_call = _marker(event.name)
        if may_call is None:
            logger.warning("refused %s: it is not for browsers", event.name)
            return _NOTHING
        if may_call.anybody:
            return None
        if found is None:
            return _to_sign_in(session)
        if found.actor.role not in may_call.roles:
            if may_call.quietly:
                return _NOTHING
            logger.warning("refused %s for member %s", event.name, found.actor.id)
            return _instead(Toasts.show_error("You may not do this. Ask an administrator."))
        return self._check_owner(session, found)

    def _check_owner(self, session: SessionState, found: SignedIn) -> StateUpdate | None:
        """Bind a fresh state to its member; nobody else gets at it, and nobody at an ended page."""
        if session._bound_to == found.actor.id:
            return None
        if not session._bound_to:
            session._bound_to = found.actor.id
            return None
        if session._bound_to == NOBODY:  # it is about to be opened anew
            return _NOTHING
        logger.warning("refused a page of another member to %s", found.actor.id)
        return _to_sign_in(session)

    async def _look_up(self, token: str) -> SignedIn | None:
        if not token:
            return None
        now = datetime.now(UTC)
        found = await asyncio.to_thread(look_up_session, token, now=now)
        if found and found.should_be_noted(now) and token not in self._tokens_noted:
            self._tokens_noted.add(token)
            task = asyncio.create_task(self._note(token, now))
            self._noting.add(task)
            task.add_done_callback(self._noting.discard)
        return found

    async def _note(self, token: str, now: datetime) -> None:
        """Note, beside the event, that the session is in use: a locked database delays nobody."""
        try:
            await asyncio.to_thread(note_use, token, now=now)
        except BookingError:
            logger.warning("the use of a session could not be noted", exc_info=True)
        finally:
            self._tokens_noted.discard(token)


def _marker(event_name: str) -> MayCall | None:
    registered = RegistrationContext.get().event_handlers.get(event_name)
    return who_may_call(registered.handler.fn) if registered else None


def _is_framework(event_name: str) -> bool:
    registered = RegistrationContext.get().event_handlers.get(event_name)
    module = getattr(registered.handler.fn, "__module__", "") if registered else ""
    return _tail(event_name) in _FRAMEWORK and module.startswith(_FRAMEWORK_MODULES)


def _tail(event_name: str) -> str:
    return event_name.rpartition(".")[2]


def _to_sign_in(session: SessionState) -> StateUpdate:
    """Empty the page (a hydration as nobody does), then show the sign-in."""
    page = session.router.url
    if _NEXT in page.query_parameters:  # it is on its way there; a part of it was still loading
        return _NOTHING
    here = page.path + (f"?{page.query}" if page.query else "")
    again = "" if page.path.rstrip("/") in {"", "/login"} else "?" + urlencode({_NEXT: here})
    return _instead(State.hydrate, rx.redirect(f"/login{again}"))


def _instead(*events: IndividualEventType) -> StateUpdate:
    """These handlers and specs, and not the handler that was asked for."""
    return StateUpdate(delta={}, events=Event.from_event_type(list(events)))

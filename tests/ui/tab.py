"""A browser tab without a browser: its events pass the real processor and middleware."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory
from reflex.state import State, StateUpdate
from reflex_base.event import Event
from reflex_base.event.processor import BaseStateEventProcessor
from reflex_base.registry import RegistrationContext

from bookings_app.ui.access_middleware import AccessMiddleware
from bookings_app.ui.errors import show_error


@dataclass
class Answer:
    """What a tab was sent: vars by state and name, and events for the browser itself."""

    vars: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    def var(self, state: type[rx.State], name: str) -> Any:
        """A var that was sent, or None."""
        return self.vars.get(state.get_full_name(), {}).get(f"{name}_rx_state_")

    def redirects(self) -> list[str]:
        """Where the tab was sent to."""
        return [event.payload["path"] for event in self.events if event.name == "_redirect"]


class _Wire:
    """Takes down what the application sends to browsers."""

    def __init__(self) -> None:
        self.sent: dict[str, Answer] = {}

    async def emit_update(self, update: StateUpdate, token: str) -> None:
        """Take down one update."""
        answer = self.sent.setdefault(token, Answer())
        for state, changes in update.delta.items():
            answer.vars.setdefault(state, {}).update(changes)
        answer.events.extend(update.events)


@dataclass
class Tab:
    """One tab: a client token, and the cookies its connection was opened with."""

    processor: BaseStateEventProcessor
    wire: _Wire
    cookie: str = ""
    path: str = "/bookings"
    token: str = field(default_factory=lambda: str(uuid4()))

    async def open(self) -> Answer:
        """Load the page."""
        return await self.call(State.get_full_name() + ".hydrate_and_load")

    async def send(self, spec: Any) -> Answer:
        """Cause an event, as a click does."""
        (event,) = Event.from_event_type(spec)
        return await self.call(event.name, event.payload)

    async def call(self, name: str, payload: Mapping[str, Any] | None = None) -> Answer:
        """Send any event, as a program with a websocket can."""
        router_data = {
            "pathname": self.path,
            "asPath": self.path,
            "headers": {"cookie": self.cookie, "origin": "http://localhost:3000"},
            "token": self.token,
            "sid": "socket",
            "ip": "192.0.2.7",
        }
        event = Event(name=name, payload=dict(payload or {}), router_data=router_data)
        self.wire.sent[self.token] = Answer()
        future = await self.processor.enqueue(self.token, event)
        await future.wait_all()
        return self.wire.sent[self.token]


@asynccontextmanager
async def tabs() -> AsyncIterator["Tabs"]:
    """An application that only has its states and the wall in front of them."""
    with RegistrationContext.get().fork():  # one for each application
        app = rx.App(backend_exception_handler=show_error)
        middleware = AccessMiddleware()
        app.add_middleware(middleware)
        async with _opened(app, middleware) as opened:
            yield opened


@asynccontextmanager
async def _opened(app: rx.App, middleware: AccessMiddleware) -> AsyncIterator["Tabs"]:
    wire = _Wire()
    processor = BaseStateEventProcessor(middleware=app, backend_exception_handler=show_error)
    async with processor.configure(
        state_manager=StateManagerMemory(),
        event_namespace=wire,  # pyright: ignore[reportArgumentType] - the one method that is used
    ):
        yield Tabs(processor, wire, middleware)


@dataclass(frozen=True)
class Tabs:
    """Opens tabs of one application."""

    processor: BaseStateEventProcessor
    wire: _Wire
    middleware: AccessMiddleware

    def tab(self, session_token: str = "", **more: str) -> Tab:
        """A tab whose connection carries that session's cookie, if any."""
        cookie = f"theme=dark; __Host-session={session_token}" if session_token else ""
        return Tab(self.processor, self.wire, cookie, **more)

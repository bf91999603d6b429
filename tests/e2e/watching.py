"""What goes between browser and application, and what the browser complains of."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Page,
    Route,
    WebError,
    WebSocket,
    WebSocketRoute,
)

# What Chromium says of a panel that changes while it is measured, and of a page that
# is left while it connects.
_NOISE = re.compile(r"ResizeObserver loop|WebSocket is closed before the connection")


@dataclass
class Complaints:
    """Errors and warnings in the console, exceptions, and dialogs that scripts open."""

    found: list[str] = field(default_factory=list)
    _expected: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        """Note what any page of `context` complains of."""
        context.on("console", self._note_message)
        context.on("weberror", self._note_exception)
        context.on("dialog", lambda dialog: self._note(f"dialog: {dialog.message}"))

    def expect(self, *patterns: str) -> None:
        """What this test provokes is no complaint."""
        self._expected.extend(patterns)

    def unexpected(self) -> list[str]:
        """All but what was provoked."""
        return [
            each
            for each in self.found
            if not any(re.search(pattern, each) for pattern in self._expected)
        ]

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._note(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _note_exception(self, error: WebError) -> None:
        self._note(f"exception: {error.error}")

    def _note(self, text: str) -> None:
        if not _NOISE.search(text):
            self.found.append(text)


@dataclass
class Traffic:
    """Everything a page was told: frames of its websockets, and answers of the feed."""

    frames: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Collect what `page` gets from now on."""
        page.on("websocket", self._follow)
        page.route("**/api/ui/**", self._pass_on)

    def heard(self) -> str:
        """All of it as one text."""
        return "\n".join([*self.frames, *self.answers])

    def _follow(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self.frames.append(_text(frame)))

    def _pass_on(self, route: Route) -> None:
        answer = route.fetch()
        self.answers.append(answer.text())
        route.fulfill(response=answer)


@dataclass
class Network:
    """What a page reaches the application by; Chromium cuts no open websocket by itself."""

    _sockets: list[WebSocketRoute] = field(default_factory=list)
    _held_back: str | None = None
    _held: list[tuple[WebSocketRoute, str | bytes]] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Carry the websockets of `page` from now on."""
        page.route_web_socket(re.compile("/_event/"), self._carry)

    def cut(self, page: Page) -> None:
        """Nothing gets through any more."""
        page.context.set_offline(True)
        for socket in self._sockets:
            socket.close()

    def mend(self, page: Page) -> None:
        """Everything gets through again."""
        page.context.set_offline(False)

    def hold_back(self, words: str) -> None:
        """What the application says from now on waits, from the first frame with `words`."""
        self._held_back = words

    def let_through(self) -> None:
        """What was held back arrives, and whatever comes after it."""
        self._held_back = None
        held, self._held = self._held, []
        for socket, frame in held:
            socket.send(frame)

    @property
    def holds_something(self) -> bool:
        """Whether anything waits."""
        return self._held != []

    def _carry(self, socket: WebSocketRoute) -> None:
        def hand_on(frame: str | bytes) -> None:
            starts = self._held_back is not None and self._held_back in _text(frame)
            if starts or self._held:
                self._held.append((socket, frame))
            else:
                socket.send(frame)

        socket.connect_to_server().on_message(hand_on)
        self._sockets.append(socket)


def watch_navigations(page: Page) -> list[str]:
    """Fills with the addresses of documents that the page loads from now on."""
    loaded: list[str] = []
    page.on("domcontentloaded", lambda each: loaded.append(each.url))
    return loaded


def _text(frame: str | bytes) -> str:
    return frame.decode() if isinstance(frame, bytes) else frame

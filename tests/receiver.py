"""A real receiver of webhooks on this machine: it hears, and answers as it is told."""

import ssl
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.webhooks import Heard

PATIENCE_SECONDS = 30

Answering = Callable[["Handler", Heard], object]


@dataclass
class Listening:
    """What a receiver heard so far."""

    url: str
    heard: list[Heard] = field(default_factory=list[Heard])
    changed: threading.Condition = field(default_factory=threading.Condition)

    def hear(self, heard: Heard) -> None:
        """Note a message."""
        with self.changed:
            self.heard.append(heard)
            self.changed.notify_all()

    def wait_for(self, count: int) -> list[Heard]:
        """The messages, once there are so many."""
        with self.changed:
            there = self.changed.wait_for(lambda: len(self.heard) >= count, PATIENCE_SECONDS)
            assert there, f"only {len(self.heard)} of {count} messages came"
            return list(self.heard)


class Handler(BaseHTTPRequestHandler):
    """One request. `answering` and `listening` come from `receiver`."""

    answering: Answering
    listening: Listening

    def do_POST(self) -> None:
        """Hear a message, then answer it."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        heard = Heard(self.path, body, headers)
        self.listening.hear(heard)
        type(self).answering(self, heard)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Answer at once."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as its base has it
        """Say nothing."""


def success(handler: Handler, heard: Heard) -> None:
    """Be content."""
    del heard
    handler.answer(204)


@contextmanager
def receiver(
    answering: Answering = success, *, secured: ssl.SSLContext | None = None
) -> Generator[Listening]:
    """Listen on this machine until the end, by https if it is secured."""
    bound = type("Bound", (Handler,), {"answering": staticmethod(answering)})
    with ThreadingHTTPServer(("127.0.0.1", 0), bound) as server:
        listening = Listening(f"http://127.0.0.1:{server.server_port}/bookings")
        if secured is not None:
            server.socket = secured.wrap_socket(server.socket, server_side=True)
            listening.url = f"https://localhost:{server.server_port}/bookings"
        bound.listening = listening  # pyright: ignore[reportAttributeAccessIssue] - made above
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield listening
        finally:
            server.shutdown()
            thread.join()

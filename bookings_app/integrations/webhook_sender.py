"""The outside: posting webhooks, and never where whoever hosts this does not want to."""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Generator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import SplitResult, urlsplit

from bookings_app.domain.webhook_targets import is_public
from bookings_app.usecases.ports import Answer

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 15.0

_MOST_BYTES_READ = 4_096
_MOST_ADDRESSES = 2
_DEFAULT_PORT = {"https": 443, "http": 80}
_AGENT = "Bookings-Webhooks/1"

# The first that fits.
_IN_WORDS: dict[type[Exception], str] = {
    socket.gaierror: "The name could not be found.",
    ssl.SSLError: "No secure connection could be made.",
    TimeoutError: "It did not answer in time.",
    ConnectionRefusedError: "Nothing listens there.",
    ConnectionError: "It ended the connection without an answer.",
    http.client.HTTPException: "It did not answer in HTTP.",
}

# How a name becomes addresses: `socket.getaddrinfo`, or what a test puts in its place.
Resolver = Callable[..., list[Any]]


class _NotAllowed(OSError):
    """The name leads into a private network."""


class HttpWebhookSender:
    """Posts over http and https: no redirects, no proxy, no cookie, and not for long.

    Addresses are looked at once they are about to be connected to, so that a name cannot lead
    elsewhere between the check and the call.
    """

    def __init__(
        self,
        *,
        allow_private: bool,
        resolve: Resolver = socket.getaddrinfo,
        trust: ssl.SSLContext | None = None,
        total_seconds: float = TOTAL_SECONDS,
    ) -> None:
        self._allow_private = allow_private
        self._resolve = resolve
        self._trust = trust or ssl.create_default_context()
        self._total_seconds = total_seconds

    def send(self, url: str, body: str, headers: Mapping[str, str]) -> Answer:
        """Post `body` as JSON, once. What goes wrong is an answer without a status."""
        target = urlsplit(url)
        if target.scheme != "https" and not self._allow_private:
            return Answer(None, "Customers' details are sent by https only.")
        try:
            return self._posted(target, body, headers)
        except _NotAllowed as refused:
            return Answer(None, str(refused))
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Answer(None, _in_words(error))

    def _posted(self, target: SplitResult, body: str, headers: Mapping[str, str]) -> Answer:
        opened = self._connected(target)
        with contextlib.closing(opened), self._cut_off_in_time(opened):
            if isinstance(opened, ssl.SSLSocket):
                opened.do_handshake()
            connection = http.client.HTTPConnection(target.hostname or "", target.port)
            connection.sock = opened
            path = (target.path or "/") + (f"?{target.query}" if target.query else "")
            told = {"Host": _host(target), "Content-Type": "application/json", "User-Agent": _AGENT}
            connection.request(
                "POST", path, body.encode(), {**told, **headers, "Connection": "close"}
            )
            with connection.getresponse() as response:
                text = response.read(_MOST_BYTES_READ).decode(errors="replace")
                pause = response.headers.get("Retry-After", "")
                return Answer(response.status, text, _seconds(pause))

    def _connected(self, target: SplitResult) -> socket.socket:
        """A connection to the first address of the name that answers and may be spoken to."""
        port = target.port or _DEFAULT_PORT[target.scheme]
        found = self._resolve(target.hostname, port, type=socket.SOCK_STREAM)
        allowed = [each for each in found if self._allow_private or is_public(each[4][0])]
        if not allowed:
            message = "The name leads into a private network, where nothing is sent."
            raise _NotAllowed(message)
        failure: OSError | None = None
        for family, kind, protocol, _, address in allowed[:_MOST_ADDRESSES]:
            opened = socket.socket(family, kind, protocol)
            opened.settimeout(CONNECT_SECONDS)
            try:
                opened.connect(address)
            except OSError as error:
                opened.close()
                failure = error
            else:
                return self._secured(opened, target)
        raise failure or OSError("nothing answers there")

    def _secured(self, opened: socket.socket, target: SplitResult) -> socket.socket:
        """The same connection, about to speak TLS where that was asked for."""
        if target.scheme != "https":
            return opened
        return self._trust.wrap_socket(
            opened, server_hostname=target.hostname, do_handshake_on_connect=False
        )

    @contextlib.contextmanager
    def _cut_off_in_time(self, opened: socket.socket) -> Generator[None]:
        """End what takes too long, also when a byte comes now and then."""
        was_cut_off = threading.Event()

        def cut_off() -> None:
            was_cut_off.set()
            with contextlib.suppress(OSError):
                socket.socket.shutdown(opened, socket.SHUT_RDWR)  # below TLS

        timer = threading.Timer(self._total_seconds, cut_off)
        timer.daemon = True
        opened.settimeout(self._total_seconds)
        timer.start()
        try:
            yield
        except (OSError, http.client.HTTPException) as error:
            if was_cut_off.is_set():
                raise TimeoutError from error
            raise
        finally:
            timer.cancel()


def _host(target: SplitResult) -> str:
    """The host as the header names it, with its port where it is not the usual one."""
    host = target.hostname or ""
    host = f"[{host}]" if ":" in host else host
    usual = target.port in {None, _DEFAULT_PORT[target.scheme]}
    return host if usual else f"{host}:{target.port}"


def _seconds(text: str) -> timedelta | None:
    """The pause that was asked for, if it is so many seconds."""
    digits = text.strip()
    return timedelta(seconds=int(digits)) if digits.isascii() and digits.isdigit() else None


def _in_words(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"The certificate is not trusted: {error.verify_message}."
    for kind, sentence in _IN_WORDS.items():
        if isinstance(error, kind):
            return sentence
    return f"It could not be reached: {error}."

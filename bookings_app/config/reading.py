"""Settings: reading each of them, and saying what is wrong with it."""

import binascii
from base64 import b64decode
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from bookings_app.config.addresses import USUAL_PORT, is_loopback, is_origin, origin, split
from bookings_app.config.sources import PREFIX

_KEY_BYTES = 32


class Reader:
    """Reads one setting after another and collects what is wrong with them."""

    def __init__(self, values: Mapping[str, str], problems: list[str]) -> None:
        self._values = values
        self._problems = problems

    def number(self, name: str, *, default: int, allowed: range) -> int:
        """A whole number within `allowed`."""
        value = self._values.get(PREFIX + name, str(default))
        if value.isascii() and value.isdigit() and int(value) in allowed:
            return int(value)
        self._refuse(name, f"is a number from {allowed[0]} to {allowed[-1]}, not “{value}”.")
        return default

    def switch(self, name: str) -> bool:
        """1 or 0; off when not set."""
        value = self._values.get(PREFIX + name, "0")
        if value not in {"0", "1"}:
            self._refuse(name, f"is 1 or 0, not “{value}”.")
        return value == "1"

    def database_url(self, *, default: str) -> str:
        """The address of an SQLite file or a PostgreSQL database. It may hold a password."""
        value = self._values.get("BOOKINGS_DATABASE_URL", default)
        scheme, _, rest = value.partition("://")
        kind = scheme.partition("+")[0]
        names_file = rest.startswith("/") and rest.strip("/") not in {"", ":memory:"}
        if not (kind == "sqlite" and names_file) and not (
            kind in {"postgresql", "postgres"} and split(value)
        ):
            self._refuse(
                "DATABASE_URL",
                "is sqlite:////absolute/file.db or postgresql://user:password@host:port/name.",
            )
        return value

    def redis_url(self) -> str | None:
        """The address of a Redis server, if any."""
        value = self._values.get("BOOKINGS_REDIS_URL")
        if value and urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
            self._refuse("REDIS_URL", "is redis://host:port/number.")
        return value

    def secret_keys(self) -> tuple[bytes, ...]:
        """The keys that secrets are stored under, the one in use first."""
        texts = self._values.get("BOOKINGS_SECRET_KEYS", "").replace(",", " ").split()
        keys = [_key(text) for text in texts]
        if None in keys:
            self._refuse(
                "SECRET_KEYS",
                "is one key of 32 bytes or several, the newest first, with commas between:"
                " `openssl rand -base64 32` makes one.",
            )
        return tuple(key for key in keys if key is not None)

    def host(self) -> str:
        """The address to listen on: a number, for nobody can listen on a name."""
        value = self._values.get("BOOKINGS_HOST", "127.0.0.1")
        if value == "localhost":
            return "127.0.0.1"
        try:
            ip_address(value)
        except ValueError:
            self._refuse(
                "HOST", f"is an address of this machine like 127.0.0.1 or 0.0.0.0, not “{value}”."
            )
        return value

    def public_url(self, *, port: int, insecure_http: bool) -> str:
        """The address that people type, without a slash at its end or the usual port."""
        value = self._values.get("BOOKINGS_PUBLIC_URL", f"http://localhost:{port}")
        url = split(value)
        if url is None or url.scheme not in USUAL_PORT or not is_origin(url):
            self._refuse(
                "PUBLIC_URL",
                f"is a scheme, a host and perhaps a port, like https://bookings.example.com,"
                f" not “{value}”.",
            )
            return value
        self._check_port(url, port)
        if url.scheme == "http" and not insecure_http and not is_loopback(url.hostname or ""):
            self._refuse(
                "PUBLIC_URL",
                f"is {value}: over plain http anybody on the network reads passwords along."
                " Use https, or set BOOKINGS_INSECURE_HTTP=1 if you know what you do.",
            )
        return origin(url)

    def text(self, name: str) -> str:
        """Any text; empty when not set."""
        return self._values.get(PREFIX + name, "")

    def service(self, name: str, *, default: str) -> str:
        """The address of a service elsewhere: https, or on this machine."""
        value = self._values.get(PREFIX + name, default)
        url = split(value)
        here = url is not None and url.scheme == "http" and is_loopback(url.hostname or "")
        if not here and (url is None or url.scheme != "https"):
            self._refuse(name, f"is an https address, not “{value}”.")
        return value

    def _check_port(self, url: SplitResult, port: int) -> None:
        """Pages find the server by their own address: by https on 443, else on our port."""
        found = url.port or USUAL_PORT[url.scheme]
        if url.scheme == "https" and found != USUAL_PORT["https"]:
            self._refuse("PUBLIC_URL", f"names port {found}: with https it must be 443.")
        if url.scheme == "http" and found != port:
            self._refuse(
                "PUBLIC_URL",
                f"names port {found}, and BOOKINGS_PORT is {port}: with http they must agree.",
            )

    def _refuse(self, name: str, sentence: str) -> None:
        self._problems.append(f"{PREFIX}{name} {sentence}")


def _key(text: str) -> bytes | None:
    """The bytes of a key, written in either alphabet of base64; None when it is none."""
    try:
        key = b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except binascii.Error:
        return None
    return key if len(key) == _KEY_BYTES else None

"""Where a request may come from: the public address, and this machine by its own names."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers

from bookings_app.config import Settings
from bookings_app.usecases.session_cookie import LOOPBACK_NAMES, is_loopback, public_host


class Origins:
    """Hosts that may be asked for, and origins that may act with somebody's cookie."""

    def __init__(self, settings: Settings) -> None:
        public = urlsplit(settings.public_url)
        host = public_host(settings.public_url)
        names = LOOPBACK_NAMES | {host} if is_loopback(host) else {host}
        port = f":{public.port}" if public.port else ""
        self._host = host
        self._scheme = public.scheme
        self._hosts = LOOPBACK_NAMES | {host}
        self._authorities = sorted(f"{_bracketed(name)}{port}" for name in names)
        self._origins = frozenset(f"{public.scheme}://{each}" for each in self._authorities)
        self._websocket_scheme = "wss" if public.scheme == "https" else "ws"

    def serves(self, headers: Headers) -> bool:
        """Whether the Host asked for is ours: another one is a trick with names."""
        hosts = headers.getlist("host")
        return len(hosts) == 1 and _host_of(hosts[0]) in self._hosts

    def scheme(self, headers: Headers, spoken: str) -> str:
        """How the browser speaks to us: a proxy in front may have unwrapped https."""
        asked = _host_of(headers.get("host", ""))
        return self._scheme if asked == self._host else spoken

    def trusts(self, headers: Headers) -> bool:
        """Whether it comes from one of our own pages, and says so."""
        origins = headers.getlist("origin")
        return len(origins) == 1 and origins[0] in self._origins

    def may_act(self, headers: Headers) -> bool:
        """Whether it may change something: as `trusts`, and the browser does not differ."""
        return self.trusts(headers) and headers.get("sec-fetch-site") in {None, "same-origin"}

    def all(self) -> list[str]:
        """Every origin that is our own, for whoever else must know."""
        return sorted(self._origins)

    def websocket_sources(self) -> list[str]:
        """Where our pages open their websocket, as a content policy names it.

        It has no words for an IPv6 address; there 'self' must do.
        """
        named = (each for each in self._authorities if not each.startswith("["))
        return [f"{self._websocket_scheme}://{each}" for each in named]


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _host_of(header: str) -> str:
    """The host of a Host header, in lower case, without port and brackets; "" for none."""
    try:
        return urlsplit(f"//{header.strip()}").hostname or ""
    except ValueError:
        return ""

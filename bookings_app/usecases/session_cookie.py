"""What both doors of a browser know of the session cookie: its name, and how it is read."""

from ipaddress import ip_address
from urllib.parse import urlsplit

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

# Browsers keep a cookie of this name only if this very host set it, securely.
_BOUND_TO_HOST = "__Host-session"
_PLAIN = "session"


def is_secure(public_url: str) -> bool:
    """Whether browsers take secure cookies there: by https, or on this very machine."""
    return urlsplit(public_url).scheme == "https" or is_loopback(public_host(public_url))


def cookie_name(public_url: str) -> str:
    """What the session cookie is called where people reach the application."""
    return _BOUND_TO_HOST if is_secure(public_url) else _PLAIN


def token_in(cookie_header: str | None, name: str) -> str | None:
    """The token in a Cookie header; the first one, when a name comes twice."""
    for pair in (cookie_header or "").split(";"):
        key, separator, value = pair.strip().partition("=")
        if separator and key == name and value:
            return value
    return None


def public_host(public_url: str) -> str:
    """The host of an address, in lower case, without port and brackets."""
    return urlsplit(public_url).hostname or ""


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine."""
    if host in LOOPBACK_NAMES:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

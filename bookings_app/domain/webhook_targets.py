"""Rules: where webhooks may go: not into the network of whoever hosts this, unless they say so."""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from bookings_app.domain.text import TextRefused

URL_LIMIT = 2_000

# IPv6 addresses that a router turns into the IPv4 address in their last four bytes.
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
# What older versions of Python take for public, or say nothing of.
_FOR_PROTOCOLS = IPv4Network("192.0.0.0/24")
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_LAST_FOUR_BYTES = 0xFFFF_FFFF

# What ends like this is read as an IPv4 address: 127.1, 0x7f000001, 2130706433.
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")

_NOT_OUR_NETWORK = (
    "This is an address of a private network. Whoever hosts Bookings can allow those with"
    " BOOKINGS_WEBHOOKS_ALLOW_PRIVATE=1."
)


def check_target(url: str, *, allow_private: bool) -> str:
    """Answer `url` if it could be told; where its name leads is looked at when connecting.

    Raises:
        TextRefused: it is no address, or one that is never told.
    """
    if len(url) > URL_LIMIT:
        message = f"The address must have at most {URL_LIMIT:,} characters."
        raise TextRefused(message)
    if not (url.isascii() and url.isprintable()) or " " in url:
        message = "Write the address without blanks, and names with other letters as xn--…"
        raise TextRefused(message)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
        parts = urlsplit("")
    if parts.scheme not in {"https", "http"} or not host or port == 0:
        message = "Enter an address that begins with https://"
        raise TextRefused(message)
    if parts.username is not None or parts.password is not None or parts.fragment:
        message = "The address must have no password and no # in it."
        raise TextRefused(message)
    if not allow_private:
        _check_public(parts.scheme, host)
    return url


def is_public(address: str) -> bool:
    """Whether a numeric address is anybody's on the internet, whatever it is written in."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        inside = _inside(found)
        if inside is None:
            return found.is_global and found in _GLOBAL_UNICAST
        found = inside
    return found.is_global and not found.is_multicast and found not in _FOR_PROTOCOLS


def _inside(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for, if it does."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if any(address in network for network in _TRANSLATED):
        return IPv4Address(int(address) & _LAST_FOUR_BYTES)
    return None


def _check_public(scheme: str, host: str) -> None:
    if scheme != "https":
        message = "The address must begin with https://: customers' details travel there."
        raise TextRefused(message)
    name = host.removesuffix(".")
    if name == "localhost" or name.endswith(".localhost"):
        raise TextRefused(_NOT_OUR_NETWORK)
    try:
        ip_address(name)
    except ValueError:
        if _NUMBER.fullmatch(name.rpartition(".")[2]) or "%" in name:
            message = "Write the host by its name, or as four numbers such as 203.0.113.7."
            raise TextRefused(message) from None
        return
    if not is_public(name):
        raise TextRefused(_NOT_OUR_NETWORK)

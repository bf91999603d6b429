"""Settings: the addresses among them, taken apart and told apart."""

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

USUAL_PORT = {"http": 80, "https": 443}


def split(value: str) -> SplitResult | None:
    """The parts of an address with a host; None when it is none, or its port is no port."""
    try:
        url = urlsplit(value)
        port = url.port
    except ValueError:
        return None
    return url if port != 0 and url.hostname else None


def is_origin(url: SplitResult) -> bool:
    """Whether the address is a scheme, a host and perhaps a port, and nothing else."""
    extras = (url.path.strip("/"), url.query, url.fragment, url.username, url.password)
    return not any(extras) and not set(url.netloc) & set(" \t\"'<>\\,;*")


def origin(url: SplitResult) -> str:
    """The address as browsers name it in an Origin header."""
    host = (url.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    usual = url.port in {None, USUAL_PORT[url.scheme]}
    return f"{url.scheme}://{host}" + ("" if usual else f":{url.port}")


def is_loopback(host: str) -> bool:
    """Whether only this machine answers there."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False

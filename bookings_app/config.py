"""Settings: read once from the environment and `.env`, and refused all at once when wrong."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

PREFIX = "BOOKINGS_"

_NAMES = frozenset(
    PREFIX + name
    for name in (
        "DATABASE_URL",
        "REDIS_URL",
        "PUBLIC_URL",
        "HOST",
        "PORT",
        "WORKERS",
        "INSECURE_HTTP",
    )
)

# Read by the tests, and by nothing else.
_FOR_TESTS = PREFIX + "TEST_"

_PORTS = range(1, 65_536)
_MOST_WORKERS = 64
_USUAL_PORT = {"http": 80, "https": 443}


class ConfigError(Exception):
    """Settings are wrong; each problem is a sentence that names its setting."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the application keeps its data, and where people reach it."""

    database_url: str
    redis_url: str | None
    public_url: str
    host: str
    port: int
    insecure_http: bool
    data_dir: Path
    workers: int = 1


@cache
def settings() -> Settings:
    """The settings of this process.

    Raises:
        ConfigError: at least one of them is wrong.
    """
    return load_settings()


def load_settings(
    environ: Mapping[str, str] = os.environ, *, serves_pages: bool = False
) -> Settings:
    """Read the environment and, where it is silent, `.env` in the working directory.

    What is set to nothing counts as not set. With `serves_pages` several workers
    need Redis, in which they share what each page shows.

    Raises:
        ConfigError: naming everything that is wrong.
    """
    problems: list[str] = []
    values = _values(environ, problems)
    reader = _Reader(values, problems)
    port = reader.number("PORT", default=3000, allowed=_PORTS)
    workers = reader.number("WORKERS", default=1, allowed=range(1, _MOST_WORKERS + 1))
    insecure_http = reader.switch("INSECURE_HTTP")
    data_dir = Path.cwd() / "data"
    found = Settings(
        database_url=reader.database_url(default=f"sqlite:///{data_dir / 'bookings.db'}"),
        redis_url=reader.redis_url(),
        public_url=reader.public_url(port=port, insecure_http=insecure_http),
        host=reader.host(),
        port=port,
        insecure_http=insecure_http,
        data_dir=data_dir,
        workers=workers,
    )
    if serves_pages and found.workers > 1 and found.redis_url is None:
        problems.append(
            f"{workers} workers share what each page shows through Redis:"
            " set BOOKINGS_REDIS_URL, or start one worker."
        )
    if problems:
        raise ConfigError(problems)
    return found


def _values(environ: Mapping[str, str], problems: list[str]) -> dict[str, str]:
    """Everything that is set, the environment before the file; unknown names are problems."""
    both = _file_values(Path(".env"), problems) | dict(environ)
    ours = {
        name: value.strip()
        for name, value in both.items()
        if name.startswith(PREFIX) and not name.startswith(_FOR_TESTS)
    }
    for name in sorted(ours.keys() - _NAMES):
        similar = get_close_matches(name, _NAMES, n=1)
        hint = f" Did you mean {similar[0]}?" if similar else ""
        problems.append(f"{name} is not a setting of this application.{hint}")
    return {name: value for name, value in ours.items() if value}


def _file_values(path: Path, problems: list[str]) -> dict[str, str]:
    """What a file of `NAME=value` lines sets; `#` begins a comment on a line of its own."""
    if not path.is_file():
        return {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f".env cannot be read: {error}.")
        return {}
    values: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        text = line.strip().removeprefix("export ")
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals:
            problems.append(f".env, line {number}: write NAME=value.")
        values[name.strip()] = _unquoted(value.strip())
    return values


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
    return value[1:-1] if quoted else value


class _Reader:
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
            kind in {"postgresql", "postgres"} and _split(value)
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
        url = _split(value)
        if url is None or url.scheme not in _USUAL_PORT or not _is_origin(url):
            self._refuse(
                "PUBLIC_URL",
                f"is a scheme, a host and perhaps a port, like https://bookings.example.com,"
                f" not “{value}”.",
            )
            return value
        self._check_port(url, port)
        if url.scheme == "http" and not insecure_http and not _is_loopback(url.hostname or ""):
            self._refuse(
                "PUBLIC_URL",
                f"is {value}: over plain http anybody on the network reads passwords along."
                " Use https, or set BOOKINGS_INSECURE_HTTP=1 if you know what you do.",
            )
        return _origin(url)

    def _check_port(self, url: SplitResult, port: int) -> None:
        """Pages find the server by their own address: by https on 443, else on our port."""
        found = url.port or _USUAL_PORT[url.scheme]
        if url.scheme == "https" and found != _USUAL_PORT["https"]:
            self._refuse("PUBLIC_URL", f"names port {found}: with https it must be 443.")
        if url.scheme == "http" and found != port:
            self._refuse(
                "PUBLIC_URL",
                f"names port {found}, and BOOKINGS_PORT is {port}: with http they must agree.",
            )

    def _refuse(self, name: str, sentence: str) -> None:
        self._problems.append(f"{PREFIX}{name} {sentence}")


def _split(value: str) -> SplitResult | None:
    """The parts of an address with a host; None when it is none, or its port is no port."""
    try:
        url = urlsplit(value)
        port = url.port
    except ValueError:
        return None
    return url if port != 0 and url.hostname else None


def _is_origin(url: SplitResult) -> bool:
    extras = (url.path.strip("/"), url.query, url.fragment, url.username, url.password)
    return not any(extras) and not set(url.netloc) & set(" \t\"'<>\\,;*")


def _origin(url: SplitResult) -> str:
    """The address as browsers name it in an Origin header."""
    host = (url.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    usual = url.port in {None, _USUAL_PORT[url.scheme]}
    return f"{url.scheme}://{host}" + ("" if usual else f":{url.port}")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False

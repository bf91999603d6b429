"""Settings: read once from the environment and `.env`, and refused all at once when wrong."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bookings_app.config.reading import Reader
from bookings_app.config.sources import given_values

_PORTS = range(1, 65_536)
_MOST_WORKERS = 64
_RATES = range(1_000_001)


class ConfigError(Exception):
    """Settings are wrong; each problem is a sentence that names its setting."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class GoogleSettings:
    """As which program Google knows this application, and where Google is.

    Without an id and a secret nobody can connect a calendar. The addresses are Google's
    own; tests put a stand-in there.
    """

    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    api_endpoint: str = "https://www.googleapis.com/calendar/v3/"
    auth_uri: str = "https://accounts.google.com/o/oauth2/v2/auth"
    token_uri: str = "https://oauth2.googleapis.com/token"
    revoke_uri: str = "https://oauth2.googleapis.com/revoke"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the application keeps its data, and where people reach it.

    `rate_limit` is how many requests a key has in a minute; 0 is any number.
    """

    database_url: str
    redis_url: str | None
    public_url: str
    host: str
    port: int
    insecure_http: bool
    data_dir: Path
    workers: int = 1
    secret_keys: tuple[bytes, ...] = ()
    webhooks_allow_private: bool = False
    rate_limit: int = 600
    google: GoogleSettings = GoogleSettings()


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
    values = given_values(environ, problems)
    reader = Reader(values, problems)
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
        secret_keys=reader.secret_keys(),
        webhooks_allow_private=reader.switch("WEBHOOKS_ALLOW_PRIVATE"),
        rate_limit=reader.number("RATE_LIMIT", default=600, allowed=_RATES),
        google=_google(reader),
    )
    if serves_pages and found.workers > 1 and found.redis_url is None:
        hint = "set BOOKINGS_REDIS_URL, or start one worker."
        problems.append(f"{workers} workers share what each page shows through Redis: {hint}")
    if problems:
        raise ConfigError(problems)
    return found


def _google(reader: Reader) -> GoogleSettings:
    usual = GoogleSettings()
    return GoogleSettings(
        client_id=reader.text("GOOGLE_CLIENT_ID"),
        client_secret=reader.text("GOOGLE_CLIENT_SECRET"),
        # The client library puts what it asks for right behind it.
        api_endpoint=reader.service("GOOGLE_API_ENDPOINT", default=usual.api_endpoint).rstrip("/")
        + "/",
        auth_uri=reader.service("GOOGLE_AUTH_URI", default=usual.auth_uri),
        token_uri=reader.service("GOOGLE_TOKEN_URI", default=usual.token_uri),
        revoke_uri=reader.service("GOOGLE_REVOKE_URI", default=usual.revoke_uri),
    )

"""Settings: where they are given, in the environment and in `.env`, and by which names."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

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
        "SECRET_KEYS",
        "WEBHOOKS_ALLOW_PRIVATE",
        "RATE_LIMIT",
        "GOOGLE_CLIENT_ID",
        "GOOGLE_CLIENT_SECRET",
        "GOOGLE_API_ENDPOINT",
        "GOOGLE_AUTH_URI",
        "GOOGLE_TOKEN_URI",
        "GOOGLE_REVOKE_URI",
    )
)

# Read by the tests, and by nothing else.
_FOR_TESTS = PREFIX + "TEST_"


def given_values(environ: Mapping[str, str], problems: list[str]) -> dict[str, str]:
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

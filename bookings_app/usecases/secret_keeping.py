"""The verbs: keeping secrets that must be read again, sealed where whoever hosts this gave a key.

Without a key they are stored as they are, and the screen says so: a key that the application
made and left beside the database would be copied and stolen along with it.
"""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bookings_app.config import settings
from bookings_app.db import secrets as rows
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.domain.errors import SetupError

_SEALED = "sealed:"
_NO_KEY_FITS = (
    "A stored secret cannot be read: the key it was stored under is missing in"
    " BOOKINGS_SECRET_KEYS."
)
_NO_KEY = "There is no key: set BOOKINGS_SECRET_KEYS. `openssl rand -base64 32` makes one."


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many secrets of a kind were stored anew, and how many no key fits."""

    what: str
    done: int
    unreadable: int


def has_keys() -> bool:
    """Whether secrets are sealed from now on."""
    return bool(settings().secret_keys)


def sealed(secret: str) -> str:
    """What is stored of a secret: under the newest key, or as it is without one."""
    keys = settings().secret_keys
    return _SEALED + _box(keys).encrypt(secret.encode()).decode() if keys else secret


def opened(stored: str) -> str:
    """The secret that was stored.

    Raises:
        SetupError: no key fits it.
    """
    if not stored.startswith(_SEALED):
        return stored
    keys = settings().secret_keys
    if not keys:
        raise SetupError(_NO_KEY_FITS)
    try:
        return _box(keys).decrypt(stored.removeprefix(_SEALED)).decode()
    except InvalidToken as error:
        raise SetupError(_NO_KEY_FITS) from error


def reseal() -> list[Resealed]:
    """Store every secret under the newest key, also what was stored before there was one.

    The other keys are needed no more then, but for what none of them fits: that stays as it is.

    Raises:
        SetupError: there is no key.
    """
    if not has_keys():
        raise SetupError(_NO_KEY)
    with unit_of_work() as work:
        return [
            Resealed(what, *rows.replace_all(work, table, column, _anew))
            for what, table, column in rows.SECRETS
        ]


def _anew(stored: str) -> str | None:
    try:
        return sealed(opened(stored))
    except SetupError:
        return None


def _box(keys: Sequence[bytes]) -> MultiFernet:
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])

"""The verbs' tool: passwords as hashes that are slow to guess (argon2id)."""

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bookings_app.domain.member import LONGEST_PASSWORD, comparable_password

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

# Each takes 19 MiB and a core: more at once would only make everybody wait.
_few_at_once = BoundedSemaphore(4)


def hash_password(password: str) -> str:
    """The hash to keep."""
    with _few_at_once:
        return _hasher.hash(_bytes(password))


def is_password(password: str, kept_hash: str | None) -> bool:
    """Whether `password` has that hash; None is nobody's, and takes as long."""
    decoy = _decoy()
    try:
        with _few_at_once:
            _hasher.verify(kept_hash or decoy, _bytes(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept_hash is not None and len(comparable_password(password)) <= LONGEST_PASSWORD


def should_be_hashed_again(kept_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept_hash)


@cache
def _decoy() -> str:
    return hash_password("the password of nobody at all")


def _bytes(password: str) -> bytes:
    text = comparable_password(password)[: LONGEST_PASSWORD + 1]
    return text.encode(errors="surrogatepass")

"""How much is measured: as promised, quickly, or just enough to see that it works."""

from enum import StrEnum


class Size(StrEnum):
    """A measurement has its own numbers for each."""

    FULL = "full"
    QUICK = "quick"
    TINY = "tiny"

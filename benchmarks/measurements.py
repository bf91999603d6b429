"""All measurements, in the order in which they are run."""

from collections.abc import Iterator
from typing import Protocol

from benchmarks import backlog, busy, calendar, creating, fan_out, herd, kills, rest, slots, writers
from benchmarks.figures import Figure
from benchmarks.places import Places
from benchmarks.size import Size


class Measurement(Protocol):
    """What a module here says of itself: its name, what it shows, and how to measure it."""

    @property
    def NAME(self) -> str: ...  # noqa: D102, N802 - a constant of the module

    @property
    def SHOWS(self) -> str: ...  # noqa: D102, N802 - a constant of the module

    def measure(self, places: Places, size: Size) -> Iterator[Figure]:
        """Measure, and give each figure once it is known."""
        ...


MEASUREMENTS: tuple[Measurement, ...] = (
    writers,
    herd,
    kills,
    slots,
    busy,
    backlog,
    calendar,
    creating,
    rest,
    fan_out,
)

BY_NAME = {each.NAME: each for each in MEASUREMENTS}

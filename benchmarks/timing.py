"""Timing: how long something took, in milliseconds."""

from collections.abc import Callable, Iterable
from statistics import median
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")


def milliseconds(act: Callable[[], object]) -> float:
    """How long `act` takes."""
    begun = perf_counter()
    act()
    return (perf_counter() - begun) * 1000


def median_of(act: Callable[[T], object], cases: Iterable[T]) -> float:
    """The median over one call of `act` for each of `cases`."""
    return median(milliseconds(lambda case=case: act(case)) for case in cases)


def runs_of(act: Callable[[T], object], cases: Iterable[T], *, runs: int) -> list[float]:
    """The median of each of several runs, after one that only warms up."""
    every = list(cases)
    median_of(act, every[:3])
    return [median_of(act, every) for _ in range(runs)]

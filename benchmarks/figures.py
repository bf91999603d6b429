"""Figures: what was measured, what it should be, and how far from it we are."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

MS = "ms"
_PERCENT = 100


class Bound(StrEnum):
    """On which side of its goal a figure should lie."""

    AT_MOST = "≤"
    AT_LEAST = "≥"
    EXACTLY = "="


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure should be. A fact is no matter of speed: it must hold on any machine."""

    bound: Bound
    value: float
    is_fact: bool = False

    def is_kept_by(self, value: float) -> bool:
        """Whether `value` lies where it should."""
        if self.bound is Bound.AT_MOST:
            return value <= self.value
        if self.bound is Bound.AT_LEAST:
            return value >= self.value
        return value == self.value


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    what: str
    value: float
    unit: str = ""
    goal: Goal | None = None
    note: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether the goal is reached; without one there is nothing to miss."""
        return self.goal is None or self.goal.is_kept_by(self.value)

    @property
    def is_fact(self) -> bool:
        """Whether it must hold on any machine."""
        return self.goal is not None and self.goal.is_fact

    def cells(self) -> tuple[str, str, str, str, str]:
        """What, measured, goal, of the goal, note: as text."""
        if self.goal is None:
            return self.what, self._with_unit(self.value), "", "", self.note
        wanted = f"{self.goal.bound} {self._with_unit(self.goal.value)}"
        return self.what, self._with_unit(self.value), wanted, self._of_the_goal(), self.note

    def _of_the_goal(self) -> str:
        kept = "kept" if self.is_kept else "MISSED"
        if self.goal is None or self.goal.bound is Bound.EXACTLY or not self.goal.value:
            return kept
        return f"{kept}, {self.value / self.goal.value * _PERCENT:.0f} %"

    def _with_unit(self, value: float) -> str:
        return f"{shown(value)} {self.unit}".rstrip()


def fact(what: str, value: float, *, wanted: float, unit: str = "", note: str = "") -> Figure:
    """A figure that is right or wrong."""
    return Figure(what, value, unit, Goal(Bound.EXACTLY, wanted, is_fact=True), note)


def limited(what: str, value: float, *, most: float, unit: str = "", note: str = "") -> Figure:
    """A count that must not be exceeded on any machine."""
    return Figure(what, value, unit, Goal(Bound.AT_MOST, most, is_fact=True), note)


def of_runs(
    what: str,
    runs: Sequence[float],
    *,
    unit: str = MS,
    most: float | None = None,
    least: float | None = None,
) -> Figure:
    """The median of several runs, with the best and the worst of them."""
    goal = None
    if most is not None:
        goal = Goal(Bound.AT_MOST, most)
    elif least is not None:
        goal = Goal(Bound.AT_LEAST, least)
    note = f"{len(runs)} runs, {shown(min(runs))} to {shown(max(runs))}" if len(runs) > 1 else ""
    return Figure(what, median(runs), unit, goal, note)


def shown(value: float) -> str:
    """A number as people read it: three digits that count."""
    if value == int(value) or abs(value) >= _PERCENT:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that `percent` of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // _PERCENT) - 1)]

"""Rules: which changes the team is told of, and which of them are told as one."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

# What somebody does within this long of one another reads as one deed.
BURST = timedelta(minutes=10)
# So many of a kind, by one person in one go, are told as a number.
MANY = 4


class Happened(Protocol):
    """What grouping asks of a piece of news."""

    @property
    def booking_id(self) -> str: ...  # noqa: D102 - as on the change
    @property
    def by_id(self) -> str: ...  # noqa: D102
    @property
    def what(self) -> str: ...  # noqa: D102
    @property
    def at(self) -> datetime: ...  # noqa: D102


News = TypeVar("News", bound=Happened)


def is_news(what: str, after: Mapping[str, object]) -> bool:
    """Whether a change is told.

    A move is told once, by the booking that was left; what was imported is not told, for
    it is many and nobody waits for it; nor that a booking lies within working time again,
    or that its event in Google is as it should be.
    """
    if what == "created":
        return "rescheduled_from" not in after and "imported" not in after
    return bool(after.get("outside_hours", True)) and bool(after.get("event", True))


def grouped(news: Iterable[News]) -> list[list[News]]:
    """News, newest first, as they are told: most alone, bursts together.

    What one person did to one booking in one go is one piece of news; so is the same
    deed to many bookings.
    """
    return _joined(_joined([[one] for one in news], _same_booking, at_least=2), _same_deed, MANY)


def _joined(
    groups: Iterable[list[News]], alike: Callable[[News, News], bool], at_least: int
) -> list[list[News]]:
    """Neighbours that are alike put together, where that makes `at_least` of them."""
    runs: list[list[list[News]]] = []
    for group in groups:
        last = runs[-1] if runs else []
        if last and alike(last[-1][0], group[0]) and last[0][0].at - group[0].at <= BURST:
            last.append(group)
        else:
            runs.append([group])
    joined: list[list[News]] = []
    for run in runs:
        if len(run) >= at_least:
            joined.append([one for group in run for one in group])
        else:
            joined.extend(run)
    return joined


def _same_booking(one: Happened, other: Happened) -> bool:
    return (one.booking_id, one.by_id) == (other.booking_id, other.by_id)


def _same_deed(one: Happened, other: Happened) -> bool:
    return (one.what, one.by_id) == (other.what, other.by_id)

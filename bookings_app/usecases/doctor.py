"""Verbs: examining live data for broken promises."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from bookings_app.db import doctor as find
from bookings_app.db import guards
from bookings_app.db.state import is_migrated
from bookings_app.db.unit_of_work import UnitOfWork, connect, reading
from bookings_app.domain.booking import TRANSITIONS, BookingStatus, first_status
from bookings_app.domain.errors import BookingError

_SHOWN = 5
_FIRST_STATUSES = {first_status(requires_approval=asked) for asked in (True, False)}


@dataclass(frozen=True, slots=True)
class Check:
    """One promise, whether it holds, and what to look at when it does not."""

    name: str
    ok: bool
    detail: str


def examine(database_url: str) -> list[Check]:
    """Look at everything that must always be true. Nothing is changed.

    Where the database cannot be read at all, that is the only answer.
    """
    try:
        connect(database_url)
        with reading() as look:
            migrated = is_migrated(look)
    except BookingError as refusal:
        return [Check("The database can be read", ok=False, detail=str(refusal))]
    if not migrated:
        return [Check("The database is up to date", ok=False, detail="run `bookings migrate`")]
    guarded = _guarded()
    with reading() as look:
        return [
            Check("The database is up to date", ok=True, detail="newest revision"),
            guarded,
            _empty("The database file is sound", find.list_damage(look)),
            _empty("No provider is booked twice at a time", find.list_overlapping(look)),
            _empty("Every status was reached by allowed steps", _impossible_lives(look)),
            _empty("Rescheduled bookings have one successor", find.list_wrongly_linked(look)),
            _empty("Provider calendars agree with bookings", find.list_wrong_events(look)),
            _numbered(look),
        ]


def _guarded() -> Check:
    name = "The database refuses double bookings"
    try:
        guards.check_guards()
    except BookingError as refusal:
        return Check(name, ok=False, detail=str(refusal))
    return Check(name, ok=True, detail="tried it")


def _empty(name: str, wrong: Iterable[str]) -> Check:
    """A check that holds when there is nothing to show."""
    remaining = iter(wrong)
    shown = list(islice(remaining, _SHOWN))
    others = sum(1 for _ in remaining)
    detail = ", ".join(shown) + (f" and {others} more" if others else "")
    return Check(name, ok=not shown, detail=detail or "nothing found")


def _impossible_lives(look: UnitOfWork) -> Iterable[str]:
    return (
        life.reference
        for life in find.iterate_lives(look)
        if not _is_possible(life.status, life.happened, life.status_at_first)
    )


def _is_possible(status: str, happened: Sequence[str], status_at_first: str | None) -> bool:
    """Whether a booking that was made like this became what it is, step by step."""
    if happened[:1] != ("created",) or status_at_first not in _FIRST_STATUSES:
        return False
    statuses = [BookingStatus(status_at_first)]
    statuses += [BookingStatus(what) for what in happened if what in set(BookingStatus)]
    steps_allowed = all(after in TRANSITIONS[before] for before, after in pairwise(statuses))
    return steps_allowed and statuses[-1] == status


def _numbered(look: UnitOfWork) -> Check:
    count, newest, counter = find.change_numbers(look)
    return Check(
        "The history has no hole",
        ok=count == newest == counter,
        detail=f"{count} changes, the newest is {newest}, the counter says {counter}",
    )

"""Closures in words, in the list and in the fields of their editor, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bookings_app.domain.schedule import NewClosure, entered_closure
from bookings_app.ui import format as words
from bookings_app.ui.setup import entries
from bookings_app.usecases.schedule_views import ClosureView

# What stands for every location in a list that must have a word for each choice.
EVERYWHERE = "all"

# What the refusals call the fields.
_FIELD_OF = {"from": "first_on", "to": "last_on"}


@dataclass(frozen=True)
class ClosureLine:
    """A closure in words; its `name` is its dates, which it has for sure."""

    id: str
    name: str
    title: str
    where: str
    archived: bool = False


def closure_lines(
    closures: Sequence[ClosureView], places: Mapping[str, str], *, today: date, past: bool
) -> list[ClosureLine]:
    """Those to come and running ones, soonest first; of the past ones the latest first."""
    found = [each for each in closures if (each.last_on < today) == past]
    return [
        ClosureLine(
            id=each.id,
            name=words.days_range(each.first_on, each.last_on),
            title=each.name,
            where="All locations" if each.location_id is None else places[each.location_id],
        )
        for each in (reversed(found) if past else found)
    ]


def closure_fields(closure: NewClosure | None) -> dict[str, str]:
    """What the editor begins with."""
    if closure is None:
        return {"first_on": "", "last_on": "", "name": "", "location_id": EVERYWHERE}
    return {
        "first_on": closure.first_on.isoformat(),
        "last_on": closure.last_on.isoformat(),
        "name": closure.name,
        "location_id": closure.location_id or EVERYWHERE,
    }


def closure_entered(form: Mapping[str, Any]) -> NewClosure:
    """The fields as a closure.

    Raises:
        Invalid: the first date is missing or cannot be; and what else cannot be taken then.
    """
    location_id = entries.text(form, "location_id")
    return entered_closure(
        entries.day(form, "first_on"),
        entries.day(form, "last_on"),
        name=entries.text(form, "name"),
        location_id=None if location_id in {EVERYWHERE, ""} else location_id,
    )


def fields_named(errors: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by the names of the fields."""
    return {_FIELD_OF.get(name, name): sentence for name, sentence in errors.items()}

"""Rules: two people change the same thing; neither undoes what the other has changed."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any, ClassVar, Protocol, TypeVar, cast

from bookings_app.domain.errors import Invalid


class Entry(Protocol):
    """Any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


T = TypeVar("T", bound=Entry)
Ids = tuple[str, ...]


class ChangedMeanwhile(Invalid):
    """Both changed the same fields, each to something else: `stored` is the other's, by field."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        super().__init__([(name, _sentence(name, value)) for name, value in stored.items()])
        self.stored = dict(stored)


def as_entered(kind: type[T], shown: object) -> T:
    """What is shown as it would be entered: an entry of that dataclass, field by field."""
    names = [each.name for each in fields(kind)]
    return kind(**{name: getattr(shown, name) for name in names})


def merged(wanted: T, *, read: T, stored: T) -> T:
    """`wanted`, but what is as it was `read` is as it is `stored` by now.

    All three are entries of one dataclass. Of ids in a tuple, what was added and what was
    taken away counts, so that these never collide.

    Raises:
        ChangedMeanwhile: every field that both changed, each to something else.
    """
    result: dict[str, Any] = {}
    collisions: dict[str, Any] = {}
    for name in (each.name for each in fields(wanted)):
        mine, before, theirs = (getattr(each, name) for each in (wanted, read, stored))
        if mine in (before, theirs):
            result[name] = theirs
        elif theirs == before:
            result[name] = mine
        elif isinstance(mine, tuple) and isinstance(before, tuple):
            result[name] = _ids(cast("Ids", mine), cast("Ids", before), theirs)
        else:
            collisions[name] = theirs
    if collisions:
        raise ChangedMeanwhile(collisions)
    return replace(wanted, **result)


def changed_by_others(saved: T, *, read: T, wanted: T) -> list[str]:
    """The fields that `wanted` left as they were `read`, and that are `saved` otherwise."""
    return [
        each.name
        for each in fields(saved)
        if getattr(wanted, each.name) == getattr(read, each.name) != getattr(saved, each.name)
    ]


def _ids(mine: Ids, before: Ids, theirs: Ids) -> Ids:
    kept = [each for each in theirs if each in mine or each not in before]
    added = [each for each in mine if each not in before and each not in theirs]
    return (*kept, *added)


def _sentence(name: str, value: object) -> str:
    to = "" if name.endswith("_id") else f", to {_said(name, value)}"
    return f"Somebody else has changed this meanwhile{to}. Save again to have yours."


def _said(name: str, value: object) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        unit = name.rpartition("_")[2]
        return f"{value:,} {unit.removesuffix('s') if value == 1 else unit}"
    if isinstance(value, date):
        return value.isoformat()
    return f"“{value}”"

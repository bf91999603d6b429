"""Lists in pages: a cursor says behind what the next one begins, and is nobody's to read."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar, cast

from bookings_app.api.instants import instant_in
from bookings_app.api.v1.fields import Answered
from bookings_app.domain.errors import Invalid

# Where a page of bookings ends: start and id of its last one.
Place = tuple[datetime, str]

Item = TypeVar("Item")
One = TypeVar("One", bound=Answered)

_LARGEST = 2**62


class Asked(Protocol):
    """Which part of a list is asked for."""

    @property
    def limit(self) -> int: ...  # noqa: D102 - as on a page
    @property
    def cursor(self) -> str | None: ...  # noqa: D102


class Listed(Answered, Generic[One]):
    """A part of a list; `next_cursor` asks for what follows, null at the end."""

    items: list[One]
    next_cursor: str | None = None


def cursor_for(*place: str | int) -> str:
    """The cursor that begins behind `place`."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def place_in(cursor: str, *kinds: type[str] | type[int]) -> tuple[Any, ...]:
    """The place that a cursor of ours names.

    Raises:
        Invalid: it is none of ours.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        place = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise _no_cursor() from error
    parts: list[Any] = cast("list[Any]", place) if isinstance(place, list) else []
    if [type(part) for part in parts] != list(kinds) or not all(map(_can_be_stored, parts)):
        raise _no_cursor()
    return tuple(parts)


def part_of(
    items: Sequence[Item], asked: Asked, *, place: Callable[[Item], tuple[str, str]]
) -> tuple[list[Item], str | None]:
    """A page of a whole list, ordered by `place`, and the cursor to what follows.

    Raises:
        Invalid: the cursor is none of ours.
    """
    ordered = sorted(items, key=place)
    if asked.cursor is not None:
        after = place_in(asked.cursor, str, str)
        ordered = [item for item in ordered if place(item) > after]
    part = ordered[: asked.limit]
    more = len(ordered) > asked.limit
    return part, cursor_for(*place(part[-1])) if more else None


def cursor_behind(place: Place | None) -> str | None:
    """The cursor to what follows a page of bookings; None at the end."""
    return None if place is None else cursor_for(place[0].isoformat(), place[1])


def place_behind(cursor: str | None) -> Place | None:
    """The place that such a cursor names; None for the beginning.

    Raises:
        Invalid: it is none of ours.
    """
    if cursor is None:
        return None
    starts_at, booking_id = place_in(cursor, str, str)
    found = instant_in(starts_at)
    if found is None:
        raise _no_cursor()
    return found, booking_id


def _can_be_stored(part: str | int) -> bool:
    if isinstance(part, int):
        return 0 <= part < _LARGEST
    return "\0" not in part and part.encode(errors="replace").decode() == part


def _no_cursor() -> Invalid:
    return Invalid([("cursor", "Send the next_cursor of the page before, as it came.")])

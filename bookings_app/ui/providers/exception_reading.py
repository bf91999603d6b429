"""What a browser sent of a time off, or of other hours on a date."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bookings_app.domain.errors import Invalid
from bookings_app.domain.local_time import MINUTES_A_DAY
from bookings_app.domain.schedule import AwayByClock, Span
from bookings_app.domain.wall_clock import minute_of_day
from bookings_app.ui.providers.hours_lines import typed_minute

# As the rules name a field, and as it is called here.
_FIELDS = {"starts_at": "from", "ends_at": "to", "location_id": "place"}


def away_in(form: Mapping[str, Any], *, whole_days: bool, zone: ZoneInfo) -> AwayByClock:
    """A time off, as far as it can be read."""
    return AwayByClock(
        first_on=_date(text_in(form, "from")),
        last_on=_date(text_in(form, "to")),
        zone=zone,
        start_minute=0 if whole_days else minute_of_day(text_in(form, "start")),
        end_minute=MINUTES_A_DAY if whole_days else minute_of_day(text_in(form, "end")),
        reason=text_in(form, "reason"),
    )


def windows_in(form: Mapping[str, Any], numbers: Sequence[int]) -> list[Span]:
    """The stretches of those lines; a time no clock shows is left for the rules to refuse."""
    return [
        (typed_minute(form.get(f"start-{number}")), typed_minute(form.get(f"end-{number}")))
        for number in numbers
    ]


def date_in(text: str, field: str) -> date:
    """That date.

    Raises:
        Invalid: it is none.
    """
    found = _date(text)
    if found is None:
        raise Invalid([(field, "Choose a date.")])
    return found


def text_in(form: Mapping[str, Any], name: str) -> str:
    """One field's text."""
    value = form.get(name) if isinstance(form, Mapping) else None
    return value if isinstance(value, str) else ""


def said_of(errors: Sequence[tuple[str, str]], numbers: Sequence[int]) -> dict[str, str]:
    """Sentences by field; `windows.1.end` is the end of the second of those lines."""
    said: dict[str, str] = {}
    for field, sentence in errors:
        name = _FIELDS.get(field, field)
        if field.startswith("windows."):
            _, index, part = field.split(".")
            name = f"{part}-{numbers[int(index)]}"
        said[name] = sentence
    return said


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

"""What differs from a provider's weekly hours, a line each, by the day it begins."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bookings_app.ui import format as words
from bookings_app.ui.providers.hours_lines import clock_text
from bookings_app.usecases.schedule_views import ClosureView, OverrideView, TimeOffView

TIME_OFF, OVERRIDE, CLOSURE = "time_off", "override", "closure"

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ExceptionLine:
    """One of them in words; closures are for the whole location and cannot be opened here."""

    id: str
    kind: str
    when: str
    what: str
    more: str


def exception_lines(
    overrides: Iterable[OverrideView],
    time_off: Iterable[TimeOffView],
    closures: Iterable[ClosureView],
    *,
    places: Mapping[str, str],
    zone: ZoneInfo,
    today: date,
) -> list[ExceptionLine]:
    """All of them, by their first date; `places` are names by id."""
    dated = [
        *((each.on, _override(each, places, today)) for each in overrides),
        *(
            (words.local(each.starts_at, zone).date(), _away(each, zone, today))
            for each in time_off
        ),
        *((each.first_on, _closure(each, places, today)) for each in closures),
    ]
    return [line for _, line in sorted(dated, key=lambda pair: (pair[0], pair[1].when))]


def override_id(each: OverrideView) -> str:
    """What an override is called here: at most one for a date and a location."""
    return f"{each.on.isoformat()} {each.location_id or ''}"


def whole_days(each: TimeOffView, zone: ZoneInfo) -> tuple[date, date] | None:
    """The first and last date of a time off that is made of whole days, else None."""
    start, end = words.local(each.starts_at, zone), words.local(each.ends_at, zone)
    if start.time() != datetime.min.time() or end.time() != datetime.min.time():
        return None
    return start.date(), end.date() - _A_DAY


def _override(each: OverrideView, places: Mapping[str, str], today: date) -> ExceptionLine:
    hours = ", ".join(f"{clock_text(start)} – {clock_text(end)}" for start, end in each.windows)
    day = words.day(each.on, today=today)
    where = places.get(each.location_id or "", "") if each.location_id else "All their locations"
    return ExceptionLine(
        id=override_id(each),
        kind=OVERRIDE,
        when=f"{day}, {hours}" if hours else day,
        what="Other hours" if hours else "Not working",
        more=where,
    )


def _away(each: TimeOffView, zone: ZoneInfo, today: date) -> ExceptionLine:
    days = whole_days(each, zone)
    if days is not None:
        first, last = (words.day(on, today=today) for on in days)
        when = first if days[0] == days[1] else f"{first} – {last}"
    else:
        start = words.local(each.starts_at, zone).date()
        times = words.clock_range(each.starts_at, each.ends_at, zone)
        when = f"{words.day(start, today=today)}, {times}"
    return ExceptionLine(id=each.id, kind=TIME_OFF, when=when, what="Time off", more=each.reason)


def _closure(each: ClosureView, places: Mapping[str, str], today: date) -> ExceptionLine:
    first, last = words.day(each.first_on, today=today), words.day(each.last_on, today=today)
    where = places.get(each.location_id or "", "") if each.location_id else "All locations"
    return ExceptionLine(
        id=each.id,
        kind=CLOSURE,
        when=first if each.first_on == each.last_on else f"{first} – {last}",
        what="Closed",
        more=", ".join(filter(None, [where, each.name])),
    )

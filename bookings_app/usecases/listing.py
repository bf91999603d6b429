"""The verbs: the bookings of the calendar, and what it can be narrowed down to."""

from collections.abc import Iterable, Sequence
from typing import Any

from bookings_app.db import catalog, changes
from bookings_app.db import listing as rows
from bookings_app.db.unit_of_work import reading
from bookings_app.domain.access import Actor, visible_bookings
from bookings_app.domain.booking import BookingSource, BookingStatus
from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.usecases.views import (
    CalendarEntry,
    CalendarRange,
    Choice,
    FilterChoices,
    OpeningHours,
)

DAY = 1_440

# Looking one up is quicker than making one, for the thousands of a month.
_STATUSES = {each.value: each for each in BookingStatus}
_SOURCES = {each.value: each for each in BookingSource}


def list_bookings(wanted: BookingFilter, *, seen_by: Actor) -> list[CalendarEntry]:
    """The bookings wanted, as far as `seen_by` may see them, by start and id."""
    with reading() as work:
        found = rows.entries(work, wanted, visible_bookings(seen_by))
        return [calendar_entry(row) for row in found]


def bookings_between(wanted: BookingFilter, *, seen_by: Actor) -> CalendarRange:
    """The same with the number of the newest change, both of one moment.

    Whoever applies the changes after that number to them has missed none.
    """
    with reading() as work:
        newest = changes.newest_change(work)
        found = rows.entries(work, wanted, visible_bookings(seen_by))
        return CalendarRange(newest, [calendar_entry(row) for row in found])


def filter_choices(*, seen_by: Actor) -> FilterChoices:
    """What the calendar can be narrowed down to: nothing that hides from `seen_by`."""
    visibility = visible_bookings(seen_by)
    with reading() as work:
        return FilterChoices(
            services=_choices(rows.services_to_filter(work, visibility)),
            locations=_choices(rows.locations_to_filter(work, visibility)),
            providers=_choices(rows.providers_to_filter(work, visibility)),
        )


def opening_hours() -> OpeningHours:
    """When anybody works, by the clocks of the locations.

    Hours that run over midnight open both dates. Before any are set it is around
    the clock, on no weekday.
    """
    with reading() as work:
        windows = catalog.working_windows(work)
    days: set[int] = set()
    earliest, latest = DAY, 0
    for weekday, start, end in windows:
        days.add(weekday)
        if end > start:
            earliest, latest = min(earliest, start), max(latest, end)
        else:
            earliest, latest = (min(earliest, start) if end == 0 else 0), DAY
            days.update({(weekday + 1) % 7} if end > 0 else ())
    if not days:
        earliest, latest = 0, DAY
    return OpeningHours(days=frozenset(days), earliest_minute=earliest, latest_minute=latest)


def calendar_entry(row: Sequence[Any]) -> CalendarEntry:
    """What ENTRY_COLUMNS say of a booking, as the calendar gets it."""
    *plain, status, source, outside_hours, in_google = row
    return CalendarEntry(
        *plain,
        status=_STATUSES[status],
        source=_SOURCES[source],
        outside_hours=outside_hours,
        in_google=in_google,
    )


def _choices(found: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(id=id_, name=name) for id_, name in found)

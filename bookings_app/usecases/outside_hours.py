"""The verbs: bookings that no longer lie within working time. They stay, and are marked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bookings_app.db import outside_hours as rows
from bookings_app.db.outside_hours import Affected
from bookings_app.db.unit_of_work import UnitOfWork, reading
from bookings_app.domain.access import Actor, BookingVisibility, visible_bookings
from bookings_app.domain.interval import Interval
from bookings_app.domain.outside_hours import Place, reasons_outside
from bookings_app.domain.slots import ProviderTime, Reason
from bookings_app.usecases import changes
from bookings_app.usecases.listing import calendar_entry
from bookings_app.usecases.views import CalendarEntry
from bookings_app.usecases.working_inputs import WorkingInputs, working_inputs

_EVERYTHING = BookingVisibility(everything=True)


def bookings_outside_hours(
    *,
    provider_id: str | None = None,
    location_id: str | None = None,
    seen_by: Actor,
    now: datetime,
) -> list[CalendarEntry]:
    """Bookings to come outside working time as it is now, by start, each with its reason.

    Of that provider, at that location, or all; as far as `seen_by` may see them.
    """
    with reading() as work:
        affected = Affected(provider_id, location_id)
        found = rows.upcoming(work, affected, visible_bookings(seen_by), now=now)
        entries = [calendar_entry(row) for row in found]
        reasons = _reasons(work, entries)
    return [
        replace(entry, outside_hours=reasons[entry.id]) for entry in entries if entry.id in reasons
    ]


def mark_again(
    work: UnitOfWork, affected: Affected, *, by: Actor, now: datetime
) -> list[CalendarEntry]:
    """After hours have changed: mark what lies outside them, and unmark what does not.

    The providers affected are held since before, so that nobody books by the old hours
    meanwhile. Each mark that changes is a line of the booking's history. Answers those that lay
    within working time before, by start, as far as `by` may see them.
    """
    work.session.flush()
    found = rows.upcoming(work, affected, _EVERYTHING, now=now)
    entries = [calendar_entry(row) for row in found]
    reasons = _reasons(work, entries)
    _write(work, entries, reasons, by=by, now=now)
    visibility = visible_bookings(by)
    return [
        replace(entry, outside_hours=reasons[entry.id])
        for entry in entries
        if entry.id in reasons and not entry.outside_hours and visibility.covers(entry)
    ]


def reasons_for(
    work: UnitOfWork, location_id: str, times: Mapping[str, Sequence[Interval]]
) -> dict[tuple[str, Interval], Reason]:
    """Why times of providers are not worked at a location; those that are, are left out.

    `times` are by provider; so is the answer.
    """
    spans = [time for of_provider in times.values() for time in of_provider]
    if not spans:
        return {}
    reach = Interval(min(time.starts_at for time in spans), max(time.ends_at for time in spans))
    zone = ZoneInfo(rows.time_zones(work, [location_id])[location_id])
    inputs = working_inputs(
        work,
        location_id,
        list(times),
        first_on=reach.starts_at.astimezone(zone).date(),
        last_on=reach.ends_at.astimezone(zone).date(),
        reach=reach,
    )
    place = Place(location_id, zone, inputs.closures)
    return {
        (provider_id, time): reason
        for provider_id, of_provider in times.items()
        for time, reason in reasons_outside(
            of_provider, _provider(provider_id, inputs), place
        ).items()
    }


def _provider(provider_id: str, inputs: WorkingInputs) -> ProviderTime:
    return ProviderTime(
        id=provider_id,
        name="",
        weekly=inputs.weekly.get(provider_id, ()),
        overrides=inputs.overrides.get(provider_id, ()),
        time_off=inputs.time_off.get(provider_id, ()),
    )


def _reasons(work: UnitOfWork, entries: Iterable[CalendarEntry]) -> dict[str, str]:
    """Why bookings lie outside working time, by id; those that do not are left out."""
    places: defaultdict[str, defaultdict[str, dict[Interval, str]]]
    places = defaultdict(lambda: defaultdict(dict))
    for entry in entries:
        time = Interval(entry.starts_at, entry.ends_at)
        places[entry.location_id][entry.provider_id][time] = entry.id
    return {
        by_provider[provider_id][time]: reason.value
        for location_id, by_provider in places.items()
        for (provider_id, time), reason in reasons_for(
            work, location_id, {each: list(times) for each, times in by_provider.items()}
        ).items()
    }


def _write(
    work: UnitOfWork,
    entries: Sequence[CalendarEntry],
    reasons: Mapping[str, str],
    *,
    by: Actor,
    now: datetime,
) -> None:
    differ = [each.id for each in entries if each.outside_hours != reasons.get(each.id, "")]
    for row in rows.bookings(work, differ):
        before, row.outside_hours = row.outside_hours, reasons.get(row.id, "")
        work.session.add(row)
        changes.record(
            work,
            row,
            what="flagged",
            by=by,
            now=now,
            before={"outside_hours": before},
            after={"outside_hours": row.outside_hours},
        )

"""The verbs: what a provider's hours come to in one week, also before they are saved."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bookings_app.db import schedules as rows
from bookings_app.db.tables import LocationRow
from bookings_app.db.unit_of_work import UnitOfWork, reading
from bookings_app.domain.access import Actor, check_may_see_hours
from bookings_app.domain.checks import Findings
from bookings_app.domain.outside_hours import Place
from bookings_app.domain.resulting_week import Stretch, differs, resulting_days
from bookings_app.domain.schedule import HoursWindow, checked_hours
from bookings_app.domain.slots import ProviderTime
from bookings_app.domain.spans import instant_at
from bookings_app.domain.working_time import WeeklyWindow
from bookings_app.usecases.catalog import provider_row
from bookings_app.usecases.schedule_views import WeekAtLocation, WeekDay, WeekPart
from bookings_app.usecases.schedules import known_locations
from bookings_app.usecases.slot_inputs import day_bounds
from bookings_app.usecases.working_inputs import working_inputs

DAYS = 7


def resulting_week(
    provider_id: str,
    first_on: date,
    *,
    draft: Sequence[HoursWindow] | None = None,
    seen_by: Actor,
) -> list[WeekAtLocation]:
    """What a provider works on seven local dates, by the name of the location.

    Weekly hours, as stored or as in `draft`, after overrides, closures and time off: by
    the rules that offer slots. Each part of a date says what takes it out, if anything.

    Raises:
        Forbidden: somebody else's, and `seen_by` has nothing to do with the set-up.
        NotFound: no such provider.
        Invalid: a date nobody can reckon with, or every field of the draft that
            cannot be taken, such as `2.breaks.0.end`.
    """
    check_may_see_hours(seen_by, provider_id=provider_id)
    findings = Findings()
    findings.date("first_on", first_on)
    findings.refuse_if_any()
    with reading() as work:
        provider_row(work, provider_id)
        weekly = None
        if draft is not None:
            weekly = checked_hours(draft, known_locations=known_locations(work, provider_id))
        return [
            _week(work, provider_id, location, first_on, weekly)
            for location in rows.locations_to_work_at(
                work,
                provider_id,
                # A night shift of the day before reaches into the first date.
                first_on=first_on - timedelta(days=1),
                last_on=first_on + timedelta(days=DAYS - 1),
                weekly_at=None if weekly is None else {each.location_id for each in weekly},
            )
        ]


def _week(
    work: UnitOfWork,
    provider_id: str,
    location: LocationRow,
    first_on: date,
    weekly: Iterable[WeeklyWindow] | None,
) -> WeekAtLocation:
    zone = ZoneInfo(location.time_zone)
    last_on = first_on + timedelta(days=DAYS - 1)
    bounds = day_bounds(zone, first_on, last_on)
    inputs = working_inputs(
        work,
        location.id,
        [provider_id],
        first_on=first_on,
        last_on=last_on,
        reach=bounds,
    )
    provider = ProviderTime(
        id=provider_id,
        name="",
        weekly=inputs.weekly.get(provider_id, ()) if weekly is None else tuple(weekly),
        overrides=inputs.overrides.get(provider_id, ()),
        time_off=inputs.time_off.get(provider_id, ()),
    )
    place = Place(location.id, zone, inputs.closures)
    days = resulting_days(provider, place, first_on=first_on, count=DAYS)
    dates = [first_on + timedelta(days=number) for number in range(DAYS)]
    return WeekAtLocation(
        location_id=location.id,
        location_name=location.name,
        time_zone=location.time_zone,
        days=tuple(
            WeekDay(
                on=on,
                differs=differs(provider, place, on=on),
                parts=tuple(_part(each, on, zone) for each in day),
            )
            for on, day in zip(dates, days, strict=True)
        ),
    )


def _part(stretch: Stretch, on: date, zone: ZoneInfo) -> WeekPart:
    starts_at, ends_at = (instant_at(second) for second in stretch.span)
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    return WeekPart(
        starts_at=starts_at,
        ends_at=ends_at,
        start_minute=start.hour * 60 + start.minute,
        # The midnight at which the date ends is its last minute, not the next date's first.
        end_minute=end.hour * 60 + end.minute if end.date() == on else 1_440,
        reason=stretch.reason,
    )

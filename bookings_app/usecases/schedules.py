"""The verbs: when a provider works. Bookings made before stay, and are marked."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

from bookings_app.db import catalog
from bookings_app.db import schedules as rows
from bookings_app.db.locks import hold_providers
from bookings_app.db.outside_hours import Affected
from bookings_app.db.tables import DateOverrideRow, TimeOffRow, WorkingHoursRow
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.access import Actor, check_may_see_hours, check_may_set_hours
from bookings_app.domain.checks import could_be_id
from bookings_app.domain.errors import NotFound, VersionConflict
from bookings_app.domain.schedule import (
    HoursWindow,
    NewTimeOff,
    Span,
    checked_hours,
    checked_override,
    checked_time_off,
)
from bookings_app.usecases.catalog import provider_row
from bookings_app.usecases.outside_hours import mark_again
from bookings_app.usecases.schedule_views import OverrideView, Saved, Schedule, TimeOffView
from bookings_app.usecases.views import CalendarEntry

# The first place on earth to have a date has it so long before Greenwich.
_EARLIEST_MIDNIGHT = timedelta(hours=14)


def get_schedule(provider_id: str, *, seen_by: Actor, first_on: date | None = None) -> Schedule:
    """A provider's weekly hours, and what differs from them: all of it, or from a date on.

    Raises:
        Forbidden: somebody else's, and `seen_by` has nothing to do with the set-up.
        NotFound: no such provider.
    """
    check_may_see_hours(seen_by, provider_id=provider_id)
    limits = seen_by.limits
    after = None
    if first_on is not None:
        after = datetime.combine(first_on, datetime.min.time(), UTC) - _EARLIEST_MIDNIGHT
    with reading() as work:
        provider_row(work, provider_id)
        return Schedule(
            provider_id=provider_id,
            weekly=tuple(
                window
                for window in _weekly(work, provider_id)
                if limits.allow(location_id=window.location_id)
            ),
            overrides=tuple(
                _override_view(row)
                for row in rows.date_overrides(work, provider_id, first_on=first_on)
                if limits.allow(location_id=row.location_id)
            ),
            time_off=tuple(
                TimeOffView(row.id, row.starts_at, row.ends_at, row.reason)
                for row in rows.time_off(work, provider_id, after=after)
            ),
        )


def set_working_hours(
    provider_id: str,
    windows: Sequence[HoursWindow],
    *,
    instead_of: Sequence[HoursWindow] | None = None,
    by: Actor,
    now: datetime,
) -> list[CalendarEntry]:
    """Replace a provider's weekly hours at all locations; answers the bookings it hits.

    Raises:
        Forbidden: neither `by`'s own hours nor theirs to set.
        NotFound: no such provider.
        VersionConflict: they are not `instead_of` any more.
        Invalid: every field that cannot be taken, such as `2.breaks.0.end`.
    """
    check_may_set_hours(by, provider_id=provider_id)
    with unit_of_work() as work:
        affected = _about_to_change(work, provider_id)
        checked = checked_hours(windows, known_locations=known_locations(work, provider_id))
        if instead_of is not None and tuple(instead_of) != _weekly(work, provider_id):
            raise VersionConflict
        rows.replace_weekly_hours(
            work,
            provider_id,
            [
                WorkingHoursRow(
                    provider_id=provider_id,
                    location_id=window.location_id,
                    weekday=window.weekday,
                    start_minute=window.span.start,
                    end_minute=window.span.end,
                    breaks=[[pause.start, pause.end] for pause in window.breaks],
                )
                for window in checked
            ],
        )
        return mark_again(work, affected, by=by, now=now)


def set_override(
    provider_id: str,
    on: date,
    windows: Sequence[Span],
    *,
    location_id: str | None = None,
    by: Actor,
    now: datetime,
) -> list[CalendarEntry]:
    """Have a provider work `windows` on that date instead; none is a day off.

    Replaces the override of the same date and location. Without a location it holds
    wherever they have weekly hours. Answers the bookings it hits.

    Raises:
        Forbidden: neither `by`'s own hours nor theirs to set.
        NotFound: no such provider.
        Invalid: every field that cannot be taken.
    """
    check_may_set_hours(by, provider_id=provider_id)
    with unit_of_work() as work:
        affected = _about_to_change(work, provider_id)
        known = catalog.location_ids(work)
        checked = checked_override(on, windows, location_id=location_id, known_locations=known)
        rows.forget_override(work, provider_id, on, location_id=location_id)
        work.session.add(
            DateOverrideRow(
                provider_id=provider_id,
                on_date=on,
                location_id=location_id,
                windows=[[span.start, span.end] for span in checked],
            )
        )
        return mark_again(work, affected, by=by, now=now)


def remove_override(
    provider_id: str, on: date, *, location_id: str | None = None, by: Actor, now: datetime
) -> list[CalendarEntry]:
    """Remove the override of that date and location; None is its own place.

    Answers the bookings it hits.

    Raises:
        Forbidden: neither `by`'s own hours nor theirs to set.
        NotFound: no such provider, or no such override.
    """
    return _without_overrides(
        provider_id, on, lambda row: row.location_id == location_id, by=by, now=now
    )


def remove_overrides(
    provider_id: str, on: date, *, by: Actor, now: datetime
) -> list[CalendarEntry]:
    """Have a provider work their weekly hours on that date again, wherever they differ.

    Answers the bookings it hits.

    Raises:
        Forbidden: neither `by`'s own hours nor theirs to set.
        NotFound: no such provider, or nothing differs on that date.
    """
    return _without_overrides(provider_id, on, lambda _: True, by=by, now=now)


def add_time_off(provider_id: str, away: NewTimeOff, *, by: Actor, now: datetime) -> Saved:
    """Offer no slot of a provider while they are away; answers the bookings it hits.

    Raises:
        Forbidden: neither `by`'s own time off nor theirs to set.
        NotFound: no such provider.
        Invalid: every field that cannot be taken.
    """
    check_may_set_hours(by, provider_id=provider_id)
    checked = checked_time_off(away)
    with unit_of_work() as work:
        affected = _about_to_change(work, provider_id)
        row = TimeOffRow(
            provider_id=provider_id,
            starts_at=checked.starts_at,
            ends_at=checked.ends_at,
            reason=checked.reason,
        )
        work.session.add(row)
        return Saved(row.id, mark_again(work, affected, by=by, now=now))


def change_time_off(
    provider_id: str, time_off_id: str, changed: NewTimeOff, *, by: Actor, now: datetime
) -> Saved:
    """Have a provider be away at another time; answers the bookings it hits.

    Raises:
        Forbidden: neither `by`'s own time off nor theirs to set.
        NotFound: no such provider, or no such time off of theirs.
        Invalid: every field that cannot be taken.
    """
    check_may_set_hours(by, provider_id=provider_id)
    checked = checked_time_off(changed)
    with unit_of_work() as work:
        affected = _about_to_change(work, provider_id)
        row = _time_off(work, provider_id, time_off_id)
        row.starts_at, row.ends_at = checked.starts_at, checked.ends_at
        row.reason = checked.reason
        work.session.add(row)
        return Saved(row.id, mark_again(work, affected, by=by, now=now))


def remove_time_off(provider_id: str, time_off_id: str, *, by: Actor, now: datetime) -> None:
    """Have a provider work again while they were to be away.

    Raises:
        Forbidden: neither `by`'s own time off nor theirs to set.
        NotFound: no such provider, or no such time off of theirs.
    """
    check_may_set_hours(by, provider_id=provider_id)
    with unit_of_work() as work:
        affected = _about_to_change(work, provider_id)
        work.session.delete(_time_off(work, provider_id, time_off_id))
        mark_again(work, affected, by=by, now=now)


def _time_off(work: UnitOfWork, provider_id: str, time_off_id: str) -> TimeOffRow:
    known = could_be_id(time_off_id)
    row = rows.one_time_off(work, provider_id, time_off_id) if known else None
    if row is None:
        raise NotFound("time off")
    return row


def known_locations(work: UnitOfWork, provider_id: str) -> frozenset[str]:
    """Where a provider can have hours: archived locations only if they have some there already."""
    return catalog.location_ids(work) | rows.locations_worked_at(work, provider_id)


def hours_window(row: WorkingHoursRow) -> HoursWindow:
    """A weekly window as its readers get it."""
    return HoursWindow(
        location_id=row.location_id,
        weekday=row.weekday,
        start_minute=row.start_minute,
        end_minute=row.end_minute,
        breaks=tuple((start, end) for start, end in row.breaks),
    )


def _without_overrides(
    provider_id: str,
    on: date,
    wanted: Callable[[DateOverrideRow], bool],
    *,
    by: Actor,
    now: datetime,
) -> list[CalendarEntry]:
    check_may_set_hours(by, provider_id=provider_id)
    with unit_of_work() as work:
        affected = _about_to_change(work, provider_id)
        found = [row for row in rows.overrides_of(work, provider_id, on) if wanted(row)]
        if not found:
            raise NotFound("override")
        for row in found:
            work.session.delete(row)
        return mark_again(work, affected, by=by, now=now)


def _about_to_change(work: UnitOfWork, provider_id: str) -> Affected:
    """The bookings of a provider whose hours change now; nobody books by the old ones."""
    provider_row(work, provider_id)
    hold_providers(work, only=provider_id)
    return Affected(provider_id=provider_id)


def _weekly(work: UnitOfWork, provider_id: str) -> tuple[HoursWindow, ...]:
    return tuple(hours_window(row) for row in rows.weekly_hours(work, provider_id))


def _override_view(row: DateOverrideRow) -> OverrideView:
    windows = tuple((start, end) for start, end in row.windows)
    return OverrideView(row.on_date, row.location_id, windows)

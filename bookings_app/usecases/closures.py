"""The verbs: when a location opens for nobody. Bookings made before stay, and are marked."""

from datetime import date, datetime

from bookings_app.db import catalog
from bookings_app.db import schedules as rows
from bookings_app.db.locks import hold_providers
from bookings_app.db.outside_hours import Affected
from bookings_app.db.tables import ClosureRow
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.access import Actor, Area, check_area, check_may_see_hours
from bookings_app.domain.checks import could_be_id
from bookings_app.domain.errors import NotFound
from bookings_app.domain.merging import as_entered, merged
from bookings_app.domain.schedule import NewClosure, checked_closure
from bookings_app.usecases.outside_hours import mark_again
from bookings_app.usecases.schedule_views import ClosureView, Saved


def list_closures(*, seen_by: Actor, first_on: date | None = None) -> list[ClosureView]:
    """What is closed, ascending: all of it, or what lasts until a date or longer.

    Raises:
        Forbidden: a key without its scope.
    """
    check_may_see_hours(seen_by, provider_id=None)
    with reading() as work:
        return [
            ClosureView(row.id, row.location_id, row.first_on, row.last_on, row.name)
            for row in rows.closures(work, first_on=first_on)
            if seen_by.limits.allow(location_id=row.location_id)
        ]


def add_closure(new: NewClosure, *, by: Actor, now: datetime) -> Saved:
    """Close a location, or all, for some dates; answers the bookings it hits.

    Raises:
        Forbidden: `by` may not change the set-up.
        Invalid: every field that cannot be taken.
    """
    check_area(by, Area.SETUP)
    with unit_of_work() as work:
        checked = checked_closure(new, known_locations=catalog.location_ids(work))
        hold_providers(work)
        row = ClosureRow(
            location_id=checked.location_id,
            first_on=checked.first_on,
            last_on=checked.last_on,
            name=checked.name,
        )
        work.session.add(row)
        affected = Affected(location_id=checked.location_id)
        return Saved(row.id, mark_again(work, affected, by=by, now=now))


def change_closure(
    closure_id: str,
    changed: NewClosure,
    *,
    read: NewClosure | None = None,
    by: Actor,
    now: datetime,
) -> Saved:
    """Have a closure be as `changed`; answers the bookings it hits.

    With `read`, what it was when `by` began to change it, fields they left alone stay as
    somebody else has changed them since.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: no such closure.
        Invalid: every field that cannot be taken.
        ChangedMeanwhile: somebody else changed the same fields otherwise since `read`.
    """
    check_area(by, Area.SETUP)
    with unit_of_work() as work:
        hold_providers(work)
        row = _closure(work, closure_id)
        known = catalog.location_ids(work).union(filter(None, [row.location_id]))
        checked = checked_closure(changed, known_locations=known)
        if read is not None:
            mine = merged(checked, read=read, stored=as_entered(NewClosure, row))
            checked = checked_closure(mine, known_locations=known)
        moves = row.location_id != checked.location_id
        affected = Affected() if moves else Affected(location_id=row.location_id)
        row.location_id, row.name = checked.location_id, checked.name
        row.first_on, row.last_on = checked.first_on, checked.last_on
        work.session.add(row)
        return Saved(row.id, mark_again(work, affected, by=by, now=now))


def remove_closure(closure_id: str, *, by: Actor, now: datetime) -> None:
    """Open again what was to be closed.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: no such closure.
    """
    check_area(by, Area.SETUP)
    with unit_of_work() as work:
        hold_providers(work)
        row = _closure(work, closure_id)
        affected = Affected(location_id=row.location_id)
        work.session.delete(row)
        mark_again(work, affected, by=by, now=now)


def _closure(work: UnitOfWork, closure_id: str) -> ClosureRow:
    row = rows.closure(work, closure_id) if could_be_id(closure_id) else None
    if row is None:
        raise NotFound("closure")
    return row

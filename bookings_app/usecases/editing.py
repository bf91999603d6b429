"""The verbs: correcting who comes. Nothing else of a booking can be edited."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.unit_of_work import unit_of_work
from bookings_app.domain.access import Action, Actor
from bookings_app.domain.customer import CustomerDetails, checked_customer
from bookings_app.domain.errors import VersionConflict
from bookings_app.usecases import changes
from bookings_app.usecases.booking_details import details_of
from bookings_app.usecases.bookings import show_in_calendar
from bookings_app.usecases.status_changes import booking_to_act_on
from bookings_app.usecases.views import BookingDetails

# As it is called among the customer's details, and on the booking.
_COLUMNS = {
    "name": "customer_name",
    "phone": "customer_phone",
    "email": "customer_email",
    "notes": "notes",
}


@dataclass(frozen=True, slots=True)
class CustomerChanges:
    """What to write instead; None leaves it as it is, "" clears it."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None
    notes: str | None = None


def edit_customer(
    booking_id: str,
    wanted: CustomerChanges,
    *,
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> BookingDetails:
    """Correct the customer's details, in any status; the event's title follows the name.

    Without `version` edits of different fields both survive; with it the booking must
    still be the one that was read. What changes nothing is not noted.

    Raises:
        BookingNotFound: it does not exist, or `by` may not see it.
        Forbidden: `by` may only see it.
        Invalid: every field that cannot be taken.
        VersionConflict: somebody else changed it since `version`.
    """
    with unit_of_work() as work:
        row = booking_to_act_on(work, booking_id, Action.EDIT, by=by, now=now)
        if version is not None and version != row.version:
            raise VersionConflict
        before = _details(row)
        said = {name: value for name, value in asdict(wanted).items() if value is not None}
        after = checked_customer(replace(before, **said))
        changed = _differences(before, after)
        if changed:
            for column, (_, value) in changed.items():
                setattr(row, column, value)
            row.updated_at, row.version = now, row.version + 1
            work.session.add(row)
            if "customer_name" in changed:
                show_in_calendar(work, row, now=now)
            changes.record(
                work,
                row,
                what="edited",
                by=by,
                now=now,
                before={column: old for column, (old, _) in changed.items()},
                after={column: new for column, (_, new) in changed.items()},
            )
        return details_of(work, row, seen_by=by, now=now)


def _details(row: BookingRow) -> CustomerDetails:
    return CustomerDetails(row.customer_name, row.customer_phone, row.customer_email, row.notes)


def _differences(before: CustomerDetails, after: CustomerDetails) -> dict[str, tuple[Any, Any]]:
    """Old and new value of each column that differs."""
    old, new = asdict(before), asdict(after)
    return {
        column: (old[name], new[name])
        for name, column in _COLUMNS.items()
        if old[name] != new[name]
    }

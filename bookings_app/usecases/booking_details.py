"""The verbs: all of one booking, as its readers get it."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from bookings_app.db import bookings as rows
from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.changes import settled_history
from bookings_app.db.unit_of_work import UnitOfWork, reading
from bookings_app.domain.access import Actor, visible_bookings
from bookings_app.domain.actions import allowed_actions
from bookings_app.domain.booking import BookingSource, BookingStatus
from bookings_app.domain.checks import could_be_id
from bookings_app.domain.errors import BookingNotFound
from bookings_app.usecases.changes import change_view
from bookings_app.usecases.views import BookingDetails, BookingView

# All but what is reckoned for its reader.
_COLUMNS = tuple(each.name for each in fields(BookingView) if each.name != "allowed_actions")


def get_booking(booking_id: str, *, seen_by: Actor, now: datetime) -> BookingDetails:
    """Look at one booking; what may be done to it is as of `now`.

    Raises:
        BookingNotFound: it does not exist, or `seen_by` may not see it.
    """
    with reading() as work:
        row = visible_booking(work, booking_id, seen_by=seen_by)
        return details_of(work, row, seen_by=seen_by, now=now)


def visible_booking(
    work: UnitOfWork, booking_id: str, *, seen_by: Actor, for_update: bool = False
) -> BookingRow:
    """One booking, inside a transaction. Locked `for_update`, nobody else changes it meanwhile.

    Raises:
        BookingNotFound: it does not exist, or `seen_by` may not see it.
    """
    if not could_be_id(booking_id):
        raise BookingNotFound(booking_id)
    row = rows.find(work, booking_id, visible_bookings(seen_by), for_update=for_update)
    if row is None:
        raise BookingNotFound(booking_id)
    return row


def details_of(
    work: UnitOfWork, row: BookingRow, *, seen_by: Actor, now: datetime
) -> BookingDetails:
    """The details of a booking that `seen_by` may see, inside a transaction.

    One that writes has nothing left to do after this: history gets its numbers here.
    """
    around = rows.surroundings(work, row)
    contact, conversation = around.contact, around.conversation
    return BookingDetails(
        **_as_it_stands(row, seen_by=seen_by, now=now),
        location_address=around.location_address,
        contact_name=contact.name if contact else None,
        conversation_channel=conversation.channel if conversation else None,
        conversation_external_id=conversation.external_id if conversation else None,
        conversation_last_message_at=conversation.last_message_at if conversation else None,
        history=tuple(change_view(change) for change in settled_history(work, row.id)),
    )


def view_of(row: BookingRow, *, seen_by: Actor, now: datetime) -> BookingView:
    """A booking that `seen_by` may see, as it stands."""
    return BookingView(**_as_it_stands(row, seen_by=seen_by, now=now))


def _as_it_stands(row: BookingRow, *, seen_by: Actor, now: datetime) -> dict[str, Any]:
    """What the row itself says, by the names of BookingView."""
    values = {name: getattr(row, name) for name in _COLUMNS}
    status = BookingStatus(row.status)
    values["status"], values["source"] = status, BookingSource(row.source)
    values["allowed_actions"] = allowed_actions(
        seen_by,
        status,
        provider_id=row.provider_id,
        contact_id=row.contact_id,
        starts_at=row.starts_at,
        now=now,
    )
    return values

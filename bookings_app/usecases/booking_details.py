"""The verbs: all of one booking, as its readers get it."""

from datetime import datetime

from bookings_app.db import bookings as rows
from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.changes import changes_of
from bookings_app.db.unit_of_work import UnitOfWork, reading
from bookings_app.domain.access import Actor, visible_bookings
from bookings_app.domain.actions import allowed_actions
from bookings_app.domain.booking import BookingSource, BookingStatus
from bookings_app.domain.checks import could_be_id
from bookings_app.domain.errors import BookingNotFound
from bookings_app.usecases.changes import change_view
from bookings_app.usecases.views import BookingDetails


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
    # The counter of changes is everybody's: it is taken as late as can be.
    work.settle()
    contact, conversation = around.contact, around.conversation
    status = BookingStatus(row.status)
    return BookingDetails(
        id=row.id,
        reference=row.reference,
        service_id=row.service_id,
        service_name=row.service_name,
        location_id=row.location_id,
        location_name=row.location_name,
        location_address=around.location_address,
        provider_id=row.provider_id,
        provider_name=row.provider_name,
        contact_id=row.contact_id,
        contact_name=contact.name if contact else None,
        conversation_id=row.conversation_id,
        conversation_channel=conversation.channel if conversation else None,
        conversation_external_id=conversation.external_id if conversation else None,
        conversation_last_message_at=conversation.last_message_at if conversation else None,
        customer_name=row.customer_name,
        customer_phone=row.customer_phone,
        customer_email=row.customer_email,
        notes=row.notes,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        blocks_from=row.blocks_from,
        blocks_to=row.blocks_to,
        time_zone=row.time_zone,
        status=status,
        source=BookingSource(row.source),
        cancellation_reason=row.cancellation_reason,
        rescheduled_from=row.rescheduled_from,
        rescheduled_to=row.rescheduled_to,
        created_by_kind=row.created_by_kind,
        created_by_id=row.created_by_id,
        created_by_name=row.created_by_name,
        created_at=row.created_at,
        updated_at=row.updated_at,
        version=row.version,
        history=tuple(change_view(change) for change in changes_of(work, row.id)),
        allowed_actions=allowed_actions(
            seen_by,
            status,
            provider_id=row.provider_id,
            contact_id=row.contact_id,
            starts_at=row.starts_at,
            now=now,
        ),
        outside_hours=row.outside_hours,
    )

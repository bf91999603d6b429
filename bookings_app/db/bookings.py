"""The data: single bookings, and what hangs on them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, tuple_
from sqlmodel import col, select

from bookings_app.db.booking_tables import BookingRow, EventRow, OutboxRow, SubmissionRow
from bookings_app.db.listing import visible_to
from bookings_app.db.tables import ContactRow, ConversationRow, LocationRow
from bookings_app.db.types import new_reference
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import BookingVisibility

CALENDAR = "calendar"

_FORGOTTEN_AT_ONCE = 100

# Put together once: every booking asks them, and that takes longer than the answer.
_SURROUNDINGS = (
    select(LocationRow.address, ContactRow, ConversationRow)
    .select_from(LocationRow)
    .outerjoin(ContactRow, col(ContactRow.id) == bindparam("contact_id"))
    .outerjoin(ConversationRow, col(ConversationRow.id) == bindparam("conversation_id"))
    .where(col(LocationRow.id) == bindparam("location_id"))
)
_REFERENCE = select(BookingRow.id).where(col(BookingRow.reference) == bindparam("reference"))
_CALENDAR_LOOK = (
    select(OutboxRow)
    .where(OutboxRow.purpose == CALENDAR)
    .where(col(OutboxRow.booking_id) == bindparam("booking_id"))
    .with_for_update()
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a booking's details take from elsewhere."""

    location_address: str
    contact: ContactRow | None
    conversation: ConversationRow | None


def find(
    work: UnitOfWork, booking_id: str, visibility: BookingVisibility, *, for_update: bool = False
) -> BookingRow | None:
    """One booking, if seen. Locked `for_update`, nobody else changes it meanwhile."""
    query = select(BookingRow).where(BookingRow.id == booking_id).where(visible_to(visibility))
    if for_update:
        query = query.with_for_update(key_share=True)
    return work.session.exec(query).first()


def surroundings(work: UnitOfWork, row: BookingRow) -> Surroundings:
    """The location's address, the contact and the conversation. One statement."""
    named = {
        "contact_id": row.contact_id,
        "conversation_id": row.conversation_id,
        "location_id": row.location_id,
    }
    return Surroundings(*work.session.exec(_SURROUNDINGS, params=named).one())


def unused_reference(work: UnitOfWork) -> str:
    """A fresh reference: among very many bookings two would be called the same some day."""
    while True:
        reference = new_reference()
        if work.session.exec(_REFERENCE, params={"reference": reference}).first() is None:
            return reference


def submission(work: UnitOfWork, owner: str, key: str) -> SubmissionRow | None:
    """What that owner sent under that key before."""
    return work.session.get(SubmissionRow, (owner, key))


def booking_made(work: UnitOfWork, sent: SubmissionRow) -> BookingRow:
    """The booking that a submission made."""
    return work.session.exec(select(BookingRow).where(BookingRow.id == sent.booking_id)).one()


def keep_submission(
    work: UnitOfWork, *, owner: str, key: str, fingerprint: str, booking_id: str, now: datetime
) -> None:
    """Note what was sent, instead of what was noted under that key before."""
    work.session.merge(
        SubmissionRow(
            owner=owner,
            key=key,
            fingerprint=fingerprint,
            booking_id=booking_id,
            created_at=now,
        )
    )
    work.session.flush()


def forget_submissions(work: UnitOfWork, *, before: datetime) -> None:
    """Forget some of what was sent before that: a few each time, and nobody waits for them."""
    keys = (col(SubmissionRow.owner), col(SubmissionRow.key))
    old = (
        select(*keys)
        .where(col(SubmissionRow.created_at) < before)
        .limit(_FORGOTTEN_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    work.session.exec(delete(SubmissionRow).where(tuple_(*keys).in_(old)))


def put_event(work: UnitOfWork, row: BookingRow, *, title: str, now: datetime) -> None:
    """Have the provider's calendar show the booking."""
    event = work.session.get(EventRow, row.id)
    if event is None:
        event = EventRow(
            booking_id=row.id,
            provider_id=row.provider_id,
            title=title,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            created_at=now,
            updated_at=now,
        )
    event.title, event.updated_at = title, now
    work.session.add(event)
    promise_calendar_look(work, row, now=now)


def remove_event(work: UnitOfWork, row: BookingRow, *, now: datetime) -> None:
    """Have the provider's calendar show the booking no more."""
    work.session.exec(delete(EventRow).where(col(EventRow.booking_id) == row.id))
    promise_calendar_look(work, row, now=now)


def promise_calendar_look(work: UnitOfWork, row: BookingRow, *, now: datetime) -> None:
    """Promise to make calendars elsewhere agree with the booking; one promise is enough."""
    waiting = work.session.exec(_CALENDAR_LOOK, params={"booking_id": row.id}).first()
    if waiting is None:
        waiting = OutboxRow(purpose=CALENDAR, booking_id=row.id, created_at=now, due_at=now)
    # Whoever is at it already has seen the booking as it was before.
    waiting.due_at, waiting.claimed_at = now, None
    work.session.add(waiting)

"""The data: single bookings, and what hangs on them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, tuple_
from sqlalchemy import select as select_columns
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from bookings_app.db.booking_tables import BookingRow, EventRow, SubmissionRow
from bookings_app.db.listing import visible_to
from bookings_app.db.outbox import Promise, promise
from bookings_app.db.tables import ContactRow, ConversationRow, LocationRow
from bookings_app.db.types import new_reference
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import BookingVisibility
from bookings_app.domain.booking import BookingStatus

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


def find_same(
    work: UnitOfWork,
    visibility: BookingVisibility,
    *,
    service_id: str,
    location_id: str,
    provider_id: str,
    starts_at: datetime,
    statuses: Collection[BookingStatus],
) -> BookingRow | None:
    """The seen booking of the same at the same time, in one of these statuses."""
    return work.session.exec(
        select(BookingRow)
        .where(visible_to(visibility))
        .where(BookingRow.provider_id == provider_id)
        .where(BookingRow.starts_at == starts_at)
        .where(BookingRow.service_id == service_id)
        .where(BookingRow.location_id == location_id)
        .where(col(BookingRow.status).in_(statuses))
    ).first()


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
        .cte()  # found once: a subquery may be searched for again with each row
    )
    work.session.exec(delete(SubmissionRow).where(tuple_(*keys).in_(select_columns(old))))


def _put_with(dialect: Any) -> Any:  # noqa: ANN401 - each dialect has an insert of its own
    inserted = dialect.insert(EventRow)
    return inserted.on_conflict_do_update(
        index_elements=["booking_id"],
        set_={name: inserted.excluded[name] for name in ("title", "updated_at")},
    )


_PUT_EVENT = {"sqlite": _put_with(sqlite), "postgresql": _put_with(postgresql)}


def put_event(work: UnitOfWork, row: BookingRow, *, title: str, now: datetime) -> None:
    """Have the provider's calendar show the booking."""
    connection = work.session.connection()
    event = {
        "booking_id": row.id,
        "provider_id": row.provider_id,
        "title": title,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "created_at": now,
        "updated_at": now,
    }
    connection.execute(_PUT_EVENT[connection.dialect.name], event)
    promise_calendar_look(work, row, now=now)


def remove_event(work: UnitOfWork, row: BookingRow, *, now: datetime) -> None:
    """Have the provider's calendar show the booking no more."""
    work.session.exec(delete(EventRow).where(col(EventRow.booking_id) == row.id))
    promise_calendar_look(work, row, now=now)


def promise_calendar_look(work: UnitOfWork, row: BookingRow, *, now: datetime) -> None:
    """Promise to make calendars elsewhere agree with the booking; one promise is enough."""
    look = Promise(CALENDAR, subject=row.id, lane=row.provider_id)
    promise(work, look, now=now)

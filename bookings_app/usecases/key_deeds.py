"""The verbs: what a key has done, for whoever answers for it."""

from dataclasses import dataclass
from datetime import datetime

from bookings_app.db.changes import changes_by
from bookings_app.db.unit_of_work import reading
from bookings_app.domain.access import Actor, Area, check_area
from bookings_app.domain.checks import could_be_id
from bookings_app.domain.errors import NotFound

MOST_DEEDS = 200


@dataclass(frozen=True, slots=True)
class KeyDeed:
    """One change that a key made to a booking; the booking's words are today's."""

    number: int
    booking_id: str
    reference: str
    what: str
    at: datetime
    reason: str
    customer_name: str
    service_name: str
    provider_name: str
    starts_at: datetime
    time_zone: str


def key_deeds(key_id: str, *, by: Actor, since: datetime) -> list[KeyDeed]:
    """What a key has done to bookings since then, newest first, `MOST_DEEDS` at most.

    Raises:
        Forbidden: `by` may not manage keys.
        NotFound: nothing could be called that.
    """
    check_area(by, Area.KEYS)
    if not could_be_id(key_id):
        raise NotFound("key")
    with reading() as look:
        found = changes_by(look, key_id, since=since, limit=MOST_DEEDS)
    return [
        KeyDeed(
            number=change.number,
            booking_id=booking.id,
            reference=booking.reference,
            what=change.what,
            at=change.at,
            reason=change.reason,
            customer_name=booking.customer_name,
            service_name=booking.service_name,
            provider_name=booking.provider_name,
            starts_at=booking.starts_at,
            time_zone=booking.time_zone,
        )
        for change, booking in found
    ]

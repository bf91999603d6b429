"""The verbs: deciding, inside a transaction, whether a start may be booked."""

from dataclasses import dataclass
from datetime import datetime

from bookings_app.db import slots as rows
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import Actor
from bookings_app.domain.availability import Reason, Verdict, blocked_time, explain
from bookings_app.domain.errors import SlotNotOffered, SlotTaken
from bookings_app.domain.interval import Interval, as_utc
from bookings_app.usecases.slot_inputs import date_of, inputs_for, offer_of, unknown_provider

# Somebody or something has the time; everything else was never on offer.
_HELD = frozenset({Reason.BOOKED, Reason.BUSY})


@dataclass(frozen=True, slots=True)
class BookableSlot:
    """A start that may be booked, and what a booking keeps of it."""

    service_id: str
    service_name: str
    requires_approval: bool
    location_id: str
    location_name: str
    provider_id: str
    provider_name: str
    time_zone: str
    time: Interval
    blocked: Interval


def slot_for_booking(
    work: UnitOfWork,
    service_id: str,
    location_id: str,
    provider_id: str,
    starts_at: datetime,
    *,
    by: Actor,
    now: datetime,
    exclude_booking_id: str | None = None,
) -> BookableSlot:
    """What a booking at that start keeps; the provider is locked until `work` ends.

    Decided by the same rules as what is offered, on what is stored now.

    Raises:
        Invalid: ids that do not exist or go together.
        SlotTaken: something holds the provider's time.
        SlotNotOffered: no such slot, for other reasons.
    """
    work.session.flush()
    offer = offer_of(work, service_id, location_id, by=by)
    candidate = rows.candidate(work, service_id, provider_id, lock=True)
    if candidate is None or not by.limits.allow(provider_id=provider_id):
        raise unknown_provider()
    wanted = date_of(offer, starts_at)
    inputs = inputs_for(
        work,
        offer,
        [candidate],
        first_on=wanted,
        last_on=wanted,
        by=by,
        now=now,
        without=exclude_booking_id,
    )
    (verdict,) = explain(inputs.query, inputs.providers, starts_at=starts_at)
    if verdict.reason is not None:
        raise _refusal(verdict, verdict.reason, starts_at)
    start = as_utc(starts_at)
    return BookableSlot(
        service_id=service_id,
        service_name=offer.service_name,
        requires_approval=offer.requires_approval,
        location_id=location_id,
        location_name=offer.location_name,
        provider_id=provider_id,
        provider_name=candidate.name,
        time_zone=offer.time_zone,
        time=Interval(start, start + inputs.query.service.duration),
        blocked=blocked_time(inputs.query.service, start),
    )


def _refusal(verdict: Verdict, reason: Reason, starts_at: datetime) -> SlotTaken | SlotNotOffered:
    if reason in _HELD:
        return SlotTaken(starts_at, reason)
    return SlotNotOffered(starts_at, {verdict.provider_id: reason})

"""Replaying what is stored of bookings against the rules."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import col, select

from bookings_app.db.booking_tables import BookingRow, ChangeRow
from bookings_app.db.unit_of_work import reading, unit_of_work
from bookings_app.domain.access import Actor, ActorKind, Role
from bookings_app.domain.booking import (
    HOLDING,
    BookingStatus,
    check_transition,
    first_status,
)
from bookings_app.usecases import catalog
from bookings_app.usecases.slot_taking import slot_for_booking


def insist_on_possible_history(found: Iterable[BookingRow], *, now: datetime) -> None:
    """Each became what it is by allowed steps, each at its time, none before the one before."""
    approvals = {each.id: each.requires_approval for each in catalog.list_services()}
    histories = _histories()
    for booking in found:
        first, *later = histories[booking.id]
        status = BookingStatus(first.after["status"])
        at_first = {first_status(requires_approval=approvals[booking.service_id])}
        if booking.rescheduled_from is not None:
            at_first.add(BookingStatus.CONFIRMED)
        assert first.what == "created"
        assert status in at_first
        assert first.at == booking.created_at < booking.starts_at
        before = first.at
        for change in later:
            assert before <= change.at <= now
            before = change.at
            if change.what != "edited":
                after = BookingStatus(change.what)
                check_transition(status, after, starts_at=booking.starts_at, now=change.at)
                status = after
        assert status == booking.status
        assert bool(booking.cancellation_reason) == (status == BookingStatus.CANCELLED)


def insist_on_offered_slots(found: Iterable[BookingRow]) -> None:
    """Each that holds time stands where it was offered to whoever booked it, when they did."""
    with unit_of_work() as work:
        for booking in found:
            if booking.status not in HOLDING:
                continue
            slot = slot_for_booking(
                work,
                booking.service_id,
                booking.location_id,
                booking.provider_id,
                booking.starts_at,
                by=_whoever_booked(booking),
                now=booking.created_at,
                exclude_booking_id=booking.id,
            )
            assert (slot.time.ends_at, slot.blocked.starts_at, slot.blocked.ends_at) == (
                booking.ends_at,
                booking.blocks_from,
                booking.blocks_to,
            )


def _histories() -> dict[str, list[ChangeRow]]:
    histories: defaultdict[str, list[ChangeRow]] = defaultdict(list)
    with reading() as look:
        for change in look.session.exec(select(ChangeRow).order_by(col(ChangeRow.number))):
            histories[change.booking_id].append(change)
    return histories


def _whoever_booked(booking: BookingRow) -> Actor:
    kind = ActorKind(booking.created_by_kind)
    return Actor(
        kind,
        booking.created_by_id,
        booking.created_by_name,
        role=Role.MANAGER if kind is ActorKind.MEMBER else None,
        scopes=frozenset({"bookings:read"}),
        contact_id=booking.contact_id,
    )

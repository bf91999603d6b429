"""The demo team: doing what was planned through the use cases, in the order of time."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bookings_app.cli.demo.appointments import Appointment, Deed, Step
from bookings_app.domain.access import Actor, ActorKind, Role
from bookings_app.usecases.bookings import NewBooking, create_booking
from bookings_app.usecases.editing import CustomerChanges, edit_customer
from bookings_app.usecases.rescheduling import reschedule_booking
from bookings_app.usecases.status_changes import (
    cancel_booking,
    complete_booking,
    confirm_booking,
    mark_no_show,
)

Doing = tuple[Step, Appointment]


def in_order(planned: Iterable[Appointment], *, until: datetime) -> list[Doing]:
    """All steps that are not after `until`, as they follow one another."""
    steps = [
        (step, appointment)
        for appointment in planned
        for step in appointment.steps
        if step.at <= until
    ]
    return sorted(steps, key=lambda each: each[0].at)


def carry_out(doing: Doing) -> None:
    """Do one step at its moment, as whoever does it."""
    step, planned = doing
    by, now = _as_known(step.by, planned), step.at
    match step.deed:
        case Deed.BOOK:
            planned.booking_id = create_booking(_new(planned, by), by=by, now=now).id
        case Deed.MOVE_HERE:
            planned.booking_id = _moved(planned, by=by, now=now)
        case Deed.CONFIRM:
            confirm_booking(planned.booking_id, by=by, now=now)
        case Deed.COMPLETE:
            complete_booking(planned.booking_id, by=by, now=now)
        case Deed.NO_SHOW:
            mark_no_show(planned.booking_id, by=by, now=now)
        case Deed.CANCEL:
            cancel_booking(planned.booking_id, by=by, reason=step.words, now=now)
        case Deed.NOTE:
            edit_customer(planned.booking_id, CustomerChanges(notes=step.words), by=by, now=now)


def _moved(planned: Appointment, *, by: Actor, now: datetime) -> str:
    opening = planned.opening
    left = planned.moved_from.booking_id if planned.moved_from else ""
    return reschedule_booking(
        left, opening.starts_at, provider_id=opening.provider.id, by=by, now=now
    ).id


def _new(planned: Appointment, by: Actor) -> NewBooking:
    """What is asked for; providers find whom they do not know yet by their number."""
    opening, patient = planned.opening, planned.patient
    return NewBooking(
        service_id=opening.service.id,
        location_id=opening.location.id,
        provider_id=opening.provider.id,
        starts_at=opening.starts_at,
        customer=planned.customer,
        contact_id=patient.contact_id if patient else None,
        found_by=patient.person.numbers[0] if patient and by.role is Role.PROVIDER else "",
        conversation_id=(
            patient.conversation_ids[0] if patient and planned.in_conversation else None
        ),
    )


def _as_known(by: Actor, planned: Appointment) -> Actor:
    """An agent acts for whom it talks to."""
    if by.kind is ActorKind.AI_AGENT and planned.patient is not None:
        return replace(by, contact_id=planned.patient.contact_id)
    return by

"""The tools that change something: booking, moving and calling off."""

from dataclasses import replace
from typing import Any

from bookings_app.api.agent import answers, asked
from bookings_app.api.agent.answers import Answer, refused
from bookings_app.api.agent.looking import alternatives
from bookings_app.api.agent.tool import AgentCall
from bookings_app.api.errors import as_sent
from bookings_app.domain.access import Actor
from bookings_app.domain.customer import CustomerDetails
from bookings_app.domain.errors import (
    BookingError,
    Invalid,
    SlotNotOffered,
    SlotTaken,
    TransitionNotAllowed,
)
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.contact_pages import overlapping_bookings_of
from bookings_app.usecases.conversations import ConversationBooking, book_in_conversation
from bookings_app.usecases.rescheduling import reschedule_booking
from bookings_app.usecases.status_changes import cancel_booking
from bookings_app.usecases.views import BookingView


def create_booking(call: AgentCall, said: asked.ToBook) -> Answer:
    """Book for whoever writes in a conversation."""
    new = ConversationBooking(
        conversation=said.conversation.named(),
        service_id=said.service_id,
        location_id=said.location_id,
        provider_id=said.provider_id,
        starts_at=said.starts_at,
        customer=CustomerDetails(
            said.customer.name, said.customer.phone, said.customer.email, said.notes
        ),
        request_id=said.request_id,
    )
    try:
        made = book_in_conversation(new, by=call.actor, now=call.now)
    except Invalid as refusal:
        raise as_sent(refusal) from refusal
    except (SlotTaken, SlotNotOffered) as refusal:
        near = alternatives(call, said.service_id, said.location_id, said.starts_at)
        return refused(refusal, alternatives=near)
    reader = replace(call.actor, contact_id=made.booking.contact_id)
    shown = answers.booking(made.booking, reader=reader)
    also = _besides(made.booking, reader=reader)
    return Answer({"booking": shown, "was_booked_before": made.was_there, **also})


def move_booking(call: AgentCall, said: asked.ToMove) -> Answer:
    """Move a booking of whom one talks with."""
    talking = call.talking_with(said.conversation, said.contact_id)
    try:
        moved = reschedule_booking(
            said.booking_id,
            said.starts_at,
            provider_id=said.provider_id,
            by=talking,
            now=call.now,
        )
    except (SlotTaken, SlotNotOffered) as refusal:
        old = get_booking(said.booking_id, seen_by=talking, now=call.now)
        near = alternatives(
            call, old.service_id, old.location_id, said.starts_at, moving=old.id, by=talking
        )
        return refused(refusal, alternatives=near)
    except TransitionNotAllowed as refusal:
        return _as_it_is(call, said, refusal, reader=talking)
    also = _besides(moved, reader=talking)
    return Answer({"booking": answers.booking(moved, reader=talking), **also})


def call_off_booking(call: AgentCall, said: asked.ToCancel) -> Answer:
    """Cancel a booking of whom one talks with."""
    talking = call.talking_with(said.conversation, said.contact_id)
    try:
        cancelled = cancel_booking(said.booking_id, by=talking, reason=said.reason, now=call.now)
    except TransitionNotAllowed as refusal:
        return _as_it_is(call, said, refusal, reader=talking)
    return Answer({"booking": answers.booking(cancelled, reader=talking)})


def _besides(booked: BookingView, *, reader: Actor) -> dict[str, Any]:
    if booked.contact_id is None:
        return {}
    when = booked.starts_at, booked.ends_at
    try:
        found = overlapping_bookings_of(booked.contact_id, *when, seen_by=reader)
    except BookingError:  # it is booked: no trouble in looking further may deny that
        return {}
    return answers.besides(found, booked)


def _as_it_is(
    call: AgentCall, said: asked.WhichBooking, refusal: TransitionNotAllowed, *, reader: Actor
) -> Answer:
    """A refusal with the booking as it stands: whoever lost an answer sees what was done."""
    view = get_booking(said.booking_id, seen_by=reader, now=call.now)
    return refused(refusal, current=answers.booking(view, reader=reader))

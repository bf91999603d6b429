"""Slots: what is free, and why another time is not."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from bookings_app.api.v1 import shapes
from bookings_app.api.v1.calls import Call, Caller, listed
from bookings_app.api.v1.fields import Asked, Day, Id, Instant
from bookings_app.domain.errors import BookingNotFound, Invalid
from bookings_app.usecases.availability import SlotQuestion, find_slots
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.one_start import explain_slot

MOST_DAYS = 31

routes = APIRouter(tags=["Slots"])


class WhichSlots(Asked):
    """Slots of one date, or of `from` to `to`, both included: 31 days at most."""

    service_id: Id
    location_id: Id
    on: Annotated[Day | None, Field(alias="date")] = None
    first_on: Annotated[Day | None, Field(alias="from")] = None
    last_on: Annotated[Day | None, Field(alias="to")] = None
    provider_id: Id | None = None
    exclude_booking_id: Id | None = None

    def dates(self) -> tuple[date, date]:
        """The first and the last date.

        Raises:
            Invalid: neither one date nor a range, or too long a one.
        """
        if self.on is not None and self.first_on is None and self.last_on is None:
            return self.on, self.on
        if self.on is not None or self.first_on is None or self.last_on is None:
            raise Invalid([("date", "Send either date, or both from and to.")])
        if not timedelta(0) <= self.last_on - self.first_on < timedelta(MOST_DAYS):
            raise Invalid([("to", f"Ask for 1 to {MOST_DAYS} days.")])
        return self.first_on, self.last_on


class WhichStart(Asked):
    """One start."""

    service_id: Id
    location_id: Id
    starts_at: Instant
    provider_id: Id | None = None
    exclude_booking_id: Id | None = None


@routes.get("/slots", response_model=shapes.Slots)
def list_slots(call: Caller, asked: Annotated[WhichSlots, Query()]) -> Response:
    """List the starts that can be booked, with who is free then."""
    first_on, last_on = asked.dates()
    _check_exists(call, asked.exclude_booking_id)
    question = SlotQuestion(
        service_id=asked.service_id,
        location_id=asked.location_id,
        first_on=first_on,
        last_on=last_on,
        provider_id=asked.provider_id,
        exclude_booking_id=asked.exclude_booking_id,
    )
    return listed(shapes.slots(find_slots(question, by=call.actor, now=call.now)))


@routes.get("/slots/explain", response_model=shapes.Explanation)
def explain(call: Caller, asked: Annotated[WhichStart, Query()]) -> Response:
    """Say of each provider whether a start is offered, and if not, why."""
    _check_exists(call, asked.exclude_booking_id)
    found = explain_slot(
        asked.service_id,
        asked.location_id,
        asked.starts_at,
        provider_id=asked.provider_id,
        exclude_booking_id=asked.exclude_booking_id,
        by=call.actor,
        now=call.now,
    )
    return listed(shapes.explanation(found))


def _check_exists(call: Call, booking_id: str | None) -> None:
    """Refuse a booking that is about to move, and is none: its own time would look taken."""
    if booking_id is None:
        return
    try:
        get_booking(booking_id, seen_by=call.actor, now=call.now)
    except BookingNotFound as refusal:
        raise Invalid([("exclude_booking_id", str(refusal))]) from refusal

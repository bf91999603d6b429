"""What the REST door answers about bookings and slots, and how it is made of what is known."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from bookings_app.api.v1.fields import Answered, Id, Status
from bookings_app.domain.slots import WHY_NOT, Reason
from bookings_app.usecases.json_shapes import booking_shape, change_shape
from bookings_app.usecases.views import (
    BookingView,
    ChangeView,
    SlotAnswer,
    SlotExplanation,
    SlotView,
)

ActionWord = Literal["confirm", "complete", "no-show", "cancel", "reschedule", "edit"]


class Named(Answered):
    """Something by its id, and the name it had when it was booked."""

    id: Id
    name: str


class Place(Named):
    """A location, and the IANA zone of its clocks."""

    time_zone: str


class Person(Answered):
    """The customer as written on the booking; "" is what was left empty."""

    name: str
    phone: str
    email: str


class By(Answered):
    """Who did it, and through which door: member, api or ai_agent."""

    kind: str
    id: str
    name: str


class Booking(Answered):
    """A booking. Its times have the offset of the location's clocks."""

    id: Id
    reference: str
    service: Named
    location: Place
    provider: Named
    contact_id: str | None
    conversation_id: str | None
    customer: Person
    notes: str
    starts_at: datetime
    ends_at: datetime
    blocks_from: datetime
    blocks_to: datetime
    status: Status
    source: Literal["manual", "api", "ai_agent"]
    cancellation_reason: str
    rescheduled_from: str | None
    rescheduled_to: str | None
    created_by: By
    created_at: datetime
    updated_at: datetime
    version: int
    allowed_actions: list[ActionWord]


class Change(Answered):
    """One line of history; numbers ascend in the order of commits."""

    number: int
    booking_id: Id
    what: Literal[
        "created",
        "confirmed",
        "completed",
        "cancelled",
        "no_show",
        "rescheduled",
        "edited",
        "flagged",
    ]
    by: By
    at: datetime
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str


class Slot(Answered):
    """A start that may be booked, and who is free then."""

    starts_at: datetime
    ends_at: datetime
    provider_count: int
    providers: list[Named]


class Slots(Answered):
    """Slots by start, and the zone of the location's clocks."""

    time_zone: str
    slots: list[Slot]


class Verdict(Named):
    """Whether a provider is free at a start, and if not, why."""

    free: bool
    reason: Annotated[
        Reason | None,
        Field(description=" · ".join(f"`{each.value}`: {WHY_NOT[each]}" for each in Reason)),
    ]


class Explanation(Answered):
    """Why a start is offered or not."""

    starts_at: datetime
    offered: bool
    providers: list[Verdict]


def booking(view: BookingView) -> Booking:
    """A booking as programs get it."""
    return Booking.model_validate(booking_shape(view, allowed_actions=view.allowed_actions))


def change(view: ChangeView) -> Change:
    """A line of history as programs get it."""
    return Change.model_validate(change_shape(view))


def slots(answer: SlotAnswer) -> Slots:
    """Slots as programs get them."""
    zone = ZoneInfo(answer.time_zone)
    found = slots_at(answer.slots, zone)
    return Slots.model_construct(time_zone=answer.time_zone, slots=found)


def slots_at(found: Sequence[SlotView], zone: ZoneInfo) -> list[Slot]:
    """Slots by the clocks of a zone.

    A month has thousands, each with everybody: a provider is made once, and nothing of
    what the use case says is looked at again.
    """
    everybody = {one.id: one.name for each in found for one in each.providers}
    known = {one_id: Named(id=one_id, name=name) for one_id, name in everybody.items()}
    return [
        Slot.model_construct(
            starts_at=each.starts_at.astimezone(zone),
            ends_at=each.ends_at.astimezone(zone),
            provider_count=len(each.providers),
            providers=[known[one.id] for one in each.providers],
        )
        for each in found
    ]


def explanation(found: SlotExplanation) -> Explanation:
    """Why a start is offered or not, as programs get it."""
    return Explanation(
        starts_at=found.starts_at.astimezone(ZoneInfo(found.time_zone)),
        offered=found.offered,
        providers=[
            Verdict(
                id=each.id,
                name=each.name,
                free=each.free,
                reason=Reason(each.reason) if each.reason else None,
            )
            for each in found.providers
        ],
    )

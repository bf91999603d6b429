"""What agents ask with: strict JSON, bounded texts, instants with their offset."""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from bookings_app.api.v1.fields import Body, Day, Id, Instant, text
from bookings_app.domain.contact import CHANNEL_LIMIT, EXTERNAL_ID_LIMIT, NewConversation
from bookings_app.domain.errors import Invalid
from bookings_app.domain.text import EMAIL_LIMIT, NAME_LIMIT, NOTES_LIMIT, PHONE_LIMIT, REASON_LIMIT

MOST_DAYS = 14
LONGEST_PAGE = 20
_USUAL_DAYS = 7

_Limit = Annotated[int, Field(ge=1, le=LONGEST_PAGE, description="How many at most.")]
_Cursor = Annotated[
    str | None, Field(max_length=1_000, description="The next_cursor of the answer before.")
]


class Part(Body):
    """Which part of a list."""

    limit: _Limit = 8
    cursor: _Cursor = None


class Conversation(Body):
    """The conversation you are in: its channel, and its id there."""

    channel: Annotated[str, text(CHANNEL_LIMIT, examples=["whatsapp"])]
    external_id: Annotated[str, text(EXTERNAL_ID_LIMIT, examples=["+447700900123"])]

    def named(self) -> NewConversation:
        """The same for a use case."""
        return NewConversation(self.channel, self.external_id)


class WithWhom(Body):
    """With whom you talk: the conversation you are in, or a contact_id of find_contact."""

    conversation: Conversation | None = None
    contact_id: Id | None = None


class WhichLocations(Part):
    """Locations; with service_id only those that offer it."""

    service_id: Id | None = None


class WhichSlots(Part):
    """Free starts of a service at a location, on local dates; both ends included."""

    service_id: Id
    location_id: Id
    first_date: Day
    last_date: Annotated[Day | None, Field(description="Without it a week.")] = None
    provider_id: Id | None = None

    def dates(self) -> tuple[date, date]:
        """The first and the last date.

        Raises:
            Invalid: no stretch, or too long a one.
        """
        last = self.last_date or self.first_date + timedelta(days=_USUAL_DAYS - 1)
        if not timedelta(0) <= last - self.first_date < timedelta(MOST_DAYS):
            raise Invalid([("last_date", f"Ask for 1 to {MOST_DAYS} days.")])
        return self.first_date, last


class WhatIsNotFree(Body):
    """A date without free starts, or one start that is not offered."""

    service_id: Id
    location_id: Id
    date: Day | None = None
    starts_at: Instant | None = None


class Customer(Body):
    """Who comes. Of a known contact all of it may be left out."""

    name: Annotated[str, text(NAME_LIMIT)] = ""
    phone: Annotated[
        str,
        text(PHONE_LIMIT, description="Needed when the conversation is a new one."),
    ] = ""
    email: Annotated[str, text(EMAIL_LIMIT)] = ""


class ToBook(Body):
    """A booking to make for whoever writes in the conversation."""

    conversation: Conversation
    service_id: Id
    location_id: Id
    provider_id: Annotated[Id, Field(description="One of the slot's provider_ids.")]
    starts_at: Annotated[Instant, Field(description="As find_slots gave it, with its offset.")]
    customer: Customer = Customer()
    notes: Annotated[str, text(NOTES_LIMIT)] = ""
    request_id: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=100,
            pattern=r"^[!-~]+$",
            description="Yours: sent again with the same arguments it books nothing twice.",
        ),
    ] = None


class WhichBooking(WithWhom):
    """One booking."""

    booking_id: Id


class WhichBookings(WithWhom, Part):
    """Bookings of whom you talk with."""

    when: Literal["upcoming", "past", "all"] = "upcoming"
    limit: _Limit = 5


class ToMove(WhichBooking):
    """Where a booking is to move; without provider_id it keeps its provider."""

    starts_at: Instant
    provider_id: Id | None = None


class ToCancel(WhichBooking):
    """Why a booking is called off, in a few words."""

    reason: Annotated[str, text(REASON_LIMIT)]


class Whom(Body):
    """Exactly one of them; phone and e-mail must be whole, a part finds nobody."""

    phone: Annotated[str | None, text(PHONE_LIMIT)] = None
    email: Annotated[str | None, text(EMAIL_LIMIT)] = None
    conversation: Conversation | None = None

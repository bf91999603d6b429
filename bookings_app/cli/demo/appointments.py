"""The demo team: what somebody will have done, from the first booking to the last word."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from bookings_app.cli.demo.founding import Hired
from bookings_app.cli.demo.people import Person
from bookings_app.domain.access import Actor, ActorKind
from bookings_app.domain.customer import CustomerDetails
from bookings_app.usecases.views import LocationView, ServiceView


class Deed(StrEnum):
    """What is done to a booking."""

    BOOK = "book"
    MOVE_HERE = "move here"
    CONFIRM = "confirm"
    COMPLETE = "complete"
    NO_SHOW = "no-show"
    CANCEL = "cancel"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Step:
    """One deed, when and by whom; `words` are a reason or a note."""

    at: datetime
    deed: Deed
    by: Actor
    words: str = ""


@dataclass(slots=True)
class Patient:
    """Somebody in the address book; the ids are known once they are in it."""

    person: Person
    location: str
    has_email: bool
    writes_to_us: bool
    known_since: datetime
    last_message_at: datetime
    visits_on: set[date] = field(default_factory=set[date])
    contact_id: str = ""
    conversation_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """A start that is offered, and with whom."""

    service: ServiceView
    location: LocationView
    provider: Hired
    starts_at: datetime

    @property
    def ends_at(self) -> datetime:
        """When the service is over."""
        return self.starts_at + timedelta(minutes=self.service.duration_minutes)


@dataclass(slots=True)
class Appointment:
    """A booking and its whole life, some of which may lie ahead.

    `patient` is None for somebody who is not in the address book. `moved_from` is the
    booking that this one replaces.
    """

    opening: Opening
    booked_at: datetime
    door: ActorKind
    customer: CustomerDetails
    patient: Patient | None
    in_conversation: bool
    steps: list[Step] = field(default_factory=list[Step])
    moved_from: "Appointment | None" = None
    freed_at: datetime | None = None
    booking_id: str = ""

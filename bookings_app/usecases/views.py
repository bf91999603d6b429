"""The verbs: what they answer with. Plain values; every instant is UTC."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bookings_app.domain.access import ProviderVisibility
from bookings_app.domain.booking import BookingSource, BookingStatus
from bookings_app.domain.catalog import Colour
from bookings_app.domain.workspace import FIRST_REASONS, Clock


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be picked from a list."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A booking as the calendar shows it; `time_zone` is its location's.

    `outside_hours` says why it no longer lies within working time, "" when it does;
    `in_google` what a person did to its event in Google that nobody has decided upon yet.
    """

    id: str
    reference: str
    service_id: str
    service_name: str
    location_id: str
    location_name: str
    provider_id: str
    provider_name: str
    contact_id: str | None
    customer_name: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    status: BookingStatus
    source: BookingSource
    outside_hours: str = ""
    in_google: str = ""


@dataclass(frozen=True, slots=True)
class CalendarRange:
    """The bookings of a stretch by start and id, true as of change number `change`."""

    change: int
    entries: list[CalendarEntry]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One thing that happened to a booking; numbers ascend in the order of commits."""

    number: int
    booking_id: str
    what: str
    by_kind: str
    by_id: str
    by_name: str
    at: datetime
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingView:
    """A booking as it stands, as far as its reader may see it.

    `blocks_from` to `blocks_to` is its time with the buffers. `allowed_actions` is what
    this reader may do to it now. `outside_hours` says why it no longer lies within
    working time, "" when it does.
    """

    id: str
    reference: str
    service_id: str
    service_name: str
    location_id: str
    location_name: str
    provider_id: str
    provider_name: str
    contact_id: str | None
    conversation_id: str | None
    customer_name: str
    customer_phone: str
    customer_email: str
    notes: str
    starts_at: datetime
    ends_at: datetime
    blocks_from: datetime
    blocks_to: datetime
    time_zone: str
    status: BookingStatus
    source: BookingSource
    cancellation_reason: str
    rescheduled_from: str | None
    rescheduled_to: str | None
    created_by_kind: str
    created_by_id: str
    created_by_name: str
    created_at: datetime
    updated_at: datetime
    version: int
    allowed_actions: tuple[str, ...]
    outside_hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingDetails(BookingView):
    """All of one booking, and what is known around it. `history` is oldest first."""

    location_address: str
    contact_name: str | None
    conversation_channel: str | None
    conversation_external_id: str | None
    conversation_last_message_at: datetime | None
    history: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service; durations in minutes, `available_from` and `available_to` included.

    What is archived is named among its locations and providers, too.
    """

    id: str
    name: str
    description: str
    duration_minutes: int
    buffer_before_minutes: int
    buffer_after_minutes: int
    slot_step_minutes: int | None
    requires_approval: bool
    min_notice_minutes: int
    booking_window_days: int | None
    available_from: date | None
    available_to: date | None
    location_ids: tuple[str, ...]
    provider_ids: tuple[str, ...]
    colour: Colour
    archived_at: datetime | None


@dataclass(frozen=True, slots=True)
class LocationView:
    """A location; `time_zone` is an IANA name."""

    id: str
    name: str
    address: str
    time_zone: str
    archived_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProviderView:
    """A provider, what they offer, and where they have weekly hours."""

    id: str
    name: str
    email: str
    service_ids: tuple[str, ...]
    location_ids: tuple[str, ...]
    colour: Colour
    archived_at: datetime | None


@dataclass(frozen=True, slots=True)
class UpcomingBookings:
    """How many there are; when the first starts, and by which zone's clocks."""

    number: int = 0
    next_at: datetime | None = None
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class ContactView:
    """Somebody in the address book; `phone` is E.164 or empty."""

    id: str
    name: str
    phone: str
    email: str
    notes: str
    created_at: datetime
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConversationView:
    """Where a contact writes to us."""

    id: str
    channel: str
    external_id: str
    last_message_at: datetime | None


@dataclass(frozen=True, slots=True)
class Workspace:
    """What holds for everybody; weeks start on 0 = Monday to 6 = Sunday.

    `time_zone` is an IANA name, `default_country` two letters or "". The
    `cancellation_reasons` are offered to whoever cancels, who may write another one.
    """

    name: str
    time_zone: str
    week_starts_on: int
    provider_visibility: ProviderVisibility
    default_country: str
    clock: Clock = Clock.TWENTY_FOUR_HOURS
    cancellation_reasons: tuple[str, ...] = FIRST_REASONS


@dataclass(frozen=True, slots=True)
class SlotView:
    """A start that may be booked, and who is free then.

    `short_notice`: inside the minimum notice or beyond the booking window, which
    binds programs; members may take it.
    """

    starts_at: datetime
    ends_at: datetime
    providers: tuple[Choice, ...]
    short_notice: bool


@dataclass(frozen=True, slots=True)
class SlotAnswer:
    """Slots by `starts_at`; `time_zone` is the location's."""

    time_zone: str
    slots: list[SlotView]


@dataclass(frozen=True, slots=True)
class DaysAnswer:
    """How many starts each local date still has; `open` dates had some before bookings."""

    time_zone: str
    free: dict[date, int]
    open: frozenset[date]


@dataclass(frozen=True, slots=True)
class ProviderVerdict:
    """Whether a provider is free at a start; `reason` says why not, or is None."""

    id: str
    name: str
    free: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class SlotExplanation:
    """Why a start is offered or not, provider by provider; `time_zone` is the location's."""

    starts_at: datetime
    time_zone: str
    offered: bool
    providers: tuple[ProviderVerdict, ...]


@dataclass(frozen=True, slots=True)
class ProviderChoice:
    """Somebody free for a slot, with how many bookings hold their time that day."""

    id: str
    name: str
    bookings_that_day: int


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What the calendar's filters offer this reader, by name."""

    services: tuple[Choice, ...]
    locations: tuple[Choice, ...]
    providers: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When anybody works: weekdays (0 = Monday), and minutes after midnight."""

    days: frozenset[int]
    earliest_minute: int
    latest_minute: int

"""Bookings: made, read, moved along their life, corrected."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Response
from pydantic import Field

from bookings_app.api.errors import as_sent, refused
from bookings_app.api.v1 import shapes
from bookings_app.api.v1.calls import Call, Caller, NoParameters, listed, shown
from bookings_app.api.v1.fields import (
    Asked,
    Body,
    Id,
    Instant,
    NothingSent,
    Page,
    Search,
    Status,
    text,
)
from bookings_app.api.v1.paging import Listed, cursor_behind, place_behind
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.booking_filter import BookingSearch
from bookings_app.domain.customer import CustomerDetails
from bookings_app.domain.errors import Invalid, SlotTaken
from bookings_app.usecases import booking_pages, catalog, one_start, status_changes
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.bookings import NewBooking, create_booking
from bookings_app.usecases.editing import CustomerChanges, edit_customer
from bookings_app.usecases.rescheduling import reschedule_booking
from bookings_app.usecases.views import BookingDetails

routes = APIRouter(tags=["Bookings"])


class Customer(Body):
    """Who comes. With a contact, what is missing is taken from there."""

    name: Annotated[str | None, text(255, examples=["Ana Ruiz"])] = None
    phone: Annotated[str | None, text(40, examples=["+34 600 111 222"])] = None
    email: Annotated[str | None, text(254, examples=["ana@example.com"])] = None


class BookingToMake(Body):
    """A booking as asked for."""

    service_id: Id
    location_id: Id
    provider_id: Id
    starts_at: Instant
    customer: Customer = Customer()
    notes: Annotated[str | None, text(5_000, examples=["First visit"])] = None
    contact_id: Id | None = None
    conversation_id: Id | None = None


class Correction(Body):
    """What to write instead; null or "" clears a phone, an e-mail or the notes."""

    customer: Customer = Customer()
    notes: Annotated[str | None, text(5_000)] = None


class Cancellation(Body):
    """Why it is cancelled."""

    reason: Annotated[str, text(1_000, examples=["The customer is ill."])]


class Move(Body):
    """To when, and to whom if not to the same provider."""

    starts_at: Instant
    provider_id: Id | None = None


class BookingsAskedFor(Asked):
    """Bookings that touch `from` to `to`, half-open, and are all that is named."""

    ends_after: Annotated[Instant | None, Field(alias="from")] = None
    starts_before: Annotated[Instant | None, Field(alias="to")] = None
    service_id: Annotated[list[Id], Field(max_length=100)] = []
    location_id: Annotated[list[Id], Field(max_length=100)] = []
    provider_id: Annotated[list[Id], Field(max_length=100)] = []
    status: Annotated[list[Status], Field(max_length=100)] = []
    contact_id: Id | None = None
    q: Search = ""
    updated_since: Instant | None = None

    def search(self) -> BookingSearch:
        """The same for the rules."""
        return BookingSearch(
            ends_after=self.ends_after,
            starts_before=self.starts_before,
            service_ids=frozenset(self.service_id),
            location_ids=frozenset(self.location_id),
            provider_ids=frozenset(self.provider_id),
            statuses=frozenset(map(BookingStatus, self.status)),
            contact_id=self.contact_id,
            text=self.q,
            updated_since=self.updated_since,
        )


class WhichBookings(BookingsAskedFor, Page):
    """The same, and which part of them."""


@routes.get("/bookings", response_model=Listed[shapes.Booking])
def list_bookings(call: Caller, asked: Annotated[WhichBookings, Query()]) -> Response:
    """List bookings by start and id."""
    return page_of_bookings(call, asked.search(), asked)


@routes.post("/bookings", response_model=shapes.Booking, status_code=201)
def make_booking(call: Caller, said: BookingToMake, _: NoParameters) -> Response:
    """Book a slot. It is Pending when the service requires approval, otherwise Confirmed."""
    new = NewBooking(
        service_id=said.service_id,
        location_id=said.location_id,
        provider_id=said.provider_id,
        starts_at=said.starts_at,
        customer=CustomerDetails(
            name=said.customer.name or "",
            phone=said.customer.phone or "",
            email=said.customer.email or "",
            notes=said.notes or "",
        ),
        contact_id=said.contact_id,
        conversation_id=said.conversation_id,
    )

    def act() -> shapes.Booking:
        return shapes.booking(create_booking(new, by=call.actor, now=call.now))

    try:
        return call.once(said, act)
    except Invalid as refusal:
        raise as_sent(refusal) from refusal
    except SlotTaken as taken:
        near = _alternatives(call, said.service_id, said.location_id, said.starts_at)
        return refused(taken, alternatives=near)


@routes.get("/bookings/{booking_id}", response_model=shapes.Booking)
def read_booking(call: Caller, booking_id: str, _: NoParameters) -> Response:
    """Read one booking."""
    return _shown(get_booking(booking_id, seen_by=call.actor, now=call.now))


@routes.patch("/bookings/{booking_id}", response_model=shapes.Booking)
def correct_booking(call: Caller, booking_id: str, said: Correction, _: NoParameters) -> Response:
    """Correct who comes, and the notes. Only what is named changes."""
    wanted = _changes(said)
    version = _version(call, booking_id)
    try:
        edited = edit_customer(booking_id, wanted, by=call.actor, now=call.now, version=version)
    except Invalid as refusal:
        raise as_sent(refusal) from refusal
    return _shown(edited)


@routes.post("/bookings/{booking_id}/confirm", response_model=shapes.Booking)
def confirm(
    call: Caller, booking_id: str, _: NoParameters, said: NothingSent | None = None
) -> Response:
    """Approve a pending booking."""
    return _moved(call, said, status_changes.confirm_booking, booking_id)


@routes.post("/bookings/{booking_id}/complete", response_model=shapes.Booking)
def complete(
    call: Caller, booking_id: str, _: NoParameters, said: NothingSent | None = None
) -> Response:
    """Note that the appointment took place."""
    return _moved(call, said, status_changes.complete_booking, booking_id)


@routes.post("/bookings/{booking_id}/no-show", response_model=shapes.Booking)
def no_show(
    call: Caller, booking_id: str, _: NoParameters, said: NothingSent | None = None
) -> Response:
    """Note that the customer did not come."""
    return _moved(call, said, status_changes.mark_no_show, booking_id)


@routes.post("/bookings/{booking_id}/cancel", response_model=shapes.Booking)
def cancel(call: Caller, booking_id: str, said: Cancellation, _: NoParameters) -> Response:
    """Give the provider's time back."""

    def act() -> shapes.Booking:
        return shapes.booking(
            status_changes.cancel_booking(
                booking_id, by=call.actor, reason=said.reason, now=call.now
            )
        )

    return call.done(said, act)


@routes.post("/bookings/{booking_id}/reschedule", response_model=shapes.Booking, status_code=201)
def reschedule(call: Caller, booking_id: str, said: Move, _: NoParameters) -> Response:
    """Move a confirmed booking; the answer is the new one that takes its place."""

    def act() -> shapes.Booking:
        moved = reschedule_booking(
            booking_id,
            said.starts_at,
            provider_id=said.provider_id,
            by=call.actor,
            now=call.now,
        )
        return shapes.booking(moved)

    try:
        return call.once(said, act)
    except SlotTaken as taken:
        old = get_booking(booking_id, seen_by=call.actor, now=call.now)
        near = _alternatives(call, old.service_id, old.location_id, said.starts_at, without=old.id)
        return refused(taken, alternatives=near)


def page_of_bookings(call: Call, wanted: BookingSearch, asked: Page) -> Response:
    """The page of a list of bookings that was asked for."""
    page = booking_pages.page_of_bookings(
        wanted,
        seen_by=call.actor,
        now=call.now,
        limit=asked.limit,
        after=place_behind(asked.cursor),
    )
    return listed(
        Listed(
            items=[shapes.booking(view) for view in page.items],
            next_cursor=cursor_behind(page.ends_at),
        )
    )


def _moved(
    call: Call,
    said: NothingSent | None,
    step: Callable[..., BookingDetails],
    booking_id: str,
) -> Response:
    return call.done(said, lambda: shapes.booking(step(booking_id, by=call.actor, now=call.now)))


def _shown(view: BookingDetails) -> Response:
    return shown(shapes.booking(view), etag=f'"{view.version}"')


def _version(call: Call, booking_id: str) -> int | None:
    """The version that must still be there; None when If-Match does not ask for one.

    Raises:
        VersionConflict: If-Match names others only.
    """
    if call.if_match is None:
        return None
    view = get_booking(booking_id, seen_by=call.actor, now=call.now)
    call.check_is(f'"{view.version}"')
    return None if "*" in call.if_match else view.version


def _changes(said: Correction) -> CustomerChanges:
    """What is named, and no more: null clears as "" does."""
    customer = {name: getattr(said.customer, name) or "" for name in said.customer.model_fields_set}
    notes = {"notes": said.notes or ""} if "notes" in said.model_fields_set else {}
    return CustomerChanges(**customer, **notes)


def _alternatives(
    call: Call, service_id: str, location_id: str, starts_at: datetime, without: str | None = None
) -> list[dict[str, object]]:
    """The nearest starts that could be booked instead."""
    near = one_start.alternatives(
        service_id,
        location_id,
        starts_at,
        exclude_booking_id=without,
        by=call.actor,
        now=call.now,
    )
    zone = ZoneInfo(catalog.get_location(location_id).time_zone)
    return [slot.model_dump(mode="json") for slot in shapes.slots_at(near, zone)]

"""The tools that only look: what is offered, what is free, what is booked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bookings_app.api.agent import answers, asked
from bookings_app.api.agent.answers import Answer, without_nothing
from bookings_app.api.agent.tool import AgentCall
from bookings_app.api.v1.paging import cursor_behind, part_of, place_behind
from bookings_app.domain.access import Actor
from bookings_app.domain.actor import Limits
from bookings_app.domain.booking_filter import BookingSearch
from bookings_app.domain.date_words import time_and_place, whole_date
from bookings_app.domain.errors import Invalid, NotFound
from bookings_app.domain.slots import WHY_NOT
from bookings_app.usecases import availability, catalog, one_start
from bookings_app.usecases.availability import SlotQuestion
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.booking_pages import page_of_bookings
from bookings_app.usecases.contacts import search_contacts
from bookings_app.usecases.conversations import contact_in
from bookings_app.usecases.day_explanation import explain_day
from bookings_app.usecases.views import ContactView, ProviderVerdict, ServiceView

_MOST_FOUND = 5
_MOST_PROVIDERS = 10
_LONGEST_DESCRIPTION = 200


def list_services(call: AgentCall, said: asked.Part) -> Answer:
    """What can be booked."""
    found = catalog.list_services(limits=call.actor.limits)
    part, cursor = part_of(found, said, place=lambda each: (each.name, each.id))
    items = [_service(each) for each in part]
    return Answer({"services": items, "next_cursor": cursor})


def list_locations(call: AgentCall, said: asked.WhichLocations) -> Answer:
    """Where it can be booked."""
    limits = call.actor.limits
    found = catalog.list_locations(limits=limits)
    if said.service_id is not None:
        offered_at = _locations_of(said.service_id, limits)
        found = [each for each in found if each.id in offered_at]
    part, cursor = part_of(found, said, place=lambda each: (each.name, each.id))
    items = [
        without_nothing(
            {
                "id": each.id,
                "name": each.name,
                "address": each.address,
                "time_zone": each.time_zone,
            }.items()
        )
        for each in part
    ]
    return Answer({"locations": items, "next_cursor": cursor})


def find_slots(call: AgentCall, said: asked.WhichSlots) -> Answer:
    """Which starts are free."""
    first_on, last_on = said.dates()
    question = SlotQuestion(said.service_id, said.location_id, first_on, last_on, said.provider_id)
    found = availability.find_slots(question, by=call.actor, now=call.now)
    place = catalog.get_location(said.location_id, limits=call.actor.limits).name
    part, cursor = part_of(found.slots, said, place=lambda each: (each.starts_at.isoformat(), ""))
    shown = answers.slots(part, time_zone=found.time_zone, place=place)
    if not found.slots:
        shown |= _later(call, replace(question, first_on=last_on + timedelta(days=1)))
    return Answer({**shown, "next_cursor": cursor})


def explain_no_slots(call: AgentCall, said: asked.WhatIsNotFree) -> Answer:
    """Why a date or a start is not free, provider by provider."""
    if said.starts_at is not None and said.date is None:
        return _why_not_start(call, said, said.starts_at)
    if said.date is not None and said.starts_at is None:
        return _why_not_date(call, said, said.date)
    raise Invalid([("date", "Name either a date or a start.")])


def get_one_booking(call: AgentCall, said: asked.WhichBooking) -> Answer:
    """One booking of whom one talks with."""
    talking = call.talking_with(said.conversation, said.contact_id)
    view = get_booking(said.booking_id, seen_by=talking, now=call.now)
    return Answer({"booking": answers.booking(view, reader=talking)})


def list_bookings(call: AgentCall, said: asked.WhichBookings) -> Answer:
    """The bookings of whom one talks with."""
    talking = call.talking_with(said.conversation, said.contact_id)
    wanted = {
        "upcoming": BookingSearch(ends_after=call.now),
        "past": BookingSearch(starts_before=call.now),
        "all": BookingSearch(),
    }[said.when]
    page = page_of_bookings(
        wanted, seen_by=talking, now=call.now, limit=said.limit, after=place_behind(said.cursor)
    )
    return Answer(
        {
            "bookings": [answers.booking_in_brief(each) for each in page.items],
            "next_cursor": cursor_behind(page.ends_at),
        }
    )


def find_contact(call: AgentCall, said: asked.Whom) -> Answer:
    """Who has exactly this phone, e-mail or conversation."""
    known = [each for each in (said.phone, said.email, said.conversation) if each is not None]
    if len(known) != 1:
        raise Invalid([("phone", "Name exactly one of phone, email and conversation.")])
    found: list[ContactView]
    if said.conversation is not None:
        whose = contact_in(said.conversation.named())
        found = [whose] if whose else []
    else:
        # A phone that is sent as an e-mail, or the other way about, is nobody's.
        sought, is_email = said.phone or said.email or "", said.email is not None
        is_one = ("@" in sought) is is_email
        found = search_contacts(sought, seen_by=call.actor, limit=_MOST_FOUND) if is_one else []
    return Answer({"contacts": [answers.contact(each, reader=call.actor) for each in found]})


def alternatives(
    call: AgentCall,
    service_id: str,
    location_id: str,
    starts_at: datetime,
    *,
    moving: str | None = None,
    by: Actor | None = None,
) -> dict[str, Any]:
    """The three nearest starts that could be booked instead, or to which `moving` could go."""
    near = one_start.alternatives(
        service_id,
        location_id,
        starts_at,
        exclude_booking_id=moving,
        by=by or call.actor,
        now=call.now,
    )
    location = catalog.get_location(location_id)
    return answers.slots(near, time_zone=location.time_zone, place=location.name)


def _locations_of(service_id: str, limits: Limits) -> Sequence[str]:
    try:
        return catalog.get_service(service_id, limits=limits).location_ids
    except NotFound as unknown:
        raise Invalid([("service_id", "This service does not exist.")]) from unknown


def _why_not_start(call: AgentCall, said: asked.WhatIsNotFree, starts_at: datetime) -> Answer:
    found = one_start.explain_slot(
        said.service_id, said.location_id, starts_at, by=call.actor, now=call.now
    )
    place = catalog.get_location(said.location_id).name
    about = time_and_place(starts_at, ZoneInfo(found.time_zone), place=place)
    near = alternatives(call, said.service_id, said.location_id, starts_at)
    return Answer({**_verdicts(about, found.providers), "alternatives": near})


def _why_not_date(call: AgentCall, said: asked.WhatIsNotFree, on: date) -> Answer:
    verdicts = explain_day(said.service_id, said.location_id, on, by=call.actor, now=call.now)
    about = f"{whole_date(on)} in {catalog.get_location(said.location_id).name}"
    next_day = on + timedelta(days=1)
    question = SlotQuestion(said.service_id, said.location_id, next_day, next_day)
    return Answer({**_verdicts(about, verdicts), **_later(call, question)})


def _service(view: ServiceView) -> dict[str, Any]:
    description = view.description[:_LONGEST_DESCRIPTION]
    return without_nothing(
        {
            "id": view.id,
            "name": view.name,
            "description": description,
            "duration_minutes": view.duration_minutes,
            "must_be_approved": view.requires_approval,
            "location_ids": list(view.location_ids),
        }.items()
    )


def _verdicts(about: str, verdicts: Sequence[ProviderVerdict]) -> dict[str, Any]:
    shown = verdicts[:_MOST_PROVIDERS]
    return {
        "about": about,
        "offered": any(each.free for each in verdicts),
        "providers": [
            without_nothing(
                {
                    "name": each.name,
                    "free": each.free,
                    "reason": each.reason,
                    "in_words": WHY_NOT.get(each.reason or ""),
                }.items()
            )
            for each in shown
        ],
    }


def _later(call: AgentCall, question: SlotQuestion) -> dict[str, Any]:
    """The next date with a free start, when there is one within two months."""
    found = availability.next_free(question, by=call.actor, now=call.now)
    return {} if found is None else {"next_free_date": found.isoformat()}

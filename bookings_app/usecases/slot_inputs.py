"""The verbs: fetching what decides about slots, as the rules want it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bookings_app.db import slots as rows
from bookings_app.db.slots import CandidateRow, OfferRow
from bookings_app.db.unit_of_work import UnitOfWork
from bookings_app.domain.access import (
    Actor,
    bookable_providers,
    ignores_notice,
    visible_bookings,
)
from bookings_app.domain.availability import (
    ProviderTime,
    ServiceTerms,
    SlotQuery,
    blocked_time,
)
from bookings_app.domain.booking import checked_start
from bookings_app.domain.checks import could_be_id
from bookings_app.domain.errors import Invalid
from bookings_app.domain.interval import Interval
from bookings_app.domain.local_time import LocalClock
from bookings_app.domain.spans import instant_at
from bookings_app.usecases.working_inputs import WorkingInputs, intervals, working_inputs


@dataclass(frozen=True, slots=True)
class SlotInputs:
    """All that decides about the slots of some dates."""

    offer: OfferRow
    query: SlotQuery
    providers: list[ProviderTime]


def offer_of(work: UnitOfWork, service_id: str, location_id: str, *, by: Actor) -> OfferRow:
    """The service as it is offered at the location; for `by` there is nothing beyond its limits.

    Raises:
        Invalid: one of them does not exist, or they do not go together.
    """
    place_known = could_be_id(location_id) and by.limits.allow(location_id=location_id)
    known = could_be_id(service_id) and by.limits.allow(service_id=service_id)
    place = location_id if place_known else ""
    offer = rows.offer(work, service_id, place) if known else None
    if offer is None:
        raise Invalid([("service_id", "This service does not exist.")])
    if offer.location_id is None:
        raise Invalid([("location_id", "This location does not exist.")])
    if offer.offered_here is None:
        raise Invalid([("location_id", "This service is not offered at this location.")])
    return offer


def candidates_for(
    work: UnitOfWork,
    offer: OfferRow,
    *,
    provider_id: str | None,
    by: Actor,
    with_colleagues: bool = False,
) -> Sequence[CandidateRow]:
    """Whose time to look at: that provider's, or everybody's whom `by` may book.

    `with_colleagues` adds those who work at the location and do not offer the service.

    Raises:
        Invalid: no such provider.
    """
    only = bookable_providers(by)
    if provider_id is None:
        here = offer.location_id if with_colleagues else None
        return rows.candidates(work, offer.service_id, only=only, working_at=here)
    known = could_be_id(provider_id) and by.limits.allow(provider_id=provider_id)
    candidate = rows.candidate(work, offer.service_id, provider_id) if known else None
    if candidate is None:
        raise unknown_provider()
    return [candidate] if only is None or provider_id in only else []


def unknown_provider() -> Invalid:
    """The refusal of a provider that does not exist."""
    return Invalid([("provider_id", "This provider does not exist.")])


def zone_of(offer: OfferRow) -> ZoneInfo:
    """The zone of the location's clocks."""
    return ZoneInfo(offer.time_zone)


def date_of(offer: OfferRow, starts_at: datetime) -> date:
    """The location's date at that start.

    Raises:
        Invalid: it is on no date that can be reckoned with.
    """
    return checked_start(starts_at).astimezone(zone_of(offer)).date()


def inputs_for(
    work: UnitOfWork,
    offer: OfferRow,
    candidates: Sequence[CandidateRow],
    *,
    first_on: date,
    last_on: date,
    by: Actor,
    now: datetime,
    without: str | None = None,
) -> SlotInputs:
    """Fetch all that decides about starts on these local dates, both included.

    The booking `without` does not count, if `by` may see it.
    """
    location_id = offer.location_id or ""
    terms = _terms(offer)
    zone = zone_of(offer)
    ids = [candidate.id for candidate in candidates]
    reach = _reach(terms, zone, first_on=first_on, last_on=last_on)
    working = working_inputs(
        work, location_id, ids, first_on=first_on, last_on=last_on, reach=reach
    )
    taken = rows.taken(
        work,
        ids,
        after=reach.starts_at,
        before=reach.ends_at,
        without=without,
        visibility=visible_bookings(by),
    )
    held = intervals(each[:3] for each in taken if not each[3])
    busy = intervals(each[:3] for each in taken if each[3])
    return SlotInputs(
        offer=offer,
        query=SlotQuery(
            service=terms,
            location_id=location_id,
            zone=zone,
            closures=working.closures,
            now=now,
            keeps_notice=not ignores_notice(by),
        ),
        providers=[
            _provider_time(candidate, working, held=held, busy=busy) for candidate in candidates
        ],
    )


def day_bounds(zone: ZoneInfo, first_on: date, last_on: date) -> Interval:
    """From the first to the last instant of these local dates."""
    spans = LocalClock(zone).dates(first_on, last_on)
    return Interval(instant_at(spans[0][0]), instant_at(spans[-1][1]))


def _provider_time(
    candidate: CandidateRow,
    working: WorkingInputs,
    *,
    held: Mapping[str, tuple[Interval, ...]],
    busy: Mapping[str, tuple[Interval, ...]],
) -> ProviderTime:
    return ProviderTime(
        id=candidate.id,
        name=candidate.name,
        does_service=candidate.does_service is not None,
        archived=candidate.archived_at is not None,
        weekly=working.weekly.get(candidate.id, ()),
        overrides=working.overrides.get(candidate.id, ()),
        time_off=working.time_off.get(candidate.id, ()),
        holds=held.get(candidate.id, ()),
        busy=busy.get(candidate.id, ()),
    )


def _terms(offer: OfferRow) -> ServiceTerms:
    return ServiceTerms(
        id=offer.service_id,
        duration=timedelta(minutes=offer.duration_minutes),
        buffer_before=timedelta(minutes=offer.buffer_before_minutes),
        buffer_after=timedelta(minutes=offer.buffer_after_minutes),
        slot_step=_minutes(offer.slot_step_minutes),
        min_notice=timedelta(minutes=offer.min_notice_minutes),
        booking_window_days=offer.booking_window_days,
        available_from=offer.available_from,
        available_to=offer.available_to,
        archived=offer.service_archived_at is not None or offer.location_archived_at is not None,
    )


def _minutes(count: int | None) -> timedelta | None:
    return None if count is None else timedelta(minutes=count)


def _reach(terms: ServiceTerms, zone: ZoneInfo, *, first_on: date, last_on: date) -> Interval:
    """All that bookings starting on these dates could block."""
    bounds = day_bounds(zone, first_on, last_on)
    return Interval(
        blocked_time(terms, bounds.starts_at).starts_at,
        blocked_time(terms, bounds.ends_at).ends_at,
    )

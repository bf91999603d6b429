"""The verbs: one start: why it is offered or not, who is free then, and what is free near it."""

from datetime import date, datetime, timedelta

from bookings_app.db import slots as rows
from bookings_app.db.slots import OfferRow
from bookings_app.db.unit_of_work import reading
from bookings_app.domain import availability as rules
from bookings_app.domain.access import Actor, ignores_notice
from bookings_app.domain.checks import LAST_DATE
from bookings_app.domain.interval import as_utc
from bookings_app.usecases.availability import (
    SlotQuestion,
    found_between,
    inputs_about,
    views_of,
)
from bookings_app.usecases.slot_inputs import date_of, day_bounds, offer_of, zone_of
from bookings_app.usecases.views import ProviderChoice, ProviderVerdict, SlotExplanation, SlotView

# Alternatives are looked for this many days around a start that is not free.
NEARBY = timedelta(days=7)


def alternatives(
    service_id: str,
    location_id: str,
    starts_at: datetime,
    *,
    provider_id: str | None = None,
    exclude_booking_id: str | None = None,
    by: Actor,
    now: datetime,
    count: int = 3,
) -> list[SlotView]:
    """The free starts nearest to one that cannot be had, the nearest first.

    Beyond the dates on which the service can be booked: the nearest to their first or last.
    The booking `exclude_booking_id`, which is about to move, does not count.

    Raises:
        Invalid: ids that do not exist or go together.
    """
    with reading() as work:
        offer = offer_of(work, service_id, location_id, by=by)
        wanted = _within_dates(offer, date_of(offer, starts_at), by=by, now=now)
        question = SlotQuestion(
            service_id,
            location_id,
            wanted - NEARBY,
            wanted + NEARBY,
            provider_id,
            exclude_booking_id,
        )
        inputs = inputs_about(work, question, by=by, now=now, offer=offer)
    found = found_between(inputs, question.first_on, question.last_on)
    return views_of(inputs, rules.nearest(found, to=starts_at, count=count))


def explain_slot(
    service_id: str,
    location_id: str,
    starts_at: datetime,
    *,
    provider_id: str | None = None,
    exclude_booking_id: str | None = None,
    by: Actor,
    now: datetime,
) -> SlotExplanation:
    """Why a start is offered or not, provider by provider, by name.

    The booking `exclude_booking_id`, which is about to move, does not count.

    Raises:
        Invalid: ids that do not exist or go together.
    """
    with reading() as work:
        offer = offer_of(work, service_id, location_id, by=by)
        wanted = date_of(offer, starts_at)
        question = SlotQuestion(
            service_id, location_id, wanted, wanted, provider_id, exclude_booking_id
        )
        inputs = inputs_about(work, question, by=by, now=now, offer=offer, with_colleagues=True)
    verdicts = rules.explain(inputs.query, inputs.providers, starts_at=starts_at)
    return SlotExplanation(
        starts_at=as_utc(starts_at),
        time_zone=inputs.offer.time_zone,
        offered=any(verdict.free for verdict in verdicts),
        providers=tuple(
            ProviderVerdict(each.provider_id, each.name, each.free, each.reason)
            for each in verdicts
        ),
    )


def providers_for_slot(
    service_id: str,
    location_id: str,
    starts_at: datetime,
    *,
    exclude_booking_id: str | None = None,
    by: Actor,
    now: datetime,
) -> list[ProviderChoice]:
    """Who is free at that start: fewest bookings that day first, then by name.

    Raises:
        Invalid: ids that do not exist or go together.
    """
    with reading() as work:
        offer = offer_of(work, service_id, location_id, by=by)
        wanted = date_of(offer, starts_at)
        question = SlotQuestion(service_id, location_id, wanted, wanted, None, exclude_booking_id)
        inputs = inputs_about(work, question, by=by, now=now, offer=offer)
        verdicts = rules.explain(inputs.query, inputs.providers, starts_at=starts_at)
        free = [verdict for verdict in verdicts if verdict.free]
        day = day_bounds(zone_of(offer), wanted, wanted)
        counts = rows.holds_beginning(
            work,
            [verdict.provider_id for verdict in free],
            first=day.starts_at,
            before=day.ends_at,
        )
    choices = (
        ProviderChoice(each.provider_id, each.name, counts.get(each.provider_id, 0))
        for each in free
    )
    return sorted(choices, key=lambda each: (each.bookings_that_day, each.name, each.id))


def _within_dates(offer: OfferRow, on: date, *, by: Actor, now: datetime) -> date:
    """The date nearest to `on` on which `by` may book the service, if there is one."""
    today = date_of(offer, now)
    latest = offer.available_to or LAST_DATE
    if offer.booking_window_days is not None and not ignores_notice(by):
        latest = min(latest, today + timedelta(days=offer.booking_window_days))
    earliest = max(today, offer.available_from or today)
    return min(max(on, earliest), max(latest, earliest))

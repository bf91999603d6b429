"""The verbs: which times are free, for whom, and why others are not."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bookings_app.db import slots as rows
from bookings_app.db.unit_of_work import UnitOfWork, reading
from bookings_app.domain import availability as rules
from bookings_app.domain.access import Actor
from bookings_app.domain.availability import Slot, Verdict
from bookings_app.domain.checks import Findings
from bookings_app.domain.interval import as_utc
from bookings_app.usecases.slot_inputs import (
    SlotInputs,
    candidates_for,
    date_of,
    day_bounds,
    inputs_for,
    offer_of,
    zone_of,
)
from bookings_app.usecases.views import (
    Choice,
    DaysAnswer,
    ProviderChoice,
    ProviderVerdict,
    SlotAnswer,
    SlotExplanation,
    SlotView,
)

# A month on a screen is six weeks.
MOST_DAYS = 42

NEXT_FREE_WITHIN_DAYS = 60

# Alternatives are looked for this many days around a start that is not free.
NEARBY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class SlotQuestion:
    """Which starts on these local dates, both included; without a provider, of anybody.

    The booking `exclude_booking_id`, which is about to move, does not count.
    """

    service_id: str
    location_id: str
    first_on: date
    last_on: date
    provider_id: str | None = None
    exclude_booking_id: str | None = None


def find_slots(question: SlotQuestion, *, by: Actor, now: datetime) -> SlotAnswer:
    """The starts that may be booked, ascending; providers only get their own.

    Members also get those inside the minimum notice or beyond the booking window.

    Raises:
        Invalid: ids that do not exist or go together, or dates nobody can look at.
    """
    _check_dates(question)
    with reading() as work:
        inputs = _inputs(work, question, by=by, now=now)
    return SlotAnswer(
        time_zone=inputs.offer.time_zone,
        slots=_views(inputs, _found(inputs, question.first_on, question.last_on)),
    )


def days(question: SlotQuestion, *, by: Actor, now: datetime) -> DaysAnswer:
    """How many starts each date still has, and on which dates there are any at all.

    An open date without free starts is full; the others are closed.

    Raises:
        Invalid: ids that do not exist or go together, or dates nobody can look at.
    """
    _check_dates(question)
    with reading() as work:
        inputs = _inputs(work, question, by=by, now=now)
    unbooked = replace(
        inputs, providers=[replace(each, holds=(), busy=()) for each in inputs.providers]
    )
    first_on, last_on = question.first_on, question.last_on
    free = _per_date(inputs, _found(inputs, first_on, last_on))
    return DaysAnswer(
        time_zone=inputs.offer.time_zone,
        free=free,
        open=frozenset(_per_date(inputs, _found(unbooked, first_on, last_on))),
    )


def days_with_slots(question: SlotQuestion, *, by: Actor, now: datetime) -> dict[date, int]:
    """How many starts each date still has; dates without any are left out.

    Raises:
        Invalid: ids that do not exist or go together, or dates nobody can look at.
    """
    _check_dates(question)
    with reading() as work:
        inputs = _inputs(work, question, by=by, now=now)
    return _per_date(inputs, _found(inputs, question.first_on, question.last_on))


def next_free(question: SlotQuestion, *, by: Actor, now: datetime) -> date | None:
    """The first date from `first_on` on with a free start, within 60 days.

    Raises:
        Invalid: ids that do not exist or go together, or dates nobody can look at.
    """
    last_on = question.first_on + timedelta(days=NEXT_FREE_WITHIN_DAYS)
    with reading() as work:
        inputs = _inputs(work, replace(question, last_on=last_on), by=by, now=now)
    for first, last in _weeks(question.first_on, last_on):
        found = _found(inputs, first, last)
        if found:
            return _local_date(inputs, found[0].starts_at)
    return None


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
    """The free starts nearest to one that cannot be had, ascending.

    The booking `exclude_booking_id`, which is about to move, does not count.

    Raises:
        Invalid: ids that do not exist or go together.
    """
    with reading() as work:
        offer = offer_of(work, service_id, location_id)
        wanted = date_of(offer, starts_at)
        first_on, last_on = wanted - NEARBY, wanted + NEARBY
        candidates = candidates_for(work, offer, provider_id=provider_id, by=by)
        inputs = inputs_for(
            work,
            offer,
            candidates,
            first_on=first_on,
            last_on=last_on,
            by=by,
            now=now,
            without=exclude_booking_id,
        )
    found = _found(inputs, first_on, last_on)
    return _views(inputs, rules.nearest(found, to=starts_at, count=count))


def explain_slot(
    service_id: str,
    location_id: str,
    starts_at: datetime,
    *,
    provider_id: str | None = None,
    by: Actor,
    now: datetime,
) -> SlotExplanation:
    """Why a start is offered or not, provider by provider, by name.

    Raises:
        Invalid: ids that do not exist or go together.
    """
    with reading() as work:
        offer = offer_of(work, service_id, location_id)
        wanted = date_of(offer, starts_at)
        candidates = candidates_for(
            work, offer, provider_id=provider_id, by=by, with_colleagues=True
        )
        inputs = inputs_for(
            work, offer, candidates, first_on=wanted, last_on=wanted, by=by, now=now
        )
    verdicts = rules.explain(inputs.query, inputs.providers, starts_at=starts_at)
    return SlotExplanation(
        starts_at=as_utc(starts_at),
        offered=any(verdict.free for verdict in verdicts),
        providers=tuple(_verdict_view(verdict) for verdict in verdicts),
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
        offer = offer_of(work, service_id, location_id)
        wanted = date_of(offer, starts_at)
        candidates = candidates_for(work, offer, provider_id=None, by=by)
        inputs = inputs_for(
            work,
            offer,
            candidates,
            first_on=wanted,
            last_on=wanted,
            by=by,
            now=now,
            without=exclude_booking_id,
        )
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


def _check_dates(question: SlotQuestion) -> None:
    findings = Findings()
    findings.date("from", question.first_on)
    findings.date("to", question.last_on)
    length = (question.last_on - question.first_on).days + 1
    if not 1 <= length <= MOST_DAYS:
        findings.add("to", f"Choose between 1 and {MOST_DAYS} days.")
    findings.refuse_if_any()


def _inputs(work: UnitOfWork, question: SlotQuestion, *, by: Actor, now: datetime) -> SlotInputs:
    offer = offer_of(work, question.service_id, question.location_id)
    candidates = candidates_for(work, offer, provider_id=question.provider_id, by=by)
    return inputs_for(
        work,
        offer,
        candidates,
        first_on=question.first_on,
        last_on=question.last_on,
        by=by,
        now=now,
        without=question.exclude_booking_id,
    )


def _found(inputs: SlotInputs, first_on: date, last_on: date) -> list[Slot]:
    return rules.find_slots(inputs.query, inputs.providers, first_on=first_on, last_on=last_on)


def _per_date(inputs: SlotInputs, found: list[Slot]) -> dict[date, int]:
    return dict(Counter(_local_date(inputs, slot.starts_at) for slot in found))


def _local_date(inputs: SlotInputs, instant: datetime) -> date:
    return instant.astimezone(inputs.query.zone).date()


def _weeks(first_on: date, last_on: date) -> Iterator[tuple[date, date]]:
    while first_on <= last_on:
        yield first_on, min(first_on + timedelta(days=6), last_on)
        first_on += timedelta(days=7)


def _views(inputs: SlotInputs, found: list[Slot]) -> list[SlotView]:
    choices = {each.id: Choice(each.id, each.name) for each in inputs.providers}
    return [
        SlotView(
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            providers=tuple(choices[provider_id] for provider_id in slot.provider_ids),
            short_notice=slot.short_notice,
        )
        for slot in found
    ]


def _verdict_view(verdict: Verdict) -> ProviderVerdict:
    return ProviderVerdict(
        id=verdict.provider_id,
        name=verdict.name,
        free=verdict.free,
        reason=verdict.reason,
    )

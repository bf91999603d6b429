"""The verbs: which starts are free on which dates, and for whom."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bookings_app.db.slots import OfferRow
from bookings_app.db.unit_of_work import UnitOfWork, reading
from bookings_app.domain import availability as rules
from bookings_app.domain.access import Actor
from bookings_app.domain.availability import Slot
from bookings_app.domain.checks import Findings
from bookings_app.usecases.slot_inputs import (
    SlotInputs,
    candidates_for,
    inputs_for,
    offer_of,
)
from bookings_app.usecases.views import (
    Choice,
    DaysAnswer,
    SlotAnswer,
    SlotView,
)

# A month on a screen is six weeks.
MOST_DAYS = 42

NEXT_FREE_WITHIN_DAYS = 60


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
        inputs = inputs_about(work, question, by=by, now=now)
    return SlotAnswer(
        time_zone=inputs.offer.time_zone,
        slots=views_of(inputs, found_between(inputs, question.first_on, question.last_on)),
    )


def days(question: SlotQuestion, *, by: Actor, now: datetime) -> DaysAnswer:
    """How many starts each date still has, and on which dates there are any at all.

    An open date without free starts is full; the others are closed.

    Raises:
        Invalid: ids that do not exist or go together, or dates nobody can look at.
    """
    _check_dates(question)
    with reading() as work:
        inputs = inputs_about(work, question, by=by, now=now)
    unbooked = replace(
        inputs, providers=[replace(each, holds=(), busy=()) for each in inputs.providers]
    )
    first_on, last_on = question.first_on, question.last_on
    free = _per_date(inputs, found_between(inputs, first_on, last_on))
    return DaysAnswer(
        time_zone=inputs.offer.time_zone,
        free=free,
        open=frozenset(_per_date(inputs, found_between(unbooked, first_on, last_on))),
    )


def days_with_slots(question: SlotQuestion, *, by: Actor, now: datetime) -> dict[date, int]:
    """How many starts each date still has; dates without any are left out.

    Raises:
        Invalid: ids that do not exist or go together, or dates nobody can look at.
    """
    _check_dates(question)
    with reading() as work:
        inputs = inputs_about(work, question, by=by, now=now)
    return _per_date(inputs, found_between(inputs, question.first_on, question.last_on))


def next_free(question: SlotQuestion, *, by: Actor, now: datetime) -> date | None:
    """The first date from `first_on` on with a free start, within 60 days.

    Raises:
        Invalid: ids that do not exist or go together, or dates nobody can look at.
    """
    last_on = question.first_on + timedelta(days=NEXT_FREE_WITHIN_DAYS)
    with reading() as work:
        inputs = inputs_about(work, replace(question, last_on=last_on), by=by, now=now)
    for first, last in _weeks(question.first_on, last_on):
        found = found_between(inputs, first, last)
        if found:
            return _local_date(inputs, found[0].starts_at)
    return None


def _check_dates(question: SlotQuestion) -> None:
    findings = Findings()
    findings.date("from", question.first_on)
    findings.date("to", question.last_on)
    length = (question.last_on - question.first_on).days + 1
    if not 1 <= length <= MOST_DAYS:
        findings.add("to", f"Choose between 1 and {MOST_DAYS} days.")
    findings.refuse_if_any()


def inputs_about(
    work: UnitOfWork,
    question: SlotQuestion,
    *,
    by: Actor,
    now: datetime,
    offer: OfferRow | None = None,
    with_colleagues: bool = False,
) -> SlotInputs:
    """What decides about the starts that are asked for.

    Raises:
        Invalid: ids that do not exist or go together.
    """
    offer = offer or offer_of(work, question.service_id, question.location_id, by=by)
    candidates = candidates_for(
        work,
        offer,
        provider_id=question.provider_id,
        by=by,
        with_colleagues=with_colleagues,
    )
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


def found_between(inputs: SlotInputs, first_on: date, last_on: date) -> list[Slot]:
    """The free starts on these dates, ascending."""
    return rules.find_slots(inputs.query, inputs.providers, first_on=first_on, last_on=last_on)


def _per_date(inputs: SlotInputs, found: list[Slot]) -> dict[date, int]:
    return dict(Counter(_local_date(inputs, slot.starts_at) for slot in found))


def _local_date(inputs: SlotInputs, instant: datetime) -> date:
    return instant.astimezone(inputs.query.zone).date()


def _weeks(first_on: date, last_on: date) -> Iterator[tuple[date, date]]:
    while first_on <= last_on:
        yield first_on, min(first_on + timedelta(days=6), last_on)
        first_on += timedelta(days=7)


def views_of(inputs: SlotInputs, found: list[Slot]) -> list[SlotView]:
    """The same with the names of who is free."""
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

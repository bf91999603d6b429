"""The verbs: why a whole date has no free start."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time

from bookings_app.db.unit_of_work import reading
from bookings_app.domain import availability as rules
from bookings_app.domain.access import Actor
from bookings_app.domain.checks import Findings
from bookings_app.domain.slots import Reason, Verdict
from bookings_app.usecases.slot_inputs import (
    SlotInputs,
    candidates_for,
    inputs_for,
    offer_of,
    zone_of,
)
from bookings_app.usecases.views import ProviderVerdict

_SAY_LITTLE = frozenset({Reason.PAST, Reason.OFF_GRID})


def explain_day(
    service_id: str,
    location_id: str,
    on: date,
    *,
    by: Actor,
    now: datetime,
    exclude_booking_id: str | None = None,
) -> list[ProviderVerdict]:
    """Why each provider has no free start on a local date, by name; or that they have.

    The booking `exclude_booking_id`, which is about to move, does not count.

    Where several reasons stand against a provider's starts, the one met most often;
    that some have passed only when nothing else does.

    Raises:
        Invalid: ids that do not exist or go together, or a date nobody can look at.
    """
    findings = Findings()
    findings.date("date", on)
    findings.refuse_if_any()
    with reading() as work:
        offer = offer_of(work, service_id, location_id, by=by)
        candidates = candidates_for(work, offer, provider_id=None, by=by, with_colleagues=True)
        inputs = inputs_for(
            work,
            offer,
            candidates,
            first_on=on,
            last_on=on,
            by=by,
            now=now,
            without=exclude_booking_id,
        )
        late = datetime.combine(on, time(23, 59), zone_of(offer))
    verdicts: defaultdict[str, list[Verdict]] = defaultdict(list)
    for start in _starts(inputs, on) or [late]:
        for verdict in rules.explain(inputs.query, inputs.providers, starts_at=start):
            verdicts[verdict.provider_id].append(verdict)
    return sorted((_summary(each) for each in verdicts.values()), key=lambda each: each.name)


def _starts(inputs: SlotInputs, on: date) -> list[datetime]:
    """Every start that anybody's hours give on that date."""
    grids = (
        rules.grid_starts(inputs.query, each, first_on=on, last_on=on)
        for each in inputs.providers
        if each.does_service
    )
    return sorted({start for grid in grids for start in grid})


def _summary(verdicts: Sequence[Verdict]) -> ProviderVerdict:
    free = any(verdict.free for verdict in verdicts)
    reasons = Counter(each.reason for each in verdicts if each.reason is not None)
    # Starts of others and starts that have passed say little about the day.
    telling = [each for each in reasons if each not in _SAY_LITTLE] or list(reasons)
    reason = max(telling, key=lambda each: reasons[each], default=None)
    return ProviderVerdict(
        id=verdicts[0].provider_id,
        name=verdicts[0].name,
        free=free,
        reason=None if free else reason,
    )

"""Rules: what may be done to a booking, by whom and when: the buttons of every door."""

from collections.abc import Mapping
from datetime import datetime

from bookings_app.domain.access import Action, Actor, may_act
from bookings_app.domain.booking import ONLY_ONCE_BEGUN, TRANSITIONS, BookingStatus

# Editing the customer's details leads nowhere and is possible in any status.
LEADS_TO: Mapping[Action, BookingStatus] = {
    Action.CONFIRM: BookingStatus.CONFIRMED,
    Action.COMPLETE: BookingStatus.COMPLETED,
    Action.NO_SHOW: BookingStatus.NO_SHOW,
    Action.CANCEL: BookingStatus.CANCELLED,
    Action.RESCHEDULE: BookingStatus.RESCHEDULED,
}


def allowed_actions(
    actor: Actor,
    status: BookingStatus,
    *,
    provider_id: str,
    contact_id: str | None,
    starts_at: datetime,
    now: datetime,
) -> tuple[Action, ...]:
    """What `actor` may do now to a booking that they see, in the order of Action."""
    return tuple(
        action
        for action in Action
        if may_act(actor, action, provider_id=provider_id, contact_id=contact_id)
        and _is_possible(action, status, starts_at=starts_at, now=now)
    )


def _is_possible(
    action: Action, status: BookingStatus, *, starts_at: datetime, now: datetime
) -> bool:
    after = LEADS_TO.get(action)
    if after is None:
        return True
    return after in TRANSITIONS[status] and (after not in ONLY_ONCE_BEGUN or now >= starts_at)

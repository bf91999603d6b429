"""Rules: the event that a booking becomes in its provider's calendar."""

from datetime import timedelta

from bookings_app.domain.booking import TRANSITIONS, WITH_EVENT

# These have taken an event out of the calendar again: whoever copied it must hear of that.
WITHDRAWN = frozenset(after for before in WITH_EVENT for after in TRANSITIONS[before]) - WITH_EVENT

# What other programs read begins here: what they copied earlier stays true for as long.
FEED_REACHES_BACK = timedelta(days=31)


def event_title(*, service_name: str, customer_name: str) -> str:
    """What the event is called: the service, then who comes."""
    return f"{service_name} - {customer_name}"


def event_revision(booking_version: int) -> int:
    """How often the event was changed, as RFC 5545 counts: each one is higher than before."""
    return booking_version - 1

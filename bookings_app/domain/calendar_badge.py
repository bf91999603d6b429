"""Rules: what a booking says of its event in the provider's own Google calendar."""

from enum import StrEnum


class CalendarBadge(StrEnum):
    """How it is with the event; of some bookings there is nothing to say."""

    NOTHING = ""
    SYNCED = "synced"
    WAITING = "waiting"
    NOT_CONNECTED = "not_connected"
    ATTENTION = "attention"


def calendar_badge(
    *,
    is_to_come: bool,
    has_event: bool,
    is_connected: bool,
    is_written: bool,
    is_flagged: bool,
    promised: str | None,
) -> CalendarBadge:
    """What is said of a booking whose provider may have a Google account, or none.

    `has_event` is about the provider's calendar here, `is_written` about the one there;
    `is_flagged` when a person moved or deleted it there. `promised` is the state of the
    look that is promised, None when nothing is left to do: what is not written by then
    was discarded.
    """
    if not is_connected:
        return CalendarBadge.NOT_CONNECTED if has_event and is_to_come else CalendarBadge.NOTHING
    if is_flagged or promised in {"parked", "dead"}:
        return CalendarBadge.ATTENTION
    if promised is not None:
        return CalendarBadge.WAITING
    if has_event and is_written:
        return CalendarBadge.SYNCED
    return CalendarBadge.ATTENTION if has_event and is_to_come else CalendarBadge.NOTHING

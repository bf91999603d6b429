"""Dates and instants as programs write them: strictly, or not at all."""

import re
from datetime import UTC, date, datetime

from bookings_app.domain.checks import FIRST_DATE, LAST_DATE

HOW_TO_SEND_AN_INSTANT = "Send a date and time with offset, such as 2026-03-09T00:00:00Z."
HOW_TO_SEND_A_DATE = "Send a date from 1902 to 2400, such as 2026-03-09."

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})", re.ASCII
)


def instant_in(text: str) -> datetime | None:
    """The instant that `text` names with its offset, in UTC; None when it names none.

    A plus that an address was written with as it is arrives as a space.
    """
    upper = text.upper().replace(" ", "+")
    try:
        instant = datetime.fromisoformat(upper) if _INSTANT.fullmatch(upper) else None
        in_utc = instant.astimezone(UTC) if instant else None
    except (ValueError, OverflowError):
        return None
    if in_utc is None or not FIRST_DATE <= in_utc.date() <= LAST_DATE:
        return None
    return in_utc


def date_in(text: str) -> date | None:
    """The date that `text` names; None when it names none that can be reckoned with."""
    try:
        found = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None
    return found if found and FIRST_DATE <= found <= LAST_DATE else None

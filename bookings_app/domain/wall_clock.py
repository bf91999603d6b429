"""Rules: how people write a time of day."""

import re

_WRITTEN = re.compile(r"(\d{1,2})(?:[:.hH]?(\d{2}))?\s*([ap])?\.?m?\.?", re.IGNORECASE)

_NOON = 12
_LAST_HOUR = 24


def minute_of_day(text: str) -> int | None:
    """The minute after midnight that `text` says, 1440 for 24:00; None if it says none.

    "9", "9:30", "9.30", "930", "0930", "21h30" and "9:30 pm" are all understood.
    """
    written = _WRITTEN.fullmatch(text.strip())
    if written is None or ("m" in text.lower() and not written[3]):
        return None
    hour, minute = int(written[1]), int(written[2] or 0)
    if written[3]:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if written[3].lower() == "p" else 0)
    if minute > 59 or hour > _LAST_HOUR or (hour == _LAST_HOUR and minute):
        return None
    return hour * 60 + minute

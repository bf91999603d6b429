"""What the lists of the set-up say."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bookings_app.ui import format as words
from bookings_app.usecases.views import UpcomingBookings


def matches(sought: str, *texts: str) -> bool:
    """Whether every word that is sought is a part of one of the texts, in whatever letters."""
    everything = "\n".join(texts).casefold()
    return all(word in everything for word in sought.casefold().split())


def archiving_words(what_ends: str, upcoming: UpcomingBookings, *, now: datetime) -> str:
    """What happens when something is archived, and what does not, before it is."""
    return f"{what_ends} {_what_stays(upcoming, now=now)} It can be restored at any time."


def upcoming_words(upcoming: UpcomingBookings, *, now: datetime) -> str:
    """How many bookings are to come: "12 upcoming bookings, the next on Thu 19 Nov, 11:30"."""
    if upcoming.next_at is None:
        return "no upcoming bookings"
    zone = ZoneInfo(upcoming.time_zone)
    today = now.astimezone(zone).date()
    when = words.day_and_time(upcoming.next_at, zone, today=today)
    if upcoming.number == 1:
        return f"1 upcoming booking, on {when}"
    return f"{upcoming.number:,} upcoming bookings, the next on {when}"


def kept_of_others(names: Sequence[str], labels: Mapping[str, str]) -> str:
    """What somebody else has changed meanwhile, in a sentence; "" when they did not."""
    if not names:
        return ""
    fields = words.listed([labels[name].lower() for name in names], last="and")
    return f" What somebody else has changed meanwhile is kept: {fields}."


def _what_stays(upcoming: UpcomingBookings, *, now: datetime) -> str:
    if not upcoming.number:
        return "There are no upcoming bookings."
    stay = "stays as it is" if upcoming.number == 1 else "stay as they are"
    return f"The {upcoming_words(upcoming, now=now)}, {stay}: cancel or move what should not."

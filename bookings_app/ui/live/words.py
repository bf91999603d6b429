"""What a change is called in a message to the team."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from bookings_app.ui.format import day_and_time
from bookings_app.ui.notifications.words import Told, told
from bookings_app.usecases.notifications import moved_in_google
from bookings_app.usecases.views import CalendarEntry, ChangeView


def words_for(
    change: ChangeView, entry: CalendarEntry, entries: Mapping[str, CalendarEntry]
) -> Told:
    """Who did what, for whom and when, by the location's clock.

    `entries` has the booking that a rescheduled one was moved to.
    """
    later = entries.get(str(change.after.get("rescheduled_to", "")))
    return told(
        what=change.what,
        status_after=str(change.after.get("status", "")),
        by=change.by_name,
        service=entry.service_name,
        customer=entry.customer_name,
        provider=entry.provider_name,
        when=_when(entry),
        reason=change.reason,
        moved_to=_when(later) if later else _moved_in_google(change, entry),
        outside_hours=str(change.after.get("outside_hours", "")),
        in_google=str(change.after.get("event", "")),
    )


def _moved_in_google(change: ChangeView, entry: CalendarEntry) -> str:
    at = moved_in_google(change.after)
    return day_and_time(at, ZoneInfo(entry.time_zone)) if at else ""


def _when(entry: CalendarEntry) -> str:
    return day_and_time(entry.starts_at, ZoneInfo(entry.time_zone))

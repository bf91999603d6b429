"""What a change is called in a message to the team."""

from zoneinfo import ZoneInfo

from bookings_app.ui.format import day_and_time
from bookings_app.usecases.views import CalendarEntry, ChangeView

_SENTENCES = {
    "created": "{by} booked {customer}: {service}, {when}.",
    "confirmed": "{by} confirmed {customer}, {when}.",
    "completed": "{by} completed {customer}, {when}.",
    "cancelled": "{by} cancelled {customer}, {when}.",
    "no_show": "{by} marked {customer}, {when}, as a no-show.",
    "rescheduled": "{by} moved {customer} away from {when}.",
    "edited": "{by} changed the details of {customer}, {when}.",
    "flagged": "{customer}, {when}, needs attention.",
}


def sentence(change: ChangeView, entry: CalendarEntry) -> str:
    """Who did what, for whom and when, by the location's clock."""
    return _SENTENCES[change.what].format(
        by=change.by_name,
        customer=entry.customer_name,
        service=entry.service_name,
        when=day_and_time(entry.starts_at, ZoneInfo(entry.time_zone)),
    )

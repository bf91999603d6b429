"""The calendar itself: FullCalendar behind a thin adapter that is told what to say and show."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.style import resolved_color_mode
from reflex_components_core.core.banner import has_connection_errors

from bookings_app.domain.booking import BookingSource, BookingStatus
from bookings_app.ui.booking_details.state import SelectedBookingState
from bookings_app.ui.calendar.filters import FilterState
from bookings_app.ui.calendar.state import CalendarState
from bookings_app.ui.live import LiveState
from bookings_app.ui.session import SessionState
from bookings_app.ui.theme import SOURCE_ICONS, busy_icon, status_icon, time_off_icon, warning_icon
from bookings_app.usecases.provider_calendar import BUSY, TIME_OFF

_script = rx.asset("booking_calendar.jsx", shared=True)

# The first that matches is the screen one sits at.
SCREENS = {
    "phone": "(max-width: 640px)",
    "tablet": "(max-width: 1024px)",
    "desktop": "all",
}

KEYS = {
    "n": "new",
    "t": "today",
    "ArrowLeft": "earlier",
    "ArrowRight": "later",
    "m": "month",
    "w": "week",
    "d": "day",
    "l": "list",
}

_DAY = {"weekday": "long", "day": "numeric", "month": "long"}

OPTIONS: dict[str, Any] = {
    "locale": "en-gb",
    "borderless": True,
    "nowIndicator": True,
    "navLinks": True,
    "eventInteractive": True,
    "eventDisplay": "block",
    "allDaySlot": False,
    "slotDuration": "00:30:00",
    "slotHeaderInterval": "01:00",
    "expandRows": True,
    "slotMinHeight": 29,
    "slotEventOverlap": False,
    "eventMaxStack": 3,
    "eventMinHeight": 22,
    "dayMaxEvents": True,
    "eventOrder": "rank,start,title",
    "noEventsText": "",
    "views": {
        "list": {"eventOrder": "start,rank,title"},
        "listAhead": {"type": "list", "duration": {"days": 7}},
    },
    "listDayFormat": _DAY,
    "popoverFormat": _DAY,
    # The stylesheet's hooks.
    "blockEventClass": "c-ev",
    "columnEventClass": "c-evcol",
    "rowEventClass": "c-evrow",
    "columnEventInnerClass": "c-evi",
    "rowEventInnerClass": "c-evi",
    "listItemEventClass": "c-li",
    "listItemEventBeforeClass": "c-hide",
    "dayHeaderClass": "c-dh",
    "dayHeaderInnerClass": "c-dhi",
    "slotHeaderClass": "c-sh",
    "dayLaneClass": "c-day",
    "dayCellTopInnerClass": "c-num",
    "nonBusinessHoursClass": "c-off",
    "nowIndicatorLineClass": "c-now",
    "popoverClass": "c-pop",
    "popoverCloseClass": "c-popx",
    "rowMoreLinkClass": "c-more",
    "rowMoreLinkInnerClass": "c-morei",
    "columnMoreLinkClass": "c-cmore",
    "columnMoreLinkInnerClass": "c-cmorei",
}


def _arrival(
    screen: rx.Var[str], time_zone: rx.Var[str], query: rx.Var[str]
) -> tuple[rx.Var[str], rx.Var[str], rx.Var[str]]:
    return screen, time_zone, query


class BookingCalendar(rx.NoSSRComponent):
    """Loads its range from the feed, takes patches, and reports by ids and plain values."""

    library = f"$/public{_script}"
    tag = "BookingCalendar"
    lib_dependencies: list[str] = [
        "@fullcalendar/react@7.1.4",
        "temporal-polyfill@1.0.8",
    ]

    options: rx.Var[dict[str, Any]]
    view: rx.Var[str]
    date: rx.Var[str]
    time_zone: rx.Var[str]
    time_format: rx.Var[dict[str, Any]]
    icons: rx.Var[Any]
    words: rx.Var[dict[str, str]]
    screens: rx.Var[dict[str, str]]
    keys: rx.Var[dict[str, str]]
    feed_url: rx.Var[str]
    feed_params: rx.Var[dict[str, str]]
    version: rx.Var[int]
    changes: rx.Var[list[dict[str, Any]]]
    connected: rx.Var[bool]
    color_scheme: rx.Var[str]
    query: rx.Var[str]
    arrived_at: rx.Var[str]
    booking: rx.Var[str]

    on_arrive: rx.EventHandler[_arrival]
    on_load: rx.EventHandler[rx.event.passthrough_event_spec(dict)]
    on_change: rx.EventHandler[rx.event.passthrough_event_spec(dict)]
    on_fail: rx.EventHandler[rx.event.passthrough_event_spec(int)]
    on_select: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_day: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_key: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_back: rx.EventHandler[rx.event.passthrough_event_spec(str)]


@dataclass(frozen=True)
class Feed:
    """Where a calendar's blocks come from, and who takes what it reports of them."""

    url: str
    on_arrive: Any
    on_load: Any
    on_change: Any
    on_select: Any


BOOKINGS = Feed(
    "/api/ui/calendar",
    on_arrive=CalendarState.arrive,
    on_load=CalendarState.loaded,
    on_change=CalendarState.changed,
    on_select=SelectedBookingState.open,
)


def booking_calendar(feed: Feed = BOOKINGS) -> rx.Component:
    """The calendar, turned to what the filters say."""
    return BookingCalendar.create(
        options={
            **OPTIONS,
            "firstDay": (FilterState.week_starts_on + 1) % 7,
            "hiddenDays": CalendarState.hidden_days,
            "slotMinTime": CalendarState.first_hour,
            "slotMaxTime": CalendarState.last_hour,
            "scrollTime": CalendarState.scroll_to,
        },
        view=FilterState.drawn_as,
        date=FilterState.on,
        time_zone=CalendarState.zone,
        icons=_icons(),
        time_format=SessionState.time_format,
        words={
            "more": "+{n} more",
            "column_more": "+{n}",
            "today": "Today",
            "day_begins": SessionState.day_begins,
            "day_ends": SessionState.day_ends,
        },
        screens=SCREENS,
        keys=KEYS,
        feed_url=feed.url,
        feed_params=FilterState.feed_params,
        version=CalendarState.version + LiveState.reload,
        changes=LiveState.patches,
        connected=~has_connection_errors,
        color_scheme=resolved_color_mode,
        query=FilterState.query,
        arrived_at=CalendarState.arrived_at,
        booking=SelectedBookingState.booking_id,
        on_arrive=feed.on_arrive,
        on_load=feed.on_load,
        on_change=feed.on_change,
        on_fail=CalendarState.failed,
        on_select=feed.on_select,
        on_day=FilterState.show_day,
        on_key=CalendarState.press,
        on_back=CalendarState.go_back,
    )


def _icons() -> dict[str, rx.Component]:
    """The signs of statuses, time off, sources and what needs a look, by their values."""
    signs = {status.value: status_icon(status, size=12) for status in BookingStatus}
    doors = {
        source.value: rx.icon(SOURCE_ICONS[source], size=14, aria_hidden="true")
        for source in BookingSource
    }
    return {
        **signs,
        TIME_OFF: time_off_icon(size=12),
        BUSY: busy_icon(size=12),
        "warning": warning_icon(size=12),
        **doors,
    }

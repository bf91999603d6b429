"""The page of a provider's own calendar: the same calendar, with their events and time off."""

import reflex as rx

from bookings_app.domain.booking import WITH_EVENT, BookingStatus
from bookings_app.ui.calendar.filter_row import choice_filter
from bookings_app.ui.calendar.filters import FilterState
from bookings_app.ui.calendar.fullcalendar import Feed, booking_calendar
from bookings_app.ui.calendar.legend import legend_entry
from bookings_app.ui.calendar.page import calendar_panel
from bookings_app.ui.calendar.state import CalendarState
from bookings_app.ui.calendar.toolbar import toolbar
from bookings_app.ui.calendar_feed.part import feed_button, feed_dialog
from bookings_app.ui.layout import frame, page_title
from bookings_app.ui.live.attention import attention
from bookings_app.ui.provider_calendar.state import ProviderCalendarState
from bookings_app.ui.session import SessionState
from bookings_app.ui.theme import busy_icon, time_off_icon
from bookings_app.usecases.provider_calendar import BUSY, TIME_OFF

EVENTS = Feed(
    "/api/ui/provider-calendar",
    on_arrive=ProviderCalendarState.arrive,
    on_load=ProviderCalendarState.loaded,
    on_change=ProviderCalendarState.changed,
    on_select=ProviderCalendarState.select,
)


def provider_calendar_page() -> rx.Component:
    """One's own calendar; managers choose whose. Its on_load: `CalendarState.refresh`."""
    return frame(
        toolbar(title=page_title(whose_title()), settings_link=False, sheet=rx.fragment()),
        rx.el.div(
            rx.cond(SessionState.sees_every_booking, whose(), rx.fragment()),
            hours_link(),
            feed_button(),
            events_legend(),
            class_name="row-2 events-row",
        ),
        calendar_panel(booking_calendar(EVENTS), subject="events", when_empty=nothing()),
        feed_dialog(),
        attention(heard=0, on_due=ProviderCalendarState.look_again),
        section="calendar",
        fixed=True,
    )


def whose_title() -> rx.Var[str]:
    """Managers look at others', too."""
    return rx.cond(SessionState.sees_every_booking, "Provider calendar", "My calendar")


def whose() -> rx.Component:
    """Managers look at anybody's."""
    return choice_filter("provider", "Provider", FilterState.provider_id, FilterState.provider_name)


def hours_link() -> rx.Component:
    """The way to when they work."""
    whose = FilterState.provider_id
    return rx.cond(
        SessionState.sees_every_booking & (whose == ""),
        rx.fragment(),
        rx.link(
            rx.icon("clock", size=14, aria_hidden="true"),
            "Hours and time off",
            href=rx.cond(whose != "", f"/scheduling/hours?provider={whose}", "/scheduling/hours"),
            class_name="hours-link",
        ),
    )


def events_legend() -> rx.Component:
    """What bookings with an event can be, time off and busy times, with their counts on screen."""
    return rx.el.ul(
        *(legend_entry(status) for status in BookingStatus if status in WITH_EVENT),
        _closed_entry(TIME_OFF, time_off_icon(size=11), "Time off"),
        rx.cond(
            CalendarState.counts[BUSY],
            _closed_entry(BUSY, busy_icon(size=11), "Busy in Google"),
            rx.fragment(),
        ),
        class_name="legend",
        aria_label="On screen",
    )


def _closed_entry(kind: str, icon: rx.Component, label: str) -> rx.Component:
    number = CalendarState.counts[kind]
    return rx.el.li(
        rx.box(
            icon,
            class_name=f"st-chip st-{kind}",
            width="18px",
            height="18px",
            aria_hidden="true",
        ),
        rx.el.span(label),
        rx.cond(CalendarState.known, rx.el.b(rx.cond(number, number, 0)), rx.fragment()),
    )


def nothing() -> rx.Component:
    """Nobody's calendar yet, or one with nothing in it."""
    return rx.cond(
        ProviderCalendarState.needs_choice,
        _cover("user-round-search", "Whose calendar?", "Choose a provider above."),
        rx.cond(
            ProviderCalendarState.is_empty,
            _cover(
                "calendar-x-2",
                "No events",
                "Confirmed bookings and time off appear here by themselves.",
            ),
            rx.fragment(),
        ),
    )


def _cover(icon: str, title: str, line: str) -> rx.Component:
    return rx.el.div(
        rx.icon(icon, size=28, stroke_width=1.5, aria_hidden="true"),
        rx.el.h2(title),
        rx.el.p(line),
        class_name="cal-cover",
        role="status",
    )

"""The bookings page: bar, filters, and the calendar down to the bottom edge."""

import reflex as rx

from bookings_app.domain.access import Role
from bookings_app.ui.calendar.filter_row import filter_row
from bookings_app.ui.calendar.filters import FilterState
from bookings_app.ui.calendar.fullcalendar import booking_calendar
from bookings_app.ui.calendar.state import CalendarState
from bookings_app.ui.calendar.toolbar import toolbar
from bookings_app.ui.layout import frame, page_title
from bookings_app.ui.live.attention import renewal
from bookings_app.ui.session import SessionState

_SKELETON_BLOCKS = 10


def bookings_page() -> rx.Component:
    """The simplified view, with a link to the settings. Its on_load: `CalendarState.refresh`."""
    return frame(*bookings_content(page_title("Bookings"), settings_link=True), fixed=True)


def bookings_content(title: rx.Component, *, settings_link: bool) -> list[rx.Component]:
    """All of the page but its frame: the fourth tab of Scheduling shows it, too."""
    return [
        toolbar(title=title, settings_link=settings_link),
        filter_row(),
        calendar_panel(
            booking_calendar(),
            subject="bookings",
            when_empty=rx.cond(
                CalendarState.waits_for_first_steps,
                nobody_to_book(),
                rx.cond(CalendarState.nothing != "", no_bookings(), rx.fragment()),
            ),
        ),
    ]


def calendar_panel(
    calendar: rx.Component, *, subject: str, when_empty: rx.Component
) -> rx.Component:
    """The calendar of `subject`, and what covers it while there is nothing to see."""
    return rx.el.section(
        calendar,
        renewal(CalendarState.look_again),
        rx.el.div(
            *(rx.skeleton(rx.box()) for _ in range(_SKELETON_BLOCKS)),
            class_name="cal-skeleton",
            aria_hidden="true",
        ),
        rx.el.div(class_name="cal-line", aria_hidden="true"),
        rx.cond(
            CalendarState.error != "",
            loading_failed(subject),
            when_empty,
        ),
        class_name="cal-panel",
        aria_label="Calendar",
    )


def loading_failed(subject: str) -> rx.Component:
    """The feed answered with an error."""
    return rx.el.div(
        rx.icon("triangle-alert", size=28, stroke_width=1.5, aria_hidden="true"),
        rx.el.h2(f"The {subject} could not be loaded"),
        rx.el.p("The server answered with an error. Your bookings are safe; nothing was changed."),
        rx.el.div(
            rx.button(
                rx.icon("refresh-cw", size=14, aria_hidden="true"),
                "Try again",
                on_click=CalendarState.try_again,
            ),
            class_name="cal-cover-buttons",
        ),
        rx.el.p(CalendarState.error, class_name="small"),
        class_name="cal-cover",
        role="alert",
    )


def nobody_to_book() -> rx.Component:
    """A new team: the way to its first booking, for those who may go it."""
    return rx.el.div(
        rx.icon("calendar-plus-2", size=28, stroke_width=1.5, aria_hidden="true"),
        rx.el.h2("Nobody can be booked yet"),
        rx.cond(
            SessionState.role == Role.PROVIDER.value,
            rx.el.p("An administrator or a manager takes the first steps."),
            rx.fragment(
                rx.el.p("Four steps lead there: a location, a service, a provider, their hours."),
                rx.el.div(
                    rx.button("Take the first steps", on_click=rx.redirect("/setup")),
                    class_name="cal-cover-buttons",
                ),
            ),
        ),
        class_name="cal-cover",
        role="status",
    )


def no_bookings() -> rx.Component:
    """Nothing is booked in this period, or the filters hide it."""
    return rx.el.div(
        rx.icon("calendar-x-2", size=28, stroke_width=1.5, aria_hidden="true"),
        rx.el.h2(rx.cond(FilterState.set_filters > 0, "No bookings match", "No bookings")),
        rx.el.p(CalendarState.nothing),
        rx.el.div(
            rx.cond(
                FilterState.set_filters > 0,
                rx.button(
                    "Clear filters",
                    variant="outline",
                    color_scheme="gray",
                    on_click=FilterState.clear_all,
                ),
                rx.fragment(),
            ),
            rx.cond(
                CalendarState.next_on != "",
                rx.button(
                    CalendarState.next_label,
                    variant="outline",
                    color_scheme="gray",
                    on_click=CalendarState.show_next,
                ),
                rx.fragment(),
            ),
            class_name="cal-cover-buttons",
        ),
        class_name="cal-cover",
        role="status",
    )

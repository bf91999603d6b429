"""The section Scheduling: bookings as the fourth tab."""

import reflex as rx

from bookings_app.ui.calendar.page import bookings_content
from bookings_app.ui.layout import frame
from bookings_app.ui.scheduling_tabs import scheduling_tabs


def scheduling_bookings_page() -> rx.Component:
    """The fourth tab. Its on_load: `CalendarState.refresh`."""
    return frame(
        rx.el.div(scheduling_tabs("bookings"), class_name="tabs-row"),
        *bookings_content(rx.el.h1("Bookings", class_name="hidden"), settings_link=False),
        fixed=True,
    )

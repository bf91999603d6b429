"""The first row of the bookings page: period, live state, views, New Booking."""

import reflex as rx

from bookings_app.domain.access import Role
from bookings_app.ui.calendar.arrival import once_there
from bookings_app.ui.calendar.connection_pill import connection_pill
from bookings_app.ui.calendar.filter_row import filters_sheet
from bookings_app.ui.calendar.filters import FilterState
from bookings_app.ui.calendar.period import View
from bookings_app.ui.calendar.state import CalendarState
from bookings_app.ui.connection import is_cut_off
from bookings_app.ui.new_booking.state import NewBookingState
from bookings_app.ui.notifications import notification_bell
from bookings_app.ui.session import SessionState

VIEW_LABELS = {
    View.MONTH: "Month",
    View.WEEK: "Week",
    View.DAY: "Day",
    View.LIST: "List",
}


def toolbar(
    *, title: rx.Component, settings_link: bool, sheet: rx.Component | None = None
) -> rx.Component:
    """Title, Today, arrows and period left; live state, views and New Booking right.

    `sheet` is what narrows down on a phone: the four filters, if nothing else is said.
    """
    return rx.el.div(
        title,
        _today("not-phone"),
        _arrows("not-phone"),
        rx.el.p(FilterState.period_title, class_name="period not-phone", aria_live="polite"),
        rx.el.span(CalendarState.zone_note, class_name="zone-note not-phone"),
        rx.el.span(class_name="bar-gap"),
        connection_pill(),
        view_switch(),
        notification_bell(),
        _settings_link() if settings_link else rx.fragment(),
        new_booking_button(),
        rx.el.span(class_name="bar-break only-phone"),
        _arrows("only-phone"),
        rx.el.p(FilterState.short_period_title, class_name="period only-phone"),
        _today("only-phone"),
        filters_sheet() if sheet is None else sheet,
        rx.cond(
            CalendarState.zone_note != "",
            rx.el.span(CalendarState.zone_note, class_name="zone-note only-phone"),
            rx.fragment(),
        ),
        class_name="bar",
    )


def view_switch() -> rx.Component:
    """Month, Week, Day, List."""
    return rx.segmented_control.root(
        *(rx.segmented_control.item(label, value=view) for view, label in VIEW_LABELS.items()),
        value=FilterState.view,
        on_change=FilterState.show_view,
        class_name="not-phone",
        aria_label="View",
        custom_attrs=once_there(),
    )


def new_booking_button() -> rx.Component:
    """Opens the wizard; off while nothing could be booked."""
    return rx.tooltip(
        rx.button(
            rx.icon("plus", size=16, aria_hidden="true"),
            rx.el.span("New Booking", class_name="not-phone"),
            on_click=NewBookingState.open,
            disabled=is_cut_off,
            aria_label="New Booking",
            class_name="new-booking",
        ),
        content=rx.cond(is_cut_off, "Waiting for the connection", "New Booking (n)"),
    )


def _today(where: str) -> rx.Component:
    return rx.button(
        "Today",
        variant="outline",
        color_scheme="gray",
        on_click=FilterState.show_today,
        class_name=where,
        custom_attrs=once_there(),
    )


def _arrows(where: str) -> rx.Component:
    return rx.el.span(
        _arrow("chevron-left", "Earlier", -1),
        _arrow("chevron-right", "Later", 1),
        class_name=f"arrows {where}",
        custom_attrs=once_there(),
    )


def _arrow(icon: str, label: str, step: int) -> rx.Component:
    return rx.icon_button(
        rx.icon(icon, size=18),
        variant="ghost",
        color_scheme="gray",
        aria_label=label,
        on_click=FilterState.move(step),
    )


def _settings_link() -> rx.Component:
    return rx.icon_button(
        rx.icon("settings", size=18),
        variant="ghost",
        color_scheme="gray",
        aria_label="Settings",
        on_click=rx.redirect(
            rx.cond(SessionState.role == Role.PROVIDER.value, "/account", "/settings")
        ),
        class_name="not-phone",
    )

"""The legend: every status, its colour and sign, and how many of it are on screen."""

import reflex as rx

from bookings_app.domain.booking import BookingStatus
from bookings_app.ui.calendar.state import CalendarState
from bookings_app.ui.theme import STATUS_LOOKS, status_chip


def status_legend(*, column: bool = False) -> rx.Component:
    """The six statuses with their counts, in a row or, where room is scarce, a column."""
    return rx.el.ul(
        *(legend_entry(status) for status in BookingStatus),
        class_name="legend legend-column" if column else "legend legend-row not-phone",
        aria_label="Statuses on screen",
    )


def legend_entry(status: BookingStatus) -> rx.Component:
    """A chip, the name, the count."""
    look = STATUS_LOOKS[status]
    count = CalendarState.counts[status.value]
    return rx.el.li(
        status_chip(status),
        rx.el.span(look.label),
        rx.cond(
            CalendarState.known & (CalendarState.error == ""),
            rx.el.b(rx.cond(count, count, 0)),
            rx.fragment(),
        ),
        class_name="dim" if look.dim else "",
    )


def legend_popover() -> rx.Component:
    """The legend behind a button, for screens of middle width."""
    return rx.popover.root(
        rx.popover.trigger(
            rx.button(
                "Legend",
                variant="outline",
                color_scheme="gray",
                class_name="only-tablet",
            )
        ),
        rx.popover.content(status_legend(column=True), size="1", width="220px"),
    )

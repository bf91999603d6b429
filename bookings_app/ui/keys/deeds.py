"""What a key did to bookings today."""

import reflex as rx

from bookings_app.ui.keys.state import KeysState
from bookings_app.ui.keys.words import DeedLine


def deeds_part() -> rx.Component:
    """Newest first, each with the way to its booking."""
    return rx.el.section(
        rx.el.h3("Today", class_name="field-label", id="deeds-title"),
        rx.cond(
            KeysState.deeds,
            rx.el.ul(
                rx.foreach(KeysState.deeds, deed), class_name="deeds", aria_label="Done today"
            ),
            rx.el.p("It changed no booking today.", class_name="field-hint"),
        ),
        aria_labelledby="deeds-title",
    )


def deed(line: DeedLine) -> rx.Component:
    """One change."""
    return rx.el.li(
        rx.el.time(line.at),
        rx.el.span(
            rx.el.b(line.what),
            rx.el.a(line.about, href=f"/bookings?booking={line.booking_id}"),
            rx.cond(line.reason != "", rx.el.small(line.reason), rx.fragment()),
        ),
    )

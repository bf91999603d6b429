"""Step 2: which day, and which start on it."""

import reflex as rx

from bookings_app.ui.new_booking.time_state import TimeState
from bookings_app.ui.slots.date_picker import date_picker
from bookings_app.ui.slots.parts import slot_gone, slot_part


def time_step() -> rx.Component:
    """What happened to the last pick, if it is gone; the month left, the starts right."""
    return rx.el.div(
        rx.cond(TimeState.event != "", slot_gone(TimeState)),
        rx.el.div(date_picker(TimeState), slot_part(TimeState), class_name="time-columns"),
        class_name="step-2",
    )

"""Step 2: which day, and which start on it."""

import reflex as rx

from bookings_app.ui.slots.date_picker import date_picker
from bookings_app.ui.slots.parts import slot_gone, slot_part
from bookings_app.ui.slots.state import TimeState


def time_step() -> rx.Component:
    """What happened to the last pick, if it is gone; the month left, the starts right."""
    return rx.el.div(
        rx.cond(TimeState.event != "", slot_gone()),
        rx.el.div(date_picker(), slot_part(), class_name="time-columns"),
        class_name="step-2",
    )

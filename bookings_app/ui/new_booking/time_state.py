"""TimeState: the wizard's second step, a month of days and the starts of one of them."""

import reflex as rx

from bookings_app.ui.slots.picking import SlotPicking


class TimeState(SlotPicking, rx.State):
    """When the new booking is to be."""

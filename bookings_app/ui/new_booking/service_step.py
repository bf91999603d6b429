"""Step 1: which service, and where."""

import reflex as rx

from bookings_app.ui.new_booking.choices import choice_cards
from bookings_app.ui.new_booking.state import NewBookingState


def service_step() -> rx.Component:
    """The services, then the locations that offer the one that is picked."""
    return rx.el.div(
        rx.el.h3("Service", class_name="group-title"),
        choice_cards(
            NewBookingState.services,
            label="Service",
            picked=NewBookingState.service_id,
            on_pick=NewBookingState.pick_service,
            css_class="by-two",
        ),
        rx.cond(NewBookingState.service_id != "", location_part()),
        rx.cond(NewBookingState.services, rx.fragment(), _nothing_to_book()),
        class_name="step-1",
    )


def location_part() -> rx.Component:
    """Where the service is offered."""
    return rx.el.div(
        rx.el.h3("Location", class_name="group-title"),
        rx.cond(
            NewBookingState.locations,
            choice_cards(
                NewBookingState.locations,
                label="Location",
                picked=NewBookingState.location_id,
                on_pick=NewBookingState.pick_location,
                css_class="by-three",
            ),
            rx.el.p("This service is not offered at any location yet.", class_name="soft-line"),
        ),
        class_name="location-part",
    )


def _nothing_to_book() -> rx.Component:
    return rx.el.p(
        "There are no services yet. Add the first one under Scheduling.", class_name="soft-line"
    )

"""What services and providers can be told apart by: a swatch, and its name."""

import reflex as rx

from bookings_app.domain.catalog import Colour
from bookings_app.ui.setup.fields import select_field
from bookings_app.ui.setup.state import SetupState


def colour_field(state: type[SetupState]) -> rx.Component:
    """One of the colours."""
    return select_field(
        state,
        "colour",
        "Colour",
        *(
            rx.select.item(
                rx.el.span(swatch(colour.value), colour.value.capitalize(), class_name="colour"),
                value=colour.value,
            )
            for colour in Colour
        ),
    )


def swatch(colour: str | rx.Var[str]) -> rx.Component:
    """A dab of that colour; never alone."""
    return rx.el.span(
        class_name="swatch", aria_hidden="true", style={"--swatch": f"var(--{colour}-9)"}
    )

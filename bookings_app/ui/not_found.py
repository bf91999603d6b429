"""What stands at an address that leads nowhere."""

import reflex as rx


def not_found_page() -> rx.Component:
    """One sentence, and the way to the calendar."""
    return rx.el.main(
        rx.icon("signpost", size=28, stroke_width=1.5, aria_hidden="true"),
        rx.el.h1("There is no such page"),
        rx.el.p("The address may be mistyped, or the page has moved."),
        rx.link("Go to the calendar", href="/bookings"),
        class_name="cal-cover not-found",
    )

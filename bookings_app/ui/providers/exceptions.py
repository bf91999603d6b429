"""What differs from the weekly hours."""

import reflex as rx

from bookings_app.ui.connection import is_cut_off
from bookings_app.ui.providers.exception_form_state import ExceptionFormState
from bookings_app.ui.providers.exceptions_state import ExceptionsState
from bookings_app.ui.providers.exceptions_words import CLOSURE, ExceptionLine


def exceptions_panel() -> rx.Component:
    """From today on, by date."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Exceptions", class_name="panel-title"),
            rx.el.span(class_name="bar-gap"),
            rx.button(
                rx.icon("plus", size=14, aria_hidden="true"),
                "Add",
                type="button",
                size="1",
                variant="outline",
                color_scheme="gray",
                aria_label="Add an exception",
                disabled=is_cut_off,
                on_click=ExceptionFormState.open_new,
            ),
            class_name="panel-head",
        ),
        rx.cond(
            ExceptionsState.lines,
            rx.el.ul(rx.foreach(ExceptionsState.lines, _line), class_name="exception-list"),
            rx.el.p("No time off, no other hours to come.", class_name="list-empty"),
        ),
        class_name="panel",
        id="part-exceptions",
        tab_index=-1,
        aria_label="Exceptions",
    )


def _line(line: ExceptionLine) -> rx.Component:
    words = rx.fragment(
        rx.el.span(line.when, class_name="exception-when"),
        rx.el.span(line.what),
        rx.el.span(line.more, class_name="soft"),
    )
    return rx.el.li(
        rx.cond(
            line.kind == CLOSURE,
            rx.el.div(words, class_name="exception-row"),
            rx.el.button(
                words,
                type="button",
                on_click=ExceptionFormState.open_line(line.kind, line.id),
                class_name="exception-row",
            ),
        ),
        key=f"{line.kind} {line.id}",
    )

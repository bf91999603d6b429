"""A field of a form: its name above, what is wrong with it or a hint below."""

from typing import Any

import reflex as rx


def field(
    name: str, label: str, control: rx.Component, *, error: str, hint: Any = ""
) -> rx.Component:
    """`control` has `name` as its id; `error` and `hint` are sentences, or nothing."""
    return rx.el.div(
        rx.el.label(label, html_for=name, class_name="field-label"),
        control,
        rx.cond(
            error,
            field_error(error),
            rx.cond(hint, rx.el.p(hint, class_name="field-hint"), rx.fragment()),
        ),
        class_name="field",
    )


def field_error(sentence: str) -> rx.Component:
    """What is wrong, said at once to whoever cannot see it."""
    return rx.el.p(
        rx.icon("circle-alert", size=14, aria_hidden="true"),
        sentence,
        class_name="field-error",
        role="alert",
    )

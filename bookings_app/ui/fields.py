"""A field of a form: its name above, what is wrong with it or a hint below."""

import reflex as rx


def field(
    name: str, label: str, control: rx.Component, *, error: str, hint: str = ""
) -> rx.Component:
    """`control` has `name` as its id; `error` is a sentence, or nothing."""
    return rx.el.div(
        rx.el.label(label, html_for=name, class_name="field-label"),
        control,
        rx.cond(
            error,
            field_error(error),
            rx.el.p(hint, class_name="field-hint") if hint else rx.fragment(),
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

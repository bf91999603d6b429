"""Boxes to tick: several of a kind, under one name."""

from typing import Any

import reflex as rx

from bookings_app.ui.fields import field_error


def tick(
    name: str | rx.Var[str], label: Any, *, ticked: Any = False, hint: Any = ""
) -> rx.Component:
    """A box that its form sends as `name` when it is ticked."""
    return rx.el.label(
        rx.checkbox(name=name, default_checked=ticked, custom_attrs={"aria-label": label}),
        rx.el.span(label, rx.el.small(hint) if hint else rx.fragment()),
        class_name="tick",
    )


def tick_group(legend: str, *boxes: rx.Component, error: Any, hint: str = "") -> rx.Component:
    """The boxes, and below them what is wrong with the choice."""
    return rx.el.fieldset(
        rx.el.legend(legend, class_name="field-label"),
        rx.el.div(*boxes, class_name="ticks"),
        rx.cond(
            error,
            field_error(error),
            rx.el.p(hint, class_name="field-hint") if hint else rx.fragment(),
        ),
        class_name="choices",
    )

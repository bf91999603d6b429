"""The fields of the set-up's editors. What is typed stays in the browser until it is saved."""

from typing import Any

import reflex as rx

from bookings_app.ui.fields import field_error
from bookings_app.ui.setup.editor import touching
from bookings_app.ui.setup.state import SetupState


def labelled(
    state: type[SetupState],
    name: str,
    label: str,
    control: rx.Component,
    *,
    optional: bool = False,
    hint: Any = "",
) -> rx.Component:
    """A control under its label, over what is wrong with it or a hint."""
    error = state.errors[name]
    return rx.el.div(
        rx.el.label(
            label,
            rx.el.span(" optional") if optional else rx.fragment(),
            html_for=field_id(name),
            class_name="field-label",
        ),
        control,
        rx.cond(
            error,
            rx.el.div(field_error(error), id=f"{name}-error"),
            rx.cond(
                hint != "" if isinstance(hint, str) else hint,
                rx.el.p(hint, class_name="field-hint", id=f"{name}-hint"),
                rx.fragment(),
            ),
        ),
        class_name="field",
    )


def text_field(
    state: type[SetupState],
    name: str,
    label: str,
    *,
    auto_focus: bool = False,
    optional: bool = False,
    numeric: bool = False,
    hint: Any = "",
) -> rx.Component:
    """A line of text."""
    box = rx.input(
        name=name,
        id=field_id(name),
        default_value=state.start[name],
        auto_focus=auto_focus,
        auto_complete="off",
        on_change=touching(state),
        custom_attrs=said_of(state, name) | ({"inputMode": "numeric"} if numeric else {}),
    )
    return labelled(state, name, label, box, optional=optional, hint=hint)


def area_field(state: type[SetupState], name: str, label: str, *, hint: Any = "") -> rx.Component:
    """Several lines of text, which may stay empty."""
    area = rx.text_area(
        name=name,
        id=field_id(name),
        rows="3",
        default_value=state.start[name],
        on_change=touching(state),
        custom_attrs=said_of(state, name),
    )
    return labelled(state, name, label, area, optional=True, hint=hint)


def date_field(
    state: type[SetupState],
    name: str,
    label: str,
    *,
    optional: bool = True,
    auto_focus: bool = False,
    hint: Any = "",
) -> rx.Component:
    """A date."""
    box = rx.el.input(
        type="date",
        name=name,
        id=field_id(name),
        default_value=state.start[name],
        on_change=touching(state),
        auto_focus=auto_focus,
        class_name="date-input",
        custom_attrs=said_of(state, name),
    )
    return labelled(state, name, label, box, optional=optional, hint=hint)


def select_field(
    state: type[SetupState], name: str, label: str, *items: rx.Component
) -> rx.Component:
    """One of a few."""
    box = rx.select.root(
        rx.select.trigger(id=field_id(name), width="100%"),
        rx.select.content(*items),
        name=name,
        default_value=state.start[name],
        on_change=touching(state),
    )
    return labelled(state, name, label, box)


def tick(state: type[SetupState], name: str, label: str, *, hint: str) -> rx.Component:
    """A box to tick, with what that means."""
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            name=name,
            default_checked=state.start[name] != "",
            on_change=touching(state),
        ),
        rx.el.span(label, rx.el.small(hint)),
        class_name="tick",
    )


def ticks(
    state: type[SetupState], name: str, legend: str, options: Any, *, nothing: str
) -> rx.Component:
    """Boxes to tick, one for each of `options`."""
    error = state.errors[name]

    def box(option: Any) -> rx.Component:
        return rx.el.label(
            rx.el.input(
                type="checkbox",
                name=f"{name}.{option.id}",
                default_checked=option.chosen,
                on_change=touching(state),
            ),
            rx.el.span(option.name),
            class_name="tick",
        )

    return rx.el.fieldset(
        rx.el.legend(legend),
        rx.cond(
            options,
            rx.el.div(rx.foreach(options, box), class_name="ticks"),
            rx.el.p(nothing, class_name="field-hint"),
        ),
        rx.cond(error, field_error(error), rx.fragment()),
        class_name="part setup-part",
    )


def field_id(name: str) -> str:
    """Not the name itself: a form sends what a field called by its name holds instead of its word.

    A date that was typed halfway holds nothing, and its word is what the keeper says of it.
    """
    return f"field-{name}"


def said_of(state: type[SetupState], name: str) -> dict[str, object]:
    """For whoever cannot see it: whether the field is wrong, and where that is said."""
    wrong = state.errors[name]
    return {
        "aria-invalid": rx.cond(wrong, "true", "false"),
        "aria-describedby": rx.cond(wrong, f"{name}-error", ""),
    }

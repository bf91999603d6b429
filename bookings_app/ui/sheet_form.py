"""A form in a dialog: its title, its fields, what belongs to no field, and the buttons."""

from typing import Any

import reflex as rx

from bookings_app.ui.fields import field_error


def sheet(*parts: Any, is_open: Any, on_open_change: Any, wide: bool = False) -> rx.Component:
    """The dialog that holds one of several forms."""
    return rx.dialog.root(
        rx.dialog.content(
            *parts,
            class_name="sheet-narrow",
            max_width="720px" if wide else "480px",
            aria_describedby=rx.Var("undefined"),
        ),
        open=is_open,
        on_open_change=on_open_change,
    )


def sheet_head(title: Any) -> rx.Component:
    """The title over a form of several parts, and the way out."""
    return rx.el.div(
        rx.dialog.title(title, class_name="form-title"),
        rx.dialog.close(
            rx.icon_button(
                rx.icon("x", size=18), variant="ghost", color_scheme="gray", aria_label="Close"
            )
        ),
        class_name="form-head",
    )


def sheet_form(
    title: Any, *fields: rx.Component, key: Any, on_submit: Any, other: Any, main: str
) -> rx.Component:
    """A form that keeps what was typed until `key` changes; `other` is wrong with all of it."""
    return rx.form(
        rx.dialog.title(title, size="5", margin_bottom="0"),
        *fields,
        rx.cond(other, field_error(other), rx.fragment()),
        sheet_buttons(rx.button(main, type="submit"), leave="Discard"),
        key=key,
        on_submit=on_submit,
        class_name="settings-form",
        no_validate=True,
    )


def sheet_buttons(*main: rx.Component, leave: str = "") -> rx.Component:
    """What the dialog is for at the right, before it the way out."""
    way_out = rx.dialog.close(
        rx.button(leave, type="button", variant="outline", color_scheme="gray")
    )
    return rx.flex(way_out if leave else rx.fragment(), *main, justify="end", spacing="2")


def plain_button(label: Any, on_click: Any, **more: Any) -> rx.Component:
    """A button beside the main one."""
    return rx.button(
        label, type="button", variant="outline", color_scheme="gray", on_click=on_click, **more
    )


def grave_button(label: str, on_click: Any) -> rx.Component:
    """A button for what cannot be taken back."""
    return rx.button(
        label,
        type="button",
        variant="soft",
        color_scheme="red",
        high_contrast=True,
        on_click=on_click,
    )

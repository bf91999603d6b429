"""The dialog that makes a contact, or corrects one."""

from typing import Literal

import reflex as rx

from bookings_app.ui.connection import is_cut_off
from bookings_app.ui.contacts.form_state import ContactFormState
from bookings_app.ui.questions import discard_question
from bookings_app.ui.sheet_form import sheet_head

_FORM = "contact-form"


def contact_form_dialog() -> rx.Component:
    """Name, phone, e-mail, notes. What was typed stays until it is saved or discarded."""
    is_new = ContactFormState.contact_id == ""
    return rx.dialog.root(
        rx.dialog.content(
            sheet_head(rx.cond(is_new, "New contact", "Edit contact")),
            contact_fields(),
            form_foot(),
            discard_question(
                "It has not been saved.",
                asks=ContactFormState.asks_to_discard,
                on_keep=ContactFormState.keep,
                on_discard=ContactFormState.discard,
            ),
            class_name="sheet contact-form",
            aria_describedby=rx.Var("undefined"),
            on_close_auto_focus=rx.prevent_default,
            on_interact_outside=rx.prevent_default,
        ),
        open=ContactFormState.is_open,
        on_open_change=ContactFormState.use_dialog,
    )


def contact_fields() -> rx.Component:
    """The fields; each says what is wrong with it below."""
    return rx.form(
        field_of("name", "Name", _input("name", auto_focus=True, required=True)),
        field_of("phone", "Phone", _input("phone", kind="tel"), optional=True),
        rx.cond(ContactFormState.taken_name != "", taken_offer()),
        field_of("email", "E-mail", _input("email", kind="email"), optional=True),
        field_of("notes", "Notes", _notes(), optional=True),
        id=_FORM,
        key=f"{_FORM}-{ContactFormState.turn}",
        on_submit=ContactFormState.save,
        custom_attrs={"noValidate": True},
        auto_complete="off",
        class_name="sheet-body contact-fields",
    )


def field_of(
    name: str, label: str, control: rx.Component, *, optional: bool = False
) -> rx.Component:
    """A field under its label, over what is wrong with it."""
    error = ContactFormState.errors[name]
    return rx.el.div(
        rx.el.label(
            label,
            rx.el.span(" optional") if optional else rx.fragment(),
            html_for=f"contact-{name}",
            class_name="field-label",
        ),
        control,
        rx.cond(
            error,
            rx.el.p(
                rx.icon("circle-alert", size=14, aria_hidden="true"),
                error,
                class_name="field-error",
                id=f"contact-{name}-error",
            ),
        ),
        class_name="field",
    )


def taken_offer() -> rx.Component:
    """The way to whoever has the phone already."""
    return rx.button(
        rx.icon("arrow-right", size=14, aria_hidden="true"),
        rx.el.span("Open ", ContactFormState.taken_name),
        type="button",
        variant="outline",
        color_scheme="gray",
        on_click=ContactFormState.open_taken,
        class_name="taken-offer",
    )


def form_foot() -> rx.Component:
    """Cancel and save; the spinner stands in the button's place."""
    return rx.el.div(
        rx.button(
            "Cancel",
            variant="outline",
            color_scheme="gray",
            on_click=ContactFormState.use_dialog(False),  # noqa: FBT003 - as the dialog says it
        ),
        rx.el.span(class_name="bar-gap"),
        rx.button(
            rx.cond(ContactFormState.contact_id == "", "Create contact", "Save"),
            type="submit",
            form=_FORM,
            loading=ContactFormState.is_saving,
            disabled=is_cut_off,
        ),
        class_name="sheet-foot",
    )


def _input(
    name: str,
    *,
    kind: Literal["text", "tel", "email"] = "text",
    auto_focus: bool = False,
    required: bool = False,
) -> rx.Component:
    return rx.input(
        name=name,
        id=f"contact-{name}",
        type=kind,
        default_value=ContactFormState.start[name],
        auto_focus=auto_focus,
        on_change=_touch,
        custom_attrs=_said_of(name, required=required),
    )


def _notes() -> rx.Component:
    return rx.text_area(
        name="notes",
        id="contact-notes",
        rows="3",
        default_value=ContactFormState.start["notes"],
        on_change=_touch,
        custom_attrs=_said_of("notes"),
    )


def _touch(_text: rx.Var[str]) -> rx.event.EventSpec | rx.Var:
    """Say once that something was typed; the text itself stays in the browser."""
    return rx.cond(ContactFormState.changed, rx.noop(), ContactFormState.touch())


def _said_of(name: str, *, required: bool = False) -> dict[str, object]:
    wrong = ContactFormState.errors[name]
    return {
        "aria-required": "true" if required else "false",
        "aria-invalid": rx.cond(wrong, "true", "false"),
        "aria-describedby": rx.cond(wrong, f"contact-{name}-error", ""),
    }

"""The reasons offered to whoever cancels a booking: added, removed and put in order."""

from typing import Any

import reflex as rx

from bookings_app.ui.fields import field
from bookings_app.ui.workspace.state import WorkspaceState


def reasons_part() -> rx.Component:
    """The list, and a form of its own for one more."""
    return rx.el.fieldset(
        rx.el.legend("Reasons for cancelling", class_name="field-label"),
        rx.el.p(
            "Offered to whoever cancels a booking, in this order. They may write another one.",
            class_name="field-hint",
        ),
        rx.cond(
            WorkspaceState.reasons,
            rx.el.ol(
                rx.foreach(WorkspaceState.reasons, reason_row),
                class_name="reason-list",
                aria_label="Reasons for cancelling",
            ),
            rx.el.p("None are offered.", class_name="reason-list-none"),
        ),
        add_form(),
        class_name="choices",
    )


def reason_row(reason: rx.Var[str], number: rx.Var[int]) -> rx.Component:
    """One reason and its buttons."""
    return rx.el.li(
        rx.el.span(reason),
        _icon_button(
            "chevron-up",
            f"Move {reason} up",
            WorkspaceState.move_reason(reason, -1),
            id=f"earlier-reason-{number}",
            disabled=number == 0,
        ),
        _icon_button(
            "chevron-down",
            f"Move {reason} down",
            WorkspaceState.move_reason(reason, 1),
            id=f"later-reason-{number}",
            disabled=number == WorkspaceState.last_reason,
        ),
        _icon_button(
            "x",
            f"Remove {reason}",
            WorkspaceState.remove_reason(reason),
            id=f"remove-reason-{number}",
        ),
        key=reason,
    )


def add_form() -> rx.Component:
    """One more reason; emptied once it was taken."""
    return rx.form(
        field(
            "reason",
            "Another reason",
            rx.el.div(
                rx.input(
                    id="reason",
                    name="reason",
                    key=f"reason {WorkspaceState.reason_key}",
                    on_change=lambda _text: WorkspaceState.touch,
                    on_blur=WorkspaceState.note_reason,
                    auto_complete="off",
                ),
                rx.button("Add", type="submit", variant="outline", color_scheme="gray"),
                class_name="reason-add",
            ),
            error=WorkspaceState.errors["reason"],
        ),
        on_submit=WorkspaceState.add_reason,
        no_validate=True,
    )


def _icon_button(icon: str, label: Any, on_click: Any, **more: Any) -> rx.Component:
    return rx.icon_button(
        rx.icon(icon, size=16, aria_hidden="true"),
        type="button",
        variant="ghost",
        color_scheme="gray",
        aria_label=label,
        on_click=on_click,
        **more,
    )

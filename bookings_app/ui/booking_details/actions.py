"""The buttons of the details dialog: those that may be pressed, and no others."""

from typing import Any, Literal, cast

import reflex as rx

from bookings_app.domain.access import Action
from bookings_app.ui.booking_details.browser import EDIT_FORM
from bookings_app.ui.booking_details.state import SelectedBookingState
from bookings_app.ui.booking_details.steps import StepsState
from bookings_app.ui.connection import is_cut_off
from bookings_app.ui.reschedule.state import RescheduleState

_SHOWN = SelectedBookingState.shown
_OFF = is_cut_off | (SelectedBookingState.busy != "")

Variant = Literal["solid", "outline", "ghost"]


def foot() -> rx.Component:
    """The buttons of what is shown, if there are any."""
    return rx.cond(
        SelectedBookingState.task == Action.EDIT.value,
        edit_foot(),
        rx.cond(
            _SHOWN.is_final,
            final_foot(),
            rx.cond(may(Action.CANCEL), open_foot()),
        ),
    )


def open_foot() -> rx.Component:
    """Cancel alone at the left, what goes on at the right."""
    return rx.el.div(
        rx.button(
            "Cancel booking",
            variant="soft",
            color_scheme="red",
            high_contrast=True,
            disabled=_OFF,
            on_click=SelectedBookingState.begin(Action.CANCEL.value),
            custom_attrs={"data-action": Action.CANCEL.value},
            class_name="act-cancel",
        ),
        _hint(_SHOWN.begins),
        rx.cond(
            may(Action.RESCHEDULE),
            rx.button(
                rx.icon("corner-up-right", size=16, aria_hidden="true"),
                "Reschedule",
                variant="outline",
                color_scheme="gray",
                loading=SelectedBookingState.busy == Action.RESCHEDULE.value,
                disabled=_OFF,
                on_click=RescheduleState.begin,
                custom_attrs={"data-action": Action.RESCHEDULE.value},
                class_name="act-reschedule",
            ),
        ),
        _step_button(Action.NO_SHOW, "No-show", icon="user-x", variant="outline"),
        _step_button(Action.COMPLETE, "Complete", icon="check-check"),
        _step_button(Action.CONFIRM, "Confirm", icon="check"),
        class_name="sheet-foot details-foot",
    )


def final_foot() -> rx.Component:
    """Nothing leads on from here but the same once more."""
    return rx.el.div(
        rx.cond(may(Action.EDIT), edit_button("outline")),
        _hint(""),
        rx.button(
            "Book again",
            disabled=_OFF,
            on_click=SelectedBookingState.book_again,
            class_name="act-again",
        ),
        class_name="sheet-foot details-foot",
    )


def edit_foot() -> rx.Component:
    """Save and Discard."""
    return rx.el.div(
        rx.button(
            "Discard",
            variant="outline",
            color_scheme="gray",
            disabled=SelectedBookingState.busy != "",
            on_click=SelectedBookingState.leave_task,
        ),
        _hint(""),
        rx.button(
            "Save",
            type="submit",
            form=EDIT_FORM,
            loading=SelectedBookingState.busy == Action.EDIT.value,
            disabled=_OFF,
        ),
        class_name="sheet-foot details-foot",
    )


def edit_button(variant: Variant) -> rx.Component:
    """Opens the customer's details for correction."""
    return rx.button(
        rx.icon("pencil", size=16, aria_hidden="true"),
        "Edit",
        variant=variant,
        color_scheme="gray",
        disabled=_OFF,
        on_click=SelectedBookingState.begin(Action.EDIT.value),
        custom_attrs={"data-action": Action.EDIT.value},
        class_name="act-edit",
    )


def close_button() -> rx.Component:
    """The ×."""
    return rx.dialog.close(
        rx.icon_button(
            rx.icon("x", size=18),
            variant="ghost",
            color_scheme="gray",
            aria_label="Close",
        )
    )


def _step_button(
    action: Action, label: str, *, icon: str, variant: Variant = "solid"
) -> rx.Component | rx.Var[Any]:
    """A button that does it at once, and spins until it is done."""
    return rx.cond(
        may(action),
        rx.button(
            rx.icon(icon, size=16, aria_hidden="true"),
            label,
            variant=variant,
            color_scheme="gray",
            loading=SelectedBookingState.busy == action.value,
            disabled=_OFF,
            on_click=StepsState.act(action.value),
            custom_attrs={"data-action": action.value},
            class_name=f"act-{action.value}",
        ),
    )


def _hint(text: str | rx.Var[str]) -> rx.Component:
    """Between the buttons: what they wait for."""
    said = rx.cond(is_cut_off, "Waiting for the connection", text)
    return rx.el.p(said, class_name="details-hint", aria_live="polite")


def may(action: Action) -> rx.Var[bool]:
    """Whether this may be done to the booking that is shown."""
    return cast("rx.vars.ArrayVar[list[str]]", _SHOWN.actions).contains(action.value)

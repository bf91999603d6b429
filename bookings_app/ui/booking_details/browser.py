"""What only the browser can do for an open booking; all words and rules come from here."""

from typing import Any

import reflex as rx

from bookings_app.domain.access import Action
from bookings_app.domain.text import REASON_LIMIT
from bookings_app.ui.booking_details.form_state import CustomerFormState
from bookings_app.ui.booking_details.state import SelectedBookingState
from bookings_app.ui.booking_details.steps import StepsState
from bookings_app.ui.new_booking.browser import EDITED, FIELDS_SHOWN, CustomerFields
from bookings_app.ui.session import SessionState

EDIT_FORM = "edit-customer"
CANCEL_FORM = "cancel-booking"

# Whose typing it is, and on which booking.
_EDITING = f"{SessionState.member_id}/{SelectedBookingState.booking_id}"

_script = rx.asset("browser.jsx", shared=True)

# What gets the focus: the first of these that is there.
_TARGETS = {
    "": [".sheet-title"],
    Action.EDIT.value: [".customer-fields input[name=name]"],
    Action.CANCEL.value: ["#cancel-reason"],
    Action.RESCHEDULE.value: [
        ".slot-nearest",
        "[role=radio][aria-checked=true]",
        ".rdp-selected button",
        ".rdp-day_button:not([disabled])",
    ],
}


def _arrival(booking_id: rx.Var[str], time_zone: rx.Var[str]) -> tuple[rx.Var[str], rx.Var[str]]:
    return booking_id, time_zone


class BookingAddress(rx.NoSSRComponent):
    """Writes the open booking into the address, and says what the address says."""

    library = f"$/public{_script}"
    tag = "BookingAddress"

    booking: rx.Var[str]
    answered: rx.Var[int]
    on_arrive: rx.EventHandler[_arrival]
    on_back: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class EditKeeper(rx.NoSSRComponent):
    """Gives back what was being corrected when a server restarted, and forgets it when done."""

    library = f"$/public{_script}"
    tag = "EditKeeper"

    store: rx.Var[str]
    submission: rx.Var[str]
    answered: rx.Var[int]
    booking: rx.Var[str]
    task: rx.Var[str]
    editing: rx.Var[str]
    on_restore: rx.EventHandler[rx.event.passthrough_event_spec(dict)]


class DialogFocus(rx.NoSSRComponent):
    """Moves the focus inside the dialog; `targets` are selectors by task."""

    library = f"$/public{_script}"
    tag = "DialogFocus"

    booking: rx.Var[str]
    task: rx.Var[str]
    turn: rx.Var[int]
    targets: rx.Var[dict[str, list[str]]]


class ReasonField(rx.NoSSRComponent):
    """A text and the usual reasons: typed and kept in the browser, sent as a whole."""

    library = f"$/public{_script}"
    tag = "ReasonField"

    form_id: rx.Var[str]
    label: rx.Var[str]
    usual: rx.Var[list[str]]
    longest: rx.Var[int]
    error: rx.Var[str]
    error_icon: rx.Var[Any]
    answers: rx.Var[int]
    on_submit: rx.EventHandler[rx.event.passthrough_event_spec(dict)]
    on_text: rx.EventHandler[rx.event.passthrough_event_spec(bool)]


def booking_address() -> rx.Component:
    """For the frame of every page on which a booking can be opened; shows nothing."""
    return rx.fragment(
        BookingAddress.create(
            booking=SelectedBookingState.booking_id,
            answered=SelectedBookingState.answered,
            on_arrive=SelectedBookingState.arrive,
            on_back=SelectedBookingState.go_back,
        ),
        EditKeeper.create(
            store=EDITED,
            submission=_EDITING,
            answered=SelectedBookingState.answered,
            booking=SelectedBookingState.booking_id,
            task=SelectedBookingState.task,
            editing=Action.EDIT.value,
            on_restore=SelectedBookingState.resume,
        ),
    )


def dialog_focus() -> rx.Component:
    """The focus inside the dialog; shows nothing."""
    return DialogFocus.create(
        booking=SelectedBookingState.booking_id,
        task=SelectedBookingState.task,
        turn=SelectedBookingState.turn,
        targets=_TARGETS,
    )


def reason_field() -> rx.Component:
    """Why the booking is cancelled."""
    return ReasonField.create(
        form_id=CANCEL_FORM,
        label="Reason",
        usual=SelectedBookingState.usual_reasons,
        longest=REASON_LIMIT,
        error=StepsState.reason_error,
        error_icon=rx.icon("circle-alert", size=14, aria_hidden="true"),
        answers=SelectedBookingState.turn,
        on_submit=StepsState.cancel,
        on_text=SelectedBookingState.note_text,
    )


def edit_fields() -> rx.Component:
    """The customer's details, to be typed over."""
    return CustomerFields.create(
        submission=_EDITING,
        fill=CustomerFormState.fill,
        errors=CustomerFormState.errors,
        answers=SelectedBookingState.turn,
        form_id=EDIT_FORM,
        store=EDITED,
        compares=True,
        fields=FIELDS_SHOWN,
        error_icon=rx.icon("circle-alert", size=14, aria_hidden="true"),
        on_submit=StepsState.save,
        on_text=SelectedBookingState.note_text,
    )

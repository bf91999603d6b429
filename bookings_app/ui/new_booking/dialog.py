"""The wizard's dialog: head with the four steps, the step itself, and the way on."""

from typing import Any

import reflex as rx

from bookings_app.ui.connection import is_cut_off
from bookings_app.ui.new_booking.browser import CUSTOMER_FORM, wizard_keeper
from bookings_app.ui.new_booking.customer_step import customer_step
from bookings_app.ui.new_booking.provider_state import ProviderState
from bookings_app.ui.new_booking.provider_step import provider_step
from bookings_app.ui.new_booking.service_step import service_step
from bookings_app.ui.new_booking.state import STEPS, NewBookingState
from bookings_app.ui.new_booking.time_state import TimeState
from bookings_app.ui.new_booking.time_step import time_step
from bookings_app.ui.questions import discard_question

_LAST = len(STEPS)


def new_booking_dialog() -> rx.Component:
    """The wizard, and what keeps its draft while it is closed by accident."""
    return rx.fragment(
        wizard_keeper(),
        rx.dialog.root(
            rx.dialog.content(
                wizard_head(),
                rx.el.div(wizard_step(), class_name="sheet-body wizard-body"),
                wizard_foot(),
                discard_question(
                    "The booking has not been made.",
                    asks=NewBookingState.asks_to_discard,
                    on_keep=NewBookingState.keep,
                    on_discard=NewBookingState.discard,
                ),
                class_name="sheet wizard",
                aria_describedby=rx.Var("undefined"),
                on_open_auto_focus=rx.prevent_default,
                on_close_auto_focus=rx.prevent_default,
                on_interact_outside=rx.prevent_default,
            ),
            open=NewBookingState.is_open,
            on_open_change=NewBookingState.use_dialog,
        ),
    )


def wizard_head() -> rx.Component:
    """Title, ×, and a bar for each step."""
    return rx.el.div(
        rx.el.div(
            rx.dialog.title(
                "New booking",
                rx.el.span(" · ", _step_name(), class_name="only-phone"),
                class_name="wizard-title",
            ),
            rx.dialog.close(
                rx.icon_button(
                    rx.icon("x", size=18),
                    variant="ghost",
                    color_scheme="gray",
                    aria_label="Close",
                )
            ),
            class_name="wizard-top",
        ),
        rx.el.ol(
            *(rx.el.li(step_bar(number, name)) for number, name in enumerate(STEPS, start=1)),
            class_name="steps",
            aria_label="Steps",
        ),
        class_name="wizard-head",
    )


def step_bar(number: int, name: str) -> rx.Component:
    """A step: the way back once it is finished, with what was picked in it."""
    here = NewBookingState.step == number
    if number == _LAST:
        return _bar_ahead(name, here)
    return rx.cond(
        NewBookingState.step > number,
        rx.el.button(
            rx.el.span(name),
            rx.el.small(NewBookingState.picked[number - 1]),
            type="button",
            on_click=NewBookingState.go_back(number),
            disabled=NewBookingState.is_sending,
            class_name="step-bar step-done",
        ),
        _bar_ahead(name, here),
    )


def wizard_step() -> rx.Component | rx.Var[Any]:
    """The step one is at."""
    return rx.match(
        NewBookingState.step,
        (1, service_step()),
        (2, time_step()),
        (3, provider_step()),
        customer_step(),
    )


def wizard_foot() -> rx.Component:
    """Back; what is missing or will happen; Next or Create booking."""
    return rx.el.div(
        rx.cond(
            NewBookingState.step > 1,
            rx.button(
                "Back",
                variant="outline",
                color_scheme="gray",
                on_click=NewBookingState.go_back(NewBookingState.step - 1),
                disabled=NewBookingState.is_sending | is_cut_off,
                class_name="back",
            ),
        ),
        rx.el.p(_hint(), class_name="wizard-hint", aria_live="polite"),
        rx.cond(NewBookingState.step == _LAST, create_button(), next_button()),
        class_name="sheet-foot wizard-foot",
    )


def next_button() -> rx.Component:
    """On to the next step, once this one has its choice."""
    return rx.button(
        "Next",
        on_click=NewBookingState.go_on(NewBookingState.step),
        disabled=_misses_choice() | is_cut_off,
        custom_attrs={"data-next": ""},
        class_name="on",
    )


def create_button() -> rx.Component:
    """Sends the form; off, with a spinner in place, until the answer is here."""
    return rx.button(
        "Create booking",
        type="submit",
        form=CUSTOMER_FORM,
        loading=NewBookingState.is_sending,
        disabled=is_cut_off,
        class_name="on",
    )


def _bar_ahead(name: str, here: object) -> rx.Component:
    return rx.el.div(
        rx.el.span(name),
        class_name=rx.cond(here, "step-bar step-here", "step-bar"),
        aria_current=rx.cond(here, "step", "false"),
    )


def _step_name() -> rx.Component | rx.Var[Any]:
    return rx.match(NewBookingState.step, *enumerate(STEPS[:-1], start=1), STEPS[-1])


def _misses_choice() -> bool:
    step = NewBookingState.step
    nowhere = (NewBookingState.service_id == "") | (NewBookingState.location_id == "")
    return (
        ((step == 1) & nowhere)
        | ((step == 2) & (TimeState.starts_at == ""))
        | ((step == 3) & (ProviderState.provider_id == ""))
    )


def _hint() -> rx.Component | rx.Var[Any]:
    lost = (NewBookingState.step == 2) & (TimeState.event != "") & (TimeState.starts_at == "")
    said = rx.cond(
        NewBookingState.step == _LAST,
        NewBookingState.outcome,
        rx.cond(lost, "Pick another time to go on", ""),
    )
    return rx.cond(is_cut_off, "Waiting for the connection", said)

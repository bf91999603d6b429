"""The question before a booking is cancelled."""

import reflex as rx

from bookings_app.domain.access import Action
from bookings_app.domain.booking import BookingStatus
from bookings_app.ui.booking_details.actions import close_button
from bookings_app.ui.booking_details.browser import CANCEL_FORM, reason_field
from bookings_app.ui.booking_details.state import SelectedBookingState
from bookings_app.ui.connection import is_cut_off

_SHOWN = SelectedBookingState.shown


def cancel_question() -> rx.Component:
    """Which booking, why, and what will come of it."""
    return rx.fragment(
        rx.el.div(
            rx.dialog.title("Cancel this booking?", class_name="question-title"),
            close_button(),
            class_name="question-head",
        ),
        rx.el.div(
            rx.el.p(
                f"{_SHOWN.service}, {_SHOWN.customer}, {_SHOWN.when}",
                class_name="question-line",
            ),
            rx.cond(
                SelectedBookingState.just_changed != "",
                rx.el.p(
                    SelectedBookingState.just_changed, class_name="just-changed", role="status"
                ),
            ),
            reason_field(),
            rx.el.p(what_cancelling_does(), class_name="question-line"),
            class_name="sheet-body",
        ),
        rx.el.div(
            rx.button(
                "Keep booking",
                variant="outline",
                color_scheme="gray",
                disabled=SelectedBookingState.busy != "",
                on_click=SelectedBookingState.leave_task,
            ),
            rx.button(
                "Cancel booking",
                type="submit",
                form=CANCEL_FORM,
                color_scheme="red",
                loading=SelectedBookingState.busy == Action.CANCEL.value,
                disabled=~SelectedBookingState.has_text
                | is_cut_off
                | (SelectedBookingState.busy != ""),
            ),
            class_name="sheet-foot question-foot",
        ),
    )


def what_cancelling_does() -> rx.Component:
    """The time, the provider's calendar, and that there is no way back."""
    return rx.cond(
        _SHOWN.status == BookingStatus.CONFIRMED.value,
        rx.fragment(
            "The time is free at once and the event leaves the calendar of ",
            _SHOWN.provider,
            ". This cannot be undone.",
        ),
        "The time is free at once. This cannot be undone.",
    )

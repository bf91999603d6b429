"""The event in Google, in the details dialog: a line of facts, and what a person did there."""

import reflex as rx

from bookings_app.domain.calendar_badge import CalendarBadge
from bookings_app.ui.booking_details.google_words import (
    ACCEPT,
    CANCEL,
    PUT_BACK,
    RESTORE,
    TRY_AGAIN,
)
from bookings_app.ui.booking_details.state import SelectedBookingState
from bookings_app.ui.booking_details.steps import StepsState
from bookings_app.ui.connection import is_cut_off

_IN_GOOGLE = SelectedBookingState.shown.in_google

_ICONS = {
    CalendarBadge.SYNCED: "circle-check",
    CalendarBadge.WAITING: "clock",
    CalendarBadge.NOT_CONNECTED: "circle-dashed",
    CalendarBadge.ATTENTION: "circle-alert",
}

_LABELS = {
    ACCEPT: "Accept",
    PUT_BACK: "Put back",
    CANCEL: "Cancel booking",
    RESTORE: "Restore",
    TRY_AGAIN: "Try again",
}


def google_badge() -> rx.Component:
    """Whether the provider's own calendar agrees with the booking."""
    return rx.el.span(
        rx.el.span(
            rx.match(
                _IN_GOOGLE.badge,
                *(
                    (badge.value, rx.icon(icon, size=14, aria_hidden="true"))
                    for badge, icon in _ICONS.items()
                ),
                rx.fragment(),
            ),
            _IN_GOOGLE.label,
            class_name="google-badge",
        ),
        rx.cond(_IN_GOOGLE.line != "", rx.el.small(_IN_GOOGLE.line), rx.fragment()),
        rx.cond(
            _IN_GOOGLE.flag == "",
            rx.cond(_IN_GOOGLE.choices, _acts(), rx.fragment()),
            rx.fragment(),
        ),
    )


def google_flag() -> rx.Component:
    """What a person did to the event there, and what can be done about it."""
    return rx.el.div(
        rx.icon("calendar-sync", size=16, aria_hidden="true"),
        rx.el.div(
            rx.el.p(_IN_GOOGLE.said),
            rx.cond(
                _IN_GOOGLE.choices,
                _acts(),
                rx.el.p("Its provider or a manager decides.", class_name="field-hint"),
            ),
        ),
        class_name="google-flag",
        role="group",
        aria_label="In Google Calendar",
    )


def _acts() -> rx.Component:
    return rx.el.div(rx.foreach(_IN_GOOGLE.choices, _choice), class_name="google-acts")


def _choice(choice: str) -> rx.Component:
    return rx.button(
        rx.match(choice, *_LABELS.items(), ""),
        variant="outline",
        color_scheme="gray",
        loading=SelectedBookingState.busy == choice,
        disabled=is_cut_off | (SelectedBookingState.busy != ""),
        on_click=StepsState.settle(choice),
    )

"""What the details dialog turns into while its booking is moved."""

import reflex as rx

from bookings_app.domain.access import Action
from bookings_app.ui.booking_details.actions import close_button
from bookings_app.ui.booking_details.state import SelectedBookingState
from bookings_app.ui.connection import is_cut_off
from bookings_app.ui.reschedule.state import Option, RescheduleState
from bookings_app.ui.slots.date_picker import date_picker
from bookings_app.ui.slots.parts import slot_gone, slot_part

_SHOWN = SelectedBookingState.shown
_PROVIDER = "reschedule-provider"


def reschedule_part() -> rx.Component:
    """Month and provider left, starts right; below, from when to when it moves."""
    return rx.fragment(
        rx.el.div(
            rx.dialog.title("Reschedule", class_name="question-title"),
            close_button(),
            class_name="question-head",
        ),
        rx.el.p(
            f"{_SHOWN.service}, {_SHOWN.customer}, {_SHOWN.location_name}",
            class_name="question-line reschedule-line",
        ),
        rx.el.div(
            rx.cond(
                SelectedBookingState.just_changed != "",
                rx.el.p(
                    SelectedBookingState.just_changed, class_name="just-changed", role="status"
                ),
            ),
            rx.cond(RescheduleState.event != "", slot_gone(RescheduleState)),
            rx.el.div(
                rx.el.div(date_picker(RescheduleState), provider_choice()),
                slot_part(RescheduleState),
                class_name="time-columns",
            ),
            class_name="sheet-body",
        ),
        reschedule_foot(),
    )


def provider_choice() -> rx.Component:
    """With whom; those who are not free at the start that is picked are off."""
    return rx.el.div(
        rx.el.label("Provider", html_for=_PROVIDER, class_name="field-label"),
        rx.select.root(
            rx.select.trigger(id=_PROVIDER, width="100%"),
            rx.select.content(rx.foreach(RescheduleState.options, provider_option)),
            value=RescheduleState.provider_id,
            on_change=RescheduleState.pick_provider,
            disabled=SelectedBookingState.busy != "",
        ),
        class_name="field reschedule-provider",
    )


def provider_option(option: Option) -> rx.Component:
    """A name, and whether it is the provider as now."""
    busy = (RescheduleState.starts_at != "") & option.is_busy
    as_now = rx.cond(option.id == _SHOWN.provider_id, f"{option.name} (as now)", option.name)
    return rx.select.item(
        rx.cond(busy, f"{as_now}, not free then", as_now), value=option.id, disabled=busy
    )


def reschedule_foot() -> rx.Component:
    """Old → new, and the two ways out."""
    picked = RescheduleState.starts_at != ""
    return rx.el.div(
        rx.el.p(
            rx.el.s(RescheduleState.before),
            rx.cond(
                picked,
                rx.fragment(
                    rx.el.span(" → ", aria_label=" to "),
                    rx.el.b(RescheduleState.after),
                    rx.el.small(RescheduleState.after_provider),
                ),
            ),
            _hint(),
            class_name="reschedule-move",
            aria_live="polite",
        ),
        rx.button(
            "Keep as it is",
            variant="outline",
            color_scheme="gray",
            disabled=SelectedBookingState.busy != "",
            on_click=SelectedBookingState.leave_task,
        ),
        rx.button(
            "Reschedule",
            loading=SelectedBookingState.busy == Action.RESCHEDULE.value,
            disabled=~picked
            | RescheduleState.is_same
            | is_cut_off
            | (SelectedBookingState.busy != ""),
            on_click=RescheduleState.move,
            custom_attrs={"data-next": ""},
        ),
        class_name="sheet-foot reschedule-foot",
    )


def _hint() -> rx.Component | rx.Var:
    said = rx.cond(RescheduleState.is_same, "This is when it is now", "")
    return rx.cond(
        is_cut_off,
        rx.el.small("Waiting for the connection"),
        rx.cond(said != "", rx.el.small(said)),
    )

"""The details dialog: one booking, and what is being done to it."""

import reflex as rx

from bookings_app.domain.access import Action
from bookings_app.domain.calendar_badge import CalendarBadge
from bookings_app.ui.booking_details.actions import close_button, edit_button, foot, may
from bookings_app.ui.booking_details.browser import dialog_focus
from bookings_app.ui.booking_details.cancelling import cancel_question
from bookings_app.ui.booking_details.customer import customer_part
from bookings_app.ui.booking_details.parts import facts, history_part, what_became_of_it
from bookings_app.ui.booking_details.state import HEARD_AS, SelectedBookingState
from bookings_app.ui.connection import is_cut_off
from bookings_app.ui.live import LiveState
from bookings_app.ui.live.attention import attention
from bookings_app.ui.questions import discard_question
from bookings_app.ui.reschedule.dialog import reschedule_part
from bookings_app.ui.theme import status_badge_of

_SHOWN = SelectedBookingState.shown


def booking_details_dialog() -> rx.Component:
    """Open while a booking is selected; on a phone it fills the screen.

    What asks for more than a click takes the place of the details, and leads back to them.
    """
    return rx.dialog.root(
        rx.dialog.content(
            rx.match(
                SelectedBookingState.task,
                (Action.CANCEL.value, cancel_question()),
                (Action.RESCHEDULE.value, reschedule_part()),
                details(),
            ),
            stays_true(),
            dialog_focus(),
            discard_question(
                "The booking has not been changed.",
                asks=SelectedBookingState.asks_to_discard,
                on_keep=SelectedBookingState.keep,
                on_discard=SelectedBookingState.discard,
            ),
            class_name=rx.match(
                SelectedBookingState.task,
                (Action.CANCEL.value, "sheet details details-question bottom-sheet"),
                (Action.RESCHEDULE.value, "sheet details reschedule"),
                "sheet details",
            ),
            aria_describedby=rx.Var("undefined"),
            on_open_auto_focus=rx.prevent_default,
            on_close_auto_focus=rx.prevent_default,
        ),
        open=SelectedBookingState.booking_id != "",
        on_open_change=SelectedBookingState.use_dialog,
    )


def details() -> rx.Component:
    """All that is known of the booking, and the buttons."""
    return rx.fragment(
        dialog_head(),
        rx.el.div(
            rx.dialog.title(
                _SHOWN.service,
                class_name=rx.cond(_SHOWN.is_dim, "sheet-title dim", "sheet-title"),
                custom_attrs={"tabIndex": -1},
            ),
            rx.el.p(
                _SHOWN.day,
                ", ",
                rx.el.span(_SHOWN.clock),
                rx.cond(_SHOWN.other_zone != "", rx.el.small(_SHOWN.other_zone)),
                class_name="sheet-when",
            ),
            what_became_of_it(),
            facts(),
            customer_part(),
            history_part(),
            class_name="sheet-body",
        ),
        foot(),
    )


def dialog_head() -> rx.Component:
    """Status, reference, Edit, ×."""
    edits = (SelectedBookingState.task == "") & ~_SHOWN.is_final
    return rx.el.div(
        status_badge_of(_SHOWN.status),
        rx.el.span(_SHOWN.reference, class_name="reference"),
        rx.el.span(class_name="bar-gap"),
        rx.cond(edits & may(Action.EDIT), edit_button("ghost")),
        close_button(),
        class_name="sheet-head",
    )


def stays_true() -> rx.Component:
    """Looks at the booking again when it changes, when its time comes, and when one is back."""
    return attention(
        heard=rx.cond(is_cut_off, -1, LiveState.heard[HEARD_AS]),
        on_due=SelectedBookingState.refresh,
        # Nobody announces that what waited is written.
        seconds=rx.cond(_SHOWN.in_google.badge == CalendarBadge.WAITING.value, 5, 60),
    )

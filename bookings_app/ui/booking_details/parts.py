"""What the details dialog says beside the customer: outcome, facts, history."""

from typing import Any

import reflex as rx

from bookings_app.domain.booking import BookingStatus
from bookings_app.ui.booking_details.google_part import google_badge, google_flag
from bookings_app.ui.booking_details.state import SelectedBookingState
from bookings_app.ui.booking_details.words import HistoryLine
from bookings_app.ui.theme import source_label_of, status_chip_of, status_icon, warning_icon

_SHOWN = SelectedBookingState.shown
_OUTCOME = SelectedBookingState.shown.outcome


def what_became_of_it() -> rx.Component:
    """What just happened, then why it ended or where it is now."""
    return rx.fragment(
        _if_said(SelectedBookingState.refusal, refusal_callout()),
        _if_said(
            SelectedBookingState.just_changed,
            rx.el.p(SelectedBookingState.just_changed, class_name="just-changed", role="status"),
        ),
        _if_said(_SHOWN.outside, outside_callout()),
        _if_said(_SHOWN.in_google.flag, google_flag()),
        rx.match(
            _SHOWN.status,
            (
                BookingStatus.CANCELLED.value,
                _outcome(
                    BookingStatus.CANCELLED,
                    _if_said(_OUTCOME.reason, rx.el.span(_OUTCOME.reason)),
                ),
            ),
            (BookingStatus.NO_SHOW.value, _outcome(BookingStatus.NO_SHOW)),
            (
                BookingStatus.RESCHEDULED.value,
                _outcome(
                    BookingStatus.RESCHEDULED,
                    rx.el.span("Now ", _way_to(_OUTCOME.moved_to, _OUTCOME.moved_to_words, "new")),
                ),
            ),
            rx.fragment(),
        ),
    )


def refusal_callout() -> rx.Component:
    """Why what was clicked did not happen."""
    return rx.el.div(
        rx.icon("triangle-alert", size=14, class_name="st-ic", aria_hidden="true"),
        rx.el.span(SelectedBookingState.refusal),
        class_name="callout refusal st-cancelled",
        role="alert",
    )


def outside_callout() -> rx.Component:
    """Hours were changed under the booking."""
    return rx.el.div(
        warning_icon(size=14),
        rx.el.span(rx.el.b("Outside working hours. "), _SHOWN.outside),
        class_name="callout",
    )


def facts() -> rx.Component:
    """Who, where, and how it came about."""
    return rx.el.dl(
        fact("Provider", _SHOWN.provider),
        fact("Location", _SHOWN.location),
        _if_said(
            _OUTCOME.moved_from_words,
            fact("Moved from", _way_to(_OUTCOME.moved_from, _OUTCOME.moved_from_words, "old")),
        ),
        rx.cond(_SHOWN.in_google.badge != "", fact("Google", google_badge()), rx.fragment()),
        fact(
            "Created",
            source_label_of(_SHOWN.source),
            " ",
            rx.el.span(_SHOWN.created, class_name="soft"),
        ),
        class_name="facts",
    )


def history_part() -> rx.Component:
    """What happened to it, newest first."""
    return rx.el.section(
        rx.el.h3("History"),
        rx.el.ul(rx.foreach(_SHOWN.history, history_line), class_name="history"),
        class_name="part",
    )


def history_line(line: HistoryLine) -> rx.Component:
    """Sign, who did what, when."""
    return rx.el.li(
        rx.cond(
            line.sign == "edited",
            rx.el.span(
                rx.icon("pencil", size=12),
                class_name="st-chip",
                width="22px",
                height="22px",
                aria_hidden="true",
            ),
            status_chip_of(line.sign),
        ),
        rx.el.span(
            rx.el.b(line.by),
            " ",
            line.deed,
        ),
        rx.el.time(line.at),
    )


def fact(label: str, *value: rx.Component | rx.Var[Any] | str) -> rx.Component:
    """A label, and what is so."""
    return rx.fragment(rx.el.dt(label), rx.el.dd(*value))


def _outcome(status: BookingStatus, *more: rx.Component | rx.Var[Any]) -> rx.Component:
    """Who ended it and when, and below it what else there is to say."""
    return rx.el.div(
        status_icon(status, size=14),
        rx.el.div(rx.el.b(_OUTCOME.said), *more),
        class_name=f"callout outcome st-{status.value}",
    )


def _way_to(booking_id: str, said: str, which: str) -> rx.Component | rx.Var[Any]:
    """The other booking of a move, to open where one may see it."""
    return rx.cond(
        booking_id != "",
        rx.el.button(
            said,
            type="button",
            on_click=SelectedBookingState.open(booking_id),
            aria_label=f"Open the {which} booking: {said}",
            class_name="way",
        ),
        rx.el.span(said),
    )


def _if_said(text: str, shown: rx.Component | rx.Var[Any]) -> rx.Component | rx.Var[Any]:
    return rx.cond(text != "", shown, rx.fragment())

"""The details dialog: all that is known of one booking."""

from typing import Any

import reflex as rx

from bookings_app.domain.booking import BookingStatus
from bookings_app.ui.booking_details.state import SelectedBookingState
from bookings_app.ui.booking_details.words import HistoryLine
from bookings_app.ui.theme import (
    source_label_of,
    status_badge_of,
    status_chip_of,
    status_icon,
)

_SHOWN = SelectedBookingState.shown


def booking_details_dialog() -> rx.Component:
    """Open while a booking is selected; on a phone it fills the screen."""
    return rx.dialog.root(
        rx.dialog.content(
            dialog_head(),
            rx.el.div(
                rx.dialog.title(_SHOWN.service, class_name="sheet-title"),
                rx.el.p(
                    _SHOWN.when,
                    _if_said(_SHOWN.other_zone, rx.el.small(_SHOWN.other_zone)),
                    class_name="sheet-when",
                ),
                what_became_of_it(),
                facts(),
                customer_part(),
                history_part(),
                class_name="sheet-body",
            ),
            class_name="sheet",
            aria_describedby=rx.Var("undefined"),
        ),
        open=SelectedBookingState.booking_id != "",
        on_open_change=SelectedBookingState.use_dialog,
    )


def dialog_head() -> rx.Component:
    """Status, reference, ×."""
    return rx.el.div(
        status_badge_of(_SHOWN.status),
        rx.el.span(_SHOWN.reference, class_name="reference"),
        rx.el.span(class_name="bar-gap"),
        rx.dialog.close(
            rx.icon_button(
                rx.icon("x", size=18),
                variant="ghost",
                color_scheme="gray",
                aria_label="Close",
            )
        ),
        class_name="sheet-head",
    )


def what_became_of_it() -> rx.Component:
    """Why it was cancelled, where it moved to, where it came from, and what changed just now."""
    return rx.fragment(
        _if_said(
            SelectedBookingState.just_changed,
            rx.el.p(
                SelectedBookingState.just_changed,
                class_name="just-changed",
                role="status",
            ),
        ),
        _if_said(
            _SHOWN.reason,
            _callout(BookingStatus.CANCELLED, rx.el.span("Cancelled: ", _SHOWN.reason)),
        ),
        _if_said(
            _SHOWN.moved_to,
            _callout(
                BookingStatus.RESCHEDULED,
                _link_to(_SHOWN.moved_to, "Moved to another time: open the new booking"),
            ),
        ),
        _if_said(
            _SHOWN.moved_from,
            _callout(
                BookingStatus.RESCHEDULED,
                _link_to(_SHOWN.moved_from, "Moved from another time: open the old booking"),
            ),
        ),
    )


def facts() -> rx.Component:
    """Who, where, and how it came about."""
    return rx.el.dl(
        _fact("Provider", _SHOWN.provider),
        _fact("Location", _SHOWN.location),
        _fact(
            "Created",
            source_label_of(_SHOWN.source),
            " ",
            rx.el.span(_SHOWN.created, class_name="soft"),
        ),
        class_name="facts",
    )


def customer_part() -> rx.Component:
    """The customer, how to reach them, and the conversation it came from."""
    return rx.el.section(
        rx.el.h3("Customer"),
        rx.el.dl(
            _fact("Name", rx.el.span(_SHOWN.customer, class_name="strong")),
            _if_said(_SHOWN.phone, _fact("Phone", _reach(_SHOWN.phone, _SHOWN.phone_link))),
            _if_said(_SHOWN.email, _fact("E-mail", _reach(_SHOWN.email, _SHOWN.email_link))),
            _if_said(_SHOWN.notes, _fact("Notes", _SHOWN.notes)),
            class_name="facts",
        ),
        _if_said(_SHOWN.conversation, conversation_card()),
        class_name="part",
    )


def conversation_card() -> rx.Component | rx.Var[Any]:
    """The conversation, as a link where it has an address."""
    inside = (
        rx.el.span(rx.icon("message-circle", size=16), class_name="conversation-icon"),
        rx.el.span(
            rx.el.b(_SHOWN.conversation),
            rx.el.small(_SHOWN.conversation_line),
        ),
    )
    return rx.cond(
        _SHOWN.conversation_link != "",
        rx.el.a(
            *inside,
            rx.icon("chevron-right", size=16, class_name="go"),
            href=_SHOWN.conversation_link,
            target="_blank",
            rel="noopener noreferrer",
            class_name="conversation",
        ),
        rx.el.div(*inside, class_name="conversation"),
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
            ),
            status_chip_of(line.sign),
        ),
        rx.el.span(
            rx.el.b(line.by),
            " ",
            line.deed,
            _if_said(line.reason, rx.fragment(": ", rx.el.q(line.reason))),
        ),
        rx.el.time(line.at),
    )


def _fact(label: str, *value: rx.Component | rx.Var[Any] | str) -> rx.Component:
    return rx.fragment(rx.el.dt(label), rx.el.dd(*value))


def _reach(text: str, href: str) -> rx.Component | rx.Var[Any]:
    return rx.cond(href != "", rx.el.a(text, href=href), rx.el.span(text))


def _if_said(text: str, shown: rx.Component | rx.Var[Any]) -> rx.Component | rx.Var[Any]:
    return rx.cond(text != "", shown, rx.fragment())


def _callout(status: BookingStatus, inside: rx.Component) -> rx.Component:
    return rx.el.div(status_icon(status, size=14), inside, class_name=f"callout st-{status.value}")


def _link_to(booking_id: str, text: str) -> rx.Component:
    return rx.el.button(text, type="button", on_click=SelectedBookingState.open(booking_id))

"""The bell in the corner, and what drops out of it."""

from typing import Any

import reflex as rx

from bookings_app.ui.notifications.state import NotificationState
from bookings_app.ui.notifications.words import Entry
from bookings_app.ui.theme import status_chip_of

_MOST_SHOWN = 99


def notification_bell() -> rx.Component:
    """How many are unread; a click shows the newest."""
    unread = NotificationState.unread
    return rx.popover.root(
        rx.popover.trigger(
            rx.icon_button(
                rx.icon("bell", size=18),
                rx.cond(unread > 0, rx.el.span(_count(), class_name="bell-count"), rx.fragment()),
                variant="ghost",
                color_scheme="gray",
                aria_label=rx.cond(
                    unread > 0, f"Notifications, {unread} unread", "Notifications, none unread"
                ),
                class_name="bell",
            )
        ),
        rx.popover.content(
            bell_head(),
            rx.cond(
                NotificationState.entries,
                rx.el.ul(rx.foreach(NotificationState.entries, bell_row), class_name="bell-list"),
                rx.el.p("Nothing new.", class_name="bell-nothing"),
            ),
            class_name="bell-content",
            align="end",
            aria_label="Notifications",
        ),
        open=NotificationState.is_open,
        on_open_change=NotificationState.use_popover,
    )


def bell_head() -> rx.Component:
    """Title, and the way to be done with all of them."""
    return rx.el.div(
        rx.el.h2("Notifications"),
        rx.cond(
            NotificationState.unread > 0,
            rx.el.button(
                "Mark all as read",
                type="button",
                on_click=NotificationState.read_all,
                class_name="link-button",
            ),
            rx.fragment(),
        ),
        class_name="bell-head",
    )


def bell_row(entry: Entry) -> rx.Component:
    """What one did, which opens the booking; several deeds unfold into theirs."""
    return rx.el.li(
        rx.cond(
            entry.parts,
            rx.el.details(
                rx.el.summary(_said(entry), class_name="bell-row"),
                rx.el.ul(rx.foreach(entry.parts, bell_part), class_name="bell-parts"),
            ),
            rx.el.button(
                _said(entry),
                type="button",
                on_click=NotificationState.open(entry.booking_id),
                class_name="bell-row",
            ),
        )
    )


def bell_part(part: dict[str, str]) -> rx.Component:
    """One booking of several."""
    return rx.el.li(
        rx.el.button(
            rx.el.b(part["customer"]),
            rx.el.span(part["line"]),
            type="button",
            on_click=NotificationState.open(part["booking_id"]),
            class_name="bell-part",
        )
    )


def _said(entry: Entry) -> rx.Component:
    told = entry.told
    return rx.fragment(
        _sign(entry.sign),
        rx.el.span(
            rx.el.span(rx.el.b(told.who), " ", told.deed, " ", rx.el.b(told.whom), " ", told.rest),
            rx.el.small(told.line),
            rx.el.small(entry.ago),
            class_name="bell-words",
        ),
        rx.cond(
            entry.is_unread,
            rx.el.span(rx.el.span("Unread", class_name="hidden"), class_name="bell-dot"),
            rx.fragment(),
        ),
    )


def _sign(sign: str) -> rx.Component | rx.Var[Any]:
    return rx.cond(
        sign == "edited",
        rx.el.span(rx.icon("pencil", size=13), class_name="st-chip bell-pencil"),
        status_chip_of(sign, size=28),
    )


def _count() -> rx.Component | rx.Var[Any]:
    unread = NotificationState.unread
    return rx.cond(unread > _MOST_SHOWN, f"{_MOST_SHOWN}+", f"{unread}")

"""What is said of a calendar's address: on Account, and beside the calendar itself."""

import reflex as rx

from bookings_app.ui.calendar.filters import FilterState
from bookings_app.ui.calendar_feed.state import CalendarFeedState
from bookings_app.ui.copy_line import copy_line
from bookings_app.ui.questions import question
from bookings_app.ui.session import SessionState
from bookings_app.ui.sheet_form import grave_button, plain_button, sheet, sheet_buttons


def feed_panel() -> rx.Component:
    """For Account: nothing for whoever has no calendar. Its on_load: `CalendarFeedState.look`."""
    return rx.cond(
        CalendarFeedState.has_calendar,
        rx.el.section(
            rx.el.h2("Calendar feed", class_name="panel-title"),
            _address_part(),
            _questions(),
            on_unmount=CalendarFeedState.leave,
            class_name="panel panel-form",
        ),
        rx.fragment(),
    )


def feed_button() -> rx.Component:
    """Beside a calendar, when it is somebody's."""
    return rx.cond(
        SessionState.sees_every_booking & (FilterState.provider_id == ""),
        rx.fragment(),
        rx.el.button(
            rx.icon("rss", size=14, aria_hidden="true"),
            "Calendar feed",
            type="button",
            on_click=CalendarFeedState.open,
            class_name="hours-link",
        ),
    )


def feed_dialog() -> rx.Component:
    """The same as on Account, for the calendar that is shown."""
    return rx.fragment(
        sheet(
            rx.el.div(
                rx.dialog.title("Calendar feed", size="5", margin_bottom="0"),
                _address_part(),
                sheet_buttons(rx.dialog.close(rx.button("Done"))),
                class_name="settings-form",
            ),
            is_open=CalendarFeedState.is_open,
            on_open_change=CalendarFeedState.use_dialog,
        ),
        rx.cond(CalendarFeedState.is_open, _questions(), rx.fragment()),
    )


def _address_part() -> rx.Component:
    return rx.fragment(
        rx.text(
            "A calendar on a phone or computer that is subscribed to this address shows these "
            "bookings, and what becomes of them, by itself.",
            size="2",
        ),
        rx.cond(CalendarFeedState.is_made, _made(), _none_yet()),
    )


def _none_yet() -> rx.Component:
    return rx.button("Make an address", on_click=CalendarFeedState.make, align_self="start")


def _made() -> rx.Component:
    return rx.fragment(
        rx.cond(
            CalendarFeedState.address != "",
            copy_line(CalendarFeedState.address, label="Address of the calendar feed"),
            rx.text(
                "It works as before, but cannot be shown any more: the key it was stored under "
                "is gone. A new address can.",
                size="2",
            ),
        ),
        rx.el.p(
            "Whoever has it reads service, customer's name, time and place; never phone, e-mail "
            f"or notes. Made: {CalendarFeedState.made}.",
            rx.cond(
                CalendarFeedState.is_only_here,
                " As long as Bookings is at localhost only programs on this machine reach it.",
                "",
            ),
            class_name="field-hint",
        ),
        rx.flex(
            rx.cond(
                CalendarFeedState.address != "",
                rx.el.a("Subscribe", href=CalendarFeedState.subscribe, class_name="link-button"),
                rx.fragment(),
            ),
            plain_button("New address", CalendarFeedState.ask("renew")),
            grave_button("Revoke", CalendarFeedState.ask("revoke")),
            spacing="2",
            wrap="wrap",
        ),
    )


def _questions() -> rx.Component:
    gone = "Whatever is subscribed to the address there is now will show nothing new any more."
    return rx.fragment(
        question(
            "Make a new address?",
            gone,
            asks=CalendarFeedState.asks == "renew",
            keep="Keep it",
            on_keep=CalendarFeedState.keep,
            verb="New address",
            on_do=CalendarFeedState.make,
        ),
        question(
            "Revoke the address?",
            gone,
            asks=CalendarFeedState.asks == "revoke",
            keep="Keep it",
            on_keep=CalendarFeedState.keep,
            verb="Revoke",
            on_do=CalendarFeedState.revoke,
        ),
    )

"""Everybody's Google calendars: how each is connected, and what could not be written there."""

import reflex as rx

from bookings_app.ui.calendars.state import CalendarsState
from bookings_app.ui.calendars.words import ConnectionLine, LookLine
from bookings_app.ui.live.attention import attention
from bookings_app.ui.questions import question
from bookings_app.ui.settings_tabs import settings_page_frame
from bookings_app.ui.sheet_form import plain_button
from bookings_app.ui.tables import cell, heads


def calendars_page() -> rx.Component:
    """Its on_load: `CalendarsState.load`, which administrators and managers may call."""
    return settings_page_frame(
        "calendars",
        rx.fragment(),
        rx.cond(CalendarsState.nobody_writes, nobody_writes(), rx.fragment()),
        rx.cond(
            CalendarsState.loaded,
            rx.fragment(
                rx.cond(CalendarsState.connections, connections_table(), no_connections()),
                rx.cond(CalendarsState.looks, looks_part(), rx.fragment()),
                rx.cond(CalendarsState.unconnected != "", unconnected_part(), rx.fragment()),
            ),
            rx.fragment(),
        ),
        on_leave=CalendarsState.leave,
        beside=(discard_question(), attention(heard=0, on_due=CalendarsState.load, seconds=10)),
    )


def connections_table() -> rx.Component:
    """Every provider who has connected an account."""
    return rx.el.div(
        rx.el.table(
            heads("Provider", "Status", "Writes to", "Busy from", "Last heard", "Bookings"),
            rx.el.tbody(rx.foreach(CalendarsState.connections, connection_row)),
            class_name="set-table set-table-wide",
            aria_label="Connected calendars",
        ),
        class_name="panel panel-scroll",
    )


def connection_row(line: ConnectionLine) -> rx.Component:
    """A provider and their account."""
    return rx.el.tr(
        rx.el.td(
            rx.link(
                line.provider,
                href=f"/calendar?provider={line.provider_id}",
                class_name="whose-link",
            ),
            rx.el.small(line.email),
        ),
        cell("Status", _told(line.looks, line.status, line.note)),
        cell("Writes to", rx.cond(line.writes_to != "", line.writes_to, "–")),
        cell("Busy from", rx.cond(line.busy_from != "", line.busy_from, "–"), "soft"),
        cell("Last heard", line.last, "soft"),
        cell("Bookings", line.waiting, "soft"),
    )


def looks_part() -> rx.Component:
    """What could not be written, with the reason, and what can be done about it."""
    return rx.el.section(
        rx.flex(
            rx.el.h2("Not written to Google", class_name="panel-title"),
            rx.cond(
                CalendarsState.many_given_up,
                plain_button("Retry all that was given up", CalendarsState.retry_all),
                rx.fragment(),
            ),
            justify="between",
            align="center",
            gap="12px",
            wrap="wrap",
            margin_bottom="8px",
        ),
        rx.el.ul(
            rx.foreach(CalendarsState.looks, look_row), class_name="log", aria_label="Not written"
        ),
        class_name="panel panel-form panel-wide",
    )


def look_row(line: LookLine) -> rx.Component:
    """One booking whose event does not agree with it."""
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.b(line.title),
                rx.el.a(line.reference, href=f"/bookings?booking={line.booking_id}"),
                class_name="log-what",
            ),
            rx.el.div(
                _told(line.looks, line.state, line.reason),
                rx.el.small(line.detail),
                class_name="log-how",
            ),
            rx.flex(
                rx.cond(
                    line.can_retry,
                    plain_button(
                        "Retry",
                        CalendarsState.retry(line.booking_id),
                        aria_label=f"Retry {line.reference}",
                    ),
                    rx.fragment(),
                ),
                plain_button(
                    "Discard",
                    CalendarsState.ask(line.booking_id),
                    aria_label=f"Discard {line.reference}",
                ),
                spacing="2",
            ),
            class_name="log-line",
        )
    )


def unconnected_part() -> rx.Component:
    """Who could connect an account, and where that is done."""
    return rx.el.section(
        rx.el.h2("Not connected", class_name="panel-title"),
        rx.el.p(CalendarsState.unconnected, class_name="unconnected"),
        rx.el.p(
            "Each connects their own account under Account. Their calendar here works without.",
            class_name="field-hint",
        ),
        class_name="panel panel-form panel-wide",
    )


def no_connections() -> rx.Component:
    """What it is good for, to a team in which nobody has connected any."""
    return rx.el.div(
        rx.el.h2("No Google calendar yet"),
        rx.el.p(
            "A provider who connects their Google account has their bookings in their own calendar,"
            " and is not booked while that calendar says they are busy."
        ),
        class_name="panel setup-nothing",
    )


def nobody_writes() -> rx.Component:
    """Where several processes serve, somebody must start the one that writes."""
    return rx.callout(
        "Bookings wait that should have been written. Is `bookings worker` running?",
        icon="circle-alert",
        color_scheme="red",
        high_contrast=True,
        role="status",
        margin_bottom="16px",
    )


def discard_question() -> rx.Component:
    """Before nothing more is tried."""
    return question(
        "Leave it as it is?",
        "The event in Google may be missing or wrong. It is looked at again when something happens"
        " to the booking.",
        asks=CalendarsState.asks != "",
        keep="Keep it",
        on_keep=CalendarsState.keep,
        verb="Discard",
        on_do=CalendarsState.discard,
    )


def _told(looks: str, said: str, note: str) -> rx.Component:
    """A sign, what is so, and why."""
    well = rx.icon("circle-check", size=14, aria_hidden="true")
    waits = rx.icon("clock", size=14, aria_hidden="true")
    return rx.el.span(
        rx.match(
            looks,
            ("active", well),
            ("waiting", waits),
            ("paused", waits),
            ("on_hold", rx.icon("circle-pause", size=14, aria_hidden="true")),
            rx.icon("circle-alert", size=14, aria_hidden="true"),
        ),
        rx.el.span(said, rx.cond(note != "", rx.el.small(note), rx.fragment())),
        class_name=f"told told-{looks}",
    )

"""Lists of the bookings outside working hours: each can be opened at once."""

from typing import Any

import reflex as rx

from bookings_app.ui.booking_details.state import SelectedBookingState
from bookings_app.ui.live import LiveState
from bookings_app.ui.live.attention import attention
from bookings_app.ui.outside_hours.state import HEARD_AS, HitLine, HitState
from bookings_app.ui.sheet_form import sheet_head

_TITLE = "Bookings outside working hours"


def hit_panel() -> rx.Component:
    """On the page of a provider: all of theirs to come."""
    return rx.cond(
        HitState.lines,
        rx.el.section(
            rx.el.div(
                rx.el.h2(_TITLE, class_name="panel-title"),
                rx.el.span(HitState.count, class_name="count"),
                class_name="panel-head",
            ),
            rx.el.ul(rx.foreach(HitState.lines, _of_provider), class_name="exception-list"),
            class_name="panel",
            aria_label=_TITLE,
        ),
    )


def hits_dialog() -> rx.Component:
    """Who is hit by what was saved just now, and what to do about it."""
    return rx.fragment(
        rx.dialog.root(
            rx.dialog.content(
                sheet_head(_TITLE),
                rx.el.div(
                    rx.dialog.description(
                        "It is saved. These bookings stay, and are marked: move or cancel those"
                        " that cannot take place.",
                        class_name="hits-words",
                    ),
                    rx.cond(
                        HitState.lines,
                        rx.el.ul(rx.foreach(HitState.lines, _of_anybody), class_name="hits"),
                        rx.el.p("All of them are settled.", class_name="list-empty"),
                    ),
                    class_name="sheet-body",
                ),
                rx.el.div(
                    rx.el.span(class_name="bar-gap"),
                    rx.dialog.close(rx.button("Done")),
                    class_name="sheet-foot",
                ),
                class_name="sheet setup-editor",
                on_close_auto_focus=rx.prevent_default,
            ),
            open=HitState.is_open,
            on_open_change=HitState.use_dialog,
        ),
        rx.cond(
            HitState.is_open,
            attention(heard=LiveState.heard[HEARD_AS], on_due=HitState.refresh),
            rx.fragment(),
        ),
    )


def _of_provider(line: HitLine) -> rx.Component:
    more = f"{line.service}, {line.location} · {line.why}"
    return _row(
        line,
        rx.el.span(line.when, class_name="exception-when"),
        rx.el.span(line.customer),
        rx.el.span(more, class_name="soft"),
        looks="exception-row",
    )


def _of_anybody(line: HitLine) -> rx.Component:
    more = f"{line.service} · {line.provider} · {line.location}"
    return _row(
        line,
        rx.el.span(line.when, class_name="hit-when"),
        rx.el.b(line.customer),
        rx.el.span(more, class_name="hit-more"),
        looks="hit",
    )


def _row(line: HitLine, *words: Any, looks: str) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            *words,
            type="button",
            on_click=SelectedBookingState.open(line.id),
            class_name=looks,
            custom_attrs={"data-booking": line.id},
        ),
        key=line.id,
    )

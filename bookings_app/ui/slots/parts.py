"""A day and a start on it, to pick: month, cards of starts, what went, why nothing is free."""

import reflex as rx

from bookings_app.ui.slots.picking import SlotPicking
from bookings_app.ui.slots.words import Line, SlotCard, SlotGroup

_SKELETONS = 9


def slot_gone(state: type[SlotPicking]) -> rx.Component:
    """The start that was picked is gone, and what to do."""
    return rx.callout.root(
        rx.callout.icon(rx.icon("triangle-alert", size=16, aria_hidden="true")),
        rx.callout.text(rx.el.b(state.event), " ", state.advice),
        color_scheme="red",
        high_contrast=True,
        role="alert",
        class_name="slot-gone",
    )


def slot_part(state: type[SlotPicking]) -> rx.Component:
    """The day, whose clock it is, and its starts."""
    return rx.el.section(
        rx.el.div(
            rx.el.h3(state.title),
            rx.el.p(
                state.clock_name,
                " ",
                rx.el.span(state.clock_zone, class_name="not-phone"),
            ),
            class_name="day-head",
        ),
        rx.el.div(
            rx.cond(state.groups, slot_cards(state), no_times(state)),
            rx.cond(state.is_loading, _skeleton()),
            class_name="slot-area",
        ),
        class_name="slot-part",
        aria_label="Times",
    )


def slot_cards(state: type[SlotPicking]) -> rx.Component:
    """The starts, under the part of the day they fall into."""
    return rx.radio_cards.root(
        rx.foreach(state.groups, slot_group),
        value=state.starts_at,
        on_value_change=state.pick_slot,
        aria_label="Time",
        class_name="slots",
    )


def slot_group(group: SlotGroup) -> rx.Component:
    """A heading and its starts."""
    return rx.fragment(
        rx.el.h4(group.title),
        rx.foreach(group.slots, slot_card),
    )


def slot_card(slot: SlotCard) -> rx.Component:
    """From when to when, and how many are free."""
    return rx.radio_cards.item(
        rx.el.b(slot.time),
        rx.el.small(slot.line),
        value=slot.id,
        disabled=slot.is_taken,
        class_name=rx.cond(
            slot.is_taken,
            "slot slot-taken",
            rx.cond(slot.is_nearest, "slot slot-nearest", "slot"),
        ),
    )


def no_times(state: type[SlotPicking]) -> rx.Component:
    """Nothing is free on the day: when there is something, and why not now."""
    return rx.el.div(
        rx.el.p(rx.el.b("No free times on ", state.short_title)),
        rx.el.div(
            rx.cond(
                state.next_on != "",
                rx.button(
                    state.next_label,
                    variant="outline",
                    color_scheme="gray",
                    on_click=state.show_next_free,
                ),
                rx.el.span("Nothing is free in the 60 days after it, either."),
            ),
            rx.button(
                "Why?",
                variant="ghost",
                color_scheme="gray",
                on_click=state.ask_why,
                aria_expanded=rx.cond(state.reasons, "true", "false"),
            ),
            class_name="no-times-buttons",
        ),
        rx.cond(state.reasons, reason_list(state.reasons)),
        class_name="no-times",
        role="status",
    )


def reason_list(lines: list[Line]) -> rx.Component:
    """Who is not free, and why."""
    return rx.el.dl(
        rx.foreach(lines, lambda line: rx.el.div(rx.el.dt(line.name), rx.el.dd(line.reason))),
        class_name="reasons",
    )


def _skeleton() -> rx.Component:
    return rx.el.div(
        *(rx.skeleton(rx.box()) for _ in range(_SKELETONS)),
        class_name="slot-skeleton",
        aria_hidden="true",
    )

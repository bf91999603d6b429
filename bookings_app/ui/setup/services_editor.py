"""The editor of a service: what it is, its times, how it is booked, where and with whom."""

from typing import Any

import reflex as rx

from bookings_app.ui.setup.colours import colour_field
from bookings_app.ui.setup.editor import archive_button, editor_foot, editor_sheet, touching
from bookings_app.ui.setup.fields import (
    area_field,
    date_field,
    field_id,
    labelled,
    said_of,
    text_field,
    tick,
    ticks,
)
from bookings_app.ui.setup.services_state import ServicesState
from bookings_app.ui.setup.services_words import LABELS, MINUTES_IN
from bookings_app.ui.setup.state import NEW


def service_editor() -> rx.Component:
    """All of the open service, or of a new one."""
    is_new = ServicesState.open_id == NEW
    return editor_sheet(
        ServicesState,
        "service",
        text_field(ServicesState, "name", LABELS["name"], auto_focus=True),
        area_field(ServicesState, "description", LABELS["description"]),
        colour_field(ServicesState),
        times_part(),
        booking_part(),
        ticks(
            ServicesState,
            "location_ids",
            "Offered at",
            ServicesState.places,
            nothing="There are no locations yet.",
        ),
        ticks(
            ServicesState,
            "provider_ids",
            "Done by",
            ServicesState.team,
            nothing="There are no providers yet.",
        ),
        rx.el.p(
            "It can be booked once a location and somebody who works there are ticked.",
            class_name="field-hint",
        ),
        title=rx.cond(is_new, "New service", ServicesState.start["name"]),
        foot=editor_foot(
            ServicesState,
            "service",
            archive_button(ServicesState, archived=ServicesState.is_archived),
            save=rx.cond(is_new, "Create service", "Save"),
        ),
        css_class="setup-wide",
    )


def times_part() -> rx.Component:
    """How long it takes, and what bookings that exist keep."""
    return _part(
        "Time",
        rx.el.div(
            *(
                _minutes(name, hint)
                for name, hint in (
                    ("duration_minutes", "minutes"),
                    ("buffer_before_minutes", "minutes"),
                    ("buffer_after_minutes", "minutes"),
                    ("slot_step_minutes", "minutes; empty: its duration"),
                )
            ),
            class_name="setup-row four",
        ),
        rx.cond(
            ServicesState.upcoming != "",
            rx.el.p(
                "Bookings keep the duration and the buffers they were made with. Now there are ",
                ServicesState.upcoming,
                ".",
                class_name="field-hint",
            ),
            rx.fragment(),
        ),
    )


def booking_part() -> rx.Component:
    """Who may book it when."""
    return _part(
        "Booking",
        tick(
            ServicesState,
            "requires_approval",
            "Requires approval",
            hint="New bookings are pending until somebody confirms them.",
        ),
        rx.el.div(
            notice_field(),
            text_field(
                ServicesState,
                "booking_window_days",
                LABELS["booking_window_days"],
                numeric=True,
                hint="days ahead; empty: no limit",
            ),
            date_field(ServicesState, "available_from", LABELS["available_from"]),
            date_field(ServicesState, "available_to", LABELS["available_to"]),
            class_name="setup-row two",
        ),
        rx.el.p(
            "Notice and window hold for programs and agents; your team may book at any time.",
            class_name="field-hint",
        ),
    )


def notice_field() -> rx.Component:
    """A number, and of what."""
    name = "min_notice_minutes"
    return labelled(
        ServicesState,
        name,
        LABELS[name],
        rx.el.div(
            rx.input(
                name=name,
                id=field_id(name),
                default_value=ServicesState.start[name],
                auto_complete="off",
                on_change=touching(ServicesState),
                custom_attrs=said_of(ServicesState, name) | {"inputMode": "numeric"},
            ),
            rx.select.root(
                rx.select.trigger(aria_label="Unit of the minimum notice"),
                rx.select.content(*(rx.select.item(unit, value=unit) for unit in MINUTES_IN)),
                name="notice_unit",
                default_value=ServicesState.start["notice_unit"],
                on_change=touching(ServicesState),
            ),
            class_name="with-unit",
        ),
        hint="before it starts",
    )


def _minutes(name: str, hint: str) -> rx.Component:
    return text_field(ServicesState, name, LABELS[name], numeric=True, hint=hint)


def _part(title: str, *inside: Any) -> rx.Component:
    return rx.el.section(rx.el.h3(title), *inside, class_name="part setup-part")

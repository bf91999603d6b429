"""The form of the workspace, for administrators."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from bookings_app.domain.workspace import FIRST_DAYS
from bookings_app.ui.fields import field
from bookings_app.ui.format import weekday_name
from bookings_app.ui.live.attention import attention
from bookings_app.ui.live.state import LiveState
from bookings_app.ui.workspace.labels import CLOCK_LABELS, VISIBILITY_LABELS
from bookings_app.ui.workspace.reasons import reasons_part
from bookings_app.ui.workspace.state import WorkspaceState
from bookings_app.ui.zone_field import zone_field

FORM = "workspace-form"


def workspace_form() -> rx.Component:
    """All of it, to be changed; what is written stays until it is saved or discarded."""
    return rx.el.div(
        rx.cond(
            WorkspaceState.form_key != "",
            rx.fragment(fields(), reasons_part()),
            rx.skeleton(rx.box(height="480px")),
        ),
        rx.cond(WorkspaceState.changed, save_bar(), rx.fragment()),
        attention(
            heard=LiveState.renewed,
            on_due=WorkspaceState.look_again,
            turn=WorkspaceState.turn,
            focus_on=WorkspaceState.focus_on,
        ),
        class_name="settings-form",
    )


def fields() -> rx.Component:
    """What has one value; redrawn whenever it was loaded."""
    return rx.form(
        _field("name", "Name", _text_input("name", WorkspaceState.name)),
        _field(
            "time_zone",
            "Time zone",
            zone_field(
                "time_zone",
                name="time_zone",
                value=WorkspaceState.time_zone,
                invalid=rx.cond(WorkspaceState.errors["time_zone"], "true", "false"),
                on_type=lambda _text: WorkspaceState.touch,
            ),
            hint="Where neither a member nor their browser names one. Locations have theirs.",
        ),
        _field(
            "week_starts_on",
            "Weeks start on",
            rx.select.root(
                rx.select.trigger(id="week_starts_on", width="100%"),
                rx.select.content(
                    *(rx.select.item(weekday_name(day), value=str(day)) for day in FIRST_DAYS)
                ),
                name="week_starts_on",
                default_value=WorkspaceState.week_starts_on,
                on_change=lambda _day: WorkspaceState.touch,
            ),
        ),
        _choices("clock", "Clock", CLOCK_LABELS, WorkspaceState.clock),
        _field(
            "default_country",
            "Country of phone numbers",
            _text_input("default_country", WorkspaceState.default_country),
            hint="Two letters, such as ES: for numbers entered without a country code.",
        ),
        _choices(
            "provider_visibility",
            "Providers see",
            VISIBILITY_LABELS,
            WorkspaceState.provider_visibility,
        ),
        id=FORM,
        key=WorkspaceState.form_key,
        on_submit=WorkspaceState.save,
        class_name="settings-form",
        no_validate=True,
    )


def save_bar() -> rx.Component:
    """It appears with the first change; the fields may be out of sight, so it says how they are."""
    return rx.el.div(
        rx.cond(
            WorkspaceState.errors,
            rx.el.p("Not saved yet: see what is said beside the fields.", class_name="field-hint"),
            rx.fragment(),
        ),
        rx.cond(
            WorkspaceState.overtaken,
            rx.el.p(
                "Somebody else has saved the workspace meanwhile. Saving replaces what they"
                " changed; Discard shows it.",
                class_name="field-hint",
                role="status",
            ),
            rx.fragment(),
        ),
        rx.flex(
            rx.button("Save", type="submit", form=FORM),
            rx.button(
                "Discard",
                type="button",
                variant="outline",
                color_scheme="gray",
                on_click=WorkspaceState.discard,
            ),
            spacing="2",
        ),
        class_name="save-bar",
    )


def _choices(name: str, label: str, labels: Mapping[Any, str], saved: str) -> rx.Component:
    """One of a few, each on a line of its own."""
    return rx.el.fieldset(
        rx.el.legend(label, class_name="field-label"),
        rx.radio_group.root(
            *(
                rx.text(
                    rx.flex(rx.radio_group.item(value=each.value), said, spacing="2"),
                    as_="label",
                    size="2",
                )
                for each, said in labels.items()
            ),
            name=name,
            default_value=saved,
            on_change=lambda _choice: WorkspaceState.touch,
        ),
        class_name="choices",
    )


def _field(name: str, label: str, control: rx.Component, *, hint: str = "") -> rx.Component:
    return field(name, label, control, error=WorkspaceState.errors[name], hint=hint)


def _text_input(name: str, saved: str) -> rx.Component:
    return rx.input(
        name=name,
        id=name,
        default_value=saved,
        on_change=lambda _text: WorkspaceState.touch,
    )

"""The keys of programs, for administrators: a list, and what slides over it."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from bookings_app.domain.access import ActorKind, Scope
from bookings_app.ui.copy_line import copy_line
from bookings_app.ui.fields import field
from bookings_app.ui.keys.deeds import deeds_part
from bookings_app.ui.keys.state import KeysState
from bookings_app.ui.keys.words import AGENT_SCOPE_LABELS, KIND_LABELS, SCOPE_LABELS, KeyLine
from bookings_app.ui.settings_tabs import settings_page_frame
from bookings_app.ui.sheet_form import grave_button, sheet, sheet_buttons, sheet_form
from bookings_app.ui.tables import cell, heads, row_button
from bookings_app.ui.ticks import tick, tick_group

# What most programs need.
_USUAL = frozenset({Scope.BOOKINGS_READ, Scope.BOOKINGS_WRITE})


def keys_page() -> rx.Component:
    """Its on_load: `KeysState.load`, which only administrators may call."""
    return settings_page_frame(
        "keys",
        rx.button(
            rx.icon("plus", size=16, aria_hidden="true"),
            "Add a key",
            on_click=KeysState.start_adding,
        ),
        rx.cond(
            KeysState.loaded,
            rx.cond(KeysState.keys, keys_table(), no_keys()),
            rx.fragment(),
        ),
        on_leave=KeysState.leave,
        beside=(key_dialog(),),
    )


def keys_table() -> rx.Component:
    """Every key, also those that open nothing any more."""
    return rx.el.div(
        rx.el.table(
            heads("Name", "Kind", "May", "Limited to", "Last used", "Ends"),
            rx.el.tbody(rx.foreach(KeysState.keys, key_row)),
            class_name="set-table set-table-wide",
            aria_label="Keys",
        ),
        class_name="panel panel-scroll",
    )


def key_row(line: KeyLine) -> rx.Component:
    """A row that opens what the key may do and did."""
    return rx.el.tr(
        row_button(rx.fragment(line.name, rx.el.small(line.hint)), KeysState.open_key(line.id)),
        cell("Kind", line.kind),
        cell("May", line.may_label),
        cell("Limited to", rx.cond(line.limited_to != "", line.limited_to, "–"), "soft"),
        cell("Last used", line.used, "soft"),
        cell("Ends", line.state_label, "soft"),
        class_name=rx.cond(line.is_open, "", "gone"),
    )


def no_keys() -> rx.Component:
    """What they are good for, to whoever has none yet."""
    return rx.el.div(
        rx.el.h2("No keys yet"),
        rx.el.p(
            "A key lets a program book: a website by the REST API at /api/v1, or an AI agent"
            " that talks with customers by MCP at /mcp. Each may do what you allow it, and no more."
        ),
        class_name="panel setup-nothing",
    )


def key_dialog() -> rx.Component:
    """Adding one, the key that was just made, one that is looked at, or the last question."""
    return sheet(
        rx.match(
            KeysState.form,
            ("add", add_form()),
            ("secret", secret_part()),
            ("key", key_part()),
            revoke_part(),
        ),
        is_open=KeysState.form != "",
        on_open_change=KeysState.use_form,
    )


def add_form() -> rx.Component:
    """Whom to let in, to what, and for how long."""
    errors = KeysState.errors
    return sheet_form(
        "Add a key",
        kind_choice(),
        field(
            "name",
            "Name",
            rx.input(id="name", name="name", type="text", auto_complete="off"),
            error=errors["name"],
            hint="What history calls it, such as Website.",
        ),
        rx.cond(
            KeysState.kind == ActorKind.API_KEY.value,
            _scopes("It may", SCOPE_LABELS, hint="Services, locations and free times are for any."),
            _scopes(
                "It may also see",
                AGENT_SCOPE_LABELS,
                hint="It books, moves and cancels for the one customer it talks with.",
            ),
        ),
        limits_part(),
        field(
            "last_day",
            "Last day (optional)",
            rx.input(id="last_day", name="last_day", type="date"),
            error=errors["expires_at"],
        ),
        key=f"form {KeysState.form_key}",
        on_submit=KeysState.add,
        other=errors["other"],
        main="Make the key",
    )


def kind_choice() -> rx.Component:
    """Which door it opens."""
    return rx.el.fieldset(
        rx.el.legend("Kind", class_name="field-label"),
        rx.radio_group.root(
            *(
                rx.text(
                    rx.flex(rx.radio_group.item(value=kind.value), label, spacing="2"),
                    as_="label",
                    size="2",
                )
                for kind, label in KIND_LABELS.items()
            ),
            value=KeysState.kind,
            on_change=KeysState.pick_kind,
        ),
        class_name="choices",
    )


def limits_part() -> rx.Component:
    """To which part of the team; folded away, for most keys have no limit."""
    return rx.el.details(
        rx.el.summary("Limit it to a part of the team"),
        rx.el.div(
            _limit("Locations", "location", KeysState.locations),
            _limit("Services", "service", KeysState.services),
            _limit("Providers", "provider", KeysState.providers),
            class_name="settings-form",
        ),
        class_name="limits",
    )


def secret_part() -> rx.Component:
    """The key, the only time it is seen."""
    return rx.el.div(
        rx.dialog.title("Copy this key", size="5", margin_bottom="0"),
        rx.text(
            rx.el.b(KeysState.opened.name),
            " sends it as ",
            rx.el.code("Authorization: Bearer …"),
            " with each call. It is not shown again: only its hash is kept.",
            size="2",
        ),
        copy_line(KeysState.secret, label="The key"),
        sheet_buttons(rx.dialog.close(rx.button("Done"))),
        class_name="settings-form",
    )


def key_part() -> rx.Component:
    """What a key may do, and what it did today."""
    key = KeysState.opened
    return rx.el.div(
        rx.dialog.title(key.name, size="5", margin_bottom="0"),
        rx.el.dl(
            *_fact("Kind", key.kind),
            *_fact("May", rx.cond(key.may, key.may.join(", "), key.may_label)),  # pyright: ignore[reportArgumentType, reportAttributeAccessIssue] - a Var
            *_fact("Limited to", rx.cond(key.limited_to != "", key.limited_to, "No limit")),
            *_fact("Key", key.hint),
            *_fact("Made", key.created),
            *_fact("Ends", key.state_label),
            *_fact("Last used", key.used),
            class_name="facts",
        ),
        deeds_part(),
        sheet_buttons(
            rx.cond(key.is_open, grave_button("Revoke", KeysState.ask_to_revoke), rx.fragment()),
            rx.dialog.close(rx.button("Done")),
        ),
        class_name="settings-form",
    )


def revoke_part() -> rx.Component:
    """The last question."""
    return rx.el.div(
        rx.dialog.title("Revoke the key?", size="5", margin_bottom="0"),
        rx.text(
            rx.el.b(KeysState.opened.name),
            " opens nothing from its next call on. This cannot be taken back; a new key can be"
            " made.",
            size="2",
        ),
        sheet_buttons(grave_button("Revoke", KeysState.revoke), leave="Keep it"),
        class_name="settings-form",
    )


def _scopes(legend: str, labels: Mapping[Scope, str], *, hint: str) -> rx.Component:
    boxes = (
        tick(scope.value, label, ticked=scope in _USUAL, hint=scope.value)
        for scope, label in labels.items()
    )
    return tick_group(legend, *boxes, error=KeysState.errors["scopes"], hint=hint)


def _limit(legend: str, what: str, choices: list[dict[str, str]]) -> rx.Component:
    return tick_group(
        legend,
        rx.foreach(choices, lambda each: tick(f"{what}:{each['id']}", each["name"])),
        error=KeysState.errors[f"{what}_ids"],
    )


def _fact(label: str, value: Any) -> tuple[rx.Component, rx.Component]:
    return rx.el.dt(label), rx.el.dd(value)

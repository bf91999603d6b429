"""The webhooks, for administrators: a list, and a form that slides over it."""

from typing import Any

import reflex as rx

from bookings_app.domain.webhooks import WebhookEvent, WebhookStatus
from bookings_app.ui.copy_line import copy_line
from bookings_app.ui.fields import field
from bookings_app.ui.settings_tabs import settings_page_frame
from bookings_app.ui.sheet_form import (
    grave_button,
    plain_button,
    sheet,
    sheet_buttons,
    sheet_form,
)
from bookings_app.ui.tables import cell, heads, row_button
from bookings_app.ui.ticks import tick, tick_group
from bookings_app.ui.webhooks.log import log_dialog
from bookings_app.ui.webhooks.log_state import DeliveriesState
from bookings_app.ui.webhooks.state import WebhooksState
from bookings_app.ui.webhooks.words import EVENT_LABELS, WebhookLine


def webhooks_page() -> rx.Component:
    """Its on_load: `WebhooksState.load`, which only administrators may call."""
    return settings_page_frame(
        "webhooks",
        rx.button(
            rx.icon("plus", size=16, aria_hidden="true"),
            "Add a webhook",
            on_click=WebhooksState.start_adding,
        ),
        rx.cond(WebhooksState.nobody_sends, nobody_sends(), rx.fragment()),
        rx.cond(
            WebhooksState.loaded,
            rx.cond(WebhooksState.webhooks, webhooks_table(), no_webhooks()),
            rx.fragment(),
        ),
        on_leave=WebhooksState.leave,
        beside=(webhook_dialog(), log_dialog()),
    )


def webhooks_table() -> rx.Component:
    """Every address that is told or was."""
    return rx.el.div(
        rx.el.table(
            heads("Address", "Events", "Status", "Last told", "Waiting", "Log"),
            rx.el.tbody(rx.foreach(WebhooksState.webhooks, webhook_row)),
            class_name="set-table set-table-wide",
            aria_label="Webhooks",
        ),
        class_name="panel panel-scroll",
    )


def webhook_row(line: WebhookLine) -> rx.Component:
    """A row that opens its form, and its log."""
    return rx.el.tr(
        row_button(
            rx.fragment(
                line.title,
                rx.cond(line.name != "", rx.el.small(line.url), rx.fragment()),
            ),
            WebhooksState.open_webhook(line.id),
        ),
        cell("Events", line.events_label),
        cell("Status", status(line)),
        cell("Last told", line.last, "soft"),
        cell("Waiting", line.waiting, "soft"),
        rx.el.td(
            plain_button(
                "Deliveries",
                DeliveriesState.open(line.id),
                aria_label=f"Deliveries to {line.title}",
            )
        ),
    )


def status(line: WebhookLine) -> rx.Component:
    """Whether it is told, and what is wrong."""
    return rx.el.span(
        rx.match(
            line.looks,
            (WebhookStatus.ACTIVE.value, rx.icon("circle-check", size=14, aria_hidden="true")),
            (WebhookStatus.PAUSED.value, rx.icon("circle-pause", size=14, aria_hidden="true")),
            rx.icon("circle-alert", size=14, aria_hidden="true"),
        ),
        rx.el.span(
            line.status_label, rx.cond(line.note != "", rx.el.small(line.note), rx.fragment())
        ),
        class_name=f"told told-{line.looks}",
    )


def nobody_sends() -> rx.Component:
    """Where several processes serve, somebody must start the one that sends."""
    return rx.callout(
        "Messages wait that should have been sent. Is `bookings worker` running?",
        icon="circle-alert",
        color_scheme="red",
        high_contrast=True,
        role="status",
        margin_bottom="16px",
    )


def no_webhooks() -> rx.Component:
    """What they are good for, to whoever has none yet."""
    return rx.el.div(
        rx.el.h2("No webhooks yet"),
        rx.el.p(
            "A webhook tells another program of each change to a booking: a till, a mailing list,"
            " a flow in n8n. Messages are signed, and sent again until they have been heard."
        ),
        class_name="panel setup-nothing",
    )


def webhook_dialog() -> rx.Component:
    """Adding one, changing one, the secret that was just made, or the last question."""
    return sheet(
        rx.match(
            WebhooksState.form,
            ("add", add_form()),
            ("change", change_form()),
            ("remove", remove_part()),
            secret_part(),
        ),
        is_open=WebhooksState.form != "",
        on_open_change=WebhooksState.use_form,
    )


def add_form() -> rx.Component:
    """Whom to tell of what."""
    return sheet_form(
        "Add a webhook",
        *_fields(),
        key=f"form {WebhooksState.form_key}",
        on_submit=WebhooksState.add,
        other=WebhooksState.errors["other"],
        main="Add",
    )


def change_form() -> rx.Component:
    """One webhook; what else can be done with it is above the buttons."""
    return sheet_form(
        "Change the webhook",
        *_fields(),
        rx.flex(
            rx.cond(
                WebhooksState.opened.status == WebhookStatus.ACTIVE.value,
                plain_button("Pause", WebhooksState.pause),
                plain_button("Go on", WebhooksState.resume),
            ),
            plain_button("New secret", WebhooksState.rotate),
            grave_button("Remove", WebhooksState.ask_to_remove),
            spacing="2",
            wrap="wrap",
        ),
        key=f"form {WebhooksState.form_key}",
        on_submit=WebhooksState.save,
        other=WebhooksState.errors["other"],
        main="Save",
    )


def secret_part() -> rx.Component:
    """The secret, the only time it is seen."""
    return rx.el.div(
        rx.dialog.title("Copy this secret", size="5", margin_bottom="0"),
        rx.text(
            "With it ",
            rx.el.b(WebhooksState.opened.title),
            " checks that messages come from here (Standard Webhooks). It is not shown again."
            " A secret from before signs as well for 24 hours.",
            size="2",
        ),
        copy_line(WebhooksState.secret, label="The secret"),
        rx.cond(
            WebhooksState.is_sealed,
            rx.el.p("It is stored encrypted.", class_name="field-hint"),
            rx.el.p(
                "It is stored as it is: whoever can read the database can read it. With"
                " BOOKINGS_SECRET_KEYS set it is encrypted.",
                class_name="field-hint",
            ),
        ),
        sheet_buttons(rx.dialog.close(rx.button("Done"))),
        class_name="settings-form",
    )


def remove_part() -> rx.Component:
    """The last question."""
    return rx.el.div(
        rx.dialog.title("Remove the webhook?", size="5", margin_bottom="0"),
        rx.text(
            rx.el.b(WebhooksState.opened.title),
            " is told nothing any more, also not what waits for it, and the log of its"
            " deliveries goes.",
            size="2",
        ),
        sheet_buttons(grave_button("Remove", WebhooksState.remove), leave="Keep it"),
        class_name="settings-form",
    )


def _fields() -> tuple[rx.Component, ...]:
    opened, errors = WebhooksState.opened, WebhooksState.errors
    return (
        field(
            "url",
            "Address",
            _input("url", opened.url, placeholder="https://"),
            error=errors["url"],
            hint="It gets a POST for each event, and must answer 2xx within 15 seconds.",
        ),
        field("name", "Name (optional)", _input("name", opened.name), error=errors["name"]),
        tick_group(
            "Events",
            *(
                tick(
                    event.value,
                    EVENT_LABELS[event],
                    ticked=opened.events.contains(event.value),  # pyright: ignore[reportAttributeAccessIssue] - a Var
                    hint=event.value,
                )
                for event in WebhookEvent
            ),
            error=errors["events"],
        ),
    )


def _input(name: str, saved: Any, *, placeholder: str = "") -> rx.Component:
    return rx.input(
        id=name,
        name=name,
        type="text",
        default_value=saved,
        placeholder=placeholder,
        auto_complete="off",
        spell_check=False,
    )

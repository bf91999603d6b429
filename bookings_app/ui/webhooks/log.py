"""The log of one webhook: what it was told, what it answered, and the way to say it again."""

import reflex as rx

from bookings_app.domain.webhooks import DeliveryStatus
from bookings_app.ui.live.attention import attention
from bookings_app.ui.sheet_form import plain_button, sheet, sheet_buttons
from bookings_app.ui.webhooks.log_state import DeliveriesState
from bookings_app.ui.webhooks.words import DeliveryLine


def log_dialog() -> rx.Component:
    """Opened from the list of webhooks."""
    return sheet(
        rx.dialog.title("Deliveries", size="5", margin_bottom="0"),
        rx.text(DeliveriesState.title, size="2", color_scheme="gray", class_name="log-title"),
        rx.cond(
            DeliveriesState.lines,
            rx.el.ul(
                rx.foreach(DeliveriesState.lines, delivery),
                class_name="log",
                aria_label="Deliveries",
            ),
            rx.el.p("Nothing has happened yet that it wants to be told.", class_name="log-none"),
        ),
        rx.cond(
            DeliveriesState.has_older,
            plain_button("Show older", DeliveriesState.show_older),
            rx.fragment(),
        ),
        rx.el.p(DeliveriesState.said, role="status", class_name="log-said"),
        # What is sent again is heard of within seconds, and nobody announces it.
        attention(heard=0, on_due=DeliveriesState.refresh, seconds=5),
        sheet_buttons(
            plain_button("Send a test", DeliveriesState.send_test),
            rx.dialog.close(rx.button("Done")),
        ),
        is_open=DeliveriesState.webhook_id != "",
        on_open_change=DeliveriesState.use,
        wide=True,
    )


def delivery(line: DeliveryLine) -> rx.Component:
    """One telling; a click shows the message and the answer."""
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.b(line.event),
                rx.el.a(line.reference, href=f"/bookings?booking={line.booking_id}"),
                rx.el.small(line.at),
                class_name="log-what",
            ),
            what_became_of(line),
            plain_button(
                "Replay",
                DeliveriesState.replay(line.id),
                aria_label=f"Replay {line.event} of {line.reference}",
            ),
            class_name="log-line",
        ),
        rx.el.details(
            rx.el.summary("Message and answer"),
            rx.el.pre(line.body, aria_label="Message"),
            rx.cond(
                line.answer != "",
                rx.el.pre(line.answer, aria_label="Answer"),
                rx.el.p("Without a body.", class_name="field-hint"),
            ),
        ),
    )


def what_became_of(line: DeliveryLine) -> rx.Component:
    """Whether it was heard, by a sign and in words."""
    return rx.el.div(
        rx.el.span(
            rx.match(
                line.status,
                (
                    DeliveryStatus.DELIVERED.value,
                    rx.icon("circle-check", size=14, aria_hidden="true"),
                ),
                (
                    DeliveryStatus.GIVEN_UP.value,
                    rx.icon("circle-alert", size=14, aria_hidden="true"),
                ),
                rx.icon("clock", size=14, aria_hidden="true"),
            ),
            line.status_label,
            class_name=f"told told-{line.status}",
        ),
        rx.el.small(line.detail),
        class_name="log-how",
    )

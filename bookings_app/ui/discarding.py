"""The question before what was typed is lost: the same in every dialog."""

from typing import Any

import reflex as rx

_script = rx.asset("focus_back.jsx", shared=True)


class FocusBack(rx.NoSSRComponent):
    """Draws nothing. When the question is over, what had the focus before has it again."""

    library = f"$/public{_script}"
    tag = "FocusBack"

    away: rx.Var[bool]


def discard_question(description: str, *, asks: Any, on_keep: Any, on_discard: Any) -> rx.Component:
    """Asked while `asks`; Esc and Keep editing lose nothing."""
    return rx.fragment(
        FocusBack.create(away=asks),
        rx.alert_dialog.root(
            rx.alert_dialog.content(
                rx.alert_dialog.title("Discard what you entered?", size="4"),
                rx.alert_dialog.description(description, size="2"),
                rx.el.div(
                    rx.alert_dialog.cancel(
                        rx.button("Keep editing", variant="outline", color_scheme="gray")
                    ),
                    rx.button("Discard", color_scheme="red", on_click=on_discard),
                    class_name="question-buttons",
                ),
                class_name="question",
            ),
            open=asks,
            on_open_change=on_keep,
        ),
    )

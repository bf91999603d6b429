"""The question before something grave is done: what happens then is said first."""

from typing import Any

import reflex as rx

from bookings_app.ui.connection import is_cut_off

_script = rx.asset("focus_back.jsx", shared=True)


class FocusBack(rx.NoSSRComponent):
    """Draws nothing. When the question is over, what had the focus before has it again."""

    library = f"$/public{_script}"
    tag = "FocusBack"

    away: rx.Var[bool]


def question(
    title: Any,
    said: Any,
    *,
    asks: Any,
    keep: Any,
    on_keep: Any,
    verb: Any,
    on_do: Any,
    other: Any = None,
    on_other: Any = None,
) -> rx.Component:
    """Asked while `asks`; Esc and `keep` do nothing, `verb` does it once the server is reached.

    `other` is a second way to do it, beside the first.
    """
    reached = {"color_scheme": "red", "disabled": is_cut_off}
    return rx.fragment(
        FocusBack.create(away=asks),
        rx.alert_dialog.root(
            rx.alert_dialog.content(
                rx.alert_dialog.title(title, size="4"),
                rx.alert_dialog.description(said, size="2", white_space="pre-line"),
                rx.el.div(
                    rx.alert_dialog.cancel(rx.button(keep, variant="outline", color_scheme="gray")),
                    *(
                        [
                            rx.button(
                                other,
                                on_click=on_other,
                                variant="soft",
                                high_contrast=True,
                                **reached,
                            )
                        ]
                        if other
                        else []
                    ),
                    rx.button(verb, on_click=on_do, **reached),
                    class_name="question-buttons three" if other else "question-buttons",
                ),
                class_name="question",
            ),
            open=asks,
            on_open_change=on_keep,
        ),
    )


def discard_question(description: str, *, asks: Any, on_keep: Any, on_discard: Any) -> rx.Component:
    """Before what was typed is lost: the same in every dialog."""
    return question(
        "Discard what you entered?",
        description,
        asks=asks,
        keep="Keep editing",
        on_keep=on_keep,
        verb="Discard",
        on_do=on_discard,
    )

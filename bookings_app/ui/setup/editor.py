"""The sheet in which one thing of the set-up is made or changed, and its questions."""

from typing import Any

import reflex as rx

from bookings_app.ui.connection import is_cut_off
from bookings_app.ui.questions import discard_question, question
from bookings_app.ui.setup.state import NEW, SetupState
from bookings_app.ui.sheet_form import sheet_head


def editor_sheet(
    state: type[SetupState],
    kind: str,
    *fields: rx.Component,
    title: Any,
    foot: rx.Component,
    css_class: str = "",
) -> rx.Component:
    """The editor of `kind`, open while the state says so. `foot` is an `editor_foot`."""
    return rx.dialog.root(
        rx.dialog.content(
            sheet_head(title),
            rx.form(
                *fields,
                id=f"{kind}-form",
                key=f"{kind}-form-{state.turn}",
                on_submit=state.save,
                custom_attrs={"noValidate": True},
                auto_complete="off",
                class_name="sheet-body setup-fields",
            ),
            foot,
            discard_question(
                "It has not been saved.",
                asks=state.asks_to_discard,
                on_keep=state.keep,
                on_discard=state.discard,
            ),
            class_name=f"sheet setup-editor {css_class}".strip(),
            aria_describedby=rx.Var("undefined"),
            on_close_auto_focus=rx.prevent_default,
            on_interact_outside=rx.prevent_default,
        ),
        open=state.open_kind == kind,
        on_open_change=state.use_dialog,
    )


def editor_foot(
    state: type[SetupState], kind: str, *at_left: rx.Component, save: Any
) -> rx.Component:
    """Cancel and save, within reach; the spinner stands in the button's place."""
    return rx.el.div(
        *at_left,
        rx.el.span(class_name="bar-gap"),
        rx.button(
            "Cancel",
            variant="outline",
            color_scheme="gray",
            on_click=state.use_dialog(False),  # noqa: FBT003 - as the dialog says it
        ),
        rx.button(
            save,
            type="submit",
            form=f"{kind}-form",
            loading=state.is_saving,
            disabled=is_cut_off,
        ),
        class_name="sheet-foot",
    )


def archive_button(
    state: type[SetupState], *, archived: Any, verb: str = "Archive"
) -> rx.Component:
    """Archive, which asks first, or Restore; nothing for one that is being made."""
    return rx.cond(
        state.open_id == NEW,
        rx.fragment(),
        rx.cond(
            archived,
            rx.button(
                "Restore",
                variant="outline",
                color_scheme="gray",
                on_click=state.restore,
                disabled=is_cut_off,
            ),
            rx.button(
                verb,
                variant="soft",
                color_scheme="red",
                high_contrast=True,
                on_click=state.ask_to_archive,
                disabled=is_cut_off,
            ),
        ),
    )


def archive_dialog(state: type[SetupState], *, title: Any, verb: Any = "Archive") -> rx.Component:
    """What happens, said before it is archived."""
    return question(
        title,
        state.archive_question,
        asks=state.archive_question != "",
        keep="Keep it",
        on_keep=state.keep_active,
        verb=verb,
        on_do=state.archive,
    )


def touching(state: type[SetupState]) -> Any:
    """For `on_change`: say once that something was typed; the text stays in the browser."""

    def touch(_value: rx.Var[Any]) -> Any:
        return rx.cond(state.changed, rx.noop(), state.touch())

    return touch

"""The dialog for a time off, or for a date with other hours."""

from typing import Any

import reflex as rx

from bookings_app.ui.connection import is_cut_off
from bookings_app.ui.fields import field
from bookings_app.ui.providers.exception_form_state import ExceptionFormState
from bookings_app.ui.providers.exceptions_state import ExceptionsState
from bookings_app.ui.providers.exceptions_words import OVERRIDE, TIME_OFF
from bookings_app.ui.providers.hours_state import HoursState
from bookings_app.ui.questions import discard_question
from bookings_app.ui.sheet_form import sheet_head

_FORM = "exception-form"


def exception_dialog() -> rx.Component:
    """A time off, or a date with other hours."""
    return rx.dialog.root(
        rx.dialog.content(
            sheet_head(ExceptionFormState.title),
            rx.form(
                rx.cond(ExceptionFormState.opened == "", _kind_choice()),
                rx.cond(ExceptionFormState.kind == TIME_OFF, _away_fields(), _date_fields()),
                id=_FORM,
                key=f"{_FORM}-{ExceptionFormState.turn}-{ExceptionFormState.kind}",
                on_submit=ExceptionFormState.save,
                custom_attrs={"noValidate": True},
                auto_complete="off",
                class_name="sheet-body exception-fields",
            ),
            _foot(),
            discard_question(
                "It has not been saved.",
                asks=ExceptionFormState.asks_to_discard,
                on_keep=ExceptionFormState.keep,
                on_discard=ExceptionFormState.discard,
            ),
            class_name="sheet exception-form",
            aria_describedby=rx.Var("undefined"),
            on_interact_outside=rx.prevent_default,
        ),
        open=ExceptionFormState.is_open,
        on_open_change=ExceptionFormState.use_dialog,
    )


def _kind_choice() -> rx.Component:
    return rx.segmented_control.root(
        rx.segmented_control.item("Time off", value=TIME_OFF),
        rx.segmented_control.item("Other hours on a date", value=OVERRIDE),
        value=ExceptionFormState.kind,
        on_change=ExceptionFormState.pick_kind,
        aria_label="Kind of exception",
        class_name="exception-kind",
    )


def _away_fields() -> rx.Component:
    by_time = ~ExceptionFormState.whole_days
    return rx.fragment(
        _check("Whole days", ExceptionFormState.whole_days, ExceptionFormState.use_whole_days),
        rx.el.div(
            _field("from", "From", _input("from", kind="date")),
            rx.cond(
                by_time, _field("start", "at", _input("start", hint=HoursState.usual["start"]))
            ),
            class_name="exception-pair",
        ),
        rx.el.div(
            _field(
                "to",
                rx.cond(by_time, "Until", "Until, included"),
                _input("to", kind="date"),
            ),
            rx.cond(by_time, _field("end", "at", _input("end", hint=HoursState.usual["end"]))),
            class_name="exception-pair",
        ),
        _zone_field(),
        _field("reason", "Reason, for the team", _input("reason")),
    )


def _zone_field() -> rx.Component:
    """Which clock is meant, where a provider works by several."""
    return rx.cond(
        ExceptionFormState.many_zones,
        _field(
            "zone",
            "By the clock of",
            rx.el.select(
                rx.foreach(ExceptionFormState.zones, lambda zone: rx.el.option(zone, value=zone)),
                id="exception-zone",
                name="zone",
                default_value=ExceptionFormState.start["zone"],
                class_name="native-select",
            ),
        ),
    )


def _date_fields() -> rx.Component:
    return rx.fragment(
        rx.cond(
            ExceptionFormState.opened == "",
            rx.fragment(
                _field("date", "Date", _input("date", kind="date")),
                _field("place", "Where", _place_choice()),
            ),
        ),
        _check("Works on that date", ExceptionFormState.works, ExceptionFormState.use_work),
        rx.cond(
            ExceptionFormState.works,
            rx.fragment(
                rx.foreach(ExceptionFormState.windows, _window),
                rx.button(
                    rx.icon("plus", size=14, aria_hidden="true"),
                    "Add hours",
                    type="button",
                    variant="ghost",
                    color_scheme="gray",
                    on_click=ExceptionFormState.add_window,
                    class_name="exception-more",
                ),
            ),
            rx.el.p("Nothing can be booked on that date.", class_name="field-hint"),
        ),
    )


def _place_choice() -> rx.Component:
    return rx.el.select(
        rx.el.option("Wherever they have weekly hours", value=""),
        rx.foreach(
            ExceptionsState.places, lambda each: rx.el.option(each["name"], value=each["id"])
        ),
        id="exception-place",
        name="place",
        default_value=ExceptionFormState.start["place"],
        class_name="native-select",
    )


def _window(number: rx.Var[int]) -> rx.Component:
    return rx.el.div(
        _field(
            f"start-{number}", "From", _input(f"start-{number}", hint=HoursState.usual["start"])
        ),
        _field(f"end-{number}", "To", _input(f"end-{number}", hint=HoursState.usual["end"])),
        rx.icon_button(
            rx.icon("x", size=16),
            type="button",
            variant="ghost",
            color_scheme="gray",
            aria_label="Remove these hours",
            disabled=~ExceptionFormState.many_windows,
            on_click=ExceptionFormState.remove_window(number),
        ),
        key=number.to_string(),
        class_name="exception-pair",
    )


def _foot() -> rx.Component:
    return rx.el.div(
        rx.cond(
            ExceptionFormState.opened != "",
            rx.button(
                "Remove",
                type="button",
                variant="soft",
                color_scheme="red",
                high_contrast=True,
                on_click=ExceptionFormState.remove,
            ),
        ),
        rx.el.span(class_name="bar-gap"),
        rx.button(
            "Cancel",
            type="button",
            variant="outline",
            color_scheme="gray",
            on_click=ExceptionFormState.use_dialog(False),  # noqa: FBT003 - as the dialog says it
        ),
        rx.button(
            "Save",
            type="submit",
            form=_FORM,
            loading=ExceptionFormState.is_saving,
            disabled=is_cut_off,
        ),
        class_name="sheet-foot",
    )


def _check(label: str, checked: Any, on_change: Any) -> rx.Component:
    return rx.el.label(
        rx.checkbox(checked=checked, on_change=on_change), label, class_name="check-line"
    )


def _field(name: Any, label: Any, control: rx.Component) -> rx.Component:
    return field(f"exception-{name}", label, control, error=ExceptionFormState.errors[name])


def _input(name: Any, *, kind: Any = "text", hint: Any = "") -> rx.Component:
    return rx.input(
        id=f"exception-{name}",
        name=name,
        type=kind,
        placeholder=hint,
        default_value=ExceptionFormState.start[name],
        on_change=_touch,
        custom_attrs={"aria-invalid": rx.cond(ExceptionFormState.errors[name], "true", "false")},
    )


def _touch(_text: rx.Var[str]) -> rx.event.EventSpec | rx.Var:
    """Say once that something was typed; the text itself stays in the browser."""
    return rx.cond(ExceptionFormState.changed, rx.noop(), ExceptionFormState.touch())

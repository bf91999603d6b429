"""Parts of a table; on a phone each row is a card whose lines say their column's name."""

from typing import Any

import reflex as rx


def heads(*labels: str) -> rx.Component:
    """The names of the columns."""
    return rx.el.thead(rx.el.tr(*(rx.el.th(label, scope="col") for label in labels)))


def cell(label: str, value: Any, looks: Any = "") -> rx.Component:
    """A cell of the column of that name."""
    return rx.el.td(value, class_name=looks, custom_attrs={"data-label": label})


def row_button(name: Any, on_click: Any) -> rx.Component:
    """The first cell: a button that opens what its row is about."""
    return rx.el.td(rx.el.button(name, type="button", on_click=on_click, class_name="row-button"))

"""A field to search a list: it asks a quarter of a second after the last key."""

from typing import Any

import reflex as rx

_script = rx.asset("search_field.jsx", shared=True)


class SearchField(rx.NoSSRComponent):
    """A text field that holds what is typed until the typing rests."""

    library = f"$/public{_script}"
    tag = "SearchField"

    field_id: rx.Var[str]
    value: rx.Var[str]
    label: rx.Var[str]
    icon: rx.Var[Any]
    wait: rx.Var[int]
    longest: rx.Var[int]
    on_search: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def search_field(
    field_id: str, label: str, *, value: Any, longest: int, on_search: Any
) -> rx.Component:
    """A field that follows `value`, the address's word, and says what is typed to `on_search`."""
    return SearchField.create(
        field_id=field_id,
        value=value,
        label=label,
        icon=rx.icon("search", size=16, aria_hidden="true"),
        wait=250,
        longest=longest,
        on_search=on_search,
    )

"""The form of those pages: sent by the browser, so that the cookie stays out of scripts' reach."""

from typing import Any, TypedDict

import reflex as rx

from bookings_app.ui.zone_field import ZONE_WORDS, ZONES

_script = rx.asset("door_form.jsx", shared=True)


class Field(TypedDict, total=False):
    """One field: `fixed` is shown only, `is_zone` begins with the browser's own time zone."""

    name: str
    label: str
    type: str
    complete: str
    value: Any
    hint: str
    fixed: bool
    is_zone: bool


class DoorForm(rx.NoSSRComponent):
    """Sends itself to a route, and shows beside each field what that says is wrong with it."""

    library = f"$/public{_script}"
    tag = "DoorForm"

    action: rx.Var[str]
    fields: rx.Var[list[Any]]
    submit_label: rx.Var[str]
    token: rx.Var[str]
    failure: rx.Var[str]
    zones: rx.Var[list[str]]
    zone_words: rx.Var[dict[str, str]]
    icon: rx.Var[Any]


def door_form(
    *,
    action: str,
    fields: list[Field],
    submit_label: str,
    token: str,
) -> rx.Component:
    """The fields, and a button that sends them with the link's token."""
    return DoorForm.create(
        action=action,
        fields=fields,
        submit_label=submit_label,
        token=token,
        failure="The server did not answer. Nothing was changed; please try again.",
        zones=list(ZONES),
        zone_words=dict(ZONE_WORDS),
        icon=rx.icon("circle-alert", size=14, aria_hidden="true"),
    )

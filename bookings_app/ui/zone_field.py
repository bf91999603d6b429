"""The field for a time zone: found by any part of its name, wherever one is asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

import reflex as rx

from bookings_app.domain.checks import known_zones

_script = rx.asset("zone_field.jsx", shared=True)

ZONES: Sequence[str] = sorted(known_zones())
ZONE_WORDS: Mapping[str, str] = {
    "list": "Suggestions",
    "own": "This browser's",
    "none": "No such time zone. Type a large city near by.",
    "more": "Type a part of the name to see others.",
}


class ZoneField(rx.NoSSRComponent):
    """A text field that offers what fits; `other` is offered as none at all."""

    library = f"$/public{_script}"
    tag = "ZoneField"

    input_id: rx.Var[str]
    name: rx.Var[str]
    value: rx.Var[str]
    zones: rx.Var[list[str]]
    other: rx.Var[str]
    words: rx.Var[dict[str, str]]
    invalid: rx.Var[Any]
    described_by: rx.Var[str]
    picks_at_once: rx.Var[bool]
    on_type: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_pick: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def zone_field(field_id: str, *, value: Any, **more: Any) -> rx.Component:
    """A field that begins with `value`; its form sends it by its `name`.

    With `picks_at_once` it is no part of a form: `on_pick` hears what was chosen; whatever
    else is typed stays, and is said to be none, when the field is left.
    """
    return ZoneField.create(
        input_id=field_id, value=value, zones=list(ZONES), words=dict(ZONE_WORDS), **more
    )

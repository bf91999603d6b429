"""Whether the calendar of a page has been answered, for all that turns or narrows it."""

from typing import Any

import reflex as rx
from reflex_base.vars import VarData
from reflex_base.vars.number import BooleanVar

_script = rx.asset("arrival.js", shared=True)

_is_there = rx.Var(
    "isThere",
    _var_data=VarData(
        imports={f"$/public{_script}": [rx.ImportVar(tag="useThere")]},
        hooks={"const isThere = useThere();": None},
    ),
).to(BooleanVar)


def once_there() -> dict[str, Any]:
    """As `custom_attrs` of a control: pressed before its calendar is there it does nothing."""
    return {"inert": ~_is_there}

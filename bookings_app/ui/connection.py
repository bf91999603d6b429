"""Whether the desk can be told anything, for every button that sends something."""

import reflex as rx
from reflex_base.vars import VarData
from reflex_base.vars.number import BooleanVar

_script = rx.asset("connection.js", shared=True)

# True while the desk cannot be reached, and then until it has said how things are: a button
# pressed before that would speak of what a restarted desk does not know yet.
is_cut_off: BooleanVar = rx.Var(
    "isCutOff",
    _var_data=VarData(
        imports={f"$/public{_script}": [rx.ImportVar(tag="useCutOff")]},
        hooks={f'const isCutOff = useCutOff("{rx.State.get_full_name()}");': None},
    ),
).to(BooleanVar)

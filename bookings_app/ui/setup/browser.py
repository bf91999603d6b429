"""What only the browser can do for the lists of the set-up; all words and rules come from here."""

from typing import Any

import reflex as rx

from bookings_app.ui.session import SessionState
from bookings_app.ui.setup.state import SetupState

_script = rx.asset("browser.jsx", shared=True)


def _arrival(
    nonce: rx.Var[str], query: rx.Var[str], zone: rx.Var[str]
) -> tuple[rx.Var[str], rx.Var[str], rx.Var[str]]:
    return nonce, query, zone


def _row(kind: rx.Var[str], row_id: rx.Var[str]) -> tuple[rx.Var[str], rx.Var[str]]:
    return kind, row_id


class SetupKeeper(rx.NoSSRComponent):
    """Writes the address and reads it, follows clicks on rows, and moves the focus."""

    library = f"$/public{_script}"
    tag = "SetupKeeper"

    arrived: rx.Var[str]
    query: rx.Var[str]
    steps: rx.Var[int]
    open: rx.Var[str]
    start: rx.Var[dict[str, str]]
    member: rx.Var[str]
    back_to: rx.Var[str]
    answers: rx.Var[int]
    changed: rx.Var[bool]
    over: rx.Var[bool]
    search_id: rx.Var[str]
    on_arrive: rx.EventHandler[_arrival]
    on_back: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_look: rx.EventHandler[rx.event.no_args_event_spec]
    on_open: rx.EventHandler[_row]
    on_leave: rx.EventHandler[rx.event.no_args_event_spec]


def setup_keeper(state: type[SetupState], *, search_id: str, over: Any) -> rx.Component:
    """The page's address, keys and focus; shows nothing. `over`: more covers the list."""
    return SetupKeeper.create(
        arrived=state.arrived,
        query=state.query,
        steps=state.steps,
        open=state.open_kind + state.open_id,
        start=state.start,
        member=SessionState.member_id,
        back_to=state.back_to,
        answers=state.answers,
        changed=state.changed,
        over=over,
        search_id=search_id,
        on_arrive=state.arrive,
        on_back=state.go_back,
        on_look=state.load,
        on_open=state.open,
        on_leave=state.leave,
    )

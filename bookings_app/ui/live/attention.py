"""What keeps a page true that has no calendar: it asks again when it should."""

from typing import Any

import reflex as rx

from bookings_app.ui.live.state import LiveState

_script = rx.asset("attention.jsx", shared=True)
_ending = rx.asset("ended_page.jsx", shared=True)


class Attention(rx.NoSSRComponent):
    """Draws nothing. `on_arrive` gets the browser's time zone, or ""."""

    library = f"$/public{_script}"
    tag = "Attention"

    heard: rx.Var[int]
    turn: rx.Var[int]
    focus_on: rx.Var[str]
    seconds: rx.Var[int]

    on_arrive: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_due: rx.EventHandler[rx.event.no_args_event_spec]
    on_leave: rx.EventHandler[rx.event.no_args_event_spec]


def renewal(on_due: Any) -> rx.Component:
    """Have `on_due` called when everything is to be asked for again, and at no other time."""
    return Attention.create(heard=LiveState.renewed, turn=0, focus_on="", seconds=0, on_due=on_due)


def attention(
    *,
    heard: Any,
    on_due: Any,
    on_arrive: Any = None,
    on_leave: Any = None,
    turn: Any = 0,
    focus_on: Any = "",
    seconds: Any = 60,
) -> rx.Component:
    """Have `on_due` called when `heard` changes, every `seconds`, and when the page is seen.

    When `turn` grows and the focus was lost with what had it, it goes to `focus_on`, a selector.
    """
    told = {"on_due": on_due, "on_arrive": on_arrive, "on_leave": on_leave}
    return Attention.create(
        heard=heard,
        turn=turn,
        focus_on=focus_on,
        seconds=seconds,
        **{name: handler for name, handler in told.items() if handler is not None},
    )


class EndedPage(rx.NoSSRComponent):
    """Draws nothing. A page that has ended is opened anew."""

    library = f"$/public{_ending}"
    tag = "EndedPage"

    ended: rx.Var[bool]


def ended_page() -> rx.Component:
    """For the frame: when a session ends, or its member may do other things than before."""
    return EndedPage.create(ended=LiveState.ended)

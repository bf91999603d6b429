"""What only the browser can do for the page of a provider's hours."""

import reflex as rx

from bookings_app.ui.live import LiveState
from bookings_app.ui.outside_hours.state import HEARD_AS, HitState
from bookings_app.ui.providers.hours_page_state import HoursPageState

_script = rx.asset("hours.jsx", shared=True)


def _arrival(nonce: rx.Var[str], query: rx.Var[str]) -> tuple[rx.Var[str], rx.Var[str]]:
    return nonce, query


class HoursKeeper(rx.NoSSRComponent):
    """Says whose hours the address asks for, and hears of their bookings."""

    library = f"$/public{_script}"
    tag = "HoursKeeper"

    arrived: rx.Var[str]
    provider: rx.Var[str]
    heard: rx.Var[int]
    on_arrive: rx.EventHandler[_arrival]
    on_hear: rx.EventHandler[rx.event.no_args_event_spec]
    on_leave: rx.EventHandler[rx.event.no_args_event_spec]


def hours_keeper() -> rx.Component:
    """Shows nothing."""
    return HoursKeeper.create(
        arrived=HoursPageState.arrived,
        provider=HoursPageState.provider.id,
        heard=LiveState.heard[HEARD_AS],
        on_arrive=HoursPageState.arrive,
        on_hear=HitState.refresh,
        on_leave=HoursPageState.leave,
    )

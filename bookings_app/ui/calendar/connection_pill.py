"""Whether this page hears of changes."""

import reflex as rx

from bookings_app.ui.connection import is_cut_off

_script = rx.asset("connection_pill.jsx", shared=True)


class ConnectionPill(rx.NoSSRComponent):
    """A word while connected; a pill with the time since when it is not."""

    library = f"$/public{_script}"
    tag = "ConnectionPill"

    connected: rx.Var[bool]
    live: rx.Var[str]
    lost: rx.Var[str]
    since: rx.Var[str]
    offline: rx.Var[str]
    offline_after: rx.Var[int]


def connection_pill() -> rx.Component:
    """Say "Live", or "Reconnecting…" with how old the screen is."""
    return ConnectionPill.create(
        connected=~is_cut_off,
        live="Live",
        lost="Reconnecting…",
        since="as of {time}",
        offline="Offline since {time}",
        offline_after=60,
    )

"""The corner of the screen where messages appear."""

from typing import Any

import reflex as rx

from bookings_app.domain.booking import BookingStatus
from bookings_app.ui.theme import status_chip
from bookings_app.ui.toasts.state import Toasts

_script = rx.asset("toast_region.jsx", shared=True)


class ToastRegion(rx.NoSSRComponent):
    """Shows the oldest message for six seconds; pointer or focus on it stops the clock."""

    library = f"$/public{_script}"
    tag = "ToastRegion"

    toasts: rx.Var[list[Any]]
    label: rx.Var[str]
    close_label: rx.Var[str]
    open_label: rx.Var[str]
    more_label: rx.Var[str]
    signs: rx.Var[Any]
    on_dismiss: rx.EventHandler[rx.event.passthrough_event_spec(int)]
    on_open: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def toast_region(on_open: rx.EventHandler | rx.event.EventCallback[str]) -> rx.Component:
    """The region, at the bottom right, on a phone at the top; `on_open` gets a booking's id."""
    return ToastRegion.create(
        toasts=Toasts.waiting,
        label="Messages",
        close_label="Close message",
        open_label="View",
        more_label="and {n} more",
        signs={status.value: status_chip(status, size=28) for status in BookingStatus},
        on_dismiss=Toasts.dismiss,
        on_open=on_open,
    )

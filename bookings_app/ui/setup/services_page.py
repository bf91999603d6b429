"""The tab Services: what can be booked."""

import reflex as rx

from bookings_app.ui.setup.editor import archive_dialog
from bookings_app.ui.setup.page import Listed, cell, row_name, setup_page
from bookings_app.ui.setup.services_editor import service_editor
from bookings_app.ui.setup.services_state import ServicesState
from bookings_app.ui.setup.services_words import ServiceLine

_LISTED = Listed(
    tab="services",
    one="service",
    heads=(
        "Service",
        "Duration",
        "Buffers",
        "Starts every",
        "Approval",
        "Locations",
        "Providers",
    ),
    numbers=frozenset({"Providers"}),
    about="A service is what customers book: how long it takes, where, and with whom.",
)


def services_page() -> rx.Component:
    """Its on_load: `ServicesState.load`."""
    return setup_page(
        _LISTED,
        ServicesState,
        ServicesState.lines,
        service_row,
        service_editor(),
        archive_dialog(ServicesState, title=f"Archive {ServicesState.start['name']}?"),
    )


def service_row(line: ServiceLine) -> rx.Component:
    """A service in the list."""
    return rx.el.tr(
        row_name(_LISTED, line),
        cell("Duration", line.duration),
        cell("Buffers", line.buffers, looks="soft"),
        cell("Starts every", line.step),
        cell("Approval", line.approval, looks=rx.cond(line.approval == "No", "soft", "")),
        cell("Locations", line.locations),
        cell("Providers", line.providers, looks="number"),
        class_name=rx.cond(line.archived, "archived", ""),
        key=line.id,
    )

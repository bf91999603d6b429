"""The tab Providers: who can be booked."""

import reflex as rx

from bookings_app.ui.providers.state import LABELS, ProviderLine, ProvidersState
from bookings_app.ui.session import SessionState
from bookings_app.ui.setup.colours import colour_field, swatch
from bookings_app.ui.setup.editor import (
    archive_button,
    archive_dialog,
    editor_foot,
    editor_sheet,
)
from bookings_app.ui.setup.fields import text_field, ticks
from bookings_app.ui.setup.page import Listed, cell, row_name, setup_page
from bookings_app.ui.setup.state import NEW

_LISTED = Listed(
    tab="providers",
    one="provider",
    heads=("Provider", "E-mail", "Services", "Locations", ""),
    about="A provider is whom customers book: what they do, and when they work where.",
)


def providers_page() -> rx.Component:
    """Its on_load: `ProvidersState.load`."""
    return setup_page(
        _LISTED,
        ProvidersState,
        ProvidersState.lines,
        provider_row,
        provider_editor(),
        archive_dialog(ProvidersState, title=f"Archive {ProvidersState.start['name']}?"),
    )


def provider_row(line: ProviderLine) -> rx.Component:
    """A provider in the list, and the way to their hours for whoever may set them."""
    return rx.el.tr(
        row_name(_LISTED, line, swatch(line.colour)),
        cell("E-mail", line.email, looks="soft"),
        cell("Services", line.services),
        cell("Locations", line.locations),
        rx.el.td(
            rx.cond(
                line.opens,
                rx.link(
                    rx.cond(SessionState.may_set_up, "Hours", "My hours"),
                    href=f"/scheduling/hours?provider={line.id}",
                    class_name="row-hours",
                    aria_label=f"Hours of {line.name}",
                ),
            ),
            class_name="row-act",
        ),
        class_name=rx.cond(line.archived, "archived", ""),
        key=line.id,
    )


def provider_editor() -> rx.Component:
    """Name, e-mail, colour and services of the open one, or of a new one."""
    is_new = ProvidersState.open_id == NEW
    return editor_sheet(
        ProvidersState,
        "provider",
        rx.cond(
            is_new,
            rx.fragment(),
            rx.link(
                rx.icon("clock", size=16, aria_hidden="true"),
                "Working hours and time off",
                href=f"/scheduling/hours?provider={ProvidersState.open_id}",
                class_name="to-hours",
            ),
        ),
        text_field(ProvidersState, "name", LABELS["name"], auto_focus=True),
        text_field(ProvidersState, "email", LABELS["email"], optional=True),
        ticks(
            ProvidersState,
            "service_ids",
            "Services they do",
            ProvidersState.offers,
            nothing="There are no services yet.",
        ),
        colour_field(ProvidersState),
        title=rx.cond(is_new, "New provider", ProvidersState.start["name"]),
        foot=editor_foot(
            ProvidersState,
            "provider",
            archive_button(ProvidersState, archived=ProvidersState.is_archived),
            save=rx.cond(is_new, "Create provider", "Save"),
        ),
    )

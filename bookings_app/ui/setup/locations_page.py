"""The tab Locations: where bookings take place."""

import reflex as rx

from bookings_app.ui.outside_hours.lists import hits_dialog
from bookings_app.ui.outside_hours.state import HitState
from bookings_app.ui.setup.closures import closure_editor, closures_part
from bookings_app.ui.setup.editor import (
    archive_button,
    archive_dialog,
    editor_foot,
    editor_sheet,
    touching,
)
from bookings_app.ui.setup.fields import area_field, field_id, labelled, text_field
from bookings_app.ui.setup.locations_state import LABELS, LocationLine, LocationsState
from bookings_app.ui.setup.page import Listed, cell, row_name, setup_page
from bookings_app.ui.setup.state import NEW
from bookings_app.ui.zone_field import zone_field

_LISTED = Listed(
    tab="locations",
    one="location",
    heads=("Location", "Address", "Time zone", "Services", "Providers"),
    numbers=frozenset({"Services", "Providers"}),
    about="A location is where bookings take place, by the clocks of its own time zone.",
)


def locations_page() -> rx.Component:
    """Its on_load: `LocationsState.load`."""
    is_closure = LocationsState.open_kind == "closure"
    return setup_page(
        _LISTED,
        LocationsState,
        LocationsState.lines,
        location_row,
        closures_part(),
        location_editor(),
        closure_editor(),
        archive_dialog(
            LocationsState,
            title=rx.cond(
                is_closure, "Remove this closure?", f"Archive {LocationsState.start['name']}?"
            ),
            verb=rx.cond(is_closure, "Remove", "Archive"),
        ),
        hits_dialog(),
        over=HitState.is_open,
    )


def location_row(line: LocationLine) -> rx.Component:
    """A location in the list."""
    return rx.el.tr(
        row_name(_LISTED, line),
        cell("Address", line.address),
        cell("Time zone", line.time_zone, looks="soft"),
        cell("Services", line.services, looks="number"),
        cell("Providers", line.providers, looks="number"),
        class_name=rx.cond(line.archived, "archived", ""),
        key=line.id,
    )


def location_editor() -> rx.Component:
    """Name, address and time zone of the open one, or of a new one."""
    is_new = LocationsState.open_id == NEW
    return editor_sheet(
        LocationsState,
        "location",
        text_field(LocationsState, "name", LABELS["name"], auto_focus=True),
        area_field(LocationsState, "address", LABELS["address"]),
        labelled(
            LocationsState,
            "time_zone",
            LABELS["time_zone"],
            zone_field(
                field_id("time_zone"),
                name="time_zone",
                value=LocationsState.start["time_zone"],
                invalid=rx.cond(LocationsState.errors["time_zone"], "true", "false"),
                described_by="time_zone-error time_zone-hint",
                on_type=touching(LocationsState),
            ),
            hint="Type a part of its name, such as Madrid.",
        ),
        rx.cond(
            LocationsState.upcoming != "",
            rx.el.p(
                "In another time zone the hours move with its clocks, and bookings stay at"
                " their instants: those outside the hours are listed. Now there are ",
                LocationsState.upcoming,
                ".",
                class_name="field-hint",
            ),
            rx.fragment(),
        ),
        title=rx.cond(is_new, "New location", LocationsState.start["name"]),
        foot=editor_foot(
            LocationsState,
            "location",
            archive_button(LocationsState, archived=LocationsState.is_archived),
            save=rx.cond(is_new, "Create location", "Save"),
        ),
    )

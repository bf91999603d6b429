"""Closures: the days on which a location, or all of them, open for nobody."""

import reflex as rx

from bookings_app.ui.session import SessionState
from bookings_app.ui.setup.closures_words import EVERYWHERE, ClosureLine
from bookings_app.ui.setup.editor import archive_button, editor_foot, editor_sheet
from bookings_app.ui.setup.fields import date_field, select_field, text_field
from bookings_app.ui.setup.locations_state import LocationsState
from bookings_app.ui.setup.page import Listed, cell, new_button, row_name
from bookings_app.ui.setup.state import NEW

_LISTED = Listed(
    tab="locations",
    one="closure",
    heads=("Closed", "Name", "Where"),
    about="Holidays and other days on which a location, or all of them, stay closed.",
)


def closures_part() -> rx.Component:
    """Those to come or, when asked for, the past ones."""
    past = LocationsState.shows_past
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Closures", class_name="setup-title"),
            rx.el.label(
                rx.switch(checked=past, on_change=LocationsState.show_past),
                "Show past ones",
                class_name="setup-switch",
            ),
            rx.el.span(class_name="bar-gap"),
            rx.cond(
                SessionState.may_set_up,
                new_button("closure", LocationsState, variant="outline"),
                rx.fragment(),
            ),
            class_name="setup-bar",
        ),
        rx.el.div(
            rx.cond(
                LocationsState.closures,
                rx.el.table(
                    rx.el.thead(rx.el.tr(*(rx.el.th(head, scope="col") for head in _LISTED.heads))),
                    rx.el.tbody(rx.foreach(LocationsState.closures, closure_row)),
                    class_name="set-table set-table-wide",
                    aria_label="Closures",
                ),
                rx.el.p(
                    rx.cond(past, "There are no past closures.", f"None to come. {_LISTED.about}"),
                    class_name="list-empty",
                ),
            ),
            class_name="panel panel-scroll",
        ),
        class_name="setup-more",
        aria_label="Closures",
    )


def closure_row(line: ClosureLine) -> rx.Component:
    """A closure in the list."""
    return rx.el.tr(
        row_name(_LISTED, line),
        cell("Name", line.title),
        cell("Where", line.where, looks="soft"),
        key=line.id,
    )


def closure_editor() -> rx.Component:
    """From when to when, where, and why."""
    is_new = LocationsState.open_id == NEW
    return editor_sheet(
        LocationsState,
        "closure",
        rx.el.div(
            date_field(LocationsState, "first_on", "First day", optional=False, auto_focus=True),
            date_field(
                LocationsState, "last_on", "Last day", hint="closed too; empty: the first day only"
            ),
            class_name="setup-row two",
        ),
        select_field(
            LocationsState,
            "location_id",
            "Where",
            rx.select.item("All locations", value=EVERYWHERE),
            rx.foreach(
                LocationsState.places, lambda each: rx.select.item(each.name, value=each.id)
            ),
        ),
        text_field(LocationsState, "name", "Name", optional=True, hint="such as Christmas"),
        rx.el.p(
            "Bookings on these days stay. They are marked, and listed once this is saved.",
            class_name="field-hint",
        ),
        title=rx.cond(is_new, "New closure", "Closure"),
        foot=editor_foot(
            LocationsState,
            "closure",
            archive_button(LocationsState, archived=False, verb="Remove"),
            save=rx.cond(is_new, "Add closure", "Save"),
        ),
    )
